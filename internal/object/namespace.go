package object

import (
	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/exception"
)

// A Namespace is what a class body assigns into: names with values, in order of
// first assignment.
type Namespace struct {
	names  []string
	values map[string]starlark.Value

	annotations []*annotation
}

// NewNamespace returns an empty namespace.
func NewNamespace() *Namespace { return &Namespace{values: make(map[string]starlark.Value)} }

// Names returns the names in order of first assignment.
func (n *Namespace) Names() []string { return n.names }

// Get returns the value of a name.
func (n *Namespace) Get(name string) (starlark.Value, bool) {
	v, ok := n.values[name]
	return v, ok
}

// Set binds a name.
func (n *Namespace) Set(name string, v starlark.Value) {
	if _, ok := n.values[name]; !ok {
		n.names = append(n.names, name)
	}
	n.values[name] = v
}

// Delete unbinds a name and reports whether it was bound.
func (n *Namespace) Delete(name string) bool {
	if _, ok := n.values[name]; !ok {
		return false
	}
	delete(n.values, name)
	for i, s := range n.names {
		if s == name {
			n.names = append(n.names[:i:i], n.names[i+1:]...)
			break
		}
	}
	return true
}

// Attr returns the value of a name.
func (n *Namespace) Attr(name string) (starlark.Value, error) {
	if v, ok := n.values[name]; ok {
		return v, nil
	}
	return nil, exception.New(exception.NameError, "name '%s' is not defined", name)
}

// AttrNames returns the names.
func (n *Namespace) AttrNames() []string { return n.names }

// SetField binds a name.
func (n *Namespace) SetField(name string, v starlark.Value) error {
	n.Set(name, v)
	return nil
}

func (n *Namespace) String() string        { return addressRepr("namespace", n) }
func (n *Namespace) Type() string          { return "namespace" }
func (n *Namespace) Freeze()               {}
func (n *Namespace) Truth() starlark.Bool  { return true }
func (n *Namespace) Hash() (uint32, error) { return hashPointer(n), nil }
