package syntax

import "math/big"

// This file defines the tree. Its nodes follow CPython's ast module, with
// Starlark's load statement beside them.

// A Dialect chooses what a file's names mean. The grammar is one.
type Dialect uint8

const (
	Python   Dialect = iota // .py files, -c, standard input, the prompt
	Starlark                // .star files
)

// A Pos is a place in a source text. Line and Col count from 1; Col counts
// characters, not bytes. The zero Pos is no place.
type Pos struct{ Line, Col int32 }

// A Span is the text from Start up to, not including, End.
type Span struct{ Start, End Pos }

// Extent returns the span itself; embedded in each node it gives the node's.
func (s Span) Extent() Span { return s }

// A Source is a source text cut into lines, for messages that show them.
type Source struct {
	Name  string   // as shown in messages: "script.py", "<stdin>"
	Lines []string // without line ends
}

// A File is a parsed source file.
type File struct {
	Source  *Source
	Dialect Dialect
	Body    []Stmt

	Warnings []Warning
}

// A Node is a statement, an expression, or a part of one.
type Node interface{ Extent() Span }

// A Stmt is a statement.
type Stmt interface {
	Node
	stmt()
}

// An Expr is an expression.
type Expr interface {
	Node
	expr()
}

// Statements.
type (
	// FunctionDef is a def statement. The span starts at "def" ("async").
	FunctionDef struct {
		Span
		Name       *Ident
		Args       *Arguments
		Body       []Stmt
		Decorators []Expr
		Returns    Expr // or nil
		Async      bool
	}
	// ClassDef is a class statement. The span starts at "class".
	ClassDef struct {
		Span
		Name       *Ident
		Bases      []Expr // Starred among them
		Keywords   []*Keyword
		Body       []Stmt
		Decorators []Expr
	}
	Return struct {
		Span
		Value Expr // or nil
	}
	Delete struct {
		Span
		Targets []Expr
	}
	// Assign is a = b = value.
	Assign struct {
		Span
		Targets []Expr
		Value   Expr
	}
	// AugAssign is target op= value.
	AugAssign struct {
		Span
		Target Expr
		Op     Op
		Value  Expr
	}
	// AnnAssign is target: annotation [= value].
	AnnAssign struct {
		Span
		Target     Expr
		Annotation Expr
		Value      Expr // or nil
		Simple     bool // the target is a bare name without parentheses
	}
	For struct {
		Span
		Target Expr
		Iter   Expr
		Body   []Stmt
		Else   []Stmt
		Async  bool
	}
	While struct {
		Span
		Test Expr
		Body []Stmt
		Else []Stmt
	}
	// If is an if statement; an elif is an If alone in Else.
	If struct {
		Span
		Test Expr
		Body []Stmt
		Else []Stmt
	}
	With struct {
		Span
		Items []*WithItem
		Body  []Stmt
		Async bool
	}
	Raise struct {
		Span
		Exc   Expr // or nil
		Cause Expr // or nil
	}
	Try struct {
		Span
		Body     []Stmt
		Handlers []*ExceptHandler
		Else     []Stmt
		Finally  []Stmt
		Star     bool // except*
	}
	Assert struct {
		Span
		Test Expr
		Msg  Expr // or nil
	}
	Import struct {
		Span
		Names []*Alias
	}
	// ImportFrom is from ..module import names. A single Alias named "*" is a
	// star import.
	ImportFrom struct {
		Span
		Module string // "" in "from . import x"
		Names  []*Alias
		Level  int // leading dots
	}
	Global struct {
		Span
		Names []*Ident
	}
	Nonlocal struct {
		Span
		Names []*Ident
	}
	ExprStmt struct {
		Span
		X Expr
	}
	Pass     struct{ Span }
	Break    struct{ Span }
	Continue struct{ Span }
	// Load is Starlark's load statement.
	Load struct {
		Span
		Module *Str
		From   []*Ident // names in the module loaded
		To     []*Ident // names bound here
	}
	Match struct {
		Span
		Subject Expr
		Cases   []*MatchCase
	}
)

