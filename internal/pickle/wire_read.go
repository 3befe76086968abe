package pickle

import (
	"encoding/binary"
	"math"

	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/text"
	"go.starlark.net/starlark"
)

// This file reads what wire.go writes. The bytes come from another process and may be anything: every length is checked against what is left, every
// number of a node against the table, and what the values are made of against what they can be made of.

// A wireReader takes bytes apart. After the first error it returns zero values.
type wireReader struct {
	b   []byte
	err error
}

func (r *wireReader) fail(what string) {
	if r.err == nil {
		r.err = damaged(what)
		r.b = nil
	}
}

func (r *wireReader) byte() byte {
	if len(r.b) == 0 {
		r.fail("too short")
		return 0
	}
	c := r.b[0]
	r.b = r.b[1:]
	return c
}

func (r *wireReader) bool() bool { return r.byte() != 0 }

func (r *wireReader) uint() uint64 {
	n, size := binary.Uvarint(r.b)
	if size <= 0 {
		r.fail("a number")
		return 0
	}
	r.b = r.b[size:]
	return n
}

func (r *wireReader) int64() int64 {
	n, size := binary.Varint(r.b)
	if size <= 0 {
		r.fail("a number")
		return 0
	}
	r.b = r.b[size:]
	return n
}

func (r *wireReader) int() int { return int(r.int64()) }

// count reads the number of things that follow, each of at least one byte.
func (r *wireReader) count() int {
	n := r.int64()
	if n < 0 || n > int64(len(r.b)) {
		r.fail("a length")
		return 0
	}
	return int(n)
}

func (r *wireReader) bytes() []byte {
	n := r.uint()
	if n > uint64(len(r.b)) {
		r.fail("a length")
		return nil
	}
	b := r.b[:n:n]
	r.b = r.b[n:]
	return b
}

func (r *wireReader) string() string { return string(r.bytes()) }

func (r *wireReader) strings() []string {
	n := r.count()
	if n == 0 {
		return nil
	}
	ss := make([]string, n)
	for i := range ss {
		ss[i] = r.string()
	}
	return ss
}

// A wireMessage is one being read.
type wireMessage struct {
	wireReader
	world   World
	objects []any
	nodes   []*node // of the table being read
	plain   []starlark.Value
	fill    []func() error
	defs    []*ClassDef // made on first mention, filled in at the end
}

// read makes the graph of a message that has come from another process.
func read(world World, data []byte, objects []any) (roots []ref, nodes int, err error) {
	defer func() {
		if r := recover(); r != nil {
			// Values that cannot be what they claim, such as a key that has no hash.
			err = damaged("values")
		}
	}()
	r := &wireMessage{wireReader: wireReader{b: data}, world: world, objects: objects}
	if r.byte() != wireVersion {
		r.fail("version")
	}
	roots, nodes = r.table()
	n := int(r.uint())
	if r.err == nil && (n < 0 || n != len(r.defs) && n > len(r.b)) {
		r.fail("class definitions")
	}
	for i := 0; i < n && r.err == nil; i++ {
		part := r.bytes()
		rest := r.b
		r.b = part
		var rs []ref
		rs, count := r.table()
		if r.err == nil && len(rs) != 1 {
			r.fail("class definition")
		}
		if r.err != nil {
			break
		}
		r.b = rest
		d := r.def(i)
		d.root, d.nodes = rs[0], count
	}
	if r.err == nil && (len(r.b) > 0 || len(r.defs) > n) {
		r.fail("too long")
	}
	return roots, nodes, r.err
}

func (r *wireMessage) def(i int) *ClassDef {
	if i < 0 || i > len(r.defs) {
		r.fail("class definition")
		return &ClassDef{}
	}
	if i == len(r.defs) {
		r.defs = append(r.defs, &ClassDef{})
	}
	return r.defs[i]
}

