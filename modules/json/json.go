// Package json is the module json. What writes is in encode.go, with the class
// JSONEncoder in encoder.go; what reads is in decode.go, with JSONDecoder in decoder.go.
package json

import (
	"strings"

	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/file"
	"github.com/mpstar/mpstar/internal/interp"
	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/params"
	"github.com/mpstar/mpstar/internal/text"
)

// Modules returns the definitions of json, json.decoder and json.encoder.
func Modules() []interp.Def {
	return []interp.Def{
		{Name: "json", Doc: "JSON (JavaScript Object Notation) encoder and decoder.", Init: func(in *interp.Interp, m *object.Module) error {
			all := new(starlark.List)
			for _, name := range strings.Fields("dump dumps load loads JSONDecoder JSONDecodeError JSONEncoder") {
				if err := all.Append(starlark.String(name)); err != nil {
					return err
				}
			}
			m.Set("__all__", all)
			m.Set("__version__", starlark.String("2.0.9"))
			m.Set("__path__", starlark.NewList(nil))
			for _, f := range []*starlark.Builtin{dumpsFunc.Get(), dumpFunc.Get(), loadsFunc.Get(), loadFunc.Get()} {
				m.Set(f.Name(), f)
			}
			for _, c := range []*object.Class{decoderClass.Get(), encoderClass.Get(), decodeErrorClass.Get()} {
				m.Set(c.Name(), c)
			}
			return nil
		}},
		{Name: "json.decoder", Doc: "Reads JSON.", Init: func(in *interp.Interp, m *object.Module) error {
			m.Set("JSONDecoder", decoderClass.Get())
			m.Set("JSONDecodeError", decodeErrorClass.Get())
			return nil
		}},
		{Name: "json.encoder", Doc: "Writes JSON.", Init: func(in *interp.Interp, m *object.Module) error {
			m.Set("JSONEncoder", encoderClass.Get())
			return nil
		}},
	}
}

const dumpSpec = "skipkeys=, ensure_ascii=, check_circular=, allow_nan=, cls=, indent=, separators=, default=, sort_keys=, **kw"

var (
	dumpsParams = params.Func("dumps", "obj, *, "+dumpSpec)
	dumpParams  = params.Func("dump", "obj, fp, *, "+dumpSpec)
	loadsParams = params.Func("loads", "s, *, "+loadSpec)
	loadParams  = params.Func("load", "fp, *, "+loadSpec)
)

const loadSpec = "cls=, object_hook=, parse_float=, parse_int=, parse_constant=, object_pairs_hook=, **kw"

// encoderNames are the arguments of dumps that JSONEncoder takes, in the order of dumpSpec.
var encoderNames = []string{"skipkeys", "ensure_ascii", "check_circular", "allow_nan", "", "indent", "separators", "default", "sort_keys"}

// dumps encodes; a are the arguments from skipkeys on.
func dumps(thread *starlark.Thread, v starlark.Value, a []starlark.Value) (starlark.Value, error) {
	extra := a[9].(*starlark.Dict)
	var kwargs []starlark.Tuple
	given := extra.Len() > 0
	for i, name := range encoderNames {
		if name == "" || a[i] == nil {
			continue
		}
		kwargs = append(kwargs, starlark.Tuple{starlark.String(name), a[i]})
	}
	kwargs = append(kwargs, extra.Items()...)
	if cls := a[4]; given || cls != nil && cls != starlark.None {
		if cls == nil || cls == starlark.None {
			cls = encoderClass.Get()
		}
		enc, err := object.CallKw(thread, cls, nil, kwargs)
		if err != nil {
			return nil, err
		}
		encode, err := object.GetAttr(thread, enc, "encode")
		if err != nil {
			return nil, err
		}
		return object.Call(thread, encode, v)
	}
	e := newEncoder(thread)
	for _, kw := range kwargs {
		name, _ := starlark.AsString(kw[0])
		if err := e.option(name, kw[1]); err != nil {
			return nil, err
		}
	}
	return e.result(v)
}

var dumpsFunc = object.Later(func() *starlark.Builtin {
	return object.NewFunc("dumps", func(thread *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		a, err := dumpsParams.Bind(args, kwargs)
		if err != nil {
			return nil, err
		}
		return dumps(thread, a[0], a[1:])
	})
})

