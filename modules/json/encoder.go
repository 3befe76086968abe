package json

import (
	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/cursor"
	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/params"
	"github.com/mpstar/mpstar/internal/text"
)

var (
	encoderParams    = params.Method("JSONEncoder.__init__", "*, skipkeys=, ensure_ascii=, check_circular=, allow_nan=, sort_keys=, indent=, separators=, default=")
	defaultParams    = params.Method("JSONEncoder.default", "o")
	encodeParams     = params.Method("JSONEncoder.encode", "o")
	iterencodeParams = params.Method("JSONEncoder.iterencode", "o, _one_shot=")
)

// encoderFlags are the first parameters of JSONEncoder, and what they are if not given.
var encoderFlags = []struct {
	name  string
	value starlark.Value
}{{"skipkeys", starlark.False}, {"ensure_ascii", starlark.True}, {"check_circular", starlark.True}, {"allow_nan", starlark.True}, {"sort_keys", starlark.False}}

// encoderClass is JSONEncoder, whose options are plain attributes.
var encoderClass *object.Lazy[*object.Class]

var chunkClass = object.Later(func() *object.Class { return cursor.NewClass(object.Spec{Name: "generator"}) })

func init() {
	encoderClass = object.Later(func() *object.Class {
		return object.NewClass(object.Spec{
			Name: "JSONEncoder", Module: "json.encoder",
			Doc:    "Extensible JSON encoder for Python data structures.",
			Values: map[string]starlark.Value{"item_separator": starlark.String(", "), "key_separator": starlark.String(": ")},
			Methods: map[string]object.Method{
				"__init__": initEncoder,
				"default": func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
					a, err := defaultParams.Bind(args, kwargs)
					if err != nil {
						return nil, err
					}
					return nil, errNotSerializable(a[0])
				},
				"encode": func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
					a, err := encodeParams.Bind(args, kwargs)
					if err != nil {
						return nil, err
					}
					if own, ok := self.(*object.Instance).Class().Lookup("iterencode"); ok && own != nativeIterencode() {
						return joined(thread, self, a[0])
					}
					return encodeWith(thread, self, a[0])
				},
				"iterencode": func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
					a, err := iterencodeParams.Bind(args, kwargs)
					if err != nil {
						return nil, err
					}
					s, err := encodeWith(thread, self, a[0])
					if err != nil {
						return nil, err
					}
					return cursor.New(object.EnvOf(thread), chunkClass.Get(), cursor.Slice([]starlark.Value{s})), nil
				},
			},
		})
	})
}

func nativeIterencode() starlark.Value {
	v, _ := encoderClass.Get().Lookup("iterencode")
	return v
}

// joined encodes by a script's own iterencode.
func joined(thread *starlark.Thread, self, v starlark.Value) (starlark.Value, error) {
	m, err := object.GetAttr(thread, self, "iterencode")
	if err != nil {
		return nil, err
	}
	it, err := object.CallKw(thread, m, starlark.Tuple{v}, []starlark.Tuple{{starlark.String("_one_shot"), starlark.True}})
	if err != nil {
		return nil, err
	}
	chunks, err := object.Elements(object.EnvOf(thread), it)
	if err != nil {
		return nil, err
	}
	join, err := object.GetAttr(thread, starlark.String(""), "join")
	if err != nil {
		return nil, err
	}
	return object.Call(thread, join, starlark.NewList(chunks))
}

func initEncoder(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	a, err := encoderParams.Bind(args, kwargs)
	if err != nil {
		return nil, err
	}
	i := self.(*object.Instance)
	for n, f := range encoderFlags {
		v := f.value
		if a[n] != nil {
			v = a[n]
		}
		i.Set(f.name, v)
	}
	indent := a[5]
	if indent == nil {
		indent = starlark.None
	}
	i.Set("indent", indent)
	if seps := a[6]; seps != nil && seps != starlark.None {
		e := newEncoder(thread)
		if err := e.option("separators", seps); err != nil {
			return nil, err
		}
		i.Set("item_separator", text.Str(e.item))
		i.Set("key_separator", text.Str(e.key))
	} else if indent != starlark.None {
		i.Set("item_separator", starlark.String(","))
	}
	if a[7] != nil && a[7] != starlark.None {
		i.Set("default", a[7])
	}
	return starlark.None, nil
}

// encodeWith encodes v as the attributes of the JSONEncoder self say.
func encodeWith(thread *starlark.Thread, self, v starlark.Value) (starlark.Value, error) {
	e := newEncoder(thread)
	for _, name := range []string{"skipkeys", "ensure_ascii", "check_circular", "allow_nan", "sort_keys", "indent", "default"} {
		x, err := object.GetAttr(thread, self, name)
		if err != nil {
			return nil, err
		}
		if err := e.option(name, x); err != nil {
			return nil, err
		}
	}
	for _, sep := range []struct {
		name string
		s    *string
	}{{"item_separator", &e.item}, {"key_separator", &e.key}} {
		x, err := object.GetAttr(thread, self, sep.name)
		if err != nil {
			return nil, err
		}
		if err := e.setText(sep.s, x, sep.name); err != nil {
			return nil, err
		}
	}
	return e.result(v)
}
