package builtin

import (
	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/pieces"
	"github.com/mpstar/mpstar/internal/text"
)

// The constructors of str, bytes and bytearray. Their methods are package text's.

func newStr(thread *starlark.Thread, _ *object.Class, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	a, err := encodingArgs("str", "object", args, kwargs)
	if err != nil {
		return nil, err
	}
	env := object.EnvOf(thread)
	if a[1] == nil && a[2] == nil {
		if a[0] == nil {
			return starlark.String(""), nil
		}
		switch a[0].(type) {
		case starlark.String, *text.Text:
			return a[0], nil
		}
		s, err := object.Str(env, a[0])
		if err != nil {
			return nil, err
		}
		return env.Text(s)
	}
	if a[0] == nil {
		return starlark.String(""), nil
	}
	x := object.Unwrap(a[0])
	b, ok, err := text.AsBytesPaced(env.Check, x)
	if err != nil {
		return nil, err
	}
	if !ok {
		if _, ok := text.AsString(x); ok {
			return nil, typeError("decoding str is not supported")
		}
		return nil, typeError("decoding to str: need a bytes-like object, %s found", object.TypeName(a[0]))
	}
	encoding, errors, err := encodingNames("str", a)
	if err != nil {
		return nil, err
	}
	s, err := text.DecodePaced(env.Check, b, encoding, errors)
	if err != nil {
		return nil, err
	}
	return env.Text(s)
}

// encodingArgs are the arguments of str(object, encoding, errors) and its like.
func encodingArgs(name, first string, args starlark.Tuple, kwargs []starlark.Tuple) ([3]starlark.Value, error) {
	var a [3]starlark.Value
	if n := len(args) + len(kwargs); n > 3 {
		return a, typeError("%s() takes at most 3 arguments (%d given)", name, n)
	}
	copy(a[:], args)
	for i, key := range []string{first, "encoding", "errors"} {
		v, rest := keyword(kwargs, key)
		if v == nil {
			continue
		}
		if a[i] != nil {
			return a, typeError("argument for %s() given by name ('%s') and position (%d)", name, key, i+1)
		}
		a[i], kwargs = v, rest
	}
	if len(kwargs) > 0 {
		return a, unknownKeyword(name, kwargs)
	}
	return a, nil
}

func encodingNames(name string, a [3]starlark.Value) (encoding, errors string, err error) {
	encoding, errors = "utf-8", "strict"
	if a[1] != nil {
		s, ok := text.AsString(a[1])
		if !ok {
			return "", "", typeError("%s() argument 'encoding' must be str, not %s", name, object.TypeName(a[1]))
		}
		encoding = s
	}
	if a[2] != nil {
		s, ok := text.AsString(a[2])
		if !ok {
			return "", "", typeError("%s() argument 'errors' must be str, not %s", name, object.TypeName(a[2]))
		}
		errors = s
	}
	return encoding, errors, nil
}

func newBytes(thread *starlark.Thread, _ *object.Class, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if len(args) == 1 && len(kwargs) == 0 {
		if b, ok := args[0].(text.Bytes); ok {
			return b, nil
		}
	}
	b, err := bytesFrom(thread, "bytes", args, kwargs)
	if err != nil {
		return nil, err
	}
	return text.OwnBytes(b), nil
}

func newByteArray(thread *starlark.Thread, _ *object.Class, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	b, err := bytesFrom(thread, "bytearray", args, kwargs)
	if err != nil {
		return nil, err
	}
	return text.NewByteArray(b), nil
}

