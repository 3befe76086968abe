// Package ctypes is the module ctypes: C's types of data, as far as they need no foreign code and no pointers.
//
//	Type: layouts        type.go structure.go field.go
//	Data: objects        data.go array.go scalar.go
//	classes, metaclasses class.go meta.go
//
// Objects are views of a memory (of package ipc, if processes share it), so that an item of an array of structures, or a field that is a
// structure, is a part of the same memory. A Type follows from its class, and crosses to other interpreters with it.
//
// modules/multiprocessing makes Value and Array of them:
//
//	t, err := ctypes.TypeOf(env, cls)
//	obj := ctypes.New(env, t, memory)
package ctypes

import (
	"slices"

	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/interp"
	"github.com/mpstar/mpstar/internal/number"
	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/params"
	"github.com/mpstar/mpstar/internal/pickle"
	"github.com/mpstar/mpstar/internal/text"
)

// Modules returns ctypes and what pickles of its objects name.
func Modules() []interp.Def {
	return []interp.Def{
		{Name: "ctypes", Doc: "C's types of data.", Init: initModule},
		{Name: "_ctypes", Doc: "What ctypes is made with.", Init: func(_ *interp.Interp, m *object.Module) error {
			for _, c := range []*object.Class{simpleClass.Get(), arrayClass.Get(), structureClass.Get(), unionClass.Get()} {
				m.Set(c.Name(), c)
			}
			m.Set("_unpickle", unpickle)
			return nil
		}},
	}
}

// absentNames are functions and objects of ctypes that would need pointers or foreign code. Using one says that it is not there.
var absentNames = []string{"CDLL", "PyDLL", "CFUNCTYPE", "PYFUNCTYPE", "POINTER", "pointer", "byref", "addressof", "cast", "memmove", "memset",
	"string_at", "wstring_at", "get_errno", "set_errno", "resize", "LibraryLoader", "SetPointerType"}

// absentTypes are types that hold pointers, or whose bytes are in another order.
var absentTypes *object.Lazy[[]*object.Class]

// isAbsent reports whether c is one of them.
func isAbsent(c *object.Class) bool {
	types, ok := absentTypes.Made()
	return ok && slices.Contains(types, c)
}

// What the classes do leads back to them, so the variables are set in init.
var (
	simpleMeta, arrayMeta, structMeta, unionMeta                               *object.Lazy[*object.Class]
	dataClass, simpleClass, arrayClass, structureClass, unionClass, fieldClass *object.Lazy[*object.Class]

	functions *object.Lazy[map[string]starlark.Value]
	unpickle  starlark.Value
)

func init() {
	simpleMeta = object.Later(func() *object.Class { return newMeta("PyCSimpleType", nil) })
	arrayMeta = object.Later(func() *object.Class { return newMeta("PyCArrayType", nil) })
	structMeta = object.Later(func() *object.Class { return newMeta("PyCStructType", setFields) })
	unionMeta = object.Later(func() *object.Class { return newMeta("UnionType", setFields) })
	dataClass = object.Later(newDataClass)
	simpleClass = object.Later(newSimpleClass)
	arrayClass = object.Later(newArrayClass)
	structureClass = object.Later(func() *object.Class { return newFieldsClass("Structure", structMeta.Get()) })
	unionClass = object.Later(func() *object.Class { return newFieldsClass("Union", unionMeta.Get()) })
	fieldClass = object.Later(newFieldClass)
	simple = object.Later(newSimpleTypes)
	absentTypes = object.Later(newAbsentTypes)
	unpickle = pickle.RegisterFunc("_ctypes", "_unpickle", unpickleData)
	functions = object.Later(newFunctions)
}

func newAbsentTypes() []*object.Class {
	return []*object.Class{
		absentClass("c_char_p", simpleClass.Get()), absentClass("c_wchar_p", simpleClass.Get()), absentClass("c_void_p", simpleClass.Get()),
		absentClass("py_object", simpleClass.Get()),
		absentClass("BigEndianStructure", structureClass.Get()), absentClass("BigEndianUnion", unionClass.Get()),
	}
}

func absentClass(name string, base *object.Class) *object.Class {
	return object.NewClass(object.Spec{
		Name: name, Module: "ctypes", Bases: []*object.Class{base},
		New: func(*starlark.Thread, *object.Class, starlark.Tuple, []starlark.Tuple) (starlark.Value, error) {
			return nil, absent(name)
		},
		Derive: func(*starlark.Thread, *object.Class, []starlark.Tuple) error { return absent(name) },
	})
}

func absentType(cls *object.Class) error { return absent(cls.Name()) }

func absent(name string) error {
	return exception.New(exception.NotImplementedError,
		"ctypes.%s is not part of mpstar: of ctypes it has simple types, arrays, structures and unions, but no pointers and no foreign functions", name)
}

// A libraryName is what ctypes finds foreign functions through; there are none.
type libraryName string

var loaderClass = object.Later(func() *object.Class {
	return object.NewClass(object.Spec{Name: "LibraryLoader", Module: "ctypes", Methods: map[string]object.Method{
		"__getattr__": func(_ *starlark.Thread, self starlark.Value, _ starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
			name, _ := self.(*object.Instance).Native.(libraryName)
			return nil, absent(string(name))
		},
	}})
})

