package object

import (
	"fmt"
	"strings"

	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/exception"
)

// raw returns the exception and its state for a method.
func raw(self starlark.Value) (*Instance, *Exception, error) {
	x := ExceptionOf(self)
	if x == nil {
		return nil, nil, exception.New(exception.TypeError, "an exception is required, not '%s'", TypeName(self))
	}
	return self.(*Instance), x, nil
}

func exceptionStr(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	i, x, err := raw(self)
	if err != nil {
		return nil, err
	}
	s, err := argsStr(i.env, x.Args)
	return i.env.textOf(s, err)
}

func argsStr(env *Env, args starlark.Tuple) (string, error) {
	switch len(args) {
	case 0:
		return "", nil
	case 1:
		return Str(env, args[0])
	}
	return Repr(env, args)
}

func keyErrorStr(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	i, x, err := raw(self)
	if err != nil {
		return nil, err
	}
	if len(x.Args) == 1 {
		s, err := Repr(i.env, x.Args[0])
		return i.env.textOf(s, err)
	}
	s, err := argsStr(i.env, x.Args)
	return i.env.textOf(s, err)
}

func osErrorStr(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	i, x, err := raw(self)
	if err != nil {
		return nil, err
	}
	errno, strerror := x.Field("errno"), x.Field("strerror")
	if errno == nil || strerror == nil {
		s, err := argsStr(i.env, x.Args)
		return i.env.textOf(s, err)
	}
	var b strings.Builder
	n, err := Str(i.env, errno)
	if err != nil {
		return nil, err
	}
	what, err := Str(i.env, strerror)
	if err != nil {
		return nil, err
	}
	fmt.Fprintf(&b, "[Errno %s] %s", n, what)
	for k, name := range []string{"filename", "filename2"} {
		v := x.Field(name)
		if v == nil || v == starlark.None {
			break
		}
		file, err := Repr(i.env, v)
		if err != nil {
			return nil, err
		}
		b.WriteString([]string{": ", " -> "}[k] + file)
	}
	return textValue(b.String()), nil
}

func msgStr(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	i, x, err := raw(self)
	if err != nil {
		return nil, err
	}
	if v := x.Field("msg"); v != nil {
		if _, ok := plainString(v); ok {
			return v, nil
		}
	}
	s, err := argsStr(i.env, x.Args)
	return i.env.textOf(s, err)
}

func syntaxErrorStr(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	i, x, err := raw(self)
	if err != nil {
		return nil, err
	}
	msg := x.Field("msg")
	if msg == nil {
		msg = starlark.None
	}
	s, err := Str(i.env, msg)
	if err != nil {
		return nil, err
	}
	file, hasFile := plainString(orNone(x.Field("filename")))
	line, hasLine := x.Field("lineno").(starlark.Int)
	if hasFile {
		file = file[strings.LastIndexAny(file, `/`)+1:]
	}
	switch {
	case hasFile && hasLine:
		s = fmt.Sprintf("%s (%s, line %s)", s, file, line)
	case hasFile:
		s = fmt.Sprintf("%s (%s)", s, file)
	case hasLine:
		s = fmt.Sprintf("%s (line %s)", s, line)
	}
	return textValue(s), nil
}

func orNone(v starlark.Value) starlark.Value {
	if v == nil {
		return starlark.None
	}
	return v
}

func unicodeErrorStr(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	i, x, err := raw(self)
	if err != nil {
		return nil, err
	}
	object := x.Field("object")
	if object == nil {
		return textValue(""), nil
	}
	start, err := AsInt(orNone(x.Field("start")))
	if err != nil {
		return nil, err
	}
	end, err := AsInt(orNone(x.Field("end")))
	if err != nil {
		return nil, err
	}
	encoding, err := Str(i.env, orNone(x.Field("encoding")))
	if err != nil {
		return nil, err
	}
	reason, err := Str(i.env, orNone(x.Field("reason")))
	if err != nil {
		return nil, err
	}
	if data, ok := bytesOf(object); ok && i.class.IsSubclass(UnicodeDecodeError) {
		if end == start+1 && 0 <= start && start < len(data) {
			return textValue(fmt.Sprintf("'%s' codec can't decode byte 0x%02x in position %d: %s", encoding, data[start], start, reason)), nil
		}
		return textValue(fmt.Sprintf("'%s' codec can't decode bytes in position %d-%d: %s", encoding, start, end-1, reason)), nil
	}
	verb := "'" + encoding + "' codec can't encode"
	if i.class.IsSubclass(UnicodeTranslateError) {
		verb = "can't translate"
	}
	text, _ := plainString(object)
	if runes := []rune(text); end == start+1 && 0 <= start && start < len(runes) {
		return textValue(fmt.Sprintf("%s character '%s' in position %d: %s", verb, escapeRune(runes[start]), start, reason)), nil
	}
	return textValue(fmt.Sprintf("%s characters in position %d-%d: %s", verb, start, end-1, reason)), nil
}

