package multiprocessing

import (
	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/pickle"
	"go.starlark.net/starlark"
)

// rebuildProxy is what the pickle of a proxy calls.
var rebuildProxy starlark.Value

// peerGlobal returns what names of this package mean in pickles of peers, beside what they mean anywhere.
func peerGlobal(module, name string) starlark.Value { return nil }

// reduceForPeer says how the objects of this package go to another program.
func (st *state) reduceForPeer(thread *starlark.Thread, v starlark.Value) (*pickle.Reduction, error) {
	if i, ok := v.(*object.Instance); ok {
		switch i.Native.(type) {
		case *connection, *listener:
			return nil, exception.New(exception.TypeError, "cannot send a '%s' object to another program", object.TypeName(v))
		}
	}
	return nil, nil
}
