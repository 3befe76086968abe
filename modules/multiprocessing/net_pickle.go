package multiprocessing

import (
	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/params"
	"github.com/mpstar/mpstar/internal/pickle"
	"github.com/mpstar/mpstar/internal/text"
	"go.starlark.net/starlark"
)

// This file is what proxies and the rest of this package are in the pickles that go to other programs, and come from them.

// rebuildProxy is what the pickle of a proxy calls: RebuildProxy(class, token, serializer, keywords).
var rebuildProxy *object.Lazy[*starlark.Builtin]

func init() {
	rebuildProxy = object.Later(func() *starlark.Builtin { return object.NewFunc("RebuildProxy", rebuild) })
}

func rebuild(thread *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	a, err := rebuildParams.Bind(args, kwargs)
	if err != nil {
		return nil, err
	}
	st := stateOf(thread)
	cls, ok := a[0].(*object.Class)
	auto := a[0] == starlark.Value(autoProxyFunc.Get())
	if !auto && (!ok || !cls.IsSubclass(baseProxy.Get())) {
		return nil, exception.New(exception.TypeError, "RebuildProxy() needs a class of proxies, not '%s'", object.TypeName(a[0]))
	}
	tok, ok := tokenOf(a[1])
	if !ok {
		return nil, exception.New(exception.TypeError, "RebuildProxy() needs a Token, not '%s'", object.TypeName(a[1]))
	}
	kw, ok := a[3].(*starlark.Dict)
	if !ok {
		return nil, exception.New(exception.TypeError, "RebuildProxy() needs a dict of keywords, not '%s'", object.TypeName(a[3]))
	}
	option := func(name string) starlark.Value {
		v, _, _ := kw.Get(starlark.String(name))
		return v
	}
	o, err := st.refer(thread, tok, option("authkey"), true)
	if err != nil {
		return nil, err
	}
	var exposed []string
	if auto {
		v := option("exposed")
		if isNone(v) {
			if v, err = st.dispatch(thread, o.place, "get_methods", starlark.Tuple{a[1]}, nil); err != nil {
				return nil, err
			}
		}
		if exposed, err = st.names(v); err != nil {
			return nil, err
		}
	}
	if auto {
		return st.netProxy(o, tok.typeid, exposed, autoProxyFunc.Get(), nil)
	}
	return st.netProxy(o, tok.typeid, exposed, cls, nil)
}

var rebuildParams = params.Func("RebuildProxy", "func, token, serializer, kwds")

// peerGlobal returns what names of this package mean in pickles of peers, beside what they mean anywhere.
func peerGlobal(module, name string) starlark.Value {
	if module == "multiprocessing.managers" {
		switch name {
		case "RebuildProxy":
			return rebuildProxy.Get()
		case "AutoProxy":
			return autoProxyFunc.Get()
		}
	}
	return nil
}

// reduceForPeer says how the objects of this package go to another program.
func (st *state) reduceForPeer(v starlark.Value) (*pickle.Reduction, error) {
	i, ok := v.(*object.Instance)
	if !ok {
		return nil, nil
	}
	switch n := i.Native.(type) {
	case *connection, *listener:
		return nil, exception.New(exception.TypeError, "cannot send a '%s' object to another program", object.TypeName(v))
	case *syncProxy:
		return nil, exception.New(exception.TypeError, "cannot send a proxy to another program: give its manager an address")
	case *proxy:
		o := n.remote.net
		if o == nil {
			return nil, exception.New(exception.TypeError, "cannot send a proxy to another program: give its manager an address")
		}
		kw := new(starlark.Dict)
		var fn starlark.Value = i.Class()
		if n.remote.exposed != nil {
			fn = autoProxyFunc.Get()
			names := make(starlark.Tuple, len(n.remote.exposed))
			for k, name := range n.remote.exposed {
				names[k] = text.Str(name)
			}
			if err := kw.SetKey(starlark.String("exposed"), names); err != nil {
				return nil, err
			}
		}
		return &pickle.Reduction{Func: rebuildProxy.Get(), Args: starlark.Tuple{
			fn, newToken(st.env, n.remote.typeid, o.place.at.shown, o.ident), starlark.String("pickle"), kw}}, nil
	}
	return nil, nil
}