// Transfer implements [pickle.Transferer].
func (l libraryName) Transfer(p *pickle.Packer) (pickle.Import, error) {
	return p.Portable("ctypes.library", pickle.Strings(string(l)), nil)
}

func loadLibrary(_ *pickle.Unpacker, p *pickle.Portable) (any, error) {
	s, err := p.Strings(1)
	if err != nil {
		return nil, err
	}
	return libraryName(s[0]), nil
}

var argumentError = object.Later(func() *object.Class {
	return object.NewClass(object.Spec{Name: "ArgumentError", Module: "ctypes", Bases: []*object.Class{object.ExceptionClass}})
})

func initModule(in *interp.Interp, m *object.Module) error {
	for name, t := range simple.Get().named {
		m.Set(name, t.Class)
	}
	for _, c := range append([]*object.Class{simpleClass.Get(), arrayClass.Get(), structureClass.Get(), unionClass.Get(), argumentError.Get()},
		absentTypes.Get()...) {
		m.Set(c.Name(), c)
	}
	for _, name := range []string{"cdll", "pydll", "pythonapi"} {
		i := object.NewInstance(in.Env(), loaderClass.Get())
		i.Native = libraryName(name)
		m.Set(name, i)
	}
	m.Set("c_voidp", absentTypes.Get()[2])
	m.Set("LittleEndianStructure", structureClass.Get())
	m.Set("LittleEndianUnion", unionClass.Get())
	for name, f := range functions.Get() {
		m.Set(name, f)
	}
	for _, name := range absentNames {
		m.Set(name, absentFuncs.Get()[name])
	}
	return nil
}

var absentFuncs = object.Later(func() map[string]starlark.Value {
	funcs := make(map[string]starlark.Value)
	for _, name := range absentNames {
		funcs[name] = object.NewFunc(name, func(*starlark.Thread, starlark.Tuple, []starlark.Tuple) (starlark.Value, error) {
			return nil, absent(name)
		})
	}
	return funcs
})

func newFunctions() map[string]starlark.Value {
	return map[string]starlark.Value{
		"sizeof":                object.NewFunc("sizeof", measure("sizeof", "this type has no size", func(t *Type) int { return t.Size })),
		"alignment":             object.NewFunc("alignment", measure("alignment", "no alignment info", func(t *Type) int { return t.align })),
		"ARRAY":                 object.NewFunc("ARRAY", arrayFunc),
		"create_string_buffer":  object.NewFunc("create_string_buffer", textBuffer(Named("c_char"))),
		"c_buffer":              object.NewFunc("c_buffer", textBuffer(Named("c_char"))),
		"create_unicode_buffer": object.NewFunc("create_unicode_buffer", textBuffer(Named("c_wchar"))),
	}
}

// measure makes sizeof and alignment, which take a type or an object of it.
func measure(name, complaint string, get func(*Type) int) object.Func {
	return func(thread *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		if len(kwargs) > 0 {
			return nil, exception.New(exception.TypeError, "%s() takes no keyword arguments", name)
		}
		if len(args) != 1 {
			return nil, exception.New(exception.TypeError, "%s() takes exactly one argument (%d given)", name, len(args))
		}
		if cls, ok := args[0].(*object.Class); ok {
			t, err := TypeOf(object.EnvOf(thread), cls)
			if err != nil && err != error(errNoSize) {
				return nil, err
			} else if err == nil {
				return starlark.MakeInt(get(t)), nil
			}
		}
		if d, ok := Of(args[0]); ok {
			return starlark.MakeInt(get(d.typ)), nil
		}
		return nil, exception.New(exception.TypeError, "%s", complaint)
	}
}

var (
	arrayParams  = params.Func("ARRAY", "typ, len")
	bufferParams = params.Func("create_string_buffer", "init, size=")
)

func arrayFunc(thread *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	a, err := arrayParams.Bind(args, kwargs)
	if err != nil {
		return nil, err
	}
	n, err := number.Index(thread, a[1])
	if err != nil {
		return nil, err
	}
	return arrayType(object.EnvOf(thread), a[0], n, "ctypes")
}

// textBuffer makes create_string_buffer and the one for wide characters: an array of n characters, or one with a text and a NUL.
func textBuffer(elem *Type) object.Func {
	return func(thread *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		a, err := bufferParams.Bind(args, kwargs)
		if err != nil {
			return nil, err
		}
		env := object.EnvOf(thread)
		size, content := a[1], a[0]
		length := -1
		if elem.kind == charKind {
			if s, ok := object.Unwrap(a[0]).(text.Bytes); ok {
				length = len(s)
			}
		} else if s, ok := text.AsString(object.Unwrap(a[0])); ok {
			length = text.Len(s)
		}
		switch {
		case length >= 0 && (size == nil || size == starlark.None):
			size = starlark.MakeInt(length + 1)
		case length < 0:
			if _, ok := number.IsInt(a[0]); !ok {
				return nil, exception.WithArgs(exception.TypeError, a[0])
			}
			size, content = a[0], nil
		}
		n, err := number.Index(thread, size)
		if err != nil {
			return nil, err
		}
		cls, err := arrayType(env, elem.Class, n, "ctypes")
		if err != nil {
			return nil, err
		}
		v, err := newData(thread, cls.(*object.Class), nil, nil)
		if err != nil || content == nil {
			return v, err
		}
		d, _ := Of(v)
		return v, d.SetText(env, content)
	}
}
