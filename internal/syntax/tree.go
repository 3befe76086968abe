package syntax

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
