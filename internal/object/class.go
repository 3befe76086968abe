package object

import (
	"sync"
	"sync/atomic"

	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/exception"
)

// A Class is a Python class. A user class belongs to one interpreter; a native
// class is immutable once it is made and its package initialised, and all interpreters share
// it.
type Class struct {
	name     string
	qualname string
	module   string
	bases    []*Class
	mro      []*Class // begins with the class itself
	meta     *Class   // nil for type
	env      *Env     // nil for a native class
	id       ClassID  // zero for a native class
	kind     string   // what Instance.Type returns
	final    bool
	scripted bool
	guard    bool
	guards   atomic.Pointer[guard]

	// A native class makes its slots and overrides when they are first looked at: see made.
	unmade  atomic.Bool
	making  sync.Mutex
	recipes []recipe
	slots   map[string]*slot
	order   []*slot // in order of first assignment

	cache        map[string]*slot // what find found while Env.version was cacheVersion
	cacheVersion uint64
	flat         atomic.Pointer[map[string]*slot] // a native class's cache

	subs []*Class // direct subclasses, of a user class

	// value is the engine type (or other native value type) at the root of a
	// class like this one: its instances carry such a value. It is the class
	// itself for int, str, list ...
	value  *Class
	create func(thread *starlark.Thread, cls *Class, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error)
	derive func(thread *starlark.Thread, cls *Class, kwargs []starlark.Tuple) error

	full      string // the name in messages, if it is not name
	overrides *overrides

	annotations []*annotation
	allowed     map[string]bool // the attributes of instances, if __slots__ limits them
}

// A Method is a method of a native class. self is the instance, or for a class
// method the class; for a static method it is nil.
type Method func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error)

// A Property is a computed attribute of a native class. Without Set it is
// read-only; without Del it can't be deleted.
type Property struct {
	Get func(thread *starlark.Thread, self starlark.Value) (starlark.Value, error)
	Set func(thread *starlark.Thread, self, v starlark.Value) error
	Del func(thread *starlark.Thread, self starlark.Value) error
	Doc string
}

// A Spec describes a native class.
type Spec struct {
	Name     string
	Module   string // "builtins" if empty
	Qualname string // Name if empty
	Doc      string
	Bases    []*Class // object if empty
	Meta     *Class   // type if nil

	Methods      map[string]Method
	Static       map[string]Method
	ClassMethods map[string]Method
	Properties   map[string]Property
	Values       map[string]starlark.Value
	// Later, if not nil, adds to these maps when the class is first looked at. It may be called in any goroutine, with the mutex of the class held.
	Later func(s *Spec)

	// New makes an instance of cls, which is the class or a subclass of it. If
	// the result is an instance of cls, __init__ is then called with the same
	// arguments. It is inherited; the default makes an empty Instance.
	New func(thread *starlark.Thread, cls *Class, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error)
	// Derive is called after a script has made cls, a class derived from this
	// one, with the keyword arguments of the class statement. It is inherited.
	Derive func(thread *starlark.Thread, cls *Class, kwargs []starlark.Tuple) error
	// Final classes can't be subclassed.
	Final bool
	// Full classes go by module and name in messages, as those that CPython writes in C: 'array.array' object has no attribute ...
	Full bool
	// Guard classes have an __enter__ and an __exit__ of their own or inherited, in Go, of which the latter does not look at its arguments and
	// returns nothing true: a with statement need not make a function of its body. Classes derived from one are not meant.
	Guard bool
	// Scripted classes are such that CPython has in Python, with all state in attributes of the instance:
	// scripts may set the __class__ of their instances.
	Scripted bool
}

// NewClass returns a new native class. It panics if its bases have no consistent
// order.
func NewClass(spec Spec) *Class {
	c := &Class{name: spec.Name, qualname: spec.Qualname, module: spec.Module, final: spec.Final, scripted: spec.Scripted, guard: spec.Guard, meta: spec.Meta}
	if c.qualname == "" {
		c.qualname = c.name
	}
	if c.module == "" {
		c.module = "builtins"
	}
	c.bases = spec.Bases
	if len(c.bases) == 0 && ObjectType != nil {
		c.bases = []*Class{ObjectType}
	}
	mro, err := linearize(c, c.bases)
	if err != nil {
		panic(err)
	}
	c.mro = mro
	c.kind = instanceKind(c.name)
	if spec.Full {
		c.full = c.module + "." + c.name
	}
	for _, b := range mro[1:] {
		if c.value == nil {
			c.value = b.value
		}
		if c.meta == nil {
			c.meta = b.meta
		}
	}
	c.attach(&spec)
	nameClass(c)
	return c
}

// RegisterType adds to a native class. Packages that know what int or str can do
// call it while they are initialised; afterwards native classes never change.
func RegisterType(c *Class, spec Spec) {
	c.attach(&spec)
}

