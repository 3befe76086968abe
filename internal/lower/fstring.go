package lower

import (
	star "go.starlark.net/syntax"

	"github.com/mpstar/mpstar/internal/syntax"
)

// joinedStr lowers an f-string. ·concat formats parts that are not strings as {x} does.
func (l *lowerer) joinedStr(e *syntax.JoinedStr) star.Expr {
	pos := l.at(e)
	var parts []star.Expr
	literal := true
	text := ""
	for _, v := range e.Values {
		switch v := v.(type) {
		case *syntax.Str:
			text += v.Value
			parts = append(parts, l.text(v.Value, l.at(v)))
		case *syntax.FormattedValue:
			literal = false
			parts = append(parts, l.formatted(v, pos))
		}
	}
	if literal {
		return l.text(text, pos)
	}
	return l.many(pos, "concat", parts)
}

func (l *lowerer) formatted(v *syntax.FormattedValue, pos star.Position) star.Expr {
	x := l.expr(v.Value)
	spec := star.Expr(str("", pos))
	if v.Spec != nil {
		spec = l.joinedStr(v.Spec)
	}
	conversion := ""
	if v.Conversion != 0 {
		conversion = string(rune(v.Conversion))
	}
	return intrinsic(pos, "format", x, str(conversion, pos), spec)
}
