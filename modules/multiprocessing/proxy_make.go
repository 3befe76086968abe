package multiprocessing

import (
	"strconv"
	"strings"

	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/params"
	"github.com/mpstar/mpstar/internal/pickle"
	"github.com/mpstar/mpstar/internal/text"
	"github.com/mpstar/mpstar/modules/ctypes"
)

// This file makes classes of proxies: MakeProxyType, and those of objects of registered types that have no class of their own, AutoProxy[typeid].

// A methodName is a method of a proxy class that calls the object's method of that name. As an attribute of a class it is a function.
type methodName string

// Transfer implements [pickle.Transferer].
func (m methodName) Transfer(p *pickle.Packer) (pickle.Import, error) {
	return p.Portable("multiprocessing.method", pickle.Strings(string(m)), nil)
}

func loadMethodName(_ *pickle.Unpacker, p *pickle.Portable) (any, error) {
	s, err := p.Strings(1)
	if err != nil {
		return nil, err
	}
	return methodName(s[0]), nil
}

func newExposedMethod() *object.Class {
	return object.NewClass(object.Spec{
		Name: "function", New: cannotCreate("function"), Final: true,
		Methods: map[string]object.Method{
			"__get__": func(_ *starlark.Thread, self starlark.Value, args starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
				if len(args) == 0 || args[0] == starlark.None {
					return self, nil
				}
				return proxyMethod(args[0], string(self.(*object.Instance).Native.(methodName))), nil
			},
			"__call__": func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
				name := string(self.(*object.Instance).Native.(methodName))
				if len(args) == 0 {
					return nil, exception.New(exception.TypeError, "%s() missing 1 required positional argument: 'self'", name)
				}
				return callProxy(thread, args[0], name, args[1:], kwargs)
			},
		},
		Properties: map[string]object.Property{"__name__": {Get: func(_ *starlark.Thread, self starlark.Value) (starlark.Value, error) {
			return text.Str(string(self.(*object.Instance).Native.(methodName))), nil
		}}},
	})
}

// proxyBase is baseProxy, whose methods, as those of exposedMethod, lead back to here.
var proxyBase, exposedMethod *object.Lazy[*object.Class]

func init() {
	proxyBase = baseProxy
	exposedMethod = object.Later(newExposedMethod)
}

// tokenIn returns the Token of an object.
func (r *remote) tokenIn(env *object.Env) *object.Instance {
	if r.net != nil {
		return newToken(env, r.typeid, r.net.place.at.shown, r.net.ident)
	}
	return newToken(env, r.typeid, text.Str(r.hub.address), strconv.FormatUint(r.id, 16))
}

// initProxy calls the __init__ that a script's class of proxies has.
func initProxy(i *object.Instance, r *remote) error {
	init, ok := i.Class().Lookup("__init__")
	if _, own := init.(*starlark.Function); !ok || !own {
		return nil
	}
	env := i.Env()
	var exposed starlark.Value = starlark.None
	if r.exposed != nil {
		names := make(starlark.Tuple, len(r.exposed))
		for k, n := range r.exposed {
			names[k] = text.Str(n)
		}
		exposed = names
	}
	_, err := object.CallKw(env.Thread, init, starlark.Tuple{i, r.tokenIn(env), starlark.String("pickle")}, []starlark.Tuple{
		{starlark.String("manager"), starlark.None}, {starlark.String("authkey"), starlark.None}, {starlark.String("exposed"), exposed}})
	return err
}

var proxyInitParams = params.Method("BaseProxy.__init__", "token, serializer, manager=, authkey=, exposed=, incref=, manager_owned=")

// proxyInit makes a proxy of a token. One that a manager has made is whole already.
func proxyInit(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	a, err := proxyInitParams.Bind(args, kwargs)
	if err != nil {
		return nil, err
	}
	i, ok := self.(*object.Instance)
	if !ok {
		return nil, noAttribute(self, "_token")
	}
	if _, made := i.Native.(*proxy); made {
		return starlark.None, nil
	}
	tok, ok := tokenOf(a[0])
	if !ok {
		return nil, exception.New(exception.AttributeError, "'%s' object has no attribute 'address'", object.TypeName(a[0]))
	}
	st := stateOf(thread)
	o, err := st.refer(thread, tok, a[3], !isFalse(a[5]))
	if err != nil {
		return nil, err
	}
	r := &remote{net: o, typeid: tok.typeid}
	if !isNone(a[4]) {
		if r.exposed, err = st.names(a[4]); err != nil {
			return nil, err
		}
	}
	if !o.owned && !isFalse(a[5]) {
		st.releaseLater(r)
	}
	i.Native = &proxy{remote: r}
	return starlark.None, nil
}

