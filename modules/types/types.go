// Package types is the module types: names for the classes of Python's own objects,
// and functions that make classes. The classes are native; the rest is written in the
// language.
package types

import (
	_ "embed"
	"slices"

	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/interp"
	"github.com/mpstar/mpstar/internal/object"
)

//go:embed types.py
var source string

// Modules returns the definition of the module, and of the one that has the native classes.
func Modules() []interp.Def {
	return []interp.Def{
		{Name: "types", Doc: "Names of built-in types, and functions that make classes.", Source: source},
		{Name: "_types", Doc: "Native classes of the module types.", Init: initNative},
	}
}

func initNative(_ *interp.Interp, m *object.Module) error {
	classes := map[string]*object.Class{
		"BuiltinFunctionType": object.BuiltinFunctionType, "BuiltinMethodType": object.BuiltinFunctionType,
		"CellType": object.CellType, "ClassMethodDescriptorType": object.ClassMethodType, "CodeType": object.CodeType,
		"EllipsisType": object.EllipsisType, "FrameType": object.FrameType, "FunctionType": object.FunctionType,
		"GeneratorType": object.GeneratorType, "GenericAlias": object.AliasType, "GetSetDescriptorType": object.GetSetType,
		"LambdaType": object.FunctionType, "MemberDescriptorType": object.GetSetType, "MethodDescriptorType": object.MethodDescriptorType,
		"MethodType": object.MethodType, "MethodWrapperType": object.BuiltinFunctionType, "ModuleType": object.ModuleType,
		"NoneType": object.NoneTypeClass, "NotImplementedType": object.NotImplementedType, "TracebackType": object.TracebackType,
		"UnionType": object.UnionType, "WrapperDescriptorType": object.MethodDescriptorType,
	}
	names := make([]string, 0, len(classes))
	for name, c := range classes {
		m.Set(name, c)
		names = append(names, name)
	}
	slices.Sort(names)
	all := make([]starlark.Value, len(names))
	for i, name := range names {
		all[i] = starlark.String(name)
	}
	m.Set("__all__", starlark.NewList(all))
	return nil
}
