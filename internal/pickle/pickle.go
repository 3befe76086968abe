// Package pickle carries values from one interpreter to another.
//
// [Pack] copies a value into a [Message] that no interpreter can reach, and
// [Message.Unpack] makes the receiver's value of it. Immutable values go by
// reference; mutable ones are copied once, keeping shared references and cycles;
// functions, classes and modules go by name and meet the receiver's own; what
// wraps a kernel object goes as a new handle on it.
//
// A value made only of the engine's own types is copied when it is packed, and
// the copy itself is what the receiver gets. For all others Pack records a graph
// of nodes (node*.go), which Unpack builds (unpack.go). Into another process of the operating system
// the graph goes as bytes ([Message.Wire], [FromWire]: wire*.go).
//
// In files, and where a script asks for bytes, the same values are pickles, byte for byte those of
// CPython. A [Writer] writes protocols 0 to 5, a [Reader] reads them:
//
//	w := pickle.NewWriter(thread, pickle.DefaultProtocol)
//	data, err := w.Pickle(value)      // err says where: "[1]['conn']: cannot pickle ..."
//
//	r := pickle.NewReader(thread, data, nil)
//	r.Find = func(module, name string) (starlark.Value, error) { ... }
//	value, err := r.Read()
//
// The thread may be nil where there is no interpreter. What has no pickle of its own,
// such as a handle on a kernel object, goes through hooks on both sides: the Writer's
// Persistent puts an id in place of a value, of which the Reader's Persistent makes a
// value again; the Writer's Reduce says which call makes an object anew. reduce.go asks
// objects how they are pickled, call.go decides what a pickle may call, state.go gives objects their state.
package pickle

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/text"
	"go.starlark.net/starlark"
)

// A World is what packing and unpacking need of an interpreter. Its methods are
// called by code that holds that interpreter's lock.
type World interface {
	Env() *object.Env
	Thread() *starlark.Thread

	// Class returns this interpreter's copy of the class with this identity, which
	// was made in module under name.
	Class(id object.ClassID, module, name string) (*object.Class, bool)
	// SetClass records the copy, ForgetClass that it could not be made whole.
	SetClass(c *object.Class)
	ForgetClass(c *object.Class)
	// ClassDef returns what SetClassDef recorded of c, or nil.
	ClassDef(c *object.Class) *ClassDef
	SetClassDef(c *object.Class, def *ClassDef)

	// Import returns a module of this interpreter.
	Import(name string) (*object.Module, error)

	// Named is the inverse of Names.
	Named(module, name string) (starlark.Value, error)

	// Plain reports whether a function made from the code at the given place
	// has nothing to bring along, whatever its parts.
	Plain(key string, index int32) bool
	// Function returns this interpreter's function made from the code at the
	// given place. parts is nil if it has neither free variables nor defaults.
	Function(key string, index int32, parts FunctionParts) (*starlark.Function, error)
	// SetFunction says that fn, which has neither free variables nor
	// defaults, exists in this interpreter.
	SetFunction(fn *starlark.Function)
}

// FunctionParts is what a function brings along besides its code.
type FunctionParts interface {
	// Made is called with the function before its free variables are asked
	// for, so that they can refer to it.
	Made(fn *starlark.Function)
	// Free returns a free variable; ok is false if it has no value.
	Free(name string) (v starlark.Value, ok bool, err error)
	// Default returns the default value of the engine's i'th parameter.
	Default(i int) (starlark.Value, error)
}

// A Transferer is a native value, or the Native of an instance, that knows how to
// get into another interpreter. Transfer is called under the sender's lock; the
// Import it returns under the receiver's.
type Transferer interface {
	Transfer(p *Packer) (Import, error)
}

// An Import makes the receiver's value: a starlark.Value, or for an instance its
// Native. It may be called several times, each time for another receiver.
type Import func(u *Unpacker) (any, error)

// A Message is a packed value on its way. It must be unpacked once or dropped.
type Message struct {
	root   ref
	nodes  int    // how many nodes need a place in the memo
	callee Callee // if there is one: root is a tuple whose first element is that function
	size   int
	drop   []func()

	// A message from another process of the operating system is bytes until it is unpacked.
	wire *wireForm

	// Note goes with the message. It means something to those who send and
	// receive it, and nothing here.
	Note string

	// Names are those of the interpreter that the message is from. They are asked only before
	// that interpreter goes on.
	Names Names
}

// A wireForm is bytes, and what kernel objects they refer to. Few messages have one, so it is kept apart.
type wireForm struct {
	data    []byte
	objects []any
}

// Size returns roughly how many bytes the message occupies.
func (m *Message) Size() int { return m.size }

