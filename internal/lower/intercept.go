package lower

import (
	"maps"
	"strings"
	"sync"

	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/syntax"
)

// Methods whose names are the engine's, or not, and whose behaviour on the engine's types
// differs from Python's. In the Python dialect attributes of these names are looked up by ·attr.
// All that take a str are here, since a str that isn't ASCII is none of the engine's; what is
// native is left to the engine: list.append and clear, dict.get, setdefault and clear,
// set.add, discard and clear.
var intercepted = sync.OnceValue(func() map[string]bool {
	intercepted := make(map[string]bool, 128)
	for _, names := range []string{
		// str
		"capitalize casefold center count encode endswith expandtabs find format format_map index isascii isdecimal " +
			"isidentifier isnumeric isprintable istitle join ljust lstrip maketrans partition removeprefix removesuffix replace " +
			"rfind rindex rjust rpartition rsplit rstrip split splitlines startswith strip swapcase title translate zfill " +
			"isalnum isalpha isdigit islower isspace isupper lower upper",
		// str of the engine, not of Python
		"elems elem_ords codepoints codepoint_ords",
		// bytes
		"decode hex fromhex",
		// int, float
		"as_integer_ratio bit_count bit_length conjugate denominator from_bytes imag is_integer numerator real to_bytes",
		// list
		"copy extend insert pop remove reverse sort",
		// dict
		"fromkeys items keys popitem update values",
		// set
		"difference difference_update intersection intersection_update isdisjoint issubset issuperset " +
			"symmetric_difference symmetric_difference_update union",
	} {
		for _, n := range strings.Fields(names) {
			intercepted[n] = true
		}
	}
	return intercepted
})

// added are those among them that no type of the engine has: in the Starlark dialect these methods of
// Python's are there besides the engine's.
var added = sync.OnceValue(func() map[string]bool {
	added := maps.Clone(intercepted())
	for _, v := range []starlark.HasAttrs{starlark.String(""), starlark.Bytes(""), new(starlark.List), new(starlark.Dict), new(starlark.Set)} {
		for _, n := range v.AttrNames() {
			delete(added, n)
		}
	}
	return added
})

// Intercepted reports whether, in the Python dialect, attributes of a name are looked up by
// ·attr wherever the object may be one of the engine's.
func Intercepted(name string) bool { return intercepted()[name] || isDunder(name) }

func isDunder(name string) bool {
	return len(name) > 4 && strings.HasPrefix(name, "__") && strings.HasSuffix(name, "__")
}

// viaAttr reports whether an attribute is looked up by ·attr.
func (l *lowerer) viaAttr(e *syntax.Attribute) bool {
	if l.dialect == syntax.Starlark {
		return isDunder(e.Name) || takesKeys(e.Name) || added()[e.Name] && !l.isModule(e.X) || l.functionAttr(e)
	}
	if isDunder(e.Name) {
		return true
	}
	if l.functionAttr(e) {
		return true
	}
	if !intercepted()[e.Name] {
		switch e.Name {
		case "start", "stop", "step":
			return l.typeIn(e.X, l.scope) == typRange
		}
		return false
	}
	if e.Name == "join" && isOSPath(e.X) {
		return false
	}
	if id, ok := e.X.(*syntax.Ident); ok {
		sym := l.scope.resolve(mangle(l.scope.class, id.Name))
		if sym == nil {
			return !l.builtin(id, "str", "int", "float", "dict", "list", "set", "tuple", "bytes", "frozenset", "bytearray", "object", "type")
		}
		// Modules, classes and self are ours and know their attributes.
		if l.isSelfSym(sym) || sym.bindings > 0 && !sym.param && !sym.outer && !sym.others && !sym.defs && l.allImportsModules(sym) {
			return false
		}
	}
	return true
}

// isModule reports whether an expression is a name of the dialect, such as json, or an imported one: these
// know their attributes.
func (l *lowerer) isModule(x syntax.Expr) bool {
	id, ok := x.(*syntax.Ident)
	if !ok {
		return false
	}
	sym := l.scope.resolve(mangle(l.scope.class, id.Name))
	return sym == nil || sym.imports
}

// allImportsModules reports whether a name is bound by class statements and imports alone. What
// "from m import x" binds may be a list or a str, but not by a name like a method's user.
func (l *lowerer) allImportsModules(sym *symbol) bool {
	if l.allDynamic && sym.scope.kind == moduleScope {
		return false
	}
	if !sym.imports {
		return sym.classes
	}
	for _, src := range sym.sources {
		if src.kind != fromUnknown {
			return false
		}
	}
	return true
}

func isOSPath(e syntax.Expr) bool {
	attr, ok := e.(*syntax.Attribute)
	if !ok || attr.Name != "path" {
		return false
	}
	id, ok := attr.X.(*syntax.Ident)
	return ok && id.Name == "os"
}

// functionAttr reports whether an attribute may be one that the file gives to functions.
func (l *lowerer) functionAttr(e *syntax.Attribute) bool {
	if id, ok := e.X.(*syntax.Ident); ok {
		sym := l.scope.resolve(mangle(l.scope.class, id.Name))
		if sym != nil && sym.defs {
			return true
		}
		if l.isSelfSym(sym) {
			return false
		}
	}
	return l.dialect == syntax.Python && l.otherAttrs[e.Name] && !l.selfAttrs[e.Name] && !wellKnownAttr(e.Name)
}