// Parts of statements.
type (
	// An Alias is "name as asname"; AsName is nil without "as".
	Alias struct {
		Span
		Name   string // dotted
		AsName *Ident
	}
	WithItem struct {
		Span
		Context Expr
		Vars    Expr // or nil
	}
	ExceptHandler struct {
		Span
		Type Expr   // nil: a bare except
		Name *Ident // or nil
		Body []Stmt
	}
	// Arguments are the parameters of a def or lambda, in CPython's form.
	Arguments struct {
		Span
		PosOnly    []*Arg
		Args       []*Arg
		Vararg     *Arg // or nil
		KwOnly     []*Arg
		KwDefaults []Expr // as long as KwOnly; nil where there is none
		Kwarg      *Arg   // or nil
		Defaults   []Expr // of the last of PosOnly and Args
	}
	Arg struct {
		Span
		Name       string
		Annotation Expr // or nil
	}
	// A Keyword is name=value in a call or class statement; Name is "" for
	// **value.
	Keyword struct {
		Span
		Name  string
		Value Expr
	}
	MatchCase struct {
		Span
		Pattern *Pattern
		Guard   Expr // or nil
		Body    []Stmt
	}
	// A Pattern is what a case compares with.
	Pattern struct {
		Span
		Kind PatternKind
		// Value is the value to compare with, or the class of a ClassPattern.
		Value Expr
		// Name is what is bound: by a capture (nil for _), a star (likewise), "as", or **rest of a mapping.
		Name *Ident
		// Subs are the parts: alternatives, elements, values of a mapping, positional patterns of a
		// class and then those by keyword; one for an AsPattern.
		Subs     []*Pattern
		Keys     []Expr   // of a MappingPattern, one for each of Subs
		Keywords []string // of a ClassPattern, for the last of Subs
	}
	// Comprehension is one "for target in iter if ..." of a comprehension.
	Comprehension struct {
		Span
		Target Expr
		Iter   Expr
		Ifs    []Expr
		Async  bool
	}
)

// A PatternKind says what a pattern is.
type PatternKind uint8

const (
	ValuePattern     PatternKind = iota // a number, text or dotted name: compared with ==
	SingletonPattern                    // None, True or False: compared by identity
	CapturePattern                      // name or _
	StarPattern                         // *name or *_ in a sequence
	SequencePattern                     // [a, b], (a, b)
	MappingPattern                      // {key: a, **rest}
	ClassPattern                        // C(a, b=c)
	OrPattern                           // a | b
	AsPattern                           // a as name
)

// Expressions.
type (
	Ident struct {
		Span
		Name string
	}
	// Constant is None, True, False, or Ellipsis.
	Constant struct {
		Span
		Kind ConstantKind
	}
	// Int is an integer literal; Big is set only if it does not fit in Value.
	Int struct {
		Span
		Value int64
		Big   *big.Int
	}
	Float struct {
		Span
		Value float64
	}
	// Imag is an imaginary literal.
	Imag struct {
		Span
		Value float64
	}
	// Str is a string literal, or several adjacent ones. Value is UTF-8;
	// lone surrogates are carried in the three-byte form.
	Str struct {
		Span
		Value string
	}
	Bytes struct {
		Span
		Value string
	}
	// JoinedStr is an f-string, or adjacent strings of which one is. Each value is
	// a *Str or a *FormattedValue.
	JoinedStr struct {
		Span
		Values []Expr
	}
	// FormattedValue is {value!conversion:spec}. For {value=} the parser puts
	// the text "value=" before it as a Str, and sets Conversion to 'r' where
	// neither conversion nor spec is given.
	FormattedValue struct {
		Span
		Value      Expr
		Conversion byte // 's', 'r', 'a', or 0
		Spec       *JoinedStr
	}
	// BoolOp is a chain of one operator: And or Or.
	BoolOp struct {
		Span
		Op     Op
		Values []Expr
	}
	// NamedExpr is target := value.
	NamedExpr struct {
		Span
		Target *Ident
		Value  Expr
	}
	// BinOp is x op y; OpPos is where the operator stands.
	BinOp struct {
		Span
		X     Expr
		Op    Op
		OpPos Pos
		Y     Expr
	}
	UnaryOp struct {
		Span
		Op Op // UAdd, USub, Invert, Not
		X  Expr
	}
	Lambda struct {
		Span
		Args *Arguments
		Body Expr
	}
	// IfExp is body if test else orelse.
	IfExp struct {
		Span
		Test, Body, OrElse Expr
	}
	// Dict is a dict display; a nil key stands for **value.
	Dict struct {
		Span
		Keys   []Expr
		Values []Expr
	}
	Set struct {
		Span
		Elts []Expr
	}
	ListComp struct {
		Span
		Elt        Expr
		Generators []*Comprehension
	}
	SetComp struct {
		Span
		Elt        Expr
		Generators []*Comprehension
	}
	DictComp struct {
		Span
		Key, Value Expr
		Generators []*Comprehension
	}
	GeneratorExp struct {
		Span
		Elt        Expr
		Generators []*Comprehension
	}
	Await struct {
		Span
		X Expr
	}
	Yield struct {
		Span
		Value Expr // or nil
	}
	YieldFrom struct {
		Span
		X Expr
	}
	// Compare is left ops[0] comparators[0] ops[1] ...
	Compare struct {
		Span
		Left        Expr
		Ops         []Op
		Comparators []Expr
	}
	// Call is fn(args, keywords). Args holds Starred among the rest, in
	// source order.
	Call struct {
		Span
		Fn       Expr
		Args     []Expr
		Keywords []*Keyword
	}
	// Attribute is x.name; NamePos is where the name stands.
	Attribute struct {
		Span
		X       Expr
		Name    string
		NamePos Pos
	}
	// Subscript is x[index]; the index may be a Slice or a Tuple of them.
	Subscript struct {
		Span
		X     Expr
		Index Expr
	}
	Slice struct {
		Span
		Lo, Hi, Step Expr // each may be nil
	}
	Starred struct {
		Span
		X Expr
	}
	List struct {
		Span
		Elts []Expr
	}
	// Tuple is a tuple, with its parentheses in the span if it has any.
	Tuple struct {
		Span
		Elts  []Expr
		Paren bool
	}
)

