package object

import (
	"go.starlark.net/starlark"
	"go.starlark.net/syntax"

	"github.com/mpstar/mpstar/internal/exception"
)

// An AttrDict is the __dict__ of an object: a mapping whose items are the
// object's attributes. Changing one changes the other.
type AttrDict struct {
	attrStore
	readonly bool // a class's mappingproxy
}

// An attrStore has named values in order.
type attrStore interface {
	names() []string
	get(name string) (starlark.Value, bool)
	set(name string, v starlark.Value) error
	del(name string) bool
}

func newAttrDict(s attrStore) *AttrDict { return &AttrDict{attrStore: s} }

type instanceStore struct{ *Instance }

func (s instanceStore) names() []string                         { return s.Names() }
func (s instanceStore) get(name string) (starlark.Value, bool)  { return s.Own(name) }
func (s instanceStore) set(name string, v starlark.Value) error { s.Set(name, v); return nil }
func (s instanceStore) del(name string) bool                    { return s.Delete(name) }

type classStore struct{ *Class }

func (s classStore) names() []string {
	names := make([]string, len(s.made().order))
	for i, o := range s.made().order {
		names[i] = o.name
	}
	return names
}
func (s classStore) get(name string) (starlark.Value, bool) {
	if o := s.made().slots[name]; o != nil {
		return o.ready().value, true
	}
	return nil, false
}
func (s classStore) set(name string, v starlark.Value) error { return s.SetOwn(name, v) }
func (s classStore) del(name string) bool                    { return s.deleteSlot(name) }

type moduleStore struct{ *Module }

func (s moduleStore) names() []string                         { return s.Names() }
func (s moduleStore) get(name string) (starlark.Value, bool)  { return s.Get(name) }
func (s moduleStore) set(name string, v starlark.Value) error { return s.SetField(name, v) }
func (s moduleStore) del(name string) bool                    { return s.Delete(name) }

type namespaceStore struct{ *Namespace }

func (s namespaceStore) names() []string                         { return s.Names() }
func (s namespaceStore) get(name string) (starlark.Value, bool)  { return s.Get(name) }
func (s namespaceStore) set(name string, v starlark.Value) error { s.Set(name, v); return nil }
func (s namespaceStore) del(name string) bool                    { return s.Delete(name) }

// Dict returns a live view of a module's names: globals().
func (m *Module) Dict() *AttrDict { return newAttrDict(moduleStore{m}) }

// Dict returns a live view of the instance's own attributes: vars(x).
func (i *Instance) Dict() *AttrDict { return newAttrDict(instanceStore{i}) }

// Dict returns a read-only view of the class's own attributes: vars(C).
func (c *Class) Dict() *AttrDict { return &AttrDict{attrStore: classStore{c}, readonly: true} }

// Dict returns a live view of the names: locals() in a class body.
func (n *Namespace) Dict() *AttrDict { return newAttrDict(namespaceStore{n}) }

// Snapshot returns a dict with the items of d.
func (d *AttrDict) Snapshot() *starlark.Dict {
	names := d.names()
	out := starlark.NewDict(len(names))
	for _, name := range names {
		if v, ok := d.get(name); ok {
			out.SetKey(textValue(name), v)
		}
	}
	return out
}

// PythonClass returns dict, or mappingproxy for that of a class.
func (d *AttrDict) PythonClass() *Class {
	if d.readonly {
		return MappingProxy
	}
	return DictType
}

// Get returns the item of a key.
func (d *AttrDict) Get(k starlark.Value) (starlark.Value, bool, error) {
	name, ok := plainString(k)
	if !ok {
		if err := hashable(k); err != nil {
			return nil, false, err
		}
		return nil, false, nil
	}
	v, ok := d.get(name)
	if !ok {
		return nil, false, exception.WithArgs(exception.KeyError, k)
	}
	return v, true, nil
}

// Has reports whether there is an item of that key.
func (d *AttrDict) Has(k starlark.Value) (bool, error) {
	name, ok := plainString(k)
	if !ok {
		return false, nil
	}
	_, ok = d.get(name)
	return ok, nil
}

// SetKey sets an attribute.
func (d *AttrDict) SetKey(k, v starlark.Value) error {
	if d.readonly {
		return exception.New(exception.TypeError, "'mappingproxy' object does not support item assignment")
	}
	name, ok := plainString(k)
	if !ok {
		return exception.New(exception.TypeError, "attribute name must be string, not '%s'", TypeName(k))
	}
	return d.set(name, v)
}

// DeleteKey removes an attribute.
func (d *AttrDict) DeleteKey(k starlark.Value) error {
	if d.readonly {
		return exception.New(exception.TypeError, "'mappingproxy' object does not support item deletion")
	}
	name, ok := plainString(k)
	if !ok || !d.del(name) {
		return exception.WithArgs(exception.KeyError, k)
	}
	return nil
}

// Len returns the number of items.
func (d *AttrDict) Len() int { return len(d.names()) }

// Iterate yields the names.
func (d *AttrDict) Iterate() starlark.Iterator {
	names := d.names()
	keys := make([]starlark.Value, len(names))
	for i, n := range names {
		keys[i] = textValue(n)
	}
	return &sliceIterator{elems: keys}
}

// Items returns the items.
func (d *AttrDict) Items() []starlark.Tuple { return d.Snapshot().Items() }

// Binary is the union d | other.
func (d *AttrDict) Binary(op syntax.Token, y starlark.Value, side starlark.Side) (starlark.Value, error) {
	if op != syntax.PIPE {
		return nil, nil
	}
	if other, ok := y.(*AttrDict); ok {
		y = other.Snapshot()
	}
	other, ok := y.(*starlark.Dict)
	if !ok {
		return nil, nil
	}
	if side == starlark.Right {
		return other.Union(d.Snapshot()), nil
	}
	return d.Snapshot().Union(other), nil
}

