package pickle

import (
	"strings"

	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/object"
	"go.starlark.net/starlark"
)

// This file knows what CPython calls things.

// builtinTypes are the classes of the module builtins that values can have.
var builtinTypes = map[string]**object.Class{
	"object": &object.ObjectType, "type": &object.TypeType, "int": &object.IntType, "bool": &object.BoolType,
	"float": &object.FloatType, "complex": &object.ComplexType, "str": &object.StrType, "bytes": &object.BytesType,
	"bytearray": &object.BytearrayType, "list": &object.ListType, "tuple": &object.TupleType, "dict": &object.DictType,
	"set": &object.SetType, "frozenset": &object.FrozensetType, "range": &object.RangeType, "slice": &object.SliceType,
	"property": &object.PropertyType, "staticmethod": &object.StaticMethodType, "classmethod": &object.ClassMethodType,
	"super": &object.SuperType,
}

// builtinNamed returns the class or constant of builtins with this name, nil if it
// is none that a pickle may know.
func builtinNamed(name string) starlark.Value {
	if c := builtinTypes[name]; c != nil {
		return *c
	}
	switch name {
	case "NotImplemented":
		return object.NotImplemented
	case "Ellipsis":
		return object.Ellipsis
	}
	if c := object.ExceptionClassOf(exception.Kind(name)); c != nil {
		return c
	}
	return nil
}

// builtinClass reports whether a pickle finds c by its name in builtins.
func builtinClass(c *object.Class) bool {
	if !c.Native() || c.Module() != "builtins" {
		return false
	}
	return builtinNamed(c.Name()) == starlark.Value(c)
}

// oldNames are the globals that Python 2 had elsewhere, oldModules the modules that it
// called differently.
var oldNames = map[[2]string][2]string{
	{"builtins", "range"}:                    {"__builtin__", "xrange"},
	{"builtins", "int"}:                      {"__builtin__", "long"},
	{"builtins", "str"}:                      {"__builtin__", "unicode"},
	{"builtins", "map"}:                      {"itertools", "imap"},
	{"builtins", "filter"}:                   {"itertools", "ifilter"},
	{"builtins", "zip"}:                      {"itertools", "izip"},
	{"builtins", "chr"}:                      {"__builtin__", "unichr"},
	{"functools", "reduce"}:                  {"__builtin__", "reduce"},
	{"itertools", "filterfalse"}:             {"itertools", "ifilterfalse"},
	{"itertools", "zip_longest"}:             {"itertools", "izip_longest"},
	{"collections", "UserDict"}:              {"UserDict", "IterableUserDict"},
	{"collections", "UserList"}:              {"UserList", "UserList"},
	{"collections", "UserString"}:            {"UserString", "UserString"},
	{"multiprocessing.context", "Process"}:   {"multiprocessing.process", "Process"},
	{"multiprocessing.connection", "Client"}: {"_multiprocessing", "Connection"},
}

var oldModules = map[string]string{
	"builtins": "__builtin__", "copyreg": "copy_reg", "queue": "Queue", "_thread": "thread",
	"configparser": "ConfigParser", "socketserver": "SocketServer", "pickle": "cPickle", "io": "cStringIO", "collections.abc": "_abcoll",
}

// oldName is what Python 2 calls a global.
func oldName(module, name string) (string, string) {
	if n, ok := oldNames[[2]string{module, name}]; ok {
		return n[0], n[1]
	}
	if module == "builtins" {
		if c := object.ExceptionClassOf(exception.Kind(name)); c != nil {
			switch {
			case name == "ModuleNotFoundError":
				name = "ImportError"
			case c.IsSubclass(object.OSError) && c != object.OSError:
				name = "OSError"
			case newExceptions[name]:
				return "__builtin__", name
			}
			return "exceptions", name
		}
	}
	if m, ok := oldModules[module]; ok {
		return m, name
	}
	return module, name
}

// newExceptions are those that Python 2 does not have in its module exceptions.
var newExceptions = set("BaseExceptionGroup ExceptionGroup RecursionError ResourceWarning StopAsyncIteration EncodingWarning")

func set(words string) map[string]bool {
	m := make(map[string]bool)
	for _, w := range strings.Fields(words) {
		m[w] = true
	}
	return m
}

// newName undoes oldName.
func newName(module, name string) (string, string) {
	for n, o := range oldNames {
		if o[0] == module && o[1] == name {
			return n[0], n[1]
		}
	}
	switch module {
	case "exceptions":
		if name == "StandardError" {
			name = "Exception"
		}
		return "builtins", name
	case "__builtin__":
		switch name {
		case "basestring":
			name = "str"
		}
	}
	for n, o := range oldModules {
		if o == module {
			return n, name
		}
	}
	return module, name
}
