package multiprocessing

import (
	"fmt"

	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/params"
	"github.com/mpstar/mpstar/internal/pickle"
	"github.com/mpstar/mpstar/internal/text"
	"go.starlark.net/starlark"
)

// This file is the class Token: what names an object of a manager with an address, in pickles as well.

// A token is what tells of an object on the wire: multiprocessing.managers.Token.
type token struct {
	typeid, ident string
	address       starlark.Value
}

var tokenClass = object.Later(func() *object.Class {
	return object.NewClass(object.Spec{
		Name: "Token", Module: "multiprocessing.managers",
		Methods: map[string]object.Method{
			"__init__": func(_ *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
				a, err := tokenParams.Bind(args, kwargs)
				if err != nil {
					return nil, err
				}
				setToken(self.(*object.Instance), a[0], a[1], a[2])
				return starlark.None, nil
			},
			"__getstate__": func(_ *starlark.Thread, self starlark.Value, _ starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
				return tokenState(self.(*object.Instance)), nil
			},
			"__setstate__": func(_ *starlark.Thread, self starlark.Value, args starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
				if len(args) == 1 {
					if t, ok := args[0].(starlark.Tuple); ok && len(t) == 3 {
						setToken(self.(*object.Instance), t[0], t[1], t[2])
						return starlark.None, nil
					}
				}
				return nil, valueError("a Token's state is a tuple of typeid, address and id")
			},
			"__repr__": func(thread *starlark.Thread, self starlark.Value, _ starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
				var shown [3]string
				for i, v := range tokenState(self.(*object.Instance)) {
					var err error
					if shown[i], err = object.Repr(object.EnvOf(thread), v); err != nil {
						return nil, err
					}
				}
				return text.Str(fmt.Sprintf("Token(typeid=%s, address=%s, id=%s)", shown[0], shown[1], shown[2])), nil
			},
		},
	})
})

var tokenParams = params.Method("Token.__init__", "typeid, address, id")

func init() {
	pickle.RegisterLater(func() { pickle.RegisterClass(tokenClass.Get()) })
}

func setToken(i *object.Instance, typeid, address, id starlark.Value) {
	i.Set("typeid", typeid)
	i.Set("address", address)
	i.Set("id", id)
}

func tokenState(i *object.Instance) starlark.Tuple {
	t := make(starlark.Tuple, 3)
	for n, name := range []string{"typeid", "address", "id"} {
		t[n] = starlark.None
		if v, ok := i.Own(name); ok {
			t[n] = v
		}
	}
	return t
}

func newToken(env *object.Env, typeid string, address starlark.Value, ident string) *object.Instance {
	i := object.NewInstance(env, tokenClass.Get())
	setToken(i, text.Str(typeid), address, text.Str(ident))
	return i
}

func tokenOf(v starlark.Value) (t token, ok bool) {
	i, ok := v.(*object.Instance)
	if !ok || !i.Class().IsSubclass(tokenClass.Get()) {
		return t, false
	}
	s := tokenState(i)
	typeid, ok1 := text.AsString(s[0])
	ident, ok2 := text.AsString(s[2])
	return token{typeid, ident, s[1]}, ok1 && ok2
}
