package syntax

// A Warning is about something that is allowed and hardly meant.
type Warning struct {
	Line int32 // where it begins; the first line is 1
	Msg  string
}

// suspect notes what of an expression CPython's compiler warns of.
func (c *placer) suspect(x Expr) {
	switch x := x.(type) {
	case *Compare:
		left := identical(x.Left)
		for i, op := range x.Ops {
			right := identical(x.Comparators[i])
			if (op == Is || op == IsNot) && !(left && right) {
				if op == Is {
					c.warn(x.Span, `"is" with a literal. Did you mean "=="?`)
				} else {
					c.warn(x.Span, `"is not" with a literal. Did you mean "!="?`)
				}
				return
			}
			left = right
		}
	case *Call:
		if typ := displayed(x.Fn); typ != "" && typ != "function" {
			c.warn(x.Span, "'"+typ+"' object is not callable; perhaps you missed a comma?")
		}
	case *Subscript:
		switch typ := displayed(x.X); typ {
		case "set", "generator", "function", "int", "float", "complex", "bool", "NoneType", "ellipsis":
			c.warn(x.Span, "'"+typ+"' object is not subscriptable; perhaps you missed a comma?")
		case "str", "bytes", "tuple", "list":
			if index := displayed(x.Index); index != "" && index != "int" && index != "bool" {
				c.warn(x.Span, typ+" indices must be integers or slices, not "+index+"; perhaps you missed a comma?")
			}
		}
	}
}

// asserted notes an assertion that can't fail.
func (c *placer) asserted(s *Assert) {
	if t, ok := s.Test.(*Tuple); ok && len(t.Elts) > 0 {
		c.warn(s.Span, "assertion is always true, perhaps remove parentheses?")
	}
}

func (c *placer) warn(span Span, msg string) {
	c.warnings = append(c.warnings, Warning{span.Start.Line, msg})
}

// maxWarnings is how many warnings a file may have before what is compiled twice counts once.
const maxWarnings = 1000

// again repeats warnings about what CPython compiles twice.
func (c *placer) again(list []Warning) {
	if len(c.warnings) < maxWarnings {
		c.warnings = append(c.warnings, list...)
	}
}

// identical reports whether comparing with an expression by "is" makes sense: not with a literal that is no constant of the language.
func identical(x Expr) bool {
	switch x := x.(type) {
	case *Int, *Float, *Imag, *Str, *Bytes:
		return false
	case *UnaryOp:
		return x.Op == Not || identical(x.X)
	case *Tuple:
		for _, e := range x.Elts {
			switch e.(type) {
			case *Constant:
			default:
				if identical(e) {
					return true
				}
			}
		}
		return false
	}
	return true
}

// displayed returns the name of the type that a literal or display has, "" for other expressions.
func displayed(x Expr) string {
	switch x := x.(type) {
	case *Int:
		return "int"
	case *Float:
		return "float"
	case *Imag:
		return "complex"
	case *Str, *JoinedStr:
		return "str"
	case *Bytes:
		return "bytes"
	case *Constant:
		switch x.Kind {
		case None:
			return "NoneType"
		case Ellipsis:
			return "ellipsis"
		}
		return "bool"
	case *Tuple:
		return "tuple"
	case *List, *ListComp:
		return "list"
	case *Dict, *DictComp:
		return "dict"
	case *Set, *SetComp:
		return "set"
	case *GeneratorExp:
		return "generator"
	case *Lambda:
		return "function"
	}
	return ""
}
