package multiprocessing

import (
	"fmt"
	"maps"
	"strings"

	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/ipc"
	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/params"
	"github.com/mpstar/mpstar/internal/pickle"
	"github.com/mpstar/mpstar/internal/text"
	"go.starlark.net/starlark"
)

// This file defines the proxies for the objects of a manager's server.

// A proxy is the native state of a proxy.
type proxy struct {
	remote   *remote
	registry *starlark.Dict // of the manager that made it, nil in another process
}

// Transfer implements [pickle.Transferer]: a proxy goes as one for the same object.
func (p *proxy) Transfer(to *pickle.Packer) (pickle.Import, error) {
	if o := p.remote.net; o != nil {
		r := p.remote
		own := "own"
		if r.exposed != nil {
			own = ""
		}
		o = &netObject{place: o.place, ident: o.ident} // whoever gets it is not the server
		at := o.place.at
		return to.Portable("multiprocessing.netproxy", pickle.Strings(append([]string{at.network, at.where, o.place.key, r.typeid, o.ident, own}, r.exposed...)...), nil)
	}
	if _, err := p.remote.Transfer(to); err != nil {
		return nil, err
	}
	return to.Rename("multiprocessing.proxy")
}

func loadNetProxy(u *pickle.Unpacker, p *pickle.Portable) (any, error) {
	s, err := p.Strings(6)
	if err != nil {
		return nil, err
	}
	at := netAddress{network: s[0], where: s[1]}
	switch at.network {
	case "tcp4":
		at.shown = hostPort(at.where)
	case "unix":
		at.shown = text.Str(at.where)
		if strings.HasPrefix(at.where, "\x00") {
			at.shown = text.Bytes(at.where)
		}
	default:
		return nil, p.Damaged()
	}
	thread := u.World.Thread()
	st := stateOf(thread)
	o := &netObject{place: &netPlace{at, s[2]}, ident: s[4]}
	if _, err := st.dispatch(thread, o.place, "incref", starlark.Tuple{text.Str(o.ident)}, nil); err != nil {
		return nil, err
	}
	r := &remote{net: o, typeid: s[3]}
	if s[5] == "" {
		r.exposed = append([]string{}, s[6:]...)
	}
	st.releaseLater(r)
	return &proxy{remote: r}, nil
}

func loadProxy(u *pickle.Unpacker, p *pickle.Portable) (any, error) {
	r, err := loadRemote(u, p)
	if err != nil {
		return nil, err
	}
	return &proxy{remote: r.(*remote)}, nil
}

var baseProxy = object.Later(func() *object.Class {
	return object.NewClass(object.Spec{
		Name: "BaseProxy", Module: "multiprocessing.managers",
		Methods: map[string]object.Method{
			"__init__": proxyInit,
			"_callmethod": func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
				a, err := callMethodParams.Bind(args, kwargs)
				if err != nil {
					return nil, err
				}
				name, ok := text.AsString(a[0])
				if !ok {
					return nil, exception.New(exception.TypeError, "methodname must be a str, not '%s'", object.TypeName(a[0]))
				}
				var positional starlark.Tuple
				keywords := new(starlark.Dict)
				if a[1] != nil {
					if positional, err = tupleOf(object.EnvOf(thread), a[1]); err != nil {
						return nil, err
					}
				}
				if a[2] != nil {
					if keywords, err = dictOf(thread, a[2]); err != nil {
						return nil, err
					}
				}
				p, err := proxyOf(self)
				if err != nil {
					return nil, err
				}
				if p.remote.net == nil && !p.remote.exposes(self, name) {
					return nil, p.remote.notExposed(object.EnvOf(thread), name)
				}
				return callProxy(thread, self, name, positional, keywords.Items())
			},
			"_getvalue": func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
				if err := bare("BaseProxy._getvalue", args, kwargs); err != nil {
					return nil, err
				}
				return callProxy(thread, self, "#GETVALUE", nil, nil)
			},
			"__repr__": func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
				s, err := proxyRepr(self)
				return text.Str(s), err
			},
			"__str__": func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
				return proxyStr(thread, self)
			},
			"__getattr__": proxyGetattr,
		},
		Properties: map[string]object.Property{
			"_token": {Get: func(_ *starlark.Thread, self starlark.Value) (starlark.Value, error) {
				p, err := proxyOf(self)
				if err != nil {
					return nil, err
				}
				return p.remote.tokenIn(self.(*object.Instance).Env()), nil
			}},
			"_id": {Get: func(_ *starlark.Thread, self starlark.Value) (starlark.Value, error) {
				p, err := proxyOf(self)
				if err != nil {
					return nil, err
				}
				return attr(p.remote.tokenIn(self.(*object.Instance).Env()), "id")
			}},
		},
	})
})

var callMethodParams = params.Method("BaseProxy._callmethod", "methodname, args=, kwds=")

func proxyOf(self starlark.Value) (*proxy, error) {
	if i, ok := self.(*object.Instance); ok {
		if p, ok := i.Native.(*proxy); ok {
			return p, nil
		}
	}
	return nil, noAttribute(self, "_token")
}

func proxyRepr(self starlark.Value) (string, error) {
	p, err := proxyOf(self)
	if err != nil {
		return "", err
	}
	return fmt.Sprintf("<%s object, typeid %s at 0x%x>", object.TypeOf(self).Name(), text.Repr(p.remote.typeid), object.ID(self)), nil
}

// exposes reports whether scripts may call the method of that name.
func (r *remote) exposes(self starlark.Value, name string) bool {
	switch name {
	case "__repr__", "__str__", "#GETVALUE":
		return true
	}
	for _, n := range r.exposed {
		if n == name {
			return true
		}
	}
	if r.exposed == nil {
		return exposedBy(self, name)
	}
	return false
}