var dumpFunc = object.Later(func() *starlark.Builtin {
	return object.NewFunc("dump", func(thread *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		a, err := dumpParams.Bind(args, kwargs)
		if err != nil {
			return nil, err
		}
		s, err := dumps(thread, a[0], a[2:])
		if err != nil {
			return nil, err
		}
		write, err := object.GetAttr(thread, a[1], "write")
		if err != nil {
			return nil, err
		}
		if _, err := object.Call(thread, write, s); err != nil {
			return nil, err
		}
		return starlark.None, nil
	})
})

var decoderNames = []string{"", "object_hook", "parse_float", "parse_int", "parse_constant", "object_pairs_hook"}

// loads decodes; a are the arguments from cls on.
func loads(thread *starlark.Thread, v starlark.Value, a []starlark.Value) (starlark.Value, error) {
	var s string
	if str, ok := text.AsString(v); ok {
		if strings.HasPrefix(str, "\ufeff") {
			return nil, raise(thread, "Unexpected UTF-8 BOM (decode using utf-8-sig)", str, 0)
		}
		s = str
	} else if b, ok, err := text.AsBytesPaced(object.EnvOf(thread).Check, v); err != nil {
		return nil, err
	} else if ok {
		if s, err = text.DecodePaced(object.EnvOf(thread).Check, b, encodingOf(b), "surrogatepass"); err != nil {
			return nil, err
		}
		s = strings.TrimPrefix(s, "\ufeff")
	} else {
		return nil, exception.New(exception.TypeError, "the JSON object must be str, bytes or bytearray, not %s", object.TypeName(v))
	}
	extra := a[6].(*starlark.Dict)
	cls := a[0]
	if cls != nil && cls != starlark.None || extra.Len() > 0 {
		if cls == nil || cls == starlark.None {
			cls = decoderClass.Get()
		}
		var kwargs []starlark.Tuple
		for i, name := range decoderNames {
			if name != "" && a[i] != nil && a[i] != starlark.None {
				kwargs = append(kwargs, starlark.Tuple{starlark.String(name), a[i]})
			}
		}
		dec, err := object.CallKw(thread, cls, nil, append(kwargs, extra.Items()...))
		if err != nil {
			return nil, err
		}
		decode, err := object.GetAttr(thread, dec, "decode")
		if err != nil {
			return nil, err
		}
		return object.Call(thread, decode, text.Str(s))
	}
	d := newDecoder(thread, s)
	for i, name := range decoderNames {
		if name != "" {
			d.option(name, a[i])
		}
	}
	return d.all()
}

// encodingOf guesses the encoding of JSON in bytes by its first characters.
func encodingOf(b string) string {
	switch {
	case strings.HasPrefix(b, "\x00\x00\xfe\xff"), strings.HasPrefix(b, "\xff\xfe\x00\x00"):
		return "utf-32"
	case strings.HasPrefix(b, "\xfe\xff"), strings.HasPrefix(b, "\xff\xfe"):
		return "utf-16"
	case strings.HasPrefix(b, "\xef\xbb\xbf"):
		return "utf-8"
	case len(b) >= 4:
		switch {
		case b[0] == 0 && b[1] != 0:
			return "utf-16-be"
		case b[0] == 0:
			return "utf-32-be"
		case b[1] == 0 && (b[2] != 0 || b[3] != 0):
			return "utf-16-le"
		case b[1] == 0:
			return "utf-32-le"
		}
	case len(b) == 2 && b[0] == 0:
		return "utf-16-be"
	case len(b) == 2 && b[1] == 0:
		return "utf-16-le"
	}
	return "utf-8"
}

var loadsFunc = object.Later(func() *starlark.Builtin {
	return object.NewFunc("loads", func(thread *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		a, err := loadsParams.Bind(args, kwargs)
		if err != nil {
			return nil, err
		}
		return loads(thread, a[0], a[1:])
	})
})

var loadFunc = object.Later(func() *starlark.Builtin {
	return object.NewFunc("load", func(thread *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		a, err := loadParams.Bind(args, kwargs)
		if err != nil {
			return nil, err
		}
		file.Flush(thread)
		read, err := object.GetAttr(thread, a[0], "read")
		if err != nil {
			return nil, err
		}
		s, err := object.Call(thread, read)
		if err != nil {
			return nil, err
		}
		return loads(thread, s, a[1:])
	})
})

// maxDepth bounds how deep arrays and objects may lie in each other, whatever the
// recursion limit.
const maxDepth = 20000

func depthLimit(thread *starlark.Thread) int {
	// CPython counts the frames of json's own functions too.
	return min(interp.Of(thread).RecursionLimit()-6, maxDepth)
}
