package object

import (
	"math/rand/v2"
	"strings"
	"sync/atomic"

	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/exception"
)

// A ClassID names a user class in the whole process tree. A class that is rebuilt
// in another interpreter keeps it.
type ClassID struct{ Process, Serial uint64 }

// classProcess and classSerial make ClassIDs: one random number for the OS
// process, and a count.
var (
	classProcess = rand.Uint64()
	classSerial  atomic.Uint64
)

// A ClassDef is what a user class is made of.
type ClassDef struct {
	Name, Qualname, Module string

	Bases []*Class // object if empty
	Meta  *Class   // nil for the one that follows from the bases
	// Attrs are the attributes in order, among them __doc__ and __slots__.
	Attrs *Namespace
	// ID is the identity; zero for a new one.
	ID ClassID

	cell *Cell // __class__ of the methods, to be set as soon as there is a class
}

// NewUserClass makes a class and runs no script code: neither __set_name__ nor
// __init_subclass__ nor a metaclass is called. The Attrs may be nil and set later with
// [Class.SetOwn].
func NewUserClass(env *Env, def ClassDef) (*Class, error) {
	c := &Class{name: def.Name, qualname: def.Qualname, module: def.Module, env: env, id: def.ID, bases: def.Bases}
	if c.qualname == "" {
		c.qualname = c.name
	}
	if c.id == (ClassID{}) {
		c.id = ClassID{classProcess, classSerial.Add(1)}
	}
	if len(c.bases) == 0 {
		c.bases = []*Class{ObjectType}
	}
	c.kind = instanceKind(c.name)
	for _, b := range c.bases {
		if b.final {
			return nil, exception.New(exception.TypeError, "type '%s' is not an acceptable base type", b.FullName())
		}
		if b.env != nil && b.env != env {
			panic("object: base class of another interpreter")
		}
		if b.value != nil {
			if c.value != nil && c.value != b.value {
				return nil, exception.New(exception.TypeError, "multiple bases have instance lay-out conflict")
			}
			c.value = b.value
		}
	}
	meta, err := metaclassOf(def.Meta, c.bases)
	if err != nil {
		return nil, err
	}
	if meta != TypeType {
		c.meta = meta
	}
	if c.mro, err = linearize(c, c.bases); err != nil {
		return nil, err
	}
	c.create = c.creator()
	c.slots = make(map[string]*slot)
	if def.Attrs != nil {
		if err := c.fill(def.Attrs); err != nil {
			return nil, err
		}
	}
	c.overrides = findOverrides(c)
	env.version++
	env.changes++
	for _, b := range c.bases {
		if b.env != nil {
			b.subs = append(b.subs, c)
			continue
		}
		if env.subclasses == nil {
			env.subclasses = make(map[*Class][]*Class)
		}
		env.subclasses[b] = append(env.subclasses[b], c)
	}
	return c, nil
}

// fill stores the attributes of a class body.
func (c *Class) fill(ns *Namespace) error {
	for _, name := range ns.names {
		v := ns.values[name]
		switch name {
		case "__qualname__":
			if s, ok := plainString(v); ok {
				c.qualname = s
				continue
			}
			return exception.New(exception.TypeError, "type __qualname__ must be a str, not %s", TypeName(v))
		case "__module__":
			if s, ok := plainString(v); ok {
				c.module = s
				continue
			}
		case "__slots__":
			if err := c.declareSlots(v); err != nil {
				return err
			}
		case "__new__":
			if f, ok := v.(*starlark.Function); ok {
				v = &StaticMethod{Func: f}
			}
		case "__init_subclass__", "__class_getitem__":
			if f, ok := v.(*starlark.Function); ok {
				v = &ClassMethod{Func: f}
			}
		}
		s := &slot{name: name, value: v, owner: c, kind: kindOf(v)}
		c.slots[name] = s
		c.order = append(c.order, s)
	}
	if c.slots["__eq__"] != nil && c.slots["__hash__"] == nil {
		s := &slot{name: "__hash__", value: starlark.None, owner: c}
		c.slots["__hash__"] = s
		c.order = append(c.order, s)
	}
	return nil
}

// declareSlots handles __slots__: instances take no other attributes then, unless
// a base class lets them.
func (c *Class) declareSlots(v starlark.Value) error {
	names := make(map[string]bool)
	if s, ok := plainString(v); ok {
		names[Mangle(c.name, s)] = true
	} else {
		elems, err := Elements(c.env, v)
		if err != nil {
			return err
		}
		for _, e := range elems {
			s, ok := plainString(e)
			if !ok {
				return exception.New(exception.TypeError, "__slots__ items must be strings, not '%s'", TypeName(e))
			}
			names[Mangle(c.name, s)] = true
		}
	}
	if names["__dict__"] {
		return nil
	}
	for _, b := range c.mro[1:] {
		if b == ObjectType || b.env == nil && b.value != nil {
			continue
		}
		if b.allowed == nil {
			return nil // a base without __slots__ gives instances a __dict__
		}
		for name := range b.allowed {
			names[name] = true
		}
	}
	c.allowed = names
	return nil
}

// Mangle returns the true name of an attribute that is written in a class: of __x in class C it is _C__x.
func Mangle(class, name string) string {
	if !strings.HasPrefix(name, "__") || strings.HasSuffix(name, "__") {
		return name
	}
	if class = strings.TrimLeft(class, "_"); class == "" {
		return name
	}
	return "_" + class + name
}

