package pickle

import (
	"encoding/binary"
	"math"

	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/text"
	"github.com/mpstar/mpstar/internal/wire"
	"go.starlark.net/starlark"
)

// This file writes messages in the form in which they go between processes of the operating system. A message is a table of nodes, each with its
// kind, its parts and references to others by number, and then the roots. It is no program, as Python's pickles are: reading it makes values
// of known kinds and runs nothing. wire_read.go reads it.

// wireVersion is the first byte. All processes of a tree run the same binary, so a form need not outlive it.
const wireVersion = 1

// The forms of a reference.
const (
	refNil uint8 = iota
	refNode
	refNone
	refTrue
	refFalse
	refInt
	refBigInt
	refFloat
	refString
	refText
	refStarBytes
	refBytes
	refNativeFunc
	refNativeClass
	refNamed  // an attribute of a module
	refMethod // of a native class
	refBound  // a builtin of a receiver
	refTuple
	refRange
	refNotImplemented
	refEllipsis
	refAbsent
	refList // containers that a copier has made
	refDict
	refSet
	refSeen
	refPlainInt // of one byte
	refComplex  // two floats
)

// Names finds the module and the name under which scripts find a value that is in no table, such as a function that a module makes for each
// interpreter.
type Names func(v starlark.Value) (module, name string, ok bool)

// A wireWriter writes one message.
type wireWriter struct {
	wire.Encoder
	names   Names
	keep    bool // what cannot go becomes a stand-in
	objects []any
	seen    map[any]int // containers of the plain kind
	nodes   []*node     // of the table being written
	at      []int       // by node.id: its place in nodes, plus one
	defs    []*ClassDef
	defAt   map[*ClassDef]int
	check   func() error
	count   int
	err     error
}

// turnEvery is how many values are written or read between two looks whether to go on.
const turnEvery = 1024

// turn counts a value, asks now and then whether to go on, and keeps what has been written in pieces.
func (w *wireWriter) turn() bool {
	if w.count++; w.count%turnEvery != 0 {
		return w.err == nil
	}
	if len(w.B) >= wire.Long {
		w.PutAside()
	}
	if w.check != nil && w.err == nil {
		if err := w.check(); err != nil {
			w.fail(err)
		}
	}
	return w.err == nil
}

// Wire returns the message in the form that goes to another process of the operating system, and the kernel objects that go beside it. A message
// that has come that way is passed on as it is. The error is a TypeError that names what cannot go. The data may refer to long texts rather
// than be copies of them: nobody may change it.
//
// check, which may be nil, is asked now and then whether to go on: an error of it is returned.
func (m *Message) Wire(names Names, check func() error) (data wire.Parts, objects []any, err error) {
	if m.wire != nil {
		return wire.Whole(m.wire.data), m.wire.objects, nil
	}
	w := &wireWriter{Encoder: wire.Encoder{Refer: true}, names: names, check: check}
	w.Byte(wireVersion)
	root, nodes := m.graph()
	w.message([]ref{root}, nodes)
	return w.Data(), w.objects, w.err
}

// Wire returns several values packed by p, as [Message.Wire] does. What cannot go becomes a stand-in.
func (p *Packer) Wire(names Names, roots []Ref, check func() error) (data wire.Parts, objects []any, err error) {
	w := &wireWriter{Encoder: wire.Encoder{Refer: true}, names: names, keep: true, check: check}
	w.Byte(wireVersion)
	refs := make([]ref, len(roots))
	for i, r := range roots {
		refs[i] = r.ref
	}
	w.message(refs, p.count)
	return w.Data(), w.objects, w.err
}

// FromWire makes a message of what Wire returned in another process. Nothing of it is looked at before it is unpacked. drop gives back the
// objects if it never is.
func FromWire(data []byte, objects []any, drop func()) *Message {
	m := &Message{wire: &wireForm{data, objects}, size: len(data)}
	if drop != nil {
		m.drop = []func(){drop}
	}
	return m
}

func (w *wireWriter) message(roots []ref, count int) {
	w.table(roots, count)
	// The definitions of classes, each a table of its own, which may ask for others.
	body := w.Encoder
	defs := wire.Encoder{Refer: true}
	for i := 0; i < len(w.defs); i++ {
		w.Encoder = wire.Encoder{Refer: true}
		w.table([]ref{w.defs[i].root}, w.defs[i].nodes)
		defs.Parts(w.Data())
	}
	w.Encoder = body
	w.Count(len(w.defs))
	w.Append(defs.Data())
}

// table writes the nodes that the roots lead to, and the roots.
func (w *wireWriter) table(roots []ref, count int) {
	w.nodes, w.at = nil, make([]int, count)
	number := w.Mark() // known only at the end, and stands first
	for _, r := range roots {
		w.visit(r)
	}
	for i := 0; i < len(w.nodes) && w.turn(); i++ {
		w.node(w.nodes[i])
	}
	w.Count(len(roots))
	for _, r := range roots {
		w.ref(r)
	}
	w.SetMark(number, uint64(len(w.nodes)))
}

func (w *wireWriter) visit(r ref) {
	if r.n != nil && w.at[r.n.id] == 0 {
		w.nodes = append(w.nodes, r.n)
		w.at[r.n.id] = len(w.nodes)
	}
}

func (w *wireWriter) refs(rs []ref) {
	w.Count(len(rs))
	for _, r := range rs {
		if !w.turn() {
			return
		}
		w.ref(r)
	}
}

