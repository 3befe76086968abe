package object

import (
	"go.starlark.net/starlark"
	"sync"

	"github.com/mpstar/mpstar/internal/exception"
)

// The classes of the engine's values and of this package's own.
var (
	ObjectType, TypeType                                                      *Class
	NoneTypeClass, NotImplementedType, EllipsisType                           *Class
	IntType, BoolType, FloatType, ComplexType                                 *Class
	StrType, BytesType, BytearrayType                                         *Class
	ListType, TupleType, DictType, SetType, FrozensetType, RangeType          *Class
	SliceType, ModuleType, CellType, GeneratorType                            *Class
	FunctionType, BuiltinFunctionType, MethodType, MethodDescriptorType       *Class
	PropertyType, StaticMethodType, ClassMethodType, GetSetType, SuperType    *Class
	TracebackType, FrameType, CodeType, UnionType, IteratorType, MappingProxy *Class
	NamespaceType                                                             *Class
)

// A Typed value names its class itself.
type Typed interface {
	starlark.Value
	PythonClass() *Class
}

func init() {
	engineRows = sync.OnceValue(makeRows)
	initTypes()
	initSlots()
	initExceptionClasses()
}

// engineType makes the class of an engine type: its instances are not
// Instances, but instances of classes derived from it carry such a value.
func engineType(name string, bases ...*Class) *Class {
	c := NewClass(Spec{Name: name, Bases: bases})
	c.value = c
	return c
}

func initTypes() {
	ObjectType = NewClass(Spec{Name: "object"})
	TypeType = NewClass(Spec{Name: "type"})
	for _, t := range []struct {
		cls  **Class
		name string
	}{
		{&NoneTypeClass, "NoneType"}, {&NotImplementedType, "NotImplementedType"}, {&EllipsisType, "ellipsis"},
		{&SliceType, "slice"}, {&CellType, "cell"}, {&GeneratorType, "generator"},
		{&FunctionType, "function"}, {&BuiltinFunctionType, "builtin_function_or_method"}, {&MethodType, "method"},
		{&MethodDescriptorType, "method_descriptor"}, {&PropertyType, "property"}, {&StaticMethodType, "staticmethod"},
		{&ClassMethodType, "classmethod"}, {&GetSetType, "getset_descriptor"}, {&SuperType, "super"},
		{&TracebackType, "traceback"}, {&FrameType, "frame"}, {&CodeType, "code"}, {&IteratorType, "iterator"},
		{&MappingProxy, "mappingproxy"}, {&NamespaceType, "namespace"}, {&ModuleType, "module"},
	} {
		*t.cls = NewClass(Spec{Name: t.name, Final: true})
	}
	UnionType = NewClass(Spec{Name: "UnionType", Module: "types", Final: true})
	IntType = engineType("int")
	BoolType = engineType("bool", IntType)
	BoolType.final = true
	FloatType = engineType("float")
	ComplexType = engineType("complex")
	StrType = engineType("str")
	BytesType = engineType("bytes")
	BytearrayType = engineType("bytearray")
	ListType = engineType("list")
	TupleType = engineType("tuple")
	DictType = engineType("dict")
	SetType = engineType("set")
	FrozensetType = engineType("frozenset")
	RangeType = engineType("range")
	RangeType.final = true
}

var classesByKind map[string]**Class = map[string]**Class{
	"string": &StrType, "str": &StrType, "bytes": &BytesType, "Bytes": &BytesType, "bytearray": &BytearrayType,
	"range": &RangeType, "frozenset": &FrozensetType, "set": &SetType, "complex": &ComplexType,
	"ellipsis": &EllipsisType, "string.elems": &IteratorType, "string.codepoints": &IteratorType,
}

// TypeOf returns the class of any value.
func TypeOf(v starlark.Value) *Class {
	switch v := v.(type) {
	case *Instance:
		return v.class
	case starlark.Int:
		return IntType
	case starlark.String:
		return StrType
	case starlark.Bool:
		return BoolType
	case starlark.NoneType:
		return NoneTypeClass
	case starlark.Float:
		return FloatType
	case *starlark.List:
		return ListType
	case starlark.Tuple:
		return TupleType
	case *starlark.Dict:
		return DictType
	case *starlark.Set:
		return SetType
	case starlark.Bytes:
		return BytesType
	case *starlark.Function:
		return FunctionType
	case *starlark.Builtin:
		return BuiltinFunctionType
	case *Class:
		return v.Meta()
	case *BoundMethod:
		if _, ok := v.Func.(*NativeMethod); ok {
			return BuiltinFunctionType
		}
		return MethodType
	case *NativeMethod:
		return MethodDescriptorType
	case *Module:
		return ModuleType
	case *Cell:
		return CellType
	case *ScriptProperty:
		return PropertyType
	case *StaticMethod:
		return StaticMethodType
	case *ClassMethod:
		return ClassMethodType
	case *nativeProperty:
		return GetSetType
	case Typed:
		return v.PythonClass()
	}
	if c := classesByKind[v.Type()]; c != nil {
		return *c
	}
	return ObjectType
}

// TypeName returns the name of a value's class, as messages show it.
func TypeName(v starlark.Value) string {
	c := TypeOf(v)
	if c == ObjectType {
		return trimKind(v.Type())
	}
	return c.inMessages()
}

// IsInstance reports whether v is an instance of cls or of a class derived from it.
func IsInstance(v starlark.Value, cls *Class) bool { return instanceOf(v, cls) }

func instanceOf(v starlark.Value, cls *Class) bool {
	c := TypeOf(v)
	return c == cls || cls == ObjectType || c.IsSubclass(cls)
}

func noAttr(v starlark.Value, name string) error {
	err := exception.New(exception.AttributeError, "'%s' object has no attribute '%s'", TypeName(v), name)
	err.Obj = v
	return err
}
