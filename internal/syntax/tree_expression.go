package syntax

import "math/big"

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