func (w *wireWriter) ref(r ref) {
	if r.n != nil {
		w.visit(r)
		w.Byte(refNode)
		w.Uint(uint64(w.at[r.n.id] - 1))
		return
	}
	if r.v == nil {
		w.Byte(refNil)
		return
	}
	w.value(r.v, 0)
}

// value writes an atom, or a container that a copier has made.
func (w *wireWriter) value(v starlark.Value, depth int) {
	if depth > maxDepth {
		w.fail(exception.New(exception.RecursionError, "maximum recursion depth exceeded while pickling an object"))
		return
	}
	switch v := v.(type) {
	case starlark.NoneType:
		w.Byte(refNone)
	case starlark.Bool:
		if v {
			w.Byte(refTrue)
		} else {
			w.Byte(refFalse)
		}
	case starlark.Int:
		if n, ok := v.Int64(); ok {
			w.Byte(refInt)
			w.B = binary.AppendVarint(w.B, n)
			return
		}
		b := v.BigInt()
		w.Byte(refBigInt)
		w.Bool(b.Sign() < 0)
		w.String(string(b.Bytes()))
	case starlark.Float:
		w.Byte(refFloat)
		w.B = binary.LittleEndian.AppendUint64(w.B, math.Float64bits(float64(v)))
	case starlark.String:
		w.Byte(refString)
		w.String(string(v))
	case *text.Text:
		w.Byte(refText)
		w.String(v.GoString())
	case starlark.Bytes:
		w.Byte(refStarBytes)
		w.String(string(v))
	case text.Bytes:
		w.Byte(refBytes)
		w.String(string(v))
	case *starlark.Builtin:
		w.builtin(v, depth)
	case *object.Class:
		if name, ok := object.NativeNameOf(v); ok {
			w.Byte(refNativeClass)
			w.native(name)
			return
		}
		w.other(v)
	case *object.NativeMethod:
		if name, ok := object.NativeNameOf(v.Class()); ok {
			w.Byte(refMethod)
			w.native(name)
			w.String(v.Name())
			return
		}
		w.other(v)
	case starlark.Tuple:
		w.Byte(refTuple)
		w.Count(len(v))
		for i := 0; i < len(v) && w.turn(); i++ {
			w.value(v[i], depth+1)
		}
	case *starlark.List:
		if w.again(v) {
			return
		}
		w.Byte(refList)
		w.Count(v.Len())
		for i := 0; i < v.Len() && w.turn(); i++ {
			w.value(v.Index(i), depth+1)
		}
	case *starlark.Dict:
		if w.again(v) {
			return
		}
		w.Byte(refDict)
		w.Count(v.Len())
		for k, e := range v.Entries() {
			if !w.turn() {
				return
			}
			w.value(k, depth+1)
			w.value(e, depth+1)
		}
	case *starlark.Set:
		if w.again(v) {
			return
		}
		w.Byte(refSet)
		w.Count(v.Len())
		for e := range v.Elements() {
			if !w.turn() {
				return
			}
			w.value(e, depth+1)
		}
	default:
		switch {
		case v == object.NotImplemented:
			w.Byte(refNotImplemented)
		case v == object.Ellipsis:
			w.Byte(refEllipsis)
		default:
			w.other(v)
		}
	}
}

// again writes a reference to a container that has been written, and otherwise numbers it.
func (w *wireWriter) again(v starlark.Value) bool {
	if n, ok := w.seen[v]; ok {
		w.Byte(refSeen)
		w.Uint(uint64(n))
		return true
	}
	if w.seen == nil {
		w.seen = make(map[any]int)
	}
	w.seen[v] = len(w.seen)
	return false
}

func (w *wireWriter) native(name object.NativeName) {
	w.String(name.Name)
	w.Int(name.N)
}

func (w *wireWriter) builtin(b *starlark.Builtin, depth int) {
	if recv := b.Receiver(); recv != nil {
		w.Byte(refBound)
		w.String(b.Name())
		w.value(recv, depth+1)
		return
	}
	if name, ok := object.NativeNameOf(b); ok {
		w.Byte(refNativeFunc)
		w.native(name)
		return
	}
	w.other(b)
}

// A span is a range of integers: its Start, Stop and Step.
type span interface {
	Start() int
	Stop() int
	Step() int
}

// other writes a value that only its name tells from others, or a stand-in for it.
func (w *wireWriter) other(v starlark.Value) {
	if r, ok := v.(span); ok && object.TypeName(v) == "range" {
		w.Byte(refRange)
		w.Int(r.Start())
		w.Int(r.Stop())
		w.Int(r.Step())
		return
	}
	if c, ok := v.(interface{ Complex() complex128 }); ok {
		w.Byte(refComplex)
		w.B = binary.LittleEndian.AppendUint64(w.B, math.Float64bits(real(c.Complex())))
		w.B = binary.LittleEndian.AppendUint64(w.B, math.Float64bits(imag(c.Complex())))
		return
	}
	if w.names != nil {
		if module, name, ok := w.names(v); ok {
			w.Byte(refNamed)
			w.String(module)
			w.String(name)
			return
		}
	}
	w.absent(object.TypeName(v))
}

// absent writes a stand-in for what cannot go.
func (w *wireWriter) absent(kind string) {
	if !w.keep {
		w.fail(exception.New(exception.TypeError, "cannot pickle '%s' object: it cannot go to another process of the operating system", kind))
	}
	w.Byte(refAbsent)
	w.String(kind)
}

func (w *wireWriter) fail(err error) {
	if w.err == nil {
		w.err = err
	}
}