// CompareSameType compares the items.
func (d *AttrDict) CompareSameType(op syntax.Token, y starlark.Value, depth int) (bool, error) {
	return starlark.CompareDepth(op, d.Snapshot(), y.(*AttrDict).Snapshot(), depth)
}

func (d *AttrDict) String() string        { return plainRepr(d) }
func (d *AttrDict) Type() string          { return "attrdict" }
func (d *AttrDict) Freeze()               {}
func (d *AttrDict) Truth() starlark.Bool  { return d.Len() > 0 }
func (d *AttrDict) Hash() (uint32, error) { return 0, errNoHash(d) }

// AttrNames returns the names of the dict methods that d has.
func (d *AttrDict) AttrNames() []string { return sortedNames(attrDictMethods) }

// Attr returns a method.
func (d *AttrDict) Attr(name string) (starlark.Value, error) {
	if m, ok := attrDictMethods[name]; ok {
		return &BoundMethod{Func: m, Self: d}, nil
	}
	return slotAttr(d, name)
}

var attrDictMethods map[string]*NativeMethod

func initAttrDict() {
	attrDictMethods = make(map[string]*NativeMethod)
	for name, fn := range map[string]func(d *AttrDict, thread *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error){
		"keys":   snapshotMethod("keys"),
		"values": snapshotMethod("values"),
		"items":  snapshotMethod("items"),
		"copy": func(d *AttrDict, _ *starlark.Thread, _ starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
			return d.Snapshot(), nil
		},
		"get":        attrDictGet,
		"pop":        attrDictPop,
		"setdefault": attrDictSetDefault,
		"update":     attrDictUpdate,
		"clear": func(d *AttrDict, _ *starlark.Thread, _ starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
			if d.readonly {
				return nil, noAttr(d, "clear")
			}
			for _, name := range d.names() {
				d.del(name)
			}
			return starlark.None, nil
		},
	} {
		attrDictMethods[name] = &NativeMethod{name: name, class: MappingProxy,
			fn: func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
				return fn(self.(*AttrDict), thread, args, kwargs)
			}}
	}
}

func attrDictGet(d *AttrDict, _ *starlark.Thread, args starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
	if len(args) < 1 || len(args) > 2 {
		return nil, exception.New(exception.TypeError, "get expected 1 to 2 arguments, got %d", len(args))
	}
	if name, ok := plainString(args[0]); ok {
		if v, ok := d.get(name); ok {
			return v, nil
		}
	}
	if len(args) == 2 {
		return args[1], nil
	}
	return starlark.None, nil
}

func attrDictPop(d *AttrDict, _ *starlark.Thread, args starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
	if len(args) < 1 || len(args) > 2 {
		return nil, exception.New(exception.TypeError, "pop expected 1 to 2 arguments, got %d", len(args))
	}
	if name, ok := plainString(args[0]); ok {
		if v, ok := d.get(name); ok {
			return v, d.DeleteKey(args[0])
		}
	}
	if len(args) == 2 {
		return args[1], nil
	}
	return nil, exception.WithArgs(exception.KeyError, args[0])
}

func attrDictSetDefault(d *AttrDict, _ *starlark.Thread, args starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
	if len(args) < 1 || len(args) > 2 {
		return nil, exception.New(exception.TypeError, "setdefault expected 1 to 2 arguments, got %d", len(args))
	}
	if name, ok := plainString(args[0]); ok {
		if v, ok := d.get(name); ok {
			return v, nil
		}
	}
	v := starlark.Value(starlark.None)
	if len(args) == 2 {
		v = args[1]
	}
	return v, d.SetKey(args[0], v)
}

func attrDictUpdate(d *AttrDict, thread *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if len(args) > 1 {
		return nil, exception.New(exception.TypeError, "update expected at most 1 argument, got %d", len(args))
	}
	if len(args) == 1 {
		env := EnvOf(thread)
		if m, ok := Unwrap(args[0]).(*starlark.Dict); ok {
			if err := EachEntry(env, m, d.SetKey); err != nil {
				return nil, err
			}
		} else if m, ok := Unwrap(args[0]).(starlark.IterableMapping); ok {
			for _, item := range m.Items() {
				if err := d.SetKey(item[0], item[1]); err != nil {
					return nil, err
				}
			}
		} else {
			pairs, err := Elements(env, args[0])
			if err != nil {
				return nil, err
			}
			for i, p := range pairs {
				pair, err := Elements(env, p)
				if err != nil {
					return nil, err
				}
				if len(pair) != 2 {
					return nil, exception.New(exception.ValueError, "dictionary update sequence element #%d has length %d; 2 is required", i, len(pair))
				}
				if err := d.SetKey(pair[0], pair[1]); err != nil {
					return nil, err
				}
			}
		}
	}
	for _, kw := range kwargs {
		if err := d.SetKey(KeywordKey(kw[0]), kw[1]); err != nil {
			return nil, err
		}
	}
	return starlark.None, nil
}

// snapshotMethod is a method of dict that works on a copy.
func snapshotMethod(name string) func(d *AttrDict, thread *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	return func(d *AttrDict, thread *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		f, err := GetAttr(thread, d.Snapshot(), name)
		if err != nil {
			return nil, err
		}
		return callValue(thread, f, args, kwargs)
	}
}

// Owner returns the instance, class or module whose attributes d shows, nil if they
// are of something else.
func (d *AttrDict) Owner() starlark.Value {
	switch s := d.attrStore.(type) {
	case instanceStore:
		return s.Instance
	case classStore:
		return s.Class
	case moduleStore:
		return s.Module
	}
	return nil
}