// Inert reports whether the value is made only of the engine's own types, and has not come from another process of the operating system: no operation on it
// runs code of a script.
func (m *Message) Inert() bool { return m.root.n == nil && m.wire == nil && m.callee == (Callee{}) }

// Drop gives back what the message holds and the receiver has not got. It is called in place of Unpack.
func (m *Message) Drop() {
	for _, fn := range m.drop {
		fn()
	}
	m.drop = nil
}

// An Atom is a message of a value that is immutable and refers to nothing: what most messages are. It takes an eighth of a Message's memory.
type Atom struct{ V starlark.Value }

// AtomOf returns the message of v, if v is such a value and no script can have registered a reduction for it.
func AtomOf(v starlark.Value) (a Atom, ok bool) {
	if !isAtom(v) || isBuiltin(v) {
		return Atom{}, false
	}
	return Atom{v}, true
}

// Size returns roughly how many bytes the value occupies.
func (a Atom) Size() int { return atomSize(a.V) }

// Drop does nothing.
func (a Atom) Drop() {}

// Portable returns the message as others are.
func (a Atom) Portable() *Message { return Share(a.V) }

// Share is Pack for what is Shareable, or a tuple of such.
func Share(v starlark.Value) *Message {
	size := 24
	if t, ok := v.(starlark.Tuple); ok {
		for _, e := range t {
			n, _ := Shareable(e)
			size += n
		}
	} else {
		size = atomSize(v)
	}
	return &Message{root: ref{v: v}, size: size}
}

// Pack copies v. Its error is a TypeError that says where in v the part is that
// cannot go: "[1]['conn']: cannot pickle 'generator' object".
func Pack(w World, v starlark.Value) (*Message, error) {
	if r, ok := w.(Reducing); ok {
		if tables := r.Reducers(); tables != nil {
			p := NewPacker(w)
			p.reducers = tables
			return packWith(p, v)
		}
	}
	if isAtom(v) {
		return &Message{root: ref{v: v}, size: atomSize(v)}, nil
	}
	if t, ok := v.(starlark.Tuple); ok && len(t) > 0 {
		if fn, ok := t[0].(*starlark.Function); ok {
			if m, err := packCall(w, fn, t); m != nil || err != nil {
				return m, err
			}
		}
	}
	c := copier{env: w.Env()}
	if cp, ok := c.copy(v, 0); ok {
		return &Message{root: ref{v: cp}, size: c.size}, nil
	} else if c.err != nil {
		return nil, c.err
	}
	return packWith(NewPacker(w), v)
}

func packWith(p *Packer, v starlark.Value) (*Message, error) {
	root, err := p.Pack(v)
	if err != nil {
		p.Drop()
		return nil, err
	}
	return p.Message(root), nil
}

// Unpack makes the receiver's value. If it fails, what the message held is given back.
func (m *Message) Unpack(w World) (starlark.Value, error) {
	if m.callee != (Callee{}) {
		return m.unpackCall(w)
	}
	if m.wire == nil && m.root.n == nil {
		return m.root.v, nil
	}
	u := &Unpacker{World: w}
	whole := false
	defer func() {
		if whole {
			return
		}
		for _, fn := range u.fail {
			fn()
		}
		m.Drop()
	}()
	v, err := m.unpack(u)
	whole = err == nil
	return v, err
}

func (m *Message) unpack(u *Unpacker) (v starlark.Value, err error) {
	if m.wire != nil {
		defer guard(&err)
		if err := m.arrived(u.World); err != nil {
			return nil, err
		}
		if m.root.n == nil {
			if m.root.v == nil {
				return nil, damaged("no value")
			}
			return m.root.v, nil
		}
	}
	u.memo = make([]starlark.Value, m.nodes)
	return u.value(m.root)
}

// A Packer records a graph of values. Values packed by one Packer keep what they
// share.
type Packer struct {
	World World

	// Keep makes values that cannot go into stand-ins that fail when they are
	// used, instead of errors: a child gets all globals of its parent, and
	// seldom uses all.
	Keep bool

	// Fork says that the values go into a new process, which gets copies of what
	// cannot be sent anywhere else, such as the locks of threads.
	Fork bool

	// Elsewhere says that they go into one of the operating system, which opens
	// files of its own: nothing is held open for it but kernel objects.
	Elsewhere bool

	// Local, where it is set, returns what stands for a function, nil if that must be packed: for messages that stay in this process.
	Local func(fn *starlark.Function) *FunctionRef

	reducers []starlark.Value // as Reducing has them

	only   *object.Class // the class to pack by value: this is its ClassDef
	base   *Packer       // what it goes on from, which packs nothing more; or nil
	memo   map[any]*node
	count  int
	size   int
	path   []step
	depth  int
	atoms  int // values that hold nothing, in containers
	drop   []func()
	absent int // how often a value was met that cannot go
	live   int // nodes of other kinds than containers, and nodes that a Part has in common with what was packed before
	floor  int // the first node of the Part that is being packed

	portable *Portable // of the Transfer that has just returned
}

