package json

import (
	"strings"

	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/number"
	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/params"
	"github.com/mpstar/mpstar/internal/text"
)

// decodeErrorClass is JSONDecodeError.
var decodeErrorClass = object.Later(func() *object.Class {
	return object.NewClass(object.Spec{
		Name: "JSONDecodeError", Module: "json.decoder", Bases: []*object.Class{object.ValueError},
		Doc: "Subclass of ValueError with the attributes msg, doc, pos, lineno and colno.",
		Methods: map[string]object.Method{
			"__init__": func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
				a, err := decodeErrorParams.Bind(args, kwargs)
				if err != nil {
					return nil, err
				}
				msg, ok1 := text.AsString(a[0])
				doc, ok2 := text.AsString(a[1])
				if !ok1 || !ok2 {
					return nil, exception.New(exception.TypeError, "JSONDecodeError: msg and doc must be str")
				}
				pos, err := number.Int(thread, a[2])
				if err != nil {
					return nil, err
				}
				fill(self.(*object.Instance), msg, doc, pos, text.Offset(a[1], max(0, min(pos, text.Len(doc)))))
				return starlark.None, nil
			},
		},
	})
})

var decodeErrorParams = params.Method("JSONDecodeError.__init__", "msg, doc, pos")

func fill(exc *object.Instance, msg, doc string, pos, off int) {
	before := doc[:off]
	line := strings.Count(before, "\n") + 1
	col := pos - text.Len(before[:strings.LastIndexByte(before, '\n')+1]) + 1
	full := msg + ": line " + starlark.MakeInt(line).String() + " column " + starlark.MakeInt(col).String() + " (char " + starlark.MakeInt(pos).String() + ")"
	if e := object.ExceptionOf(exc); e != nil {
		e.Args = starlark.Tuple{text.Str(full)}
	}
	exc.Set("msg", text.Str(msg))
	exc.Set("doc", text.Str(doc))
	exc.Set("pos", starlark.MakeInt(pos))
	exc.Set("lineno", starlark.MakeInt(line))
	exc.Set("colno", starlark.MakeInt(col))
}

// raise makes a JSONDecodeError at a place in doc, in bytes.
func raise(thread *starlark.Thread, msg, doc string, off int) error {
	exc := object.NewException(object.EnvOf(thread), decodeErrorClass.Get())
	fill(exc, msg, doc, text.Len(doc[:off]), off)
	return object.Raise(exc)
}

var (
	decoderParams   = params.Method("JSONDecoder.__init__", "*, object_hook=, parse_float=, parse_int=, parse_constant=, strict=, object_pairs_hook=")
	decodeParams    = params.Method("JSONDecoder.decode", "s, _w=")
	rawDecodeParams = params.Method("JSONDecoder.raw_decode", "s, idx=")
)

var decoderAttrs = []string{"object_hook", "parse_float", "parse_int", "parse_constant", "strict", "object_pairs_hook"}

// decoderClass is JSONDecoder, whose options are plain attributes.
var decoderClass = object.Later(func() *object.Class {
	return object.NewClass(object.Spec{
		Name: "JSONDecoder", Module: "json.decoder", Doc: "Simple JSON decoder.",
		Methods: map[string]object.Method{
			"__init__": func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
				a, err := decoderParams.Bind(args, kwargs)
				if err != nil {
					return nil, err
				}
				for i, name := range decoderAttrs {
					v := a[i]
					switch {
					case v == nil && name == "strict":
						v = starlark.True
					case v == nil:
						v = starlark.None
					}
					self.(*object.Instance).Set(name, v)
				}
				return starlark.None, nil
			},
			"decode": func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
				a, err := decodeParams.Bind(args, kwargs)
				if err != nil {
					return nil, err
				}
				d, err := decoderOf(thread, self, a[0])
				if err != nil {
					return nil, err
				}
				return d.all()
			},
			"raw_decode": func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
				a, err := rawDecodeParams.Bind(args, kwargs)
				if err != nil {
					return nil, err
				}
				d, err := decoderOf(thread, self, a[0])
				if err != nil {
					return nil, err
				}
				if a[1] != nil {
					idx, err := number.Int(thread, a[1])
					if err != nil {
						return nil, err
					}
					if idx < 0 {
						return nil, exception.New(exception.ValueError, "idx cannot be negative")
					}
					n := text.Len(d.s)
					if idx > n {
						exc := object.NewException(object.EnvOf(thread), decodeErrorClass.Get())
						fill(exc, "Expecting value", d.s, idx, len(d.s))
						return nil, object.Raise(exc)
					}
					d.pos = text.Offset(a[0], idx)
				}
				v, err := d.value()
				if err != nil {
					return nil, err
				}
				return starlark.Tuple{v, starlark.MakeInt(text.Len(d.s[:d.pos]))}, nil
			},
		},
	})
})

// decoderOf returns a decoder of v with the options of the JSONDecoder self.
func decoderOf(thread *starlark.Thread, self, v starlark.Value) (*decoder, error) {
	s, ok := text.AsString(v)
	if !ok {
		if _, ok := text.AsBytes(v); ok {
			return nil, exception.New(exception.TypeError, "cannot use a string pattern on a bytes-like object")
		}
		return nil, exception.New(exception.TypeError, "expected string or bytes-like object, got '%s'", object.TypeName(v))
	}
	d := newDecoder(thread, s)
	for _, name := range decoderAttrs {
		v, err := object.GetAttr(thread, self, name)
		if err != nil {
			return nil, err
		}
		if name == "strict" {
			if d.strict, err = object.Truth(object.EnvOf(thread), v); err != nil {
				return nil, err
			}
			continue
		}
		d.option(name, v)
	}
	return d, nil
}
