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
		name := r.native()
		if f := object.NativeFunc(name); f != nil {
			return f
		}
		r.fail("an unknown function, " + name.Name)
	case refNativeClass:
		name := r.native()
		if c := object.NativeClass(name); c != nil {
			return c
		}
		r.fail("an unknown class, " + name.Name)
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
