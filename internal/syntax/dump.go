package syntax

import (
	"fmt"
	"io"
	"reflect"
	"strings"
)

// This file writes what the stages of the front end make, for people to read.

// DumpTokens writes the tokens of a text, one a line: where, what kind, which text. If
// the text has a token that is wrong, it ends there with the error.
func DumpTokens(w io.Writer, filename string, src []byte, d Dialect) error {
	p, err := newParser(filename, src, d, nil)
	if err != nil {
		return err
	}
	for _, t := range p.toks {
		fmt.Fprintf(w, "%d:%d-%d:%d\t%s\t%q\n", t.start.Line, t.start.Col, t.stop.Line, t.stop.Col, t.kind, p.src[t.off:t.end])
	}
	if p.bad != nil {
		return p.bad
	}
	return nil
}

// String returns the class of a token, in the words of CPython's tokenize.
func (t tok) String() string {
	switch t {
	case tEOF:
		return "ENDMARKER"
	case tNewline:
		return "NEWLINE"
	case tIndent:
		return "INDENT"
	case tDedent:
		return "DEDENT"
	case tName:
		return "NAME"
	case tNumber:
		return "NUMBER"
	case tString:
		return "STRING"
	case tCut, tBad, tStray:
		return "ERRORTOKEN"
	}
	if t >= tFalse {
		return "KEYWORD"
	}
	return "OP"
}

// Dump writes a tree, a node a line: its type and span, its plain fields, and below it,
// further in, the nodes in its other fields.
func Dump(w io.Writer, f *File) {
	d := treeDumper{w}
	for _, s := range f.Body {
		d.node("", reflect.ValueOf(s), 0)
	}
}

type treeDumper struct{ w io.Writer }

func (d treeDumper) node(field string, v reflect.Value, depth int) {
	n := v.Interface().(Node)
	if v.Kind() == reflect.Pointer {
		v = v.Elem()
	}
	s := n.Extent()
	fmt.Fprintf(d.w, "%s%s%s %d:%d-%d:%d", strings.Repeat("  ", depth), field, v.Type().Name(), s.Start.Line, s.Start.Col, s.End.Line, s.End.Col)
	for i := range v.NumField() {
		if f := v.Type().Field(i); f.IsExported() && !f.Anonymous && isPlain(f.Type) {
			fmt.Fprintf(d.w, " %s=%s", f.Name, plainText(v.Field(i)))
		}
	}
	fmt.Fprintln(d.w)
	for i := range v.NumField() {
		f := v.Type().Field(i)
		if !f.IsExported() || f.Anonymous || isPlain(f.Type) {
			continue
		}
		d.field(f.Name, v.Field(i), depth+1)
	}
}

func (d treeDumper) field(name string, v reflect.Value, depth int) {
	switch {
	case v.Kind() == reflect.Slice:
		for i := range v.Len() {
			d.field(fmt.Sprintf("%s[%d]", name, i), v.Index(i), depth)
		}
		return
	case (v.Kind() == reflect.Pointer || v.Kind() == reflect.Interface) && v.IsNil():
		return
	case v.Kind() == reflect.Interface:
		v = v.Elem()
	}
	if v.Kind() == reflect.Struct && v.CanAddr() {
		v = v.Addr()
	}
	if _, ok := v.Interface().(Node); ok {
		d.node(name+": ", v, depth)
		return
	}
	fmt.Fprintf(d.w, "%s%s: %v\n", strings.Repeat("  ", depth), name, v.Interface())
}

// isPlain reports whether a field's values fit on their node's line.
func isPlain(t reflect.Type) bool {
	switch t.Kind() {
	case reflect.Slice, reflect.Interface, reflect.Struct:
		return false
	case reflect.Pointer:
		return t == reflect.TypeFor[*Ident]()
	}
	return true
}

func plainText(v reflect.Value) string {
	switch x := v.Interface().(type) {
	case *Ident:
		if x == nil {
			return "None"
		}
		return x.Name
	case string:
		return fmt.Sprintf("%q", x)
	default:
		return fmt.Sprint(x)
	}
}
