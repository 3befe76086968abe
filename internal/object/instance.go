package object

import (
	"slices"
	"strings"

	"go.starlark.net/starlark"
)

// An Instance is an instance of a user class, or of a native class that keeps
// its state in Native. The state of a subclass of an engine type (class
// MyList(list)) is that type's value.
type Instance struct {
	class *Class
	env   *Env
	attrs []attribute
	index map[string]int32 // into attrs, once there are more than linearAttrs

	// Native is the Go state that the native class behind this instance's class
	// needs.
	Native any
}

type attribute struct {
	name  string
	value starlark.Value
}

// linearAttrs is how many attributes are searched one by one. Up to there it
// is faster than a map and takes no memory.
const linearAttrs = 16

// NewInstance returns an instance of cls without attributes; __init__ is not called.
func NewInstance(env *Env, cls *Class) *Instance { return &Instance{class: cls, env: env} }

// Grow makes room for n more attributes.
func (i *Instance) Grow(n int) { i.attrs = slices.Grow(i.attrs, n) }

// Class returns the instance's class.
func (i *Instance) Class() *Class { return i.class }

// SetClass changes the instance's class, as assigning to __class__ does.
func (i *Instance) SetClass(c *Class) { i.class = c }

// Env returns the Env of the interpreter that the instance belongs to.
func (i *Instance) Env() *Env { return i.env }

func (i *Instance) lookup(name string) int {
	if i.index != nil {
		if n, ok := i.index[name]; ok {
			return int(n)
		}
		return -1
	}
	for n := range i.attrs {
		if i.attrs[n].name == name {
			return n
		}
	}
	return -1
}

// Own returns an attribute of the instance itself.
func (i *Instance) Own(name string) (starlark.Value, bool) {
	if n := i.lookup(name); n >= 0 {
		return i.attrs[n].value, true
	}
	return nil, false
}

// Set stores an attribute in the instance itself.
func (i *Instance) Set(name string, v starlark.Value) {
	if n := i.lookup(name); n >= 0 {
		i.attrs[n].value = v
		return
	}
	i.attrs = append(i.attrs, attribute{name, v})
	switch n := len(i.attrs); {
	case i.index != nil:
		i.index[name] = int32(n - 1)
	case n > linearAttrs:
		i.reindex()
	}
}

func (i *Instance) reindex() {
	if len(i.attrs) <= linearAttrs {
		i.index = nil
		return
	}
	i.index = make(map[string]int32, len(i.attrs))
	for n := range i.attrs {
		i.index[i.attrs[n].name] = int32(n)
	}
}

// Delete removes an attribute of the instance itself and reports whether it was there.
func (i *Instance) Delete(name string) bool {
	n := i.lookup(name)
	if n < 0 {
		return false
	}
	i.attrs = slices.Delete(i.attrs, n, n+1)
	i.reindex()
	return true
}

// Names returns the names of the instance's own attributes in order of first assignment.
func (i *Instance) Names() []string {
	names := make([]string, len(i.attrs))
	for n := range i.attrs {
		names[n] = i.attrs[n].name
	}
	return names
}

// NumAttrs returns the number of the instance's own attributes.
func (i *Instance) NumAttrs() int { return len(i.attrs) }

// base returns the engine value behind an instance of a class derived from an
// engine type, or nil.
func (i *Instance) base() starlark.Value {
	if i.class.value == nil {
		return nil
	}
	v, _ := i.Native.(starlark.Value)
	return v
}

// Base returns the str, int, list ... that an instance of a class derived from one
// holds, or nil. It makes the instance a text.Derived.
func (i *Instance) Base() starlark.Value { return i.base() }

// Held returns Native. It makes the instance a text.Holder.
func (i *Instance) Held() any { return i.Native }

// Unwrap returns the engine's value behind an instance of a class that derives
// from int, str, list ..., and any other value unchanged.
func Unwrap(v starlark.Value) starlark.Value {
	if i, ok := v.(*Instance); ok {
		if b := i.base(); b != nil {
			return b
		}
	}
	return v
}

// reservedKinds are the type names of values that trust the engine to compare
// them only with their own kind, which it does by name.
var reservedKinds = map[string]bool{
	"NoneType": true, "bool": true, "int": true, "float": true, "string": true, "str": true,
	"bytes": true, "Bytes": true, "bytearray": true, "list": true, "tuple": true, "dict": true, "set": true,
	"frozenset": true, "range": true, "function": true, "builtin_function_or_method": true,
	"string.elems": true, "string.codepoints": true, "bytes.elems": true, "complex": true,
	"slice": true, "type": true, "module": true, "mappingproxy": true, "text": true, "cell": true,
	"dict_keys": true, "dict_values": true, "dict_items": true, "memoryview": true, "generator": true,
	"method": true, "mandatory": true, "ellipsis": true, "property": true, "namespace": true,
}

// kindMark begins Instance.Type for a class that is called like an engine type.
const kindMark = "·"

func instanceKind(name string) string {
	if reservedKinds[name] {
		return kindMark + name
	}
	return name
}

// Type returns the name of the class.
func (i *Instance) Type() string { return i.class.kind }

// Freeze does nothing: no value of one interpreter is seen by another.
func (i *Instance) Freeze() {}

// String returns repr(i), or the default repr where that fails.
func (i *Instance) String() string {
	s, err := safeRepr(i)
	if err == nil {
		i.env.lastString = stringMemo{text: s, value: i}
	}
	return s
}

// A stringMemo is the last value the engine asked the text of. The engine's
// "key ... not in dict" has only the text; KeyError needs the key.
type stringMemo struct {
	text  string
	value starlark.Value
}

func (i *Instance) defaultRepr() string {
	return addressRepr(i.class.FullName()+" object", i)
}

func trimKind(name string) string { return strings.TrimPrefix(name, kindMark) }
