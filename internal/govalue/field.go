package govalue

import (
	"reflect"
	"strings"
	"unicode"
)

// A field is an exported field of a struct, as scripts see it.
type field struct {
	name   string // "user_id", or what the tag says
	goName string
	index  []int
	typ    reflect.Type
}

// fieldsOf lists the fields of a struct in order, those of embedded structs in their place. The tag mpstar:"name" names a field,
// mpstar:"-" hides it.
func fieldsOf(t reflect.Type) []field {
	var fields []field
	for i := range t.NumField() {
		f := t.Field(i)
		tag, _, _ := strings.Cut(f.Tag.Get("mpstar"), ",")
		if tag == "-" {
			continue
		}
		if f.Anonymous && tag == "" && f.Type.Kind() == reflect.Struct {
			for _, inner := range fieldsOf(f.Type) {
				inner.index = append([]int{i}, inner.index...)
				fields = append(fields, inner)
			}
			continue
		}
		if !f.IsExported() {
			continue
		}
		name := tag
		if name == "" {
			name = PythonName(f.Name)
		}
		fields = append(fields, field{name, f.Name, []int{i}, f.Type})
	}
	return fields
}

// PythonName spells a Go name as Python does: "UserID" is "user_id".
func PythonName(name string) string {
	var b strings.Builder
	rs := []rune(name)
	for i, r := range rs {
		if unicode.IsUpper(r) {
			if i > 0 && rs[i-1] != '_' && (!unicode.IsUpper(rs[i-1]) || i+1 < len(rs) && unicode.IsLower(rs[i+1])) {
				b.WriteByte('_')
			}
			r = unicode.ToLower(r)
		}
		b.WriteRune(r)
	}
	return b.String()
}