func escapeRune(r rune) string {
	switch {
	case r <= 0xff:
		return fmt.Sprintf(`\x%02x`, r)
	case r <= 0xffff:
		return fmt.Sprintf(`\u%04x`, r)
	}
	return fmt.Sprintf(`\U%08x`, r)
}

// AsInt returns v as a Go int, or OverflowError or TypeError.
func AsInt(v starlark.Value) (int, error) {
	switch x := number(Unwrap(v)).(type) {
	case starlark.Int:
		if n, ok := x.Int64(); ok && int64(int(n)) == n {
			return int(n), nil
		}
		return 0, exception.New(exception.OverflowError, "Python int too large to convert to C long")
	}
	return 0, exception.New(exception.TypeError, "'%s' object cannot be interpreted as an integer", TypeName(v))
}

func groupStr(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	i, x, err := raw(self)
	if err != nil {
		return nil, err
	}
	msg, err := Str(i.env, orNone(x.Field("message")))
	if err != nil {
		return nil, err
	}
	n := 0
	if t, ok := x.Field("exceptions").(starlark.Tuple); ok {
		n = len(t)
	}
	s := "s"
	if n == 1 {
		s = ""
	}
	return textValue(fmt.Sprintf("%s (%d sub-exception%s)", msg, n, s)), nil
}

func exceptionRepr(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	i, x, err := raw(self)
	if err != nil {
		return nil, err
	}
	var s string
	if len(x.Args) == 1 {
		s, err = Repr(i.env, x.Args[0])
		s = "(" + s + ")"
	} else {
		s, err = Repr(i.env, x.Args)
	}
	return textValue(i.class.name + s), err
}

func reduceException(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	i, x, err := raw(self)
	if err != nil {
		return nil, err
	}
	all := x.Args
	// OSError keeps the names of files apart from its args.
	if i.class.IsSubclass(OSError) && len(all) == 2 {
		name, other := x.Field("filename"), x.Field("filename2")
		if name != nil && name != starlark.None {
			all = append(all[:2:2], name)
			if other != nil && other != starlark.None {
				all = append(all, starlark.None, other)
			}
		}
	}
	var kept []string // fields that the args do not hold
	if i.class.IsSubclass(ImportError) {
		for _, name := range []string{"name", "path"} {
			if v := x.Field(name); v != nil && v != starlark.None {
				kept = append(kept, name)
			}
		}
	}
	if i.NumAttrs() > 0 || x.Notes != nil || kept != nil {
		state := i.Dict().Snapshot()
		for _, name := range kept {
			if err := state.SetKey(starlark.String(name), x.Field(name)); err != nil {
				return nil, err
			}
		}
		if x.Notes != nil {
			notes := make([]starlark.Value, len(x.Notes))
			for n, s := range x.Notes {
				notes[n] = textValue(s)
			}
			if err := state.SetKey(starlark.String("__notes__"), starlark.NewList(notes)); err != nil {
				return nil, err
			}
		}
		return starlark.Tuple{i.class, all, state}, nil
	}
	return starlark.Tuple{i.class, all}, nil
}

func setExceptionState(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	i, _, err := raw(self)
	if err != nil {
		return nil, err
	}
	if err := wantArgs("__setstate__", args, 1); err != nil {
		return nil, err
	}
	d, ok := args[0].(*starlark.Dict)
	if !ok {
		return nil, exception.New(exception.TypeError, "state is not a dictionary")
	}
	for _, item := range d.Items() {
		name, err := wantName(item[0])
		if err != nil {
			return nil, err
		}
		if name == "__notes__" || (name == "name" || name == "path") && i.class.IsSubclass(ImportError) {
			err = SetAttr(thread, self, name, item[1])
		} else {
			err = i.SetField(name, item[1])
		}
		if err != nil {
			return nil, err
		}
	}
	return starlark.None, nil
}

func addNote(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	_, x, err := raw(self)
	if err != nil {
		return nil, err
	}
	if err := wantArgs("BaseException.add_note", args, 1); err != nil {
		return nil, err
	}
	note, ok := plainString(args[0])
	if !ok {
		return nil, exception.New(exception.TypeError, "note must be a str, not '%s'", TypeName(args[0]))
	}
	x.Notes = append(x.Notes, note)
	return starlark.None, nil
}

func withTraceback(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if err := wantArgs("BaseException.with_traceback", args, 1); err != nil {
		return nil, err
	}
	return self, setTraceback(thread, self, args[0])
}
