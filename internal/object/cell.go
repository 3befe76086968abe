package object

import (
	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/exception"
)

// A Cell holds a variable that an inner function shares. Its attribute v is the
// value.
type Cell struct {
	name  string
	value starlark.Value // nil while unbound
}

// NewCell returns a cell for the variable name; v is nil while it is unbound.
func NewCell(name string, v starlark.Value) *Cell { return &Cell{name: name, value: v} }

// Name returns the variable's name.
func (c *Cell) Name() string { return c.name }

// Value returns the variable's value, nil while it is unbound.
func (c *Cell) Value() starlark.Value { return c.value }

// SetValue binds the variable; nil unbinds it.
func (c *Cell) SetValue(v starlark.Value) { c.value = v }

// Attr returns the value as the attribute v.
func (c *Cell) Attr(name string) (starlark.Value, error) {
	if c.value != nil && (name == "v" || name == "cell_contents") {
		return c.value, nil
	}
	switch name {
	case "v":
		return nil, exception.New(exception.UnboundLocalError,
			"cannot access local variable '%s' where it is not associated with a value", c.name)
	case "cell_contents":
		return nil, exception.New(exception.ValueError, "Cell is empty")
	}
	return nil, noAttr(c, name)
}

// AttrNames returns the names of the cell's attributes.
func (c *Cell) AttrNames() []string { return []string{"cell_contents"} }

// SetField sets the value.
func (c *Cell) SetField(name string, v starlark.Value) error {
	if name != "v" && name != "cell_contents" {
		return noAttr(c, name)
	}
	c.value = v
	return nil
}

// clear unbinds the variable, as del does.
func (c *Cell) Clear() error {
	if c.value == nil {
		_, err := c.Attr("v")
		return err
	}
	c.value = nil
	return nil
}

func (c *Cell) String() string        { return addressRepr("cell", c) }
func (c *Cell) Type() string          { return "cell" }
func (c *Cell) Freeze()               {}
func (c *Cell) Truth() starlark.Bool  { return true }
func (c *Cell) Hash() (uint32, error) { return hashPointer(c), nil }
