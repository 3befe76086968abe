package syntax

import (
	"encoding/hex"
	"fmt"
	"math"
	"strconv"
	"strings"
)

// dump prints a tree as testdata/oracle.py prints CPython's.
func dump(body []Stmt) string {
	d := &dumper{}
	stmts(d, body)
	return d.String()
}

// plain is an identifier of which only the name is written.
type plain struct{ *Ident }

type dumper struct{ strings.Builder }

func (d *dumper) f(format string, args ...any) { fmt.Fprintf(d, format, args...) }

// open begins a node: its position, its name.
func (d *dumper) open(n Node, name string) {
	s := n.Extent()
	d.f("(%d:%d-%d:%d %s", s.Start.Line, s.Start.Col, s.End.Line, s.End.Col, name)
}

func (d *dumper) atom(n Node, format string, args ...any) {
	s := n.Extent()
	d.f("%d:%d-%d:%d ", s.Start.Line, s.Start.Col, s.End.Line, s.End.Col)
	d.f(format, args...)
}

func stmts(d *dumper, l []Stmt) {
	d.f("[")
	for _, s := range l {
		d.stmt(s)
		d.f(" ")
	}
	d.f("]")
}

func (d *dumper) list(l []Expr) {
	d.f("[")
	for _, x := range l {
		d.expr(x)
		d.f(" ")
	}
	d.f("]")
}

// fields writes the fields of a node and closes it.
func (d *dumper) fields(fields ...any) {
	for _, f := range fields {
		d.f(" ")
		switch f := f.(type) {
		case nil:
			d.f("-")
		case string:
			d.f("%s", f)
		case int:
			d.f("%d", f)
		case plain:
			if f.Ident == nil {
				d.f("-")
			} else {
				d.f("%s", f.Name)
			}
		case Expr:
			d.expr(f)
		case []Expr:
			d.list(f)
		case []Stmt:
			stmts(d, f)
		case *Arguments:
			d.args(f)
		case *Arg:
			d.arg(f)
		case []*Arg:
			d.f("[")
			for _, a := range f {
				d.arg(a)
				d.f(" ")
			}
			d.f("]")
		case []*Keyword:
			d.f("[")
			for _, k := range f {
				d.open(k, "keyword")
				if k.Name == "" {
					d.fields(nil, k.Value)
				} else {
					d.fields(k.Name, k.Value)
				}
				d.f(" ")
			}
			d.f("]")
		case []*Alias:
			d.f("[")
			for _, a := range f {
				d.open(a, "alias")
				d.fields(a.Name, plain{a.AsName})
				d.f(" ")
			}
			d.f("]")
		case []*Ident:
			d.f("[")
			for _, a := range f {
				d.f("%s ", a.Name)
			}
			d.f("]")
		case []*Comprehension:
			d.f("[")
			for _, c := range f {
				d.f("(comprehension")
				async := 0
				if c.Async {
					async = 1
				}
				d.fields(c.Target, c.Iter, c.Ifs, async)
				d.f(" ")
			}
			d.f("]")
		case []Op:
			d.f("[")
			for _, op := range f {
				d.f("%s ", opNames[op])
			}
			d.f("]")
		case Op:
			d.f("%s", opNames[f])
		default:
			panic(fmt.Sprintf("dump: %T", f))
		}
	}
	d.f(")")
}

var opNames = strings.Fields("- Add Sub Mult MatMult Div Mod Pow LShift RShift BitOr BitXor BitAnd FloorDiv And Or " +
	"UAdd USub Invert Not Eq NotEq Lt LtE Gt GtE Is IsNot In NotIn")

func (d *dumper) arg(a *Arg) {
	if a == nil {
		d.f("-")
		return
	}
	d.open(a, "arg")
	d.fields(a.Name, a.Annotation)
}

func (d *dumper) args(a *Arguments) {
	d.f("(arguments")
	d.fields(a.PosOnly, a.Args, a.Vararg, a.KwOnly, a.KwDefaults, a.Kwarg, a.Defaults)
}