// metaclassOf returns the most derived of the wanted metaclass and those of the bases.
func metaclassOf(want *Class, bases []*Class) (*Class, error) {
	meta := want
	if meta == nil {
		meta = TypeType
	}
	for _, b := range bases {
		m := b.Meta()
		switch {
		case meta.IsSubclass(m):
		case m.IsSubclass(meta):
			meta = m
		default:
			return nil, exception.New(exception.TypeError,
				"metaclass conflict: the metaclass of a derived class must be a (non-strict) subclass of the metaclasses of all its bases")
		}
	}
	return meta, nil
}

// ID returns the identity of a user class, zero for a native class.
func (c *Class) ID() ClassID { return c.id }

// Subclasses returns the direct subclasses that scripts of env have made.
func (c *Class) Subclasses(env *Env) []*Class {
	if c.env != nil {
		return c.subs
	}
	return env.subclasses[c]
}

// BuildClass does what a class statement does once its body has run: it asks the
// metaclass for the class, which by default calls __set_name__ of the attributes
// and __init_subclass__ of the bases.
func BuildClass(thread *starlark.Thread, def ClassDef, kwargs []starlark.Tuple) (starlark.Value, error) {
	env := EnvOf(thread)
	meta, err := metaclassOf(def.Meta, def.Bases)
	if err != nil {
		return nil, err
	}
	def.Meta = meta
	if meta.env == nil {
		return finishClass(thread, env, def, kwargs)
	}
	// A metaclass that a script wrote sees name, bases and namespace as values.
	bases := make(starlark.Tuple, len(def.Bases))
	for i, b := range def.Bases {
		bases[i] = b
	}
	ns := starlark.NewDict(len(def.Attrs.names) + 2)
	ns.SetKey(starlark.String("__module__"), textValue(def.Module))
	ns.SetKey(starlark.String("__qualname__"), textValue(def.Qualname))
	for _, name := range def.Attrs.names {
		ns.SetKey(textValue(name), def.Attrs.values[name])
	}
	if len(def.Attrs.annotations) > 0 {
		notes, err := evaluate(thread, def.Attrs.annotations)
		if err != nil {
			return nil, err
		}
		ns.SetKey(starlark.String("__annotations__"), notes)
	}
	return callValue(thread, meta, starlark.Tuple{textValue(def.Name), bases, ns}, kwargs)
}

// finishClass makes the class and calls the hooks that type.__new__ calls.
func finishClass(thread *starlark.Thread, env *Env, def ClassDef, kwargs []starlark.Tuple) (*Class, error) {
	c, err := NewUserClass(env, def)
	if err != nil {
		return nil, err
	}
	if def.cell != nil {
		def.cell.SetValue(c)
	}
	for _, s := range append([]*slot(nil), c.order...) {
		if d, ok := s.ready().value.(*Instance); ok {
			if set := d.class.find("__set_name__"); set != nil {
				if _, err := callSlot(thread, set, d, c, textValue(s.name)); err != nil {
					return nil, err
				}
			}
		}
	}
	if c.meta != nil && c.meta.IsSubclass(ABCMeta) {
		if err := c.collectAbstract(thread); err != nil {
			return nil, err
		}
	}
	for _, b := range c.mro[1:] {
		if b.derive != nil {
			if err := b.derive(thread, c, kwargs); err != nil {
				return nil, err
			}
			return c, nil
		}
		if s := b.made().slots["__init_subclass__"]; s != nil {
			f, err := s.bindClass(env, c)
			if err != nil {
				return nil, err
			}
			_, err = callValue(thread, f, nil, kwargs)
			return c, err
		}
	}
	return c, nil
}

// newType is type(name, bases, dict, **kwargs) for the metaclass meta.
func newType(thread *starlark.Thread, meta *Class, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if len(args) == 1 && meta == TypeType && len(kwargs) == 0 {
		return TypeOf(args[0]), nil
	}
	if len(args) != 3 {
		if meta == TypeType {
			return nil, exception.New(exception.TypeError, "type() takes 1 or 3 arguments")
		}
		return nil, exception.New(exception.TypeError, "type.__new__() takes exactly 3 arguments (%d given)", len(args))
	}
	env := EnvOf(thread)
	name, ok := plainString(args[0])
	if !ok {
		return nil, exception.New(exception.TypeError, "type.__new__() argument 1 must be str, not %s", TypeName(args[0]))
	}
	tuple, ok := args[1].(starlark.Tuple)
	if !ok {
		return nil, exception.New(exception.TypeError, "type.__new__() argument 2 must be tuple, not %s", TypeName(args[1]))
	}
	def := ClassDef{Name: name, Module: "__main__", Meta: meta, Attrs: NewNamespace()}
	for _, b := range tuple {
		c, ok := b.(*Class)
		if !ok {
			return nil, exception.New(exception.TypeError, "bases must be types")
		}
		def.Bases = append(def.Bases, c)
	}
	switch d := Unwrap(args[2]).(type) {
	case *starlark.Dict:
		err := EachEntry(env, d, func(k, v starlark.Value) error {
			key, ok := plainString(k)
			if !ok {
				return exception.New(exception.TypeError, "type.__new__() argument 3 must have str keys, not %s", TypeName(k))
			}
			def.Attrs.Set(key, v)
			return nil
		})
		if err != nil {
			return nil, err
		}
	case *AttrDict:
		for _, key := range d.names() {
			if v, ok := d.get(key); ok {
				def.Attrs.Set(key, v)
			}
		}
	default:
		return nil, exception.New(exception.TypeError, "type.__new__() argument 3 must be dict, not %s", TypeName(args[2]))
	}
	return finishClass(thread, env, def, kwargs)
}

// ClassVersion is a number that grows when a class of the interpreter is made or
// any attribute of one changes.
func (e *Env) ClassVersion() uint64 { return e.changes }
