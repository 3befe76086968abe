package object

import (
	"strings"
)

// A pattern is one of the engine's error formats, taken apart: literal text and
// verbs by turns.
type pattern struct {
	format string
	parts  []string // literal, verb, literal, verb ... literal
}

// compilePattern takes a format of package fmt apart. It knows the verbs s, v, d,
// q, c and X without flags.
func compilePattern(format string) pattern {
	p := pattern{format: format}
	var lit strings.Builder
	for i := 0; i < len(format); i++ {
		if format[i] != '%' || i+1 == len(format) {
			lit.WriteByte(format[i])
			continue
		}
		i++
		if format[i] == '%' {
			lit.WriteByte('%')
			continue
		}
		p.parts = append(p.parts, lit.String(), format[i:i+1])
		lit.Reset()
	}
	p.parts = append(p.parts, lit.String())
	return p
}

// match returns what stands in the places of the verbs if msg was made by the format.
func (p *pattern) match(msg string) ([]string, bool) {
	if !strings.HasPrefix(msg, p.parts[0]) || !strings.HasSuffix(msg, p.parts[len(p.parts)-1]) {
		return nil, false
	}
	args := make([]string, 0, len(p.parts)/2)
	return matchParts(p.parts[1:], msg[len(p.parts[0]):], args)
}

// matchParts matches verb, literal, verb, literal ... against s.
func matchParts(parts []string, s string, args []string) ([]string, bool) {
	if len(parts) == 0 {
		return args, s == ""
	}
	verb, lit := parts[0], parts[1]
	if len(parts) == 2 {
		if !strings.HasSuffix(s, lit) {
			return nil, false
		}
		arg := s[:len(s)-len(lit)]
		return append(args, arg), verbTakes(verb, arg)
	}
	for from := 0; ; {
		i := strings.Index(s[from:], lit)
		if i < 0 {
			return nil, false
		}
		if arg := s[:from+i]; verbTakes(verb, arg) {
			if rest, ok := matchParts(parts[2:], s[from+i+len(lit):], append(args, arg)); ok {
				return rest, true
			}
		}
		from += i + 1
		if from > len(s) {
			return nil, false
		}
	}
}

func verbTakes(verb, arg string) bool {
	switch verb {
	case "d":
		digits := strings.TrimPrefix(arg, "-")
		return digits != "" && strings.Trim(digits, "0123456789") == ""
	case "X":
		return arg != "" && strings.Trim(arg, "0123456789ABCDEF") == ""
	case "q":
		return len(arg) >= 2 && arg[0] == '"' && arg[len(arg)-1] == '"'
	case "c":
		return len([]rune(arg)) == 1
	}
	return true
}

// matchEngine returns the first of the rows whose format made msg.
func matchEngine(msg string, rows []*engineRow) (*engineRow, []string, bool) {
	for _, r := range rows {
		if args, ok := r.pattern.match(msg); ok {
			return r, args, true
		}
	}
	return nil, nil, false
}

// expand fills a message: {0} is the first argument, {t0} the Python name of the
// engine type it names, {n0} it without quotes.
func expand(template string, args []string) string {
	if !strings.Contains(template, "{") {
		return template
	}
	var b strings.Builder
	for i := 0; i < len(template); i++ {
		if template[i] != '{' {
			b.WriteByte(template[i])
			continue
		}
		end := i + strings.IndexByte(template[i:], '}')
		key := template[i+1 : end]
		i = end
		mode := byte(0)
		if len(key) == 2 {
			mode, key = key[0], key[1:]
		}
		n := int(key[0] - '0')
		if n >= len(args) {
			continue
		}
		switch mode {
		case 't':
			b.WriteString(pythonTypeName(args[n]))
		case 'n':
			b.WriteString(strings.Trim(args[n], `"`))
		default:
			b.WriteString(args[n])
		}
	}
	return b.String()
}

// pythonTypeName returns the Python name of a type that the engine calls kind.
func pythonTypeName(kind string) string {
	switch kind {
	case "string":
		return "str"
	case "Bytes":
		return "bytes"
	case "attrdict":
		return "dict"
	case "·range":
		return "range"
	case "string.elems", "string.codepoints", "bytes.elems":
		return "iterator"
	}
	return trimKind(kind)
}