func async(is bool, name string) string {
	if is {
		return "Async" + name
	}
	return name
}

func (d *dumper) stmt(s Stmt) {
	switch s := s.(type) {
	case *FunctionDef:
		d.open(s, async(s.Async, "FunctionDef"))
		d.fields(plain{s.Name}, s.Args, s.Body, s.Decorators, s.Returns)
	case *ClassDef:
		d.open(s, "ClassDef")
		d.fields(plain{s.Name}, s.Bases, s.Keywords, s.Body, s.Decorators)
	case *Return:
		d.open(s, "Return")
		d.fields(s.Value)
	case *Delete:
		d.open(s, "Delete")
		d.fields(s.Targets)
	case *Assign:
		d.open(s, "Assign")
		d.fields(s.Targets, s.Value)
	case *AugAssign:
		d.open(s, "AugAssign")
		d.fields(s.Target, s.Op, s.Value)
	case *AnnAssign:
		d.open(s, "AnnAssign")
		simple := 0
		if s.Simple {
			simple = 1
		}
		d.fields(s.Target, s.Annotation, s.Value, simple)
	case *For:
		d.open(s, async(s.Async, "For"))
		d.fields(s.Target, s.Iter, s.Body, s.Else)
	case *While:
		d.open(s, "While")
		d.fields(s.Test, s.Body, s.Else)
	case *If:
		d.open(s, "If")
		d.fields(s.Test, s.Body, s.Else)
	case *With:
		d.open(s, async(s.Async, "With"))
		d.f(" [")
		for _, i := range s.Items {
			d.f("(withitem")
			d.fields(i.Context, i.Vars)
			d.f(" ")
		}
		d.f("]")
		d.fields(s.Body)
	case *Raise:
		d.open(s, "Raise")
		d.fields(s.Exc, s.Cause)
	case *Try:
		name := "Try"
		if s.Star {
			name = "TryStar"
		}
		d.open(s, name)
		d.f(" ")
		stmts(d, s.Body)
		d.f(" [")
		for _, h := range s.Handlers {
			d.open(h, "ExceptHandler")
			d.fields(h.Type, plain{h.Name}, h.Body)
			d.f(" ")
		}
		d.f("]")
		d.fields(s.Else, s.Finally)
	case *Assert:
		d.open(s, "Assert")
		d.fields(s.Test, s.Msg)
	case *Import:
		d.open(s, "Import")
		d.fields(s.Names)
	case *ImportFrom:
		d.open(s, "ImportFrom")
		if s.Module == "" {
			d.fields(nil, s.Names, s.Level)
		} else {
			d.fields(s.Module, s.Names, s.Level)
		}
	case *Global:
		d.open(s, "Global")
		d.fields(s.Names)
	case *Nonlocal:
		d.open(s, "Nonlocal")
		d.fields(s.Names)
	case *ExprStmt:
		d.open(s, "Expr")
		d.fields(s.X)
	case *Pass:
		d.atom2(s, "Pass")
	case *Break:
		d.atom2(s, "Break")
	case *Continue:
		d.atom2(s, "Continue")
	case *Match:
		d.open(s, "Match")
		d.f(" ")
		d.expr(s.Subject)
		d.f(" [")
		for _, c := range s.Cases {
			d.f("(match_case")
			d.fields(c.Guard, c.Body)
			d.f(" ")
		}
		d.f("])")
	default:
		panic(fmt.Sprintf("dump: %T", s))
	}
}

// atom2 writes a statement without parts, which the other side writes without
// its position.
func (d *dumper) atom2(n Node, name string) { d.f("%s", name) }