// table reads nodes and roots.
func (r *wireMessage) table() (roots []ref, count int) {
	n := r.uint()
	if n > uint64(len(r.b)) {
		r.fail("the number of nodes")
		return nil, 0
	}
	count = int(n)
	all := make([]node, count)
	r.nodes = make([]*node, count)
	for i := range all {
		r.nodes[i] = &all[i]
		all[i].id = i
	}
	for i := range all {
		r.node(&all[i])
		if r.err != nil {
			return nil, 0
		}
	}
	return r.refs(), count
}

func (r *wireMessage) refs() []ref {
	n := r.count()
	if n == 0 {
		return nil
	}
	rs := make([]ref, n)
	for i := range rs {
		rs[i] = r.ref()
	}
	return rs
}

func (r *wireMessage) ref() ref {
	switch tag := r.byte(); tag {
	case refNil:
		return ref{}
	case refNode:
		i := r.uint()
		if i >= uint64(len(r.nodes)) {
			r.fail("a node")
			return ref{}
		}
		return ref{n: r.nodes[i]}
	default:
		return ref{v: r.value(tag, 0)}
	}
}

// value reads what wireWriter.value wrote after tag.
func (r *wireMessage) value(tag byte, depth int) starlark.Value {
	if depth > maxDepth {
		r.fail("nesting")
	}
	if r.err != nil {
		return starlark.None
	}
	switch tag {
	case refNone:
		return starlark.None
	case refTrue:
		return starlark.True
	case refFalse:
		return starlark.False
	case refInt:
		return starlark.MakeInt64(r.int64())
	case refBigInt:
		negative := r.bool()
		return bigInt(negative, r.string())
	case refFloat:
		if len(r.b) < 8 {
			r.fail("a float")
			return starlark.None
		}
		f := math.Float64frombits(binary.LittleEndian.Uint64(r.b))
		r.b = r.b[8:]
		return starlark.Float(f)
	case refString:
		return starlark.String(r.string())
	case refText:
		return text.Str(r.string())
	case refStarBytes:
		return starlark.Bytes(r.string())
	case refBytes:
		return text.Bytes(r.string())
	case refNativeFunc:
		if f := object.NativeFunc(r.native()); f != nil {
			return f
		}
		r.fail("an unknown function")
	case refNativeClass:
		if c := object.NativeClass(r.native()); c != nil {
			return c
		}
		r.fail("an unknown class")
	case refMethod:
		c := object.NativeClass(r.native())
		name := r.string()
		if c != nil {
			if m, ok := c.Lookup(name); ok {
				return m
			}
		}
		r.fail("an unknown method")
	case refNamed:
		module, name := r.string(), r.string()
		if r.err != nil {
			break
		}
		v, err := r.world.Named(module, name)
		if err != nil {
			r.err = err
			break
		}
		return v
	case refBound:
		name := r.string()
		recv := r.value(r.byte(), depth+1)
		if r.err != nil {
			break
		}
		v, err := object.GetAttr(r.world.Thread(), recv, name)
		if err != nil {
			r.fail("a method")
			break
		}
		return v
	case refTuple:
		t := make(starlark.Tuple, r.count())
		for i := range t {
			t[i] = r.value(r.byte(), depth+1)
		}
		return t
	case refList:
		elems := make([]starlark.Value, r.count())
		for i := range elems {
			elems[i] = starlark.None
		}
		list := starlark.NewList(elems)
		r.plain = append(r.plain, list)
		for i := range elems {
			elems[i] = r.value(r.byte(), depth+1)
		}
		return list
	case refDict:
		n := r.count()
		d := starlark.NewDict(n)
		r.plain = append(r.plain, d)
		for range n {
			k := r.value(r.byte(), depth+1)
			v := r.value(r.byte(), depth+1)
			if r.err != nil {
				break
			}
			if d.SetKey(k, v) != nil {
				r.fail("a key")
			}
		}
		return d
	case refSet:
		n := r.count()
		s := starlark.NewSet(n)
		r.plain = append(r.plain, s)
		for range n {
			e := r.value(r.byte(), depth+1)
			if r.err == nil && s.Insert(e) != nil {
				r.fail("an element")
			}
		}
		return s
	case refSeen:
		i := r.uint()
		if i >= uint64(len(r.plain)) {
			r.fail("a reference")
			break
		}
		return r.plain[i]
	case refRange:
		args := starlark.Tuple{starlark.MakeInt(r.int()), starlark.MakeInt(r.int()), starlark.MakeInt(r.int())}
		if r.err != nil {
			break
		}
		v, err := starlark.Call(r.world.Thread(), object.RangeType, args, nil)
		if err != nil {
			r.fail("a range")
			break
		}
		return v
	case refComplex:
		if len(r.b) < 16 {
			r.fail("a complex number")
			break
		}
		re, im := math.Float64frombits(binary.LittleEndian.Uint64(r.b)), math.Float64frombits(binary.LittleEndian.Uint64(r.b[8:]))
		r.b = r.b[16:]
		v, err := starlark.Call(r.world.Thread(), object.ComplexType, starlark.Tuple{starlark.Float(re), starlark.Float(im)}, nil)
		if err != nil {
			r.fail("a complex number")
			break
		}
		return v
	case refNotImplemented:
		return object.NotImplemented
	case refEllipsis:
		return object.Ellipsis
	case refAbsent:
		return &Absent{r.string(), r.world.Env()}
	default:
		r.fail("an unknown form")
	}
	return starlark.None
}