// made returns c with its slots and overrides. Most of the hundreds of native classes are never looked at in a process, so NewClass and RegisterType
// only note what is to be done.
func (c *Class) made() *Class {
	if c.unmade.Load() {
		c.make()
	}
	return c
}

func (c *Class) make() {
	c.making.Lock() // of a class and then of its bases
	defer c.making.Unlock()
	if !c.unmade.Load() {
		return
	}
	if c.slots == nil {
		c.slots = make(map[string]*slot)
	}
	for _, r := range c.recipes {
		r.follow(c)
	}
	c.recipes = nil
	c.overrides = findOverrides(c)
	c.unmade.Store(false)
}

// later has f called when the slots of a native class are made. It is for the time when packages are initialised.
func (c *Class) later(f func(*Class)) { c.note(recipe{change: f}) }

func (c *Class) note(r recipe) {
	c.recipes = append(c.recipes, r)
	c.flat.Store(nil)
	c.unmade.Store(true)
}

func (c *Class) attach(spec *Spec) {
	if spec.New != nil {
		c.create = spec.New
	}
	if spec.Derive != nil {
		c.derive = spec.Derive
	}
	r := recipe{later: spec.Later}
	if spec.Doc != "" || spec.Methods != nil || spec.Static != nil || spec.ClassMethods != nil || spec.Properties != nil || spec.Values != nil {
		r.parts = &parts{spec.Doc, spec.Methods, spec.Static, spec.ClassMethods, spec.Properties, spec.Values}
	}
	c.note(r)
}

// A recipe is what is to be done when the slots of a native class are made: parts and what later adds to them, or a change.
type recipe struct {
	parts  *parts
	later  func(*Spec)
	change func(*Class)
}

// parts are what a class gets from a Spec.
type parts struct {
	doc                           string
	methods, static, classMethods map[string]Method
	properties                    map[string]Property
	values                        map[string]starlark.Value
}

func (r recipe) follow(c *Class) {
	if r.change != nil {
		r.change(c)
		return
	}
	var p parts
	if r.parts != nil {
		p = *r.parts
	}
	if r.later != nil {
		s := Spec{Name: c.name, Doc: p.doc, Methods: p.methods, Static: p.static, ClassMethods: p.classMethods, Properties: p.properties, Values: p.values}
		r.later(&s)
		p = parts{s.Doc, s.Methods, s.Static, s.ClassMethods, s.Properties, s.Values}
	}
	if p.doc != "" {
		c.setSlot("__doc__", starlark.String(p.doc))
	}
	for _, name := range sortedNames(p.methods) {
		c.setSlot(name, &NativeMethod{name: name, class: c, fn: p.methods[name], operands: slotOperands[name]})
	}
	for _, name := range sortedNames(p.static) {
		c.setSlot(name, &StaticMethod{Func: &NativeMethod{name: name, class: c, fn: p.static[name], static: true}})
	}
	for _, name := range sortedNames(p.classMethods) {
		c.setSlot(name, &ClassMethod{Func: &NativeMethod{name: name, class: c, fn: p.classMethods[name]}})
	}
	for _, name := range sortedNames(p.properties) {
		c.setSlot(name, &nativeProperty{name: name, class: c, Property: p.properties[name]})
	}
	for _, name := range sortedNames(p.values) {
		c.setSlot(name, p.values[name])
	}
}

// creator returns the New that makes instances of c, or nil for plain ones.
func (c *Class) creator() func(*starlark.Thread, *Class, starlark.Tuple, []starlark.Tuple) (starlark.Value, error) {
	for _, b := range c.mro {
		if b.create != nil {
			return b.create
		}
	}
	return nil
}

// Name returns the class's __name__.
func (c *Class) Name() string { return c.name }

// inMessages returns what messages call the class.
func (c *Class) inMessages() string {
	if c.full != "" {
		return c.full
	}
	return c.name
}

// Module returns the class's __module__.
func (c *Class) Module() string { return c.module }

// Qualname returns the class's __qualname__.
func (c *Class) Qualname() string { return c.qualname }

// Bases returns the direct bases. The caller must not change the slice.
func (c *Class) Bases() []*Class { return c.bases }

// MRO returns the class and its ancestors in the order in which attributes are
// looked up. The caller must not change the slice.
func (c *Class) MRO() []*Class { return c.mro }

// Native reports whether c is a native class, which all interpreters share.
func (c *Class) Native() bool { return c.env == nil }

// Env returns the Env of a user class, nil for a native class.
func (c *Class) Env() *Env { return c.env }

// Meta returns the class of c, which is type unless it has a metaclass.
func (c *Class) Meta() *Class {
	if c.meta == nil {
		return TypeType
	}
	return c.meta
}