func (d *dumper) expr(x Expr) {
	switch x := x.(type) {
	case nil:
		d.f("-")
	case *Ident:
		d.open(x, "Name")
		d.fields(x.Name)
	case *Constant:
		d.atom(x, "%s", [...]string{"None", "True", "False", "Ellipsis"}[x.Kind])
	case *Int:
		if x.Big != nil {
			d.atom(x, "Int %s", x.Big.Text(16))
		} else {
			d.atom(x, "Int %x", x.Value)
		}
	case *Float:
		d.atom(x, "Float %s", hexFloat(x.Value))
	case *Imag:
		d.atom(x, "Imag %s", hexFloat(x.Value))
	case *Str:
		d.atom(x, "Str %s", hex.EncodeToString([]byte(x.Value)))
	case *Bytes:
		d.atom(x, "Bytes %s", hex.EncodeToString([]byte(x.Value)))
	case *JoinedStr:
		if x == nil {
			d.f("-")
			return
		}
		d.open(x, "JoinedStr")
		d.fields(x.Values)
	case *FormattedValue:
		d.open(x, "FormattedValue")
		conv := int(x.Conversion)
		if conv == 0 {
			conv = -1
		}
		d.fields(x.Value, conv, x.Spec)
	case *BoolOp:
		d.open(x, "BoolOp")
		d.fields(x.Op, x.Values)
	case *NamedExpr:
		d.open(x, "NamedExpr")
		d.f(" ")
		d.expr(x.Target)
		d.fields(x.Value)
	case *BinOp:
		d.open(x, "BinOp")
		d.fields(x.X, x.Op, x.Y)
	case *UnaryOp:
		d.open(x, "UnaryOp")
		d.fields(x.Op, x.X)
	case *Lambda:
		d.open(x, "Lambda")
		d.fields(x.Args, x.Body)
	case *IfExp:
		d.open(x, "IfExp")
		d.fields(x.Test, x.Body, x.OrElse)
	case *Dict:
		d.open(x, "Dict")
		d.fields(x.Keys, x.Values)
	case *Set:
		d.open(x, "Set")
		d.fields(x.Elts)
	case *ListComp:
		d.open(x, "ListComp")
		d.fields(x.Elt, x.Generators)
	case *SetComp:
		d.open(x, "SetComp")
		d.fields(x.Elt, x.Generators)
	case *DictComp:
		d.open(x, "DictComp")
		d.fields(x.Key, x.Value, x.Generators)
	case *GeneratorExp:
		d.open(x, "GeneratorExp")
		d.fields(x.Elt, x.Generators)
	case *Await:
		d.open(x, "Await")
		d.fields(x.X)
	case *Yield:
		d.open(x, "Yield")
		d.fields(x.Value)
	case *YieldFrom:
		d.open(x, "YieldFrom")
		d.fields(x.X)
	case *Compare:
		d.open(x, "Compare")
		d.fields(x.Left, x.Ops, x.Comparators)
	case *Call:
		d.open(x, "Call")
		d.fields(x.Fn, x.Args, x.Keywords)
	case *Attribute:
		d.open(x, "Attribute")
		d.fields(x.X, x.Name)
	case *Subscript:
		d.open(x, "Subscript")
		d.fields(x.X, x.Index)
	case *Slice:
		d.open(x, "Slice")
		d.fields(x.Lo, x.Hi, x.Step)
	case *Starred:
		d.open(x, "Starred")
		d.fields(x.X)
	case *List:
		d.open(x, "List")
		d.fields(x.Elts)
	case *Tuple:
		d.open(x, "Tuple")
		d.fields(x.Elts)
	default:
		panic(fmt.Sprintf("dump: %T", x))
	}
}

// hexFloat writes a float as Python's float.hex does.
func hexFloat(f float64) string {
	switch {
	case math.IsInf(f, 0):
		return "inf"
	case f == 0:
		return "0x0.0p+0"
	}
	s := strconv.FormatFloat(f, 'x', -1, 64)
	mant, exp, _ := strings.Cut(s, "p")
	e, _ := strconv.Atoi(exp)
	if e < -1022 { // subnormal: Python keeps a zero before the point
		return fmt.Sprintf("0x0.%013xp-1022", math.Float64bits(f))
	}
	whole, frac, _ := strings.Cut(mant, ".")
	frac += strings.Repeat("0", 13-len(frac))
	return fmt.Sprintf("%s.%sp%+d", whole, frac, e)
}