func (r *wireReader) native() object.NativeName {
	name := r.string()
	return object.NativeName{Name: name, N: r.int()}
}

// kidCount is how many parts the nodes of some kinds have.
var kidCount = map[kind]int{methodNode: 2, builtinNode: 1, sliceNode: 3, dictOfNode: 1, reducedNode: 6}

func (r *wireMessage) node(n *node) {
	n.kind = kind(r.byte())
	switch n.kind {
	case listNode, tupleNode, dictNode, setNode, methodNode, sliceNode, dictOfNode, reducedNode:
		n.kids = r.refs()
		if n.kind == dictNode && len(n.kids)%2 != 0 {
			r.fail("a dict")
		}
	case absentNode, moduleNode:
		n.name = r.string()
	case globalNode:
		if n.names = r.strings(); len(n.names) != 2 {
			r.fail("a global")
		}
	case cellNode, builtinNode:
		n.name = r.string()
		n.kids = r.refs()
	case functionNode:
		n.name = r.string()
		n.index = int32(r.int())
		n.names = r.strings()
		n.at = make([]int, r.count())
		for i := range n.at {
			n.at[i] = r.int()
		}
		n.kids = r.refs()
		attrs := &functionAttrs{names: r.strings(), kids: r.refs()}
		if len(n.kids) != len(n.names)+len(n.at) || len(attrs.names) != len(attrs.kids) {
			r.fail("a function")
		}
		if len(attrs.names) > 0 {
			n.atoms = attrs
		}
	case instanceNode, excNode:
		n.names = r.strings()
		n.kids = r.refs()
		n.base = r.ref()
		if r.bool() {
			r.portable(n)
		}
		if len(n.kids) != len(n.names)+1 {
			r.fail("an instance")
		}
		if n.kind == excNode {
			n.atoms = r.exception()
		} else if base := n.base; base != (ref{}) && n.make == nil {
			n.make = func(u *Unpacker) (any, error) { return u.get(base) }
		}
	case classNode:
		n.atoms = r.class()
	case wrapNode:
		n.atoms = wrapper(r.byte())
		n.kids = r.refs()
		want := 1
		if n.atoms == wrapProperty {
			want = 4
		}
		if len(n.kids) != want {
			r.fail("a descriptor")
		}
	case namespaceNode:
		n.names = r.strings()
		n.kids = r.refs()
		if len(n.names) != len(n.kids) {
			r.fail("a namespace")
		}
	case bytearrayNode:
		n.atoms = append([]byte(nil), r.bytes()...)
	case foreignNode:
		r.portable(n)
	default:
		r.fail("a node of an unknown kind")
	}
	if want, ok := kidCount[n.kind]; ok && len(n.kids) != want {
		r.fail("a node")
	}
}

