package text

import "strings"

// A TemplateField is a piece of a format string: literal text and, if Field is set, the
// replacement field after it.
type TemplateField struct {
	Literal    string
	Field      bool
	Name       string // "a.b[0]"
	Conversion rune   // 0 if there is none
	Spec       string // with the fields nested in it
}

// ParseTemplate takes a format string apart, as string.Formatter.parse does: a doubled
// brace ends a piece of its own.
func ParseTemplate(s string) ([]TemplateField, error) {
	var out []TemplateField
	for s != "" {
		i := strings.IndexAny(s, "{}")
		if i < 0 {
			return append(out, TemplateField{Literal: s}), nil
		}
		brace, literal := s[i], s[:i]
		s = s[i+1:]
		if s != "" && s[0] == brace {
			out = append(out, TemplateField{Literal: literal + string(brace)})
			s = s[1:]
			continue
		}
		if brace == '}' {
			return out, valueError("Single '}' encountered in format string")
		}
		if s == "" {
			return out, valueError("Single '{' encountered in format string")
		}
		fld, n, err := parseField(s)
		if err != nil {
			return out, err
		}
		s = s[n:]
		out = append(out, TemplateField{Literal: literal, Field: true, Name: fld.name, Conversion: fld.conversion, Spec: fld.spec})
	}
	return out, nil
}
