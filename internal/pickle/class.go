package pickle

import (
	"strings"

	"github.com/mpstar/mpstar/internal/object"
	"go.starlark.net/starlark"
)

// This file packs classes. A class has one identity in the whole tree of
// processes: it travels by value to an interpreter that does not have it, and by
// that identity from then on.

// A ClassDef is a class packed by itself, for messages. It is packed once for all
// messages that need it, and unpacked only where the class is not known yet.
type ClassDef struct {
	version uint64
	root    ref
	nodes   int

	// closed says that nothing in the class but other classes can change or be
	// shared with anything outside it, so that it may stand for the class in the
	// snapshot for a new process too.
	closed bool
}

// classParts is a user class, packed.
type classParts struct {
	id       object.ClassID
	name     string
	qualname string
	module   string
	bases    []ref
	meta     ref
	names    []string
	values   []ref
	def      *ClassDef // in place of all but id
}

func (p *Packer) packClass(c *object.Class) (ref, error) {
	if c.Native() {
		return ref{v: c}, nil
	}
	n := p.node(c, classNode)
	p.World.SetClass(c)
	if c != p.only {
		def, err := p.classDef(c)
		if err != nil {
			return ref{}, err
		}
		if p.only != nil || !p.Keep || def.closed {
			n.atoms = &classParts{id: c.ID(), name: c.Name(), qualname: c.Qualname(), module: c.Module(), def: def}
			return ref{n: n}, nil
		}
	}
	x := &classParts{id: c.ID(), name: c.Name(), qualname: c.Qualname(), module: c.Module()}
	n.atoms = x
	for _, b := range c.Bases() {
		r, err := p.at(step{attr: "__bases__"}, b)
		if err != nil {
			return ref{}, err
		}
		x.bases = append(x.bases, r)
	}
	var err error
	if meta := c.Meta(); meta != object.TypeType {
		if x.meta, err = p.at(step{attr: "__class__"}, meta); err != nil {
			return ref{}, err
		}
	}
	c.Own(func(name string, v starlark.Value) bool {
		var r ref
		if r, err = p.at(step{attr: name}, v); err != nil {
			return false
		}
		x.names = append(x.names, name)
		x.values = append(x.values, r)
		return true
	})
	if err == nil {
		err = p.World.Env().Pending()
	}
	return ref{n: n}, err
}

// classDef returns the definition of c as it is now.
func (p *Packer) classDef(c *object.Class) (*ClassDef, error) {
	version := p.World.Env().ClassVersion()
	if def := p.World.ClassDef(c); def != nil && def.version == version {
		return def, nil
	}
	def := &ClassDef{version: version}
	// Recorded first: a class that refers to itself through another ends here.
	p.World.SetClassDef(c, def)
	q := NewPacker(p.World)
	q.Keep, q.only = true, c
	root, err := q.Pack(c)
	def.closed = len(q.drop) == 0
	q.Drop() // it stays for long, and must not keep open what is in the class
	if err != nil {
		return nil, err
	}
	def.root, def.nodes = root.ref, q.count
	for _, n := range q.memo {
		if !n.constant() {
			def.closed = false
			break
		}
	}
	return def, nil
}

// constant reports whether a part of a class is one that never changes.
func (n *node) constant() bool {
	switch n.kind {
	case classNode:
		// Another class that is not closed would bring copies of its own.
		def := n.atoms.(*classParts).def
		return def == nil || def.closed
	case wrapNode:
		return true
	case functionNode:
		return n.atoms == nil
	case cellNode:
		return n.name == "__class__"
	}
	return false
}

func (u *Unpacker) buildClass(n *node) (starlark.Value, error) {
	x := n.atoms.(*classParts)
	if c, ok := u.World.Class(x.id, x.module, x.qualname); ok {
		return c, nil
	}
	if x.def != nil {
		sub := &Unpacker{World: u.World, memo: make([]starlark.Value, x.def.nodes)}
		return sub.value(x.def.root)
	}
	def := object.ClassDef{ID: x.id, Name: x.name, Qualname: x.qualname, Module: x.module}
	for _, r := range x.bases {
		v, err := u.get(r)
		if err != nil {
			return nil, err
		}
		def.Bases = append(def.Bases, v.(*object.Class))
	}
	if x.meta != (ref{}) {
		v, err := u.get(x.meta)
		if err != nil {
			return nil, err
		}
		def.Meta = v.(*object.Class)
	}
	c, err := object.NewUserClass(u.World.Env(), def)
	if err != nil {
		return nil, err
	}
	u.World.SetClass(c)
	u.memo[n.id] = c
	if err := u.fillClass(c, x); err != nil {
		u.World.ForgetClass(c)
		u.memo[n.id] = nil
		return nil, err
	}
	return c, nil
}

func (u *Unpacker) fillClass(c *object.Class, x *classParts) error {
	for i, name := range x.names {
		// A class has many methods and most interpreters call few.
		if r := x.values[i]; r.n != nil && r.n.canWait() && u.memo[r.n.id] == nil && !strings.HasPrefix(name, "__") {
			c.SetLazy(name, func() starlark.Value { return u.method(r) })
			continue
		}
		v, err := u.get(x.values[i])
		if err != nil {
			return err
		}
		if err := c.SetOwn(name, v); err != nil {
			return err
		}
	}
	return nil
}

// canWait reports whether n is a function that brings nothing along that is held until it is received.
func (n *node) canWait() bool {
	if n.kind != functionNode || n.atoms != nil {
		return false
	}
	for _, r := range n.kids {
		if r.n != nil && r.n.kind != classNode && (r.n.kind != cellNode || r.n.name != "__class__") {
			return false
		}
	}
	return true
}

// method makes a method that is called for the first time.
func (u *Unpacker) method(r ref) starlark.Value {
	v, err := u.value(r)
	if err != nil {
		u.World.Env().Raise(err)
		return nil
	}
	return v
}

// buildWrapper makes a staticmethod, classmethod or property.
func (u *Unpacker) buildWrapper(n *node) (starlark.Value, error) {
	fns := make([]starlark.Value, len(n.kids))
	for i, r := range n.kids {
		if r == (ref{}) {
			continue
		}
		v, err := u.get(r)
		if err != nil {
			return nil, err
		}
		fns[i] = v
	}
	switch n.atoms.(wrapper) {
	case wrapStatic:
		return &object.StaticMethod{Func: fns[0]}, nil
	case wrapClass:
		return &object.ClassMethod{Func: fns[0]}, nil
	default:
		return &object.ScriptProperty{Get: fns[0], Set: fns[1], Del: fns[2], Doc: fns[3]}, nil
	}
}
