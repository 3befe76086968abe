package multiprocessing

import (
	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/params"
	"github.com/mpstar/mpstar/internal/pickle"
	"go.starlark.net/starlark"
)

// This file defines Listener, which waits for connections from other programs.

// A listener is the native state of a Listener.
type listener struct {
	ln   *listening
	key  starlark.Value
	last starlark.Value
}

// Transfer implements [pickle.Transferer]: a child accepts at the same address.
func (l *listener) Transfer(*pickle.Packer) (pickle.Import, error) {
	ln, key := l.ln, l.key
	return func(*pickle.Unpacker) (any, error) { return &listener{ln, key, starlark.None}, nil }, nil
}

var listenerParams = params.Method("Listener.__init__", "address=, family=, backlog=, authkey=")

var listenerClass = object.Later(func() *object.Class {
	return object.NewClass(object.Spec{
		Name: "Listener", Module: "multiprocessing.connection",
		Doc: "Waits for connections from other programs.",
		Methods: map[string]object.Method{
			"__init__": listenerInit,
			"accept":   listenerAccept,
			"close":    listenerClose,
			"__enter__": func(_ *starlark.Thread, self starlark.Value, _ starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
				return self, nil
			},
			"__exit__": func(thread *starlark.Thread, self starlark.Value, _ starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
				return listenerClose(thread, self, nil, nil)
			},
		},
		Properties: map[string]object.Property{
			"address": {Get: func(_ *starlark.Thread, self starlark.Value) (starlark.Value, error) {
				l, err := listenerOf(self)
				if err != nil {
					return nil, err
				}
				if l.ln == nil {
					return nil, noAttribute(starlark.None, "_address")
				}
				return l.ln.address, nil
			}},
			"last_accepted": {Get: func(_ *starlark.Thread, self starlark.Value) (starlark.Value, error) {
				l, err := listenerOf(self)
				if err != nil {
					return nil, err
				}
				if l.ln == nil {
					return nil, noAttribute(starlark.None, "_last_accepted")
				}
				return l.last, nil
			}},
		},
	})
})

func listenerOf(self starlark.Value) (*listener, error) {
	if i, ok := self.(*object.Instance); ok {
		if l, ok := i.Native.(*listener); ok {
			return l, nil
		}
	}
	return nil, noAttribute(self, "_listener")
}

func listenerInit(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	a, err := listenerParams.Bind(args, kwargs)
	if err != nil {
		return nil, err
	}
	st := stateOf(thread)
	at, err := st.addressFor(given(a[0], starlark.None), given(a[1], starlark.None), true)
	if err != nil {
		return nil, err
	}
	if a[2] != nil {
		if _, err := smallInt(a[2]); err != nil {
			return nil, err
		}
	}
	key, err := authKey(given(a[3], starlark.None))
	if err != nil {
		return nil, err
	}
	ln, err := st.listen(at, key)
	if err != nil {
		return nil, err
	}
	self.(*object.Instance).Native = &listener{ln: ln, key: given(a[3], starlark.None), last: starlark.None}
	return starlark.None, nil
}

func listenerAccept(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if err := bare("Listener.accept", args, kwargs); err != nil {
		return nil, err
	}
	l, err := listenerOf(self)
	if err != nil {
		return nil, err
	}
	if l.ln == nil {
		return nil, exception.New(exception.OSError, "listener is closed")
	}
	i, peer, err := l.ln.accept(thread)
	if err != nil {
		return nil, err
	}
	l.last = peer
	return i, nil
}

func listenerClose(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if err := bare("Listener.close", args, kwargs); err != nil {
		return nil, err
	}
	l, err := listenerOf(self)
	if err != nil {
		return nil, err
	}
	if ln := l.ln; ln != nil {
		l.ln = nil
		stateOf(thread).letGo(ln)
		ln.Close()
	}
	return starlark.None, nil
}