// notExposed is the error for a call of a method that is not.
func (r *remote) notExposed(env *object.Env, name string) error {
	exc, _ := object.AsException(env, exception.WithArgs(exception.KeyError, text.Str(name)))
	if e := object.ExceptionOf(exc); e != nil {
		e.Context, _ = object.AsException(env, exception.New(exception.AttributeError, "method %s of '%s' object is not exposed", text.Repr(name), r.typeid))
	}
	return object.Raise(remoteFault(env, object.Raise(exc)))
}

// exposedBy reports whether the class of one of the manager's own proxies has the
// method.
func exposedBy(self starlark.Value, name string) bool {
	v, ok := object.TypeOf(self).Lookup("_exposed_")
	if !ok {
		return false
	}
	t, _ := v.(starlark.Tuple)
	for _, n := range t {
		if n == starlark.String(name) {
			return true
		}
	}
	return false
}

// callProxy calls a method of the object that self stands for.
func callProxy(thread *starlark.Thread, self starlark.Value, name string, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	p, err := proxyOf(self)
	if err != nil {
		return nil, err
	}
	st := stateOf(thread)
	if p.remote.net != nil {
		return st.callNet(thread, p.remote, name, args, kwargs)
	}
	req := &request{op: opCall, id: p.remote.id, name: name}
	if p.remote.exposed != nil {
		req.from = st.caller(thread)
	}
	if _, ok := pickle.Shareable(args); ok && len(kwargs) == 0 && ipc.FarOf(p.remote.hub.port) == nil {
		if req.plain = args; args == nil {
			req.plain = starlark.Tuple{}
		}
	} else if req.args, err = packCall(thread, args, kwargs); err != nil {
		return nil, err
	}
	v, err := st.ask(thread, p.remote.hub, req)
	if err == nil && req.remote != nil {
		var proxytype starlark.Value
		if p.registry != nil {
			if e, ok, _ := p.registry.Get(text.Str(req.remote.typeid)); ok {
				proxytype = e.(starlark.Tuple)[3]
			}
		}
		return st.proxy(req.remote, proxytype, p.registry)
	}
	return v, err
}

// proxy makes a proxy for an object of a server. proxytype is the class that was
// registered for it, or None.
func (st *state) proxy(r *remote, proxytype starlark.Value, registry *starlark.Dict) (starlark.Value, error) {
	cls := proxyClasses.Get()[r.typeid]
	if c, ok := proxytype.(*object.Class); ok {
		cls = c
	} else if cls == nil || r.exposed != nil {
		var err error
		if cls, err = st.autoProxy(r.typeid, r.exposed); err != nil {
			return nil, err
		}
	}
	i := object.NewInstance(st.env, cls)
	i.Native = &proxy{r, registry}
	return i, initProxy(i, r)
}

// proxyGetattr finds the exposed methods of an object whose class the proxy does
// not know.
func proxyGetattr(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	name, _ := text.AsString(args[0])
	p, err := proxyOf(self)
	if err != nil {
		return nil, noAttribute(self, name)
	}
	for _, n := range p.remote.exposed {
		if n == name {
			return proxyMethod(self, name), nil
		}
	}
	return nil, exception.New(exception.AttributeError, "'%s' object has no attribute '%s'", object.TypeOf(self).Name(), name)
}

// proxyMethod is a bound method that calls the object's method of that name. The
// function knows the name only; the proxy is bound to it.
func proxyMethod(self starlark.Value, name string) starlark.Value {
	return &object.BoundMethod{Self: self, Func: object.NewFunc(name,
		func(thread *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
			if len(args) == 0 {
				return nil, noSelf(name)
			}
			return callProxy(thread, args[0], name, args[1:], kwargs)
		})}
}

// noSelf is the complaint of a method that was called without its object.
func noSelf(method string) error {
	return exception.New(exception.TypeError, "%s() missing 1 required positional argument: 'self'", method)
}

// forward is a method of a proxy class that calls the object's method of that
// name.
func forward(name string) object.Method {
	return func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		if len(args) > 0 {
			if _, ok := args[0].(*object.Slice); ok && netOf(self) == nil {
				args = append(starlark.Tuple{packSlice(args[0])}, args[1:]...)
			}
		}
		return callProxy(thread, self, name, args, kwargs)
	}
}

// proxyClass makes the class of proxies for a type; extra are methods beside the
// exposed ones.
func proxyClass(name string, exposed []string, extra map[string]object.Method, props map[string]object.Property) *object.Class {
	spec := object.Spec{
		Name: name, Module: "multiprocessing.managers", Bases: []*object.Class{baseProxy.Get()},
		Properties: props,
		Later: func(s *object.Spec) {
			s.Methods = make(map[string]object.Method, len(exposed)+len(extra))
			names := make(starlark.Tuple, len(exposed))
			for i, n := range exposed {
				names[i] = starlark.String(n)
				s.Methods[n] = forward(n)
			}
			maps.Copy(s.Methods, extra)
			s.Values = map[string]starlark.Value{"_exposed_": names}
		},
	}
	return object.NewClass(spec)
}

// proxyStr is how the object shows itself.
func proxyStr(thread *starlark.Thread, self starlark.Value) (starlark.Value, error) {
	v, err := callProxy(thread, self, "__repr__", nil, nil)
	if err == nil {
		return v, nil
	}
	exc, ok := object.AsException(object.EnvOf(thread), err)
	if !ok || !exc.Class().IsSubclass(object.ExceptionClass) {
		return nil, err
	}
	s, err := proxyRepr(self)
	return text.Str(strings.TrimSuffix(s, ">") + "; '__str__()' failed>"), err
}