func isFalse(v starlark.Value) bool { return v == starlark.False }

// refer finds the object of a token, and counts a reference to it if incref is set.
func (st *state) refer(thread *starlark.Thread, tok token, key starlark.Value, incref bool) (*netObject, error) {
	if isNone(key) {
		var err error
		if s := st.netServer; s != nil {
			key = text.Bytes(s.key)
		} else if key, err = processAuthkey(thread, st.currentProcess()); err != nil {
			return nil, err
		}
	}
	place, err := st.placeOf(tok.address, key)
	if err != nil {
		return nil, err
	}
	o := &netObject{place: place, ident: tok.ident}
	if s := st.netServer; s != nil {
		if same, err := object.Equal(st.env, s.ln.address, tok.address); err == nil && same {
			o.owned = true
			s.own(tok.ident)
		}
	}
	if !o.owned && incref {
		if _, err := st.dispatch(thread, place, "incref", starlark.Tuple{text.Str(tok.ident)}, nil); err != nil {
			return nil, err
		}
	}
	return o, nil
}

// makeProxyType returns the class of proxies with that name that calls these methods: the same one each time.
func makeProxyType(env *object.Env, name string, exposed []string) (*object.Class, error) {
	attrs := object.NewNamespace()
	names := make(starlark.Tuple, len(exposed))
	for i, m := range exposed {
		names[i] = text.Str(m)
		method := object.NewInstance(env, exposedMethod.Get())
		method.Native = methodName(m)
		attrs.Set(m, method)
	}
	attrs.Set("_exposed_", names)
	return ctypes.Derived(env, "proxy "+name+" "+strings.Join(exposed, " "), proxyBase.Get(), name, "multiprocessing.managers", proxyBase.Get(), attrs)
}

// autoProxy returns the class of proxies for objects of a type that has none.
func (st *state) autoProxy(typeid string, exposed []string) (*object.Class, error) {
	return makeProxyType(st.env, "AutoProxy["+typeid+"]", exposed)
}

var (
	makeProxyParams = params.Func("MakeProxyType", "name, exposed, _cache=")
	autoProxyParams = params.Func("AutoProxy", "token, serializer, manager=, authkey=, exposed=, incref=, manager_owned=")
)

// makeProxyFunc is managers.MakeProxyType.
var makeProxyFunc = object.Later(func() *starlark.Builtin {
	return object.NewFunc("MakeProxyType", func(thread *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		a, err := makeProxyParams.Bind(args, kwargs)
		if err != nil {
			return nil, err
		}
		name, ok := text.AsString(a[0])
		if !ok {
			return nil, exception.New(exception.TypeError, "type() argument 1 must be str, not %s", object.TypeName(a[0]))
		}
		st := stateOf(thread)
		exposed, err := st.names(a[1])
		if err != nil {
			return nil, err
		}
		return makeProxyType(st.env, name, exposed)
	})
})

// autoProxyFunc is managers.AutoProxy: a proxy that asks the server for its methods.
var autoProxyFunc *object.Lazy[*starlark.Builtin]

func init() { autoProxyFunc = object.Later(newAutoProxyFunc) }

func newAutoProxyFunc() *starlark.Builtin {
	return object.NewFunc("AutoProxy", func(thread *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		a, err := autoProxyParams.Bind(args, kwargs)
		if err != nil {
			return nil, err
		}
		kw := new(starlark.Dict)
		kw.SetKey(starlark.String("authkey"), given(a[3], starlark.None))
		kw.SetKey(starlark.String("exposed"), given(a[4], starlark.None))
		return rebuild(thread, starlark.Tuple{autoProxyFunc.Get(), a[0], a[1], kw}, nil)
	})
}

// proxyFunctions are the functions of multiprocessing.managers.
func proxyFunctions() starlark.StringDict {
	return starlark.StringDict{"MakeProxyType": makeProxyFunc.Get(), "AutoProxy": autoProxyFunc.Get(), "RebuildProxy": rebuildProxy.Get()}
}