func (r *wireMessage) portable(n *node) {
	p := &Portable{Kind: r.string(), Data: r.bytes()}
	p.Refs = make([]Ref, r.count())
	for i := range p.Refs {
		p.Refs[i] = Ref{r.ref()}
	}
	p.Objects = make([]any, r.count())
	for i := range p.Objects {
		at := r.int()
		if at < 0 || at >= len(r.objects) {
			r.fail("an object")
			return
		}
		p.Objects[i] = r.objects[at]
	}
	load := loaders[p.Kind]
	if load == nil {
		r.fail("unknown kind " + text.Repr(p.Kind))
		return
	}
	n.portable = p
	n.make = func(u *Unpacker) (any, error) { return load(u, p) }
}

func (r *wireMessage) exception() *excParts {
	x := &excParts{args: r.ref(), cause: r.ref(), context: r.ref(), suppress: r.bool(), notes: r.strings(), names: r.strings()}
	x.fields = r.refs()
	if len(x.fields) != len(x.names) {
		r.fail("an exception")
	}
	x.frames = r.frames(0)
	return x
}

// maxOuter bounds how deep comprehensions nest in a traceback.
const maxOuter = 100

func (r *wireMessage) frames(depth int) []object.Frame {
	n := r.count()
	if n == 0 {
		return nil
	}
	if depth > maxOuter {
		r.fail("a traceback")
		return nil
	}
	frames := make([]object.Frame, 0, min(n, 1024))
	for range n {
		if r.err != nil {
			break
		}
		f := object.Frame{File: r.string(), Func: r.string(), Text: r.string()}
		for _, p := range [...]*int{&f.Line, &f.Col, &f.EndCol, &f.OpCol, &f.OpEnd} {
			*p = r.int()
		}
		f.Outer = r.frames(depth + 1)
		frames = append(frames, f)
	}
	return frames
}

func (r *wireMessage) class() *classParts {
	x := &classParts{id: object.ClassID{Process: r.uint(), Serial: r.uint()}, name: r.string()}
	if r.bool() {
		x.def = r.def(r.int())
		return x
	}
	x.qualname, x.module = r.string(), r.string()
	x.bases, x.meta = r.refs(), r.ref()
	x.names, x.values = r.strings(), r.refs()
	if len(x.names) != len(x.values) {
		r.fail("a class")
	}
	return x
}

// arrived makes the graph of a message that is bytes.
func (m *Message) arrived(w World) error {
	if m.wire == nil {
		return nil
	}
	roots, nodes, err := read(w, m.wire.data, m.wire.objects)
	if err == nil && len(roots) != 1 {
		err = damaged("roots")
	}
	if err != nil {
		return err
	}
	m.root, m.nodes = roots[0], nodes
	m.wire = nil
	return nil
}

// ReadWire reads what [Packer.Wire] has written: an unpacker, and the roots for its Value.
func ReadWire(w World, data []byte, objects []any) (*Unpacker, []Ref, error) {
	roots, nodes, err := read(w, data, objects)
	if err != nil {
		return nil, nil, err
	}
	refs := make([]Ref, len(roots))
	for i, r := range roots {
		refs[i] = Ref{r}
	}
	return &Unpacker{World: w, memo: make([]starlark.Value, nodes)}, refs, nil
}

// guard turns a panic over values that cannot be what they claim into an error.
func guard(err *error) {
	if r := recover(); r != nil {
		*err = exception.New(exception.ValueError, "damaged message from another process: %v", r)
	}
}