// NewPacker returns an empty packer for values of w.
func NewPacker(w World) *Packer {
	return &Packer{World: w}
}

// A Ref stands for a packed value.
type Ref struct{ ref }

// Atom returns the value itself if there is nothing to unpack.
func (r Ref) Atom() (v starlark.Value, ok bool) {
	return r.v, r.n == nil && r.v != nil && !isStandIn(r.v)
}

// Pack records v.
func (p *Packer) Pack(v starlark.Value) (Ref, error) {
	r, err := p.pack(v)
	return Ref{r}, err
}

// OnDrop registers fn to be called if the message is never received.
func (p *Packer) OnDrop(fn func()) { p.drop = append(p.drop, fn) }

// A Part is what one call of Part has packed.
type Part struct {
	Ref
	from, to int // the nodes

	// Size is roughly how many bytes it takes.
	Size int
	// Apart says that it is nothing but containers that no value packed before has a part in, and what all processes may share: making it later
	// than the rest makes no difference.
	Apart bool
}

// Part is Pack for values of which some may be made later than others.
func (p *Packer) Part(v starlark.Value) (Part, error) {
	holds, size, live := len(p.drop), p.size, p.live
	p.floor = p.count
	r, err := p.pack(v)
	part := Part{Ref: Ref{r}, from: p.floor, to: p.count, Size: p.size - size, Apart: p.live == live && len(p.drop) == holds}
	p.floor = 0
	return part, err
}

// Holds returns how many functions OnDrop has registered.
func (p *Packer) Holds() int { return len(p.drop) }

// Drop gives back what the values packed so far hold, when there will be no
// message.
func (p *Packer) Drop() {
	for _, fn := range p.drop {
		fn()
	}
	p.drop = nil
}

// Message ends packing.
func (p *Packer) Message(root Ref) *Message {
	return &Message{root: root.ref, nodes: p.count, size: p.size, drop: p.drop}
}

// maxDepth bounds nesting: one level takes under 1 KB of Go stack.
const maxDepth = 100_000

// A step is how a value is reached from the one that holds it. It is worded only if
// something cannot go.
type step struct {
	attr  string         // .attr, or
	key   starlark.Value // [key], or
	index int            // [index]
}

// here is the step to a value that has no place of its own in what the script sees.
var here = step{index: -1}

func (s step) String() string {
	switch {
	case s.key != nil:
		if str, ok := text.AsString(s.key); ok {
			return "[" + text.Repr(str) + "]"
		}
		return "[" + s.key.String() + "]"
	case s.attr != "":
		return "." + s.attr
	case s.index < 0:
		return ""
	}
	return "[" + strconv.Itoa(s.index) + "]"
}

func (p *Packer) at(step step, v starlark.Value) (ref, error) {
	if isAtom(v) && p.reducers == nil {
		p.size += atomSize(v)
		if p.atoms++; p.atoms%lookEvery == 0 {
			if err := p.World.Env().Check(); err != nil {
				return ref{}, err
			}
		}
		return ref{v: v}, nil
	}
	p.path = append(p.path, step)
	r, err := p.pack(v)
	if err != nil {
		return ref{}, err
	}
	p.path = p.path[:len(p.path)-1]
	return r, nil
}

// cannot is the error for a value that cannot go, or its stand-in.
func (p *Packer) cannot(v starlark.Value, why string) (ref, error) {
	if why == "" {
		why = fmt.Sprintf("cannot pickle '%s' object", object.TypeName(v))
	}
	if p.Keep {
		p.absent++
		n := p.node(nil, absentNode)
		n.name = object.TypeName(v)
		return ref{n: n}, nil
	}
	var where strings.Builder
	for _, s := range p.path {
		where.WriteString(s.String())
	}
	p.Drop()
	return ref{}, exception.New(exception.TypeError, "%s", why).In(where.String())
}

// refused is cannot for a value that has said why.
func (p *Packer) refused(v starlark.Value, err error) (ref, error) {
	r, failed := p.cannot(v, message(err))
	if own, ok := err.(*exception.Error); ok && failed != nil && own.Kind == exception.NotImplementedError {
		if e, ok := failed.(*exception.Error); ok {
			e.Kind = own.Kind
		}
	}
	return r, failed
}
