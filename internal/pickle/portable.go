package pickle

import (
	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/wire"
	"go.starlark.net/starlark"
)

// A Portable is a native value on its way in a form that can also go to another process of the operating system: what it is made of, and the
// name of the Loader that makes it. It does not change once it is packed.
type Portable struct {
	Kind    string
	Data    []byte
	Refs    []Ref
	Objects []any // of the kernel
}

// A Loader makes the receiver's native, or value, of a Portable of its kind. The Portable may have come from another process: the Loader checks
// what it finds in it, by [Portable.Ref], [Portable.Object] and the like. It may be called several times, each time for another receiver.
type Loader func(u *Unpacker, p *Portable) (any, error)

// loaders are complete once the program is initialised.
var loaders = make(map[string]Loader)

// Register names the Loader of a kind, which begins with the name of the package. It is called while the program is being initialised.
func Register(kind string, load Loader) {
	if loaders[kind] != nil {
		panic("pickle: two loaders of kind " + kind)
	}
	loaders[kind] = load
}

// Portable ends a Transfer: the value goes as what the registered Loader of that kind makes of the parts.
func (p *Packer) Portable(kind string, data []byte, refs []Ref, objects ...any) (Import, error) {
	load := loaders[kind]
	if load == nil {
		panic("pickle: no loader of kind " + kind)
	}
	x := &Portable{kind, data, refs, objects}
	p.portable = x
	return func(u *Unpacker) (any, error) { return load(u, x) }, nil
}

// Rename makes the parts that the last Portable was given those of another kind.
func (p *Packer) Rename(kind string) (Import, error) {
	x := p.portable
	return p.Portable(kind, x.Data, x.Refs, x.Objects...)
}

// Value makes the i'th of the values that the Portable brings along.
func (x *Portable) Value(u *Unpacker, i int) (starlark.Value, error) {
	if i >= len(x.Refs) {
		return nil, damaged(x.Kind)
	}
	return u.Value(x.Refs[i])
}

// Whole is Value for one that must be complete before it can be used.
func (x *Portable) Whole(u *Unpacker, i int) (starlark.Value, error) {
	if i >= len(x.Refs) {
		return nil, damaged(x.Kind)
	}
	return u.whole(x.Refs[i].ref)
}

// Object returns the i'th kernel object that x brings along.
func Object[T any](x *Portable, i int) (T, error) {
	var zero T
	if i >= len(x.Objects) {
		return zero, damaged(x.Kind)
	}
	o, ok := x.Objects[i].(T)
	if !ok {
		return zero, damaged(x.Kind)
	}
	return o, nil
}

// Damaged is the error of a Loader for what makes no sense.
func (x *Portable) Damaged() error { return damaged(x.Kind) }

func damaged(what string) error {
	return exception.New(exception.ValueError, "damaged message from another process: %s", what)
}

// Numbers encodes small integers for [Portable.Data].
func Numbers(ns ...int) []byte {
	var w wire.Encoder
	for _, n := range ns {
		w.Int(n)
	}
	return w.B
}

// Numbers decodes what Numbers encoded; there must be n of them.
func (x *Portable) Numbers(n int) ([]int, error) {
	d := wire.NewDecoder(x.Data)
	ns := make([]int, n)
	for i := range ns {
		ns[i] = d.Int()
	}
	if !d.OK() {
		return nil, damaged(x.Kind)
	}
	return ns, nil
}

// Strings encodes texts for [Portable.Data].
func Strings(ss ...string) []byte {
	var w wire.Encoder
	w.Strings(ss)
	return w.B
}

// Strings decodes what Strings encoded; there must be at least n of them.
func (x *Portable) Strings(n int) ([]string, error) {
	d := wire.NewDecoder(x.Data)
	ss := d.Strings()
	if !d.OK() || len(ss) < n {
		return nil, damaged(x.Kind)
	}
	return ss, nil
}