// FullName returns the name as tracebacks and reprs show it: "ValueError",
// "queue.Empty", "__main__.C".
func (c *Class) FullName() string {
	if c.module == "builtins" || c.module == "" {
		return c.qualname
	}
	return c.module + "." + c.qualname
}

// IsSubclass reports whether of is c or among c's ancestors.
func (c *Class) IsSubclass(of *Class) bool {
	for _, b := range c.mro {
		if b == of {
			return true
		}
	}
	return false
}

// Lookup returns the attribute as it is stored in the class or the first of its
// ancestors that has it: functions and properties are not bound.
func (c *Class) Lookup(name string) (starlark.Value, bool) {
	if s := c.find(name); s != nil {
		return s.value, true
	}
	return nil, false
}

// find returns the slot that an attribute lookup along the MRO meets first, or nil.
func (c *Class) find(name string) *slot {
	if c.env == nil {
		m := c.flat.Load()
		if m == nil {
			m = c.flatten()
		}
		return (*m)[name]
	}
	if c.cacheVersion == c.env.version {
		if s, ok := c.cache[name]; ok {
			return s
		}
	} else {
		clear(c.cache)
		c.cacheVersion = c.env.version
	}
	var found *slot
	for _, b := range c.mro {
		if s := b.made().slots[name]; s != nil {
			if found = s.ready(); found != s {
				return found
			}
			break
		}
	}
	// Misses are cached too. A script can make up any number of names.
	if c.cache == nil || len(c.cache) >= 1024 {
		c.cache = make(map[string]*slot)
	}
	c.cache[name] = found
	return found
}

func (c *Class) flatten() *map[string]*slot {
	m := make(map[string]*slot)
	for i := len(c.mro) - 1; i >= 0; i-- {
		for name, s := range c.mro[i].made().slots {
			m[name] = s
		}
	}
	c.flat.Store(&m)
	return &m
}

// setSlot stores an attribute in the class itself.
func (c *Class) setSlot(name string, v starlark.Value) {
	kind := kindOf(v)
	if c.env != nil {
		c.env.changes++
	}
	if s := c.slots[name]; s != nil {
		s.value, s.kind, s.lazy = v, kind, nil
	} else {
		s := &slot{name: name, value: v, owner: c, kind: kind}
		c.slots[name] = s
		c.order = append(c.order, s)
		if c.env != nil {
			c.env.version++
		}
	}
	if c.env != nil && isDunder(name) {
		c.refresh()
	}
}

// refresh recomputes what a class and its descendants know of their special methods.
func (c *Class) refresh() {
	c.overrides = findOverrides(c)
	for _, s := range c.subs {
		s.refresh()
	}
}

// deleteSlot removes an attribute of the class itself.
func (c *Class) deleteSlot(name string) bool {
	s := c.slots[name]
	if s == nil {
		return false
	}
	delete(c.slots, name)
	for i, o := range c.order {
		if o == s {
			c.order = append(c.order[:i:i], c.order[i+1:]...)
			break
		}
	}
	if c.env != nil {
		c.env.version++
		c.env.changes++
		c.refresh()
	}
	return true
}

func isDunder(name string) bool {
	return len(name) > 4 && name[:2] == "__" && name[len(name)-2:] == "__"
}

// Own calls f for each attribute of the class itself, in order of first
// assignment, until f returns false. The value of one that can't be made is None, and an exception is on the Env.
func (c *Class) Own(f func(name string, v starlark.Value) bool) {
	for _, s := range c.made().order {
		if !f(s.name, s.ready().value) {
			return
		}
	}
}

// SetOwn stores an attribute in a user class without looking for descriptors in
// its metaclass.
func (c *Class) SetOwn(name string, v starlark.Value) error {
	if c.env == nil {
		return exception.New(exception.TypeError, "cannot set '%s' attribute of immutable type '%s'", name, c.name)
	}
	if name == "__slots__" && c.allowed == nil {
		if err := c.declareSlots(v); err != nil {
			return err
		}
	}
	c.setSlot(name, v)
	return nil
}

// SetLazy stores a method in a user class: a function that make returns when the
// method is first looked up. It is for functions whose making takes long and which
// may never be called; the name is no special method's. If make fails it leaves the exception
// with [Env.Raise] and returns nil; it is called again then.
func (c *Class) SetLazy(name string, make func() starlark.Value) {
	c.setSlot(name, starlark.None)
	s := c.slots[name]
	s.kind, s.lazy = functionSlot, make
}

// Freeze, Truth, Hash and Type make a Class a starlark.Value.

func (c *Class) Type() string          { return "type" }
func (c *Class) Freeze()               {}
func (c *Class) Hash() (uint32, error) { return hashPointer(c), nil }
func (c *Class) String() string        { return "<class '" + c.FullName() + "'>" }
