package threading

import (
	"errors"
	"strings"

	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/interp"
	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/pickle"
	"go.starlark.net/starlark"
)

// A local is what is behind a threading.local. The attributes of the thread that
// used it last are the instance's own; those of the others wait in saved.
type local struct {
	self   *object.Instance
	args   starlark.Tuple
	kwargs []starlark.Tuple
	user   *interp.Thread
	saved  map[*interp.Thread][]attribute
}

type attribute struct {
	name  string
	value starlark.Value
}

var localClass = object.Later(func() *object.Class {
	return object.NewClass(object.Spec{
		Name: "_local", Module: "_thread", Doc: "Thread-local data",
		New: func(thread *starlark.Thread, cls *object.Class, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
			if len(args)+len(kwargs) > 0 && initOf(cls) == nil {
				return nil, exception.New(exception.TypeError, "Initialization arguments are not supported")
			}
			i := object.NewInstance(object.EnvOf(thread), cls)
			l := &local{self: i, args: args, kwargs: kwargs}
			i.Native = l
			l.give(stateOf(thread), stateOf(thread).in.Running())
			return i, nil
		},
		Methods: map[string]object.Method{
			"__getattribute__": localAccess("__getattribute__"),
			"__setattr__":      localAccess("__setattr__"),
			"__delattr__":      localAccess("__delattr__"),
		},
	})
})

// initOf returns the __init__ of a class unless it is object's.
func initOf(cls *object.Class) starlark.Value {
	init, ok := cls.Lookup("__init__")
	if plain, _ := object.ObjectType.Lookup("__init__"); !ok || init == plain {
		return nil
	}
	return init
}

func localAccess(name string) object.Method {
	plain, ok := object.ObjectType.Lookup(name)
	if !ok {
		panic("threading: object has no " + name)
	}
	return func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		l, err := native[*local](self, "_local__impl")
		if err != nil {
			return nil, err
		}
		if err := l.enter(thread); err != nil {
			return nil, err
		}
		v, err := object.CallKw(thread, plain, append(starlark.Tuple{self}, args...), kwargs)
		var e *exception.Error
		if errors.As(err, &e) && object.TypeOf(self).Native() {
			// Of a class written in C, CPython shows the module too.
			if rest, ok := strings.CutPrefix(e.Msg, "'_local' "); ok {
				err = exception.New(e.Kind, "'_thread._local' %s", rest)
			}
		}
		return v, err
	}
}

// enter makes the instance's attributes those of the running thread. The first
// time a thread comes, __init__ of a subclass is called for it.
func (l *local) enter(thread *starlark.Thread) error {
	st := stateOf(thread)
	me := st.in.Running()
	if l.user == me {
		return nil
	}
	if _, known := l.saved[me]; known {
		l.give(st, me)
		return nil
	}
	l.give(st, me)
	if init := initOf(l.self.Class()); init != nil {
		_, err := object.CallKw(thread, init, append(starlark.Tuple{l.self}, l.args...), l.kwargs)
		return err
	}
	return nil
}

// give puts the attributes of the last user away and gets those of th.
func (l *local) give(st *state, th *interp.Thread) {
	old := l.own()
	for _, a := range old {
		l.self.Delete(a.name)
	}
	if l.saved == nil {
		l.saved = make(map[*interp.Thread][]attribute)
	}
	if l.user != nil {
		l.saved[l.user] = old
	}
	if _, known := l.saved[th]; !known {
		e := st.entryOf(th)
		e.locals = append(e.locals, l)
	}
	for _, a := range l.saved[th] {
		l.self.Set(a.name, a.value)
	}
	l.saved[th] = nil
	l.user = th
}

func (l *local) own() []attribute {
	var all []attribute
	for _, name := range l.self.Names() {
		v, _ := l.self.Own(name)
		all = append(all, attribute{name, v})
	}
	return all
}

// drop forgets the attributes of a thread that has ended.
func (l *local) drop(th *interp.Thread) {
	delete(l.saved, th)
	if l.user == th {
		for _, a := range l.own() {
			l.self.Delete(a.name)
		}
		l.user = nil
	}
}

// Transfer copies what the thread that starts a process has for itself; in the
// child it is the main thread's.
func (l *local) Transfer(p *pickle.Packer) (pickle.Import, error) {
	if err := fork(p, "_thread._local"); err != nil {
		return nil, err
	}
	me := interp.Of(p.World.Thread()).Running()
	attrs, known := l.saved[me]
	if l.user == me {
		attrs = l.own()
	}
	refs := make([]pickle.Ref, len(attrs))
	for i, a := range attrs {
		var err error
		if refs[i], err = p.Pack(a.value); err != nil {
			return nil, err
		}
	}
	kw := make(starlark.Tuple, len(l.kwargs))
	for i, k := range l.kwargs {
		kw[i] = k
	}
	given, err := p.Pack(starlark.Tuple{l.self, l.args, kw})
	if err != nil {
		return nil, err
	}
	names := []string{""}
	if known {
		names[0] = "known"
	}
	for _, a := range attrs {
		names = append(names, a.name)
	}
	return p.Portable("threading.local", pickle.Strings(names...), append([]pickle.Ref{given}, refs...))
}

func init() {
	pickle.Register("threading.local", func(u *pickle.Unpacker, p *pickle.Portable) (any, error) {
		names, err := p.Strings(1)
		if err != nil {
			return nil, err
		}
		v, err := p.Value(u, 0)
		if err != nil {
			return nil, err
		}
		parts, ok := v.(starlark.Tuple)
		if !ok || len(parts) != 3 {
			return nil, p.Damaged()
		}
		self, ok := parts[0].(*object.Instance)
		if !ok {
			return nil, p.Damaged()
		}
		cp := &local{self: self, saved: make(map[*interp.Thread][]attribute)}
		cp.args, _ = parts[1].(starlark.Tuple)
		named, _ := parts[2].(starlark.Tuple)
		for _, k := range named {
			pair, ok := k.(starlark.Tuple)
			if !ok || len(pair) != 2 {
				return nil, p.Damaged()
			}
			cp.kwargs = append(cp.kwargs, pair)
		}
		var mine []attribute
		for i, name := range names[1:] {
			v, err := p.Value(u, i+1)
			if err != nil {
				return nil, err
			}
			mine = append(mine, attribute{name, v})
		}
		if names[0] == "known" {
			st := stateOf(u.World.Thread())
			me := st.in.Running()
			cp.saved[me] = mine
			e := st.entryOf(me)
			e.locals = append(e.locals, cp)
		}
		return cp, nil
	})
}