// A ConstantKind says which constant a Constant is.
type ConstantKind uint8

const (
	None ConstantKind = iota
	True
	False
	Ellipsis
)

// An Op is an operator.
type Op uint8

const (
	Add Op = iota + 1
	Sub
	Mult
	MatMult
	Div
	Mod
	Pow
	LShift
	RShift
	BitOr
	BitXor
	BitAnd
	FloorDiv

	And
	Or

	UAdd
	USub
	Invert
	Not

	Eq
	NotEq
	Lt
	LtE
	Gt
	GtE
	Is
	IsNot
	In
	NotIn
)

func (*FunctionDef) stmt() {}
func (*ClassDef) stmt()    {}
func (*Return) stmt()      {}
func (*Delete) stmt()      {}
func (*Assign) stmt()      {}
func (*AugAssign) stmt()   {}
func (*AnnAssign) stmt()   {}
func (*For) stmt()         {}
func (*While) stmt()       {}
func (*If) stmt()          {}
func (*With) stmt()        {}
func (*Raise) stmt()       {}
func (*Try) stmt()         {}
func (*Assert) stmt()      {}
func (*Import) stmt()      {}
func (*ImportFrom) stmt()  {}
func (*Global) stmt()      {}
func (*Nonlocal) stmt()    {}
func (*ExprStmt) stmt()    {}
func (*Pass) stmt()        {}
func (*Break) stmt()       {}
func (*Continue) stmt()    {}
func (*Load) stmt()        {}
func (*Match) stmt()       {}

func (*Ident) expr()          {}
func (*Constant) expr()       {}
func (*Int) expr()            {}
func (*Float) expr()          {}
func (*Imag) expr()           {}
func (*Str) expr()            {}
func (*Bytes) expr()          {}
func (*JoinedStr) expr()      {}
func (*FormattedValue) expr() {}
func (*BoolOp) expr()         {}
func (*NamedExpr) expr()      {}
func (*BinOp) expr()          {}
func (*UnaryOp) expr()        {}
func (*Lambda) expr()         {}
func (*IfExp) expr()          {}
func (*Dict) expr()           {}
func (*Set) expr()            {}
func (*ListComp) expr()       {}
func (*SetComp) expr()        {}
func (*DictComp) expr()       {}
func (*GeneratorExp) expr()   {}
func (*Await) expr()          {}
func (*Yield) expr()          {}
func (*YieldFrom) expr()      {}
func (*Compare) expr()        {}
func (*Call) expr()           {}
func (*Attribute) expr()      {}
func (*Subscript) expr()      {}
func (*Slice) expr()          {}
func (*Starred) expr()        {}
func (*List) expr()           {}
func (*Tuple) expr()          {}
