package multiprocessing

import (
	"strings"

	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/text"
	"go.starlark.net/starlark"
)

// This file is what is registered with the classes of managers, and the methods that make such objects.

// registryName is where a user's manager class keeps what was registered with it,
// as in CPython: typeid -> (callable, exposed, method_to_typeid, proxytype).
const registryName = "_registry"

// registryParts is how many parts an entry has: the callable, what is exposed, the types of results, the proxy's type, whether there is a method.
const registryParts = 5

// managerRegister is BaseManager.register.
func managerRegister(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	a, err := registerParams.Bind(args, kwargs)
	if err != nil {
		return nil, err
	}
	cls, ok := self.(*object.Class)
	if !ok {
		return nil, exception.New(exception.TypeError, "register() needs a class, not '%s'", object.TypeName(self))
	}
	if _, ok := text.AsString(a[0]); !ok {
		return nil, exception.New(exception.TypeError, "typeid must be a str, not '%s'", object.TypeName(a[0]))
	}
	st := stateOf(thread)
	exposed, types := given(a[3], starlark.None), given(a[4], starlark.None)
	proxy := given(a[2], starlark.None)
	if proxy != starlark.None {
		if c, ok := proxy.(*object.Class); proxy == starlark.Value(autoProxyFunc.Get()) {
			proxy = starlark.None
		} else if !ok || !c.IsSubclass(baseProxy.Get()) {
			shown, err := object.Repr(st.env, proxy)
			if err != nil {
				return nil, err
			}
			return nil, exception.New(exception.TypeError, "proxytype must be a class derived from BaseProxy, not %s", shown)
		}
		if exposed == starlark.None && proxy != starlark.None {
			if exposed, err = optionalAttr(thread, proxy, "_exposed_"); err != nil {
				return nil, err
			}
		}
		if types == starlark.None && proxy != starlark.None {
			if types, err = optionalAttr(thread, proxy, "_method_to_typeid_"); err != nil {
				return nil, err
			}
		}
	}
	entry := starlark.Tuple{given(a[1], starlark.None), exposed, types, proxy, given(a[5], starlark.True)}
	return starlark.None, st.ownRegistry(cls).SetKey(a[0], entry)
}

func optionalAttr(thread *starlark.Thread, v starlark.Value, name string) (starlark.Value, error) {
	ok, err := object.HasAttr(thread, v, name)
	if err != nil || !ok {
		return starlark.None, err
	}
	return object.GetAttr(thread, v, name)
}

// ownRegistry returns what is registered with cls itself. A native class is shared
// by all interpreters, so what is registered with it is kept beside it.
func (st *state) ownRegistry(cls *object.Class) *starlark.Dict {
	if cls.Native() {
		if st.registered == nil {
			st.registered = make(map[*object.Class]*starlark.Dict)
		}
		d := st.registered[cls]
		if d == nil {
			d = new(starlark.Dict)
			st.registered[cls] = d
		}
		return d
	}
	if d := classRegistry(cls); d != nil {
		return d
	}
	d := new(starlark.Dict)
	cls.SetOwn(registryName, d)
	return d
}

// classRegistry returns the registry among the attributes of cls itself, or nil.
func classRegistry(cls *object.Class) (d *starlark.Dict) {
	cls.Own(func(name string, v starlark.Value) bool {
		if name == registryName {
			d, _ = v.(*starlark.Dict)
			return false
		}
		return true
	})
	return d
}

// registry returns all that is registered with cls and its ancestors.
func (st *state) registry(cls *object.Class) (*starlark.Dict, error) {
	all := new(starlark.Dict)
	mro := cls.MRO()
	for i := len(mro) - 1; i >= 0; i-- {
		d := st.registered[mro[i]]
		if !mro[i].Native() {
			d = classRegistry(mro[i])
		}
		if d == nil {
			continue
		}
		for _, item := range d.Items() {
			if entry, ok := item[1].(starlark.Tuple); !ok || len(entry) != registryParts {
				return nil, exception.New(exception.TypeError, "%s.%s[...] must be made by register(), not %s", mro[i].Name(), registryName, object.TypeName(item[1]))
			}
			if err := all.SetKey(item[0], item[1]); err != nil {
				return nil, err
			}
		}
	}
	return all, nil
}

// managerGetattr finds the methods that register made.
func managerGetattr(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	name, ok := text.AsString(args[0])
	if !ok {
		return nil, exception.New(exception.TypeError, "attribute name must be string, not '%s'", object.TypeName(args[0]))
	}
	i := self.(*object.Instance)
	registry, err := stateOf(thread).registry(i.Class())
	if err != nil {
		return nil, err
	}
	v, ok, err := registry.Get(args[0])
	if err != nil {
		return nil, err
	}
	if !ok || strings.HasPrefix(name, "__") || !bool(v.(starlark.Tuple)[4].Truth()) {
		return nil, noAttribute(self, name)
	}
	// The function knows the name only; the manager is bound to it.
	return &object.BoundMethod{Self: self, Func: object.NewFunc(name, func(thread *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		if len(args) == 0 {
			return nil, noSelf(name)
		}
		self, ok := args[0].(*object.Instance)
		if !ok {
			return nil, noAttribute(args[0], "_create")
		}
		registry, err := stateOf(thread).registry(self.Class())
		if err != nil {
			return nil, err
		}
		entry, ok, err := registry.Get(starlark.String(name))
		if err != nil || !ok {
			return nil, noAttribute(args[0], name)
		}
		return managerCreate(thread, args[0], name, entry.(starlark.Tuple)[3], args[1:], kwargs)
	})}, nil
}

// managerCreate makes a new object in the server and returns a proxy for it.
func managerCreate(thread *starlark.Thread, self starlark.Value, typeid string, proxytype starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	m, err := startedOf(self)
	if err != nil {
		return nil, err
	}
	st := stateOf(thread)
	if m.place != nil {
		registry, err := st.registry(self.(*object.Instance).Class())
		if err != nil {
			return nil, err
		}
		return st.createNet(thread, m, registry, typeid, proxytype, args, kwargs)
	}
	req := &request{op: opCreate, name: typeid}
	if req.args, err = packCall(thread, args, kwargs); err != nil {
		return nil, err
	}
	if _, err := st.ask(thread, m.hub, req); err != nil {
		return nil, err
	}
	registry, err := st.registry(self.(*object.Instance).Class())
	if err != nil {
		return nil, err
	}
	return st.proxy(req.remote, proxytype, registry)
}
