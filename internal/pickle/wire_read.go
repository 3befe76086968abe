package pickle

import (
	"encoding/binary"
	"math"

	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/pieces"
	"github.com/mpstar/mpstar/internal/text"
	"github.com/mpstar/mpstar/internal/wire"
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
	count   int // for turn
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
	r := &wireMessage{wireReader: wireReader{Decoder: *wire.NewDecoder(data)}, world: world, objects: objects}
	if r.Byte() != wireVersion {
		r.fail("version")
	}
	roots, nodes = r.table()
	n := int(r.Uint())
	if !r.Bad() && (n < 0 || n != len(r.defs) && n > len(r.B)) {
		r.fail("class definitions")
	}
	for i := 0; i < n && !r.Bad(); i++ {
		part := r.Bytes()
		rest := r.B
		r.B = part
		var rs []ref
		rs, count := r.table()
		if !r.Bad() && len(rs) != 1 {
			r.fail("class definition")
		}
		if r.Bad() {
			break
		}
		r.B = rest
		d := r.def(i)
		d.root, d.nodes = rs[0], count
	}
	if !r.Bad() && (len(r.B) > 0 || len(r.defs) > n) {
		r.fail("too long")
	}
	return roots, nodes, r.failure()
}

// turn counts a value and asks now and then whether to go on. It reports false if the reader is bad.
func (r *wireMessage) turn() bool {
	if r.count++; r.count%turnEvery == 0 && r.world != nil {
		if err := r.world.Env().Check(); err != nil {
			r.failed(err)
		}
	}
	return !r.Bad()
}

// check returns what asks whether to go on.
func (r *wireMessage) check() func() error {
	if r.world == nil {
		return nil
	}
	return r.world.Env().Check
}

// text reads a str, which may be long.
func (r *wireMessage) text() starlark.Value {
	s := r.String()
	if r.world == nil {
		return text.Str(s)
	}
	v, err := r.world.Env().Text(s)
	if err != nil {
		r.failed(err)
		return starlark.None
	}
	return v
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
	n := r.Uint()
	if n > uint64(len(r.B)) {
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
		if !r.turn() {
			return nil, 0
		}
	}
	return r.refs(), count
}

func (r *wireMessage) refs() []ref {
	n := r.Count()
	if n == 0 {
		return nil
	}
	rs, err := pieces.Make[ref](n, r.check())
	if err != nil {
		r.failed(err)
	}
	for i := range rs {
		if !r.turn() {
			return nil
		}
		rs[i] = r.ref()
	}
	return rs
}

func (r *wireMessage) ref() ref {
	switch tag := r.Byte(); tag {
	case refNil:
		return ref{}
	case refNode:
		i := r.Uint()
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
	if r.Bad() {
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
		return starlark.MakeInt64(r.Int64())
	case refBigInt:
		negative := r.Bool()
		return bigInt(negative, r.String())
	case refFloat:
		if len(r.B) < 8 {
			r.fail("a float")
			return starlark.None
		}
		f := math.Float64frombits(binary.LittleEndian.Uint64(r.B))
		r.B = r.B[8:]
		return starlark.Float(f)
	case refString:
		return starlark.String(r.String())
	case refText:
		return r.text()
	case refStarBytes:
		return starlark.Bytes(r.String())
	case refBytes:
		return text.Bytes(r.String())
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
		name := r.String()
		if c != nil {
			if m, ok := c.Lookup(name); ok {
				return m
			}
		}
		r.fail("an unknown method")
	case refNamed:
		module, name := r.String(), r.String()
		if r.Bad() {
			break
		}
		v, err := r.world.Named(module, name)
		if err != nil {
			r.failed(err)
			break
		}
		return v
	case refBound:
		name := r.String()
		recv := r.value(r.Byte(), depth+1)
		if r.Bad() {
			break
		}
		v, err := object.GetAttr(r.world.Thread(), recv, name)
		if err != nil {
			r.fail("a method")
			break
		}
		return v
	case refTuple:
		t := make(starlark.Tuple, r.Count())
		for i := 0; i < len(t) && r.turn(); i++ {
			t[i] = r.value(r.Byte(), depth+1)
		}
		return t
	case refList:
		elems := make([]starlark.Value, r.Count())
		for i := range elems {
			elems[i] = starlark.None
		}
		list := starlark.NewList(elems)
		r.plain = append(r.plain, list)
		for i := 0; i < len(elems) && r.turn(); i++ {
			elems[i] = r.value(r.Byte(), depth+1)
		}
		return list
	case refDict:
		n := r.Count()
		d := starlark.NewDict(n)
		r.plain = append(r.plain, d)
		for range n {
			k := r.value(r.Byte(), depth+1)
			v := r.value(r.Byte(), depth+1)
			if !r.turn() {
				break
			}
			if r.world.Env().SetKey(d, k, v) != nil {
				r.fail("a key")
			}
		}
		return d
	case refSet:
		n := r.Count()
		s := starlark.NewSet(n)
		r.plain = append(r.plain, s)
		for range n {
			e := r.value(r.Byte(), depth+1)
			if !r.turn() {
				break
			}
			if r.world.Env().AddTo(s, e) != nil {
				r.fail("an element")
			}
		}
		return s
	case refSeen:
		i := r.Uint()
		if i >= uint64(len(r.plain)) {
			r.fail("a reference")
			break
		}
		return r.plain[i]
	case refRange:
		args := starlark.Tuple{starlark.MakeInt(r.Int()), starlark.MakeInt(r.Int()), starlark.MakeInt(r.Int())}
		if r.Bad() {
			break
		}
		v, err := starlark.Call(r.world.Thread(), object.RangeType, args, nil)
		if err != nil {
			r.fail("a range")
			break
		}
		return v
	case refComplex:
		if len(r.B) < 16 {
			r.fail("a complex number")
			break
		}
		re, im := math.Float64frombits(binary.LittleEndian.Uint64(r.B)), math.Float64frombits(binary.LittleEndian.Uint64(r.B[8:]))
		r.B = r.B[16:]
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
		return &Absent{r.String(), r.world.Env()}
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
