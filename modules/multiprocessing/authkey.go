package multiprocessing

import (
	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/pickle"
	"github.com/mpstar/mpstar/internal/text"
	"go.starlark.net/starlark"
)

// authenticationString is the class of authkeys: bytes that go to the processes that this one starts, and nowhere else.
var authenticationString = object.Later(func() *object.Class {
	return object.NewClass(object.Spec{
		Name: "AuthenticationString", Module: "multiprocessing.process", Bases: []*object.Class{object.BytesType}, Scripted: true,
		Doc: "The key that a process shares with those it starts.",
		Methods: map[string]object.Method{
			"__reduce__": func(_ *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
				return nil, exception.New(exception.TypeError, "Pickling an %s object is disallowed for security reasons", object.TypeName(self))
			},
		},
	})
})

func init() { pickle.RegisterReducing(authenticationString) }

func newAuthenticationString(env *object.Env, key []byte) *object.Instance {
	i := object.NewInstance(env, authenticationString.Get())
	i.Native = text.Bytes(key)
	return i
}

// authKey checks the authkey of Listener and Client. None is no key.
func authKey(v starlark.Value) (string, error) {
	if v == starlark.None {
		return "", nil
	}
	if key, ok := bytesOnly(v); ok {
		return key, nil
	}
	return "", exception.New(exception.TypeError, "authkey should be a byte string")
}

// bytesOnly returns what a value of type bytes, or of a class derived from it, holds.
func bytesOnly(v starlark.Value) (string, bool) {
	switch b := object.Unwrap(v).(type) {
	case text.Bytes:
		return string(b), true
	case starlark.Bytes:
		return string(b), true
	}
	return "", false
}
