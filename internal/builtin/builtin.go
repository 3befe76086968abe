// Package builtin has the names that a file sees without importing anything.
//
//	names := builtin.Predeclared(syntax.Python) // print, len, int, ValueError, ·try ...
//
// The table is made once per dialect and shared by all interpreters: nothing in it
// can change, and a function finds the interpreter it works for through its thread.
// What a builtin needs of the interpreter (streams, files, exec) it asks of
// object.Env.Host by the interfaces in host.go.
//
// # Where things are
//
// Types: number.go, number_methods.go, arithmetic.go and round.go (int, float, bool; pow, sum, round), strings.go (str, bytes,
// bytearray), list.go (list, tuple), dict.go, set.go and frozenset.go, range.go, view.go (dict_keys ...);
// types.go registers them with the object model, which reaches their methods from there.
//
// Iterators: iterator.go has the streams behind iter(), iterator_types.go their classes, lazy.go
// enumerate, zip, map, filter and reversed.
//
// Functions: function.go (len, isinstance, getattr ...), sort.go (sorted, min, max), console.go
// (print, input), evaluate.go (exec, eval, __import__, exit).
//
// The intrinsics that lowered code calls are in the files intrinsic*.go. What CPython
// has and this package does not is listed in [Absent].
package builtin

import (
	"sync"

	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/file"
	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/syntax"
)

// Predeclared returns the names that a file of the dialect sees: the intrinsics of
// lowered code and the builtins. The caller must not change the table.
func Predeclared(d syntax.Dialect) starlark.StringDict {
	if d == syntax.Starlark {
		return starlarkNames()
	}
	return pythonNames()
}

var pythonNames = sync.OnceValue(func() starlark.StringDict {
	names := builtins()
	addIntrinsics(names, syntax.Python)
	return names
})

// In a Starlark file the engine's own builtins come first: starlark.go has what becomes of them where their arguments are large.
var starlarkNames = sync.OnceValue(func() starlark.StringDict {
	names := builtins()
	for name, v := range starlark.Universe {
		names[name] = v
	}
	addStarlark(names)
	addIntrinsics(names, syntax.Starlark)
	return names
})

// builtins returns a new table of the builtins of the Python dialect.
func builtins() starlark.StringDict {
	names := starlark.StringDict{
		"None":           starlark.None,
		"True":           starlark.True,
		"False":          starlark.False,
		"NotImplemented": object.NotImplemented,
		"Ellipsis":       object.Ellipsis,
		"__debug__":      starlark.True,

		"int": object.IntType, "float": object.FloatType, "bool": object.BoolType, "complex": object.ComplexType,
		"str": object.StrType, "bytes": object.BytesType, "bytearray": object.BytearrayType,
		"list": object.ListType, "tuple": object.TupleType, "dict": object.DictType,
		"set": object.SetType, "frozenset": object.FrozensetType, "range": object.RangeType, "memoryview": MemoryviewType,
		"slice": object.SliceType, "object": object.ObjectType, "type": object.TypeType,
		"super": object.SuperType, "property": object.PropertyType,
		"staticmethod": object.StaticMethodType, "classmethod": object.ClassMethodType,
		"enumerate": enumerateType, "zip": zipType, "map": mapType, "filter": filterType, "reversed": reversedType,

		"exit": quitter("exit"), "quit": quitter("quit"), "help": helper{},
	}
	object.ExceptionClasses(func(name string, c *object.Class) { names[name] = c })
	for name, fn := range map[string]object.Func{
		"abs": abs, "all": all, "any": any_, "ascii": ascii, "bin": inBase("bin", "0b", 2),
		"callable": callable, "chr": chr, "compile": compileSource, "delattr": delattr, "dir": dir, "divmod": divmod,
		"eval": evalSource, "exec": execSource, "format": format, "getattr": getattr, "globals": namespace("globals"),
		"hasattr": hasattr, "hash": hash, "hex": inBase("hex", "0x", 16), "id": id, "input": input,
		"isinstance": isinstance, "issubclass": issubclass, "len": length,
		"locals": namespace("locals"), "max": minmax("max", ">"), "min": minmax("min", "<"),
		"next": nextFunc, "oct": inBase("oct", "0o", 8), "open": file.Open, "ord": ord, "pow": pow,
		"print": printer(object.Str), "repr": repr, "round": round, "setattr": setattr,
		"sorted": sorted, "sum": sum, "vars": vars, "__import__": importModule,
	} {
		names[name] = object.NewFunc(name, fn)
	}
	names["iter"] = iterBuiltin
	for _, name := range absentFunctions {
		names[name] = absent(name)
	}
	return names
}
