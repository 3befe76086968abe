package pickle

import (
	"fmt"

	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/object"
	"go.starlark.net/starlark"
	"go.starlark.net/syntax"
)

// Absent stands in a child for a global of its parent that has no meaning there,
// such as a generator half way through. It can be passed on; any other use fails
// with a RuntimeError.
type Absent struct {
	kind string
	env  *object.Env
}

var (
	_ starlark.HasAttrs    = (*Absent)(nil)
	_ starlark.HasSetField = (*Absent)(nil)
	_ starlark.HasBinary   = (*Absent)(nil)
	_ starlark.Callable    = (*Absent)(nil)
	_ starlark.Sequence    = (*Absent)(nil)
	_ starlark.Mapping     = (*Absent)(nil)
	_ object.Nexter        = (*Absent)(nil)
)

func (a *Absent) String() string       { return fmt.Sprintf("<%s of the parent process>", a.kind) }
func (a *Absent) Type() string         { return a.kind }
func (a *Absent) Freeze()              {}
func (a *Absent) Truth() starlark.Bool { return true }
func (a *Absent) Name() string         { return a.kind }
func (a *Absent) AttrNames() []string  { return nil }

// Hash is by identity, so that a set or dict that holds one can be copied.
func (a *Absent) Hash() (uint32, error) { return uint32(object.ID(a) >> 4), nil }

// Attr fails.
func (a *Absent) Attr(string) (starlark.Value, error) { return nil, a.err() }

// SetField fails.
func (a *Absent) SetField(string, starlark.Value) error { return a.err() }

// Get fails.
func (a *Absent) Get(starlark.Value) (starlark.Value, bool, error) { return nil, false, a.err() }

// Binary fails.
func (a *Absent) Binary(syntax.Token, starlark.Value, starlark.Side) (starlark.Value, error) {
	return nil, a.err()
}

// CallInternal fails.
func (a *Absent) CallInternal(*starlark.Thread, starlark.Tuple, []starlark.Tuple) (starlark.Value, error) {
	return nil, a.err()
}

// Next fails: an absent value is what next() is told about, too.
func (a *Absent) Next(*starlark.Thread) (starlark.Value, bool, error) { return nil, false, a.err() }

// Len fails.
func (a *Absent) Len() int {
	a.env.Raise(a.err())
	return 0
}

// Iterate fails.
func (a *Absent) Iterate() starlark.Iterator {
	a.env.Raise(a.err())
	return starlark.Tuple(nil).Iterate()
}

// Transfer lets a stand-in go on to a grandchild.
func (a *Absent) Transfer(p *Packer) (Import, error) {
	if !p.Keep {
		return nil, a.err()
	}
	return p.Portable("pickle.absent", Strings(a.kind), nil)
}

func init() {
	Register("pickle.absent", func(u *Unpacker, p *Portable) (any, error) {
		s, err := p.Strings(1)
		if err != nil {
			return nil, err
		}
		return &Absent{s[0], u.World.Env()}, nil
	})
}

func (a *Absent) err() error {
	return exception.New(exception.RuntimeError, "this %s belongs to the parent process and cannot be used in a child", a.kind)
}