// bytesFrom returns, in new memory, what bytes(...) and bytearray(...) hold.
func bytesFrom(thread *starlark.Thread, name string, args starlark.Tuple, kwargs []starlark.Tuple) ([]byte, error) {
	a, err := encodingArgs(name, "source", args, kwargs)
	if err != nil {
		return nil, err
	}
	encoding, errors, err := encodingNames(name, a)
	if err != nil {
		return nil, err
	}
	check := object.EnvOf(thread).Check
	if a[0] == nil {
		switch {
		case a[1] != nil:
			return nil, typeError("encoding without a string argument")
		case a[2] != nil:
			return nil, typeError("errors without a string argument")
		}
		return nil, nil
	}
	if s, ok := text.AsString(object.Unwrap(a[0])); ok {
		if a[1] == nil {
			return nil, typeError("string argument without an encoding")
		}
		b, err := text.EncodePaced(check, s, encoding, errors)
		if err != nil {
			return nil, err
		}
		return pieces.Bytes(b, check)
	}
	switch {
	case a[1] != nil:
		return nil, typeError("encoding without a string argument")
	case a[2] != nil:
		return nil, typeError("errors without a string argument")
	}
	if res, found, err := special(thread, a[0], "__bytes__"); err != nil {
		return nil, err
	} else if found && name == "bytes" {
		b, ok := text.AsBytes(res)
		if !ok {
			return nil, typeError("__bytes__ returned non-bytes (type %s)", object.TypeName(res))
		}
		return []byte(b), nil
	}
	if _, ok := integer(a[0]); ok || hasIndex(a[0]) {
		n, err := size(thread, a[0])
		if err != nil {
			return nil, err
		}
		if n < 0 {
			return nil, valueError("negative count")
		}
		if n > text.MaxSize {
			return nil, memoryError()
		}
		if err := object.EnvOf(thread).Reserve(int64(n)); err != nil {
			return nil, err
		}
		return pieces.Make[byte](n, check)
	}
	if b, ok, err := text.AsBytesPaced(check, object.Unwrap(a[0])); err != nil {
		return nil, err
	} else if ok {
		return pieces.Bytes(b, check)
	}
	noun := "bytes"
	if name == "bytearray" {
		noun = "byte"
	}
	return bytesOf(thread, a[0], noun)
}

func hasIndex(v starlark.Value) bool {
	i, ok := v.(*object.Instance)
	if !ok {
		return false
	}
	_, ok = i.Class().Lookup("__index__")
	return ok
}

// bytesOf returns the ints of an iterable as bytes; noun is what a message calls them.
func bytesOf(thread *starlark.Thread, v starlark.Value, noun string) ([]byte, error) {
	src, err := iterate(thread, v)
	if err != nil {
		return nil, noBytes(v)
	}
	defer src.close()
	t := ticker{thread: thread}
	var all pieces.Text
	var b []byte
	for {
		x, ok, err := src.next(thread)
		if err != nil {
			return nil, err
		}
		if !ok {
			if all.Len() == 0 {
				return b, nil
			}
			s, err := all.JoinWith(b, t.check)
			if err != nil {
				return nil, err
			}
			return pieces.Bytes(s, t.check)
		}
		n, err := index(thread, x)
		if err != nil {
			return nil, err
		}
		i, ok := n.Int64()
		if !ok || i < 0 || i > 255 {
			return nil, valueError("%s must be in range(0, 256)", noun)
		}
		if b = append(b, byte(i)); len(b) >= pieces.Full {
			if b = all.Keep(b); all.Len() >= text.MaxSize {
				return nil, memoryError()
			}
		}
		if err := t.tick(); err != nil {
			return nil, err
		}
	}
}

// textMethods makes methods of a class from the methods that package text binds to values.
func textMethods(names []string) map[string]object.Method {
	methods := make(map[string]object.Method, len(names))
	for _, name := range names {
		methods[name] = func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
			if v, ok, err := text.CallStr(thread, self, name, args, kwargs); ok {
				return v, err
			}
			m, err := textMethod(self, name)
			if err != nil {
				return nil, err
			}
			return m.CallInternal(thread, args, kwargs)
		}
	}
	return methods
}

func textMethod(self starlark.Value, name string) (*starlark.Builtin, error) {
	switch v := self.(type) {
	case starlark.String, *text.Text:
		if m := text.StrMethod(v, name); m != nil {
			return m, nil
		}
	case starlark.HasAttrs:
		if m, err := v.Attr(name); err == nil {
			if b, ok := m.(*starlark.Builtin); ok {
				return b, nil
			}
		}
	}
	return nil, noAttr(self, name)
}
