package lower_test

import (
	"bytes"
	"errors"
	"fmt"
	"iter"
	"slices"
	"strconv"
	"strings"

	"go.starlark.net/starlark"
	star "go.starlark.net/syntax"
)

// This file is a small reference for the intrinsics: enough of Python, over the bare engine, to
// run lowered programs and compare what they print with python3. It stands for nothing but the
// contract in docs/architecture.md.

type world struct {
	out     bytes.Buffer
	module  *module
	pre     starlark.StringDict
	handled []*instance
	object  *class
	globals func() starlark.StringDict
}

// A module holds dynamic names.
type module struct {
	w      *world
	values starlark.StringDict
}

func (m *module) String() string        { return "<module>" }
func (m *module) Type() string          { return "module" }
func (m *module) Freeze()               {}
func (m *module) Truth() starlark.Bool  { return true }
func (m *module) Hash() (uint32, error) { return 0, nil }
func (m *module) AttrNames() []string   { return nil }
func (m *module) Attr(name string) (starlark.Value, error) {
	if v, ok := m.values[name]; ok {
		return v, nil
	}
	if v, ok := m.w.pre[name]; ok {
		return v, nil
	}
	return nil, m.w.error("NameError", "name '"+name+"' is not defined")
}
func (m *module) SetField(name string, v starlark.Value) error {
	m.values[name] = v
	return nil
}

type cell struct {
	w    *world
	name string
	v    starlark.Value
}

func (c *cell) String() string        { return "<cell>" }
func (c *cell) Type() string          { return "cell" }
func (c *cell) Freeze()               {}
func (c *cell) Truth() starlark.Bool  { return true }
func (c *cell) Hash() (uint32, error) { return 0, nil }
func (c *cell) AttrNames() []string   { return []string{"v"} }
func (c *cell) Attr(string) (starlark.Value, error) {
	if c.v == nil {
		return nil, c.w.error("UnboundLocalError", "cannot access local variable '"+c.name+"' where it is not associated with a value")
	}
	return c.v, nil
}
func (c *cell) SetField(_ string, v starlark.Value) error {
	c.v = v
	return nil
}

// A class is a class, an exception class or a namespace.
type class struct {
	w        *world
	name     string
	qualname string
	doc      starlark.Value
	bases    []*class
	ns       starlark.StringDict
	order    []string
}

func (c *class) String() string        { return "<class '__main__." + c.qualname + "'>" }
func (c *class) Type() string          { return "type" }
func (c *class) Freeze()               {}
func (c *class) Truth() starlark.Bool  { return true }
func (c *class) Hash() (uint32, error) { return starlark.String(c.name).Hash() }
func (c *class) Name() string          { return c.name }
func (c *class) AttrNames() []string   { return nil }
func (c *class) mro() []*class {
	list := []*class{c}
	for _, b := range c.bases {
		for _, k := range b.mro() {
			if i := slices.Index(list, k); i >= 0 {
				list = slices.Delete(list, i, i+1)
			}
			list = append(list, k)
		}
	}
	return list
}
func (c *class) lookup(name string) starlark.Value {
	for _, k := range c.mro() {
		if v, ok := k.ns[name]; ok {
			return v
		}
	}
	return nil
}
func (c *class) Attr(name string) (starlark.Value, error) {
	switch name {
	case "__name__":
		return starlark.String(c.name), nil
	case "__qualname__":
		return starlark.String(c.qualname), nil
	case "__doc__":
		return c.doc, nil
	}
	if v := c.lookup(name); v != nil {
		return c.w.bindTo(nil, c, v), nil
	}
	return nil, c.w.error("AttributeError", "type object '"+c.name+"' has no attribute '"+name+"'")
}
func (c *class) SetField(name string, v starlark.Value) error {
	if _, ok := c.ns[name]; !ok {
		c.order = append(c.order, name)
	}
	c.ns[name] = v
	return nil
}
func (c *class) is(of *class) bool { return slices.Contains(c.mro(), of) }
func (c *class) CallInternal(thread *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	i := &instance{w: c.w, class: c, attrs: starlark.StringDict{}, args: args}
	if init := c.lookup("__init__"); init != nil {
		if _, err := starlark.Call(thread, init, append(starlark.Tuple{i}, args...), kwargs); err != nil {
			return nil, err
		}
	}
	return i, nil
}

type instance struct {
	w     *world
	class *class
	attrs starlark.StringDict
	args  starlark.Tuple
}

func (i *instance) String() string {
	if i.class.is(i.w.pre["BaseException"].(*class)) {
		return i.w.text(i)
	}
	return "<" + i.class.name + " object>"
}
func (i *instance) Type() string          { return i.class.name }
func (i *instance) Freeze()               {}
func (i *instance) Truth() starlark.Bool  { return true }
func (i *instance) Hash() (uint32, error) { return 1, nil }
func (i *instance) AttrNames() []string   { return nil }
func (i *instance) Attr(name string) (starlark.Value, error) {
	if v, ok := i.attrs[name]; ok {
		return v, nil
	}
	if name == "__class__" {
		return i.class, nil
	}
	if name == "args" {
		return i.args, nil
	}
	if v := i.class.lookup(name); v != nil {
		if p, ok := v.(*property); ok {
			return starlark.Call(&starlark.Thread{}, p.get, starlark.Tuple{i}, nil)
		}
		return i.w.bindTo(i, i.class, v), nil
	}
	return nil, i.w.error("AttributeError", "'"+i.class.name+"' object has no attribute '"+name+"'")
}
func (i *instance) SetField(name string, v starlark.Value) error {
	if p, ok := i.class.lookup(name).(*property); ok {
		_, err := starlark.Call(&starlark.Thread{}, p.set, starlark.Tuple{i, v}, nil)
		return err
	}
	i.attrs[name] = v
	return nil
}
func (i *instance) Binary(op star.Token, y starlark.Value, side starlark.Side) (starlark.Value, error) {
	name := map[star.Token]string{star.PLUS: "__add__", star.STAR: "__mul__", star.IN: "__contains__"}[op]
	if m := i.class.lookup(name); m != nil && (side == starlark.Left) != (op == star.IN) {
		return starlark.Call(&starlark.Thread{}, m, starlark.Tuple{i, y}, nil)
	}
	return nil, nil
}
func (i *instance) Get(k starlark.Value) (starlark.Value, bool, error) {
	v, err := i.w.call(&starlark.Thread{}, i, "__getitem__", k)
	return v, err == nil, err
}

type property struct{ get, set starlark.Value }

func (p *property) String() string        { return "<property>" }
func (p *property) Type() string          { return "property" }
func (p *property) Freeze()               {}
func (p *property) Truth() starlark.Bool  { return true }
func (p *property) Hash() (uint32, error) { return 0, nil }
func (p *property) AttrNames() []string   { return nil }
func (p *property) Attr(name string) (starlark.Value, error) {
	return builtin("setter", func(_ *starlark.Thread, args starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
		return &property{p.get, args[0]}, nil
	}), nil
}

// bindTo makes bound methods.
func (w *world) bindTo(self starlark.Value, c *class, v starlark.Value) starlark.Value {
	switch v := v.(type) {
	case *wrapped:
		if v.kind == "static" {
			return v.fn
		}
		self = c
		return w.bindTo(self, c, v.fn)
	case *starlark.Function:
		if self == nil {
			return v
		}
		return builtin(v.Name(), func(thread *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
			return starlark.Call(thread, v, append(starlark.Tuple{self}, args...), kwargs)
		})
	}
	return v
}

type wrapped struct {
	starlark.Value
	kind string
	fn   starlark.Value
}

type raised struct{ exc *instance }

func (r *raised) Error() string { return r.exc.class.name + ": " + r.exc.w.text(r.exc) }

func (w *world) error(class, msg string) error {
	return &raised{w.exception(class, msg)}
}

func (w *world) exception(name, msg string) *instance {
	return &instance{w: w, class: w.pre[name].(*class), attrs: starlark.StringDict{}, args: starlark.Tuple{starlark.String(msg)}}
}

// catch turns any error into an exception.
func (w *world) catch(err error) *instance {
	var r *raised
	if errors.As(err, &r) {
		return r.exc
	}
	msg := err.Error()
	for _, m := range [][2]string{
		{"division by zero", "ZeroDivisionError"}, {"not in dict", "KeyError"}, {"out of range", "IndexError"},
		{"local variable", "UnboundLocalError"}, {"referenced before", "NameError"}, {"to unpack", "ValueError"},
	} {
		if strings.Contains(msg, m[0]) {
			return w.exception(m[1], msg)
		}
	}
	return w.exception("TypeError", msg)
}

func (w *world) text(v starlark.Value) string {
	switch v := v.(type) {
	case starlark.String:
		return string(v)
	case *instance:
		if m := v.class.lookup("__str__"); m != nil {
			s, err := starlark.Call(&starlark.Thread{}, m, starlark.Tuple{v}, nil)
			if err != nil {
				return err.Error()
			}
			return string(s.(starlark.String))
		}
		if v.class.is(w.pre["BaseException"].(*class)) {
			switch len(v.args) {
			case 0:
				return ""
			case 1:
				return w.text(v.args[0])
			}
			return w.repr(v.args)
		}
	}
	return w.repr(v)
}

func (w *world) repr(v starlark.Value) string {
	join := func(it starlark.Iterable) string {
		var parts []string
		for x := range starlark.Elements(it) {
			parts = append(parts, w.repr(x))
		}
		return strings.Join(parts, ", ")
	}
	switch v := v.(type) {
	case starlark.String:
		return "'" + strings.ReplaceAll(string(v), "\n", "\\n") + "'"
	case *starlark.List:
		return "[" + join(v) + "]"
	case starlark.Tuple:
		if len(v) == 1 {
			return "(" + join(v) + ",)"
		}
		return "(" + join(v) + ")"
	case *starlark.Set:
		return "{" + join(v) + "}"
	case *starlark.Dict:
		var parts []string
		for _, item := range v.Items() {
			parts = append(parts, w.repr(item[0])+": "+w.repr(item[1]))
		}
		return "{" + strings.Join(parts, ", ") + "}"
	case *instance:
		if v.class.is(w.pre["BaseException"].(*class)) {
			s := w.repr(v.args)
			if len(v.args) == 1 {
				s = "(" + w.repr(v.args[0]) + ")"
			}
			return v.class.name + s
		}
	}
	return v.String()
}

func (w *world) call(thread *starlark.Thread, x starlark.Value, method string, args ...starlark.Value) (starlark.Value, error) {
	i, ok := x.(*instance)
	if !ok {
		return nil, w.error("TypeError", x.Type()+" has no "+method)
	}
	m := i.class.lookup(method)
	if m == nil {
		return nil, w.error("TypeError", "'"+i.class.name+"' object has no "+method)
	}
	return starlark.Call(thread, m, append(starlark.Tuple{x}, args...), nil)
}

// A generator runs its body as a coroutine.
type generator struct {
	w      *world
	next   func() (starlark.Value, bool)
	sent   starlark.Value
	err    error
	result starlark.Value
	done   bool
}

func (g *generator) String() string              { return "<generator>" }
func (g *generator) Type() string                { return "generator" }
func (g *generator) Freeze()                     {}
func (g *generator) Truth() starlark.Bool        { return true }
func (g *generator) Hash() (uint32, error)       { return 0, nil }
func (g *generator) Iterate() starlark.Iterator  { return g }
func (g *generator) Done()                       {}
func (g *generator) Next(p *starlark.Value) bool { v, ok := g.resume(starlark.None); *p = v; return ok }
func (g *generator) AttrNames() []string         { return nil }
func (g *generator) resume(v starlark.Value) (starlark.Value, bool) {
	g.sent = v
	x, ok := g.next()
	return x, ok
}
func (g *generator) Attr(name string) (starlark.Value, error) {
	return builtin(name, func(_ *starlark.Thread, args starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
		v := starlark.Value(starlark.None)
		if name == "send" {
			v = args[0]
		}
		return g.w.step(g, v, nil)
	}), nil
}

func (w *world) step(g *generator, v, dflt starlark.Value) (starlark.Value, error) {
	x, ok := g.resume(v)
	switch {
	case ok:
		return x, nil
	case g.err != nil:
		return nil, g.err
	case dflt != nil:
		return dflt, nil
	}
	e := w.exception("StopIteration", "")
	e.args = nil
	if g.result != nil && g.result != starlark.None {
		e.args = starlark.Tuple{g.result}
		e.attrs["value"] = g.result
	}
	return nil, &raised{e}
}

func (w *world) generator(body starlark.Value) *generator {
	g := &generator{w: w}
	g.next, _ = iter.Pull(func(yield func(starlark.Value) bool) {
		thread := &starlark.Thread{}
		thread.SetLocal("yield", func(v starlark.Value) starlark.Value {
			yield(v)
			return g.sent
		})
		g.result, g.err = starlark.Call(thread, body, nil, nil)
	})
	return g
}

type fn = func(thread *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error)

func builtin(name string, f fn) *starlark.Builtin {
	return starlark.NewBuiltin(name, func(thread *starlark.Thread, _ *starlark.Builtin, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		return f(thread, args, kwargs)
	})
}

// iterate is iter(x): a str has characters, a list may change meanwhile.
func (w *world) iterate(thread *starlark.Thread, x starlark.Value) (starlark.Iterable, error) {
	switch x := x.(type) {
	case starlark.String:
		var l []starlark.Value
		for _, r := range string(x) {
			l = append(l, starlark.String(string(r)))
		}
		return starlark.NewList(l), nil
	case *starlark.List:
		return &tolerant{x}, nil
	case starlark.Iterable:
		return x, nil
	case *instance:
		it, err := w.call(thread, x, "__iter__")
		if err != nil {
			return nil, err
		}
		if it, ok := it.(starlark.Iterable); ok {
			return it, nil
		}
		var l []starlark.Value
		for {
			v, err := w.call(thread, it, "__next__")
			if err != nil {
				if w.catch(err).class.name == "StopIteration" {
					return starlark.NewList(l), nil
				}
				return nil, err
			}
			l = append(l, v)
		}
	}
	return nil, w.error("TypeError", "'"+x.Type()+"' object is not iterable")
}

type tolerant struct{ *starlark.List }

func (t *tolerant) Iterate() starlark.Iterator { return &tolerantIterator{t.List, 0} }

type tolerantIterator struct {
	l *starlark.List
	i int
}

func (t *tolerantIterator) Done() {}
func (t *tolerantIterator) Next(p *starlark.Value) bool {
	if t.i >= t.l.Len() {
		return false
	}
	*p = t.l.Index(t.i)
	t.i++
	return true
}

func (w *world) elems(thread *starlark.Thread, x starlark.Value) ([]starlark.Value, error) {
	it, err := w.iterate(thread, x)
	if err != nil {
		return nil, err
	}
	var l []starlark.Value
	for v := range starlark.Elements(it) {
		l = append(l, v)
	}
	if g, ok := x.(*generator); ok && g.err != nil {
		return nil, g.err
	}
	return l, nil
}

func newWorld() *world {
	w := &world{}
	w.pre = starlark.StringDict{}
	w.module = &module{w: w, values: starlark.StringDict{"__name__": starlark.String("__main__")}}
	cls := func(name string, bases ...*class) *class {
		c := &class{w: w, name: name, qualname: name, doc: starlark.None, bases: bases, ns: starlark.StringDict{}}
		w.pre[name] = c
		return c
	}
	w.object = cls("object")
	base := cls("BaseException", w.object)
	exc := cls("Exception", base)
	for _, name := range []string{"ValueError", "TypeError", "NameError", "AttributeError", "RuntimeError", "StopIteration", "AssertionError", "OSError", "ImportError"} {
		cls(name, exc)
	}
	cls("KeyboardInterrupt", base)
	cls("UnboundLocalError", w.pre["NameError"].(*class))
	lookup := cls("LookupError", exc)
	cls("KeyError", lookup)
	cls("IndexError", lookup)
	cls("ZeroDivisionError", cls("ArithmeticError", exc))
	w.addBuiltins()
	w.addIntrinsics()
	return w
}

func (w *world) addBuiltins() {
	for _, name := range []string{"len", "range", "dict", "bool", "int", "float", "enumerate", "zip", "min", "max", "abs", "hash", "hasattr"} {
		w.pre[name] = starlark.Universe[name]
	}
	add := func(name string, f fn) { w.pre[name] = builtin(name, f) }
	add("print", func(_ *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		sep, end := " ", "\n"
		for _, kv := range kwargs {
			if kv[0] == starlark.String("sep") {
				sep = string(kv[1].(starlark.String))
			} else {
				end = string(kv[1].(starlark.String))
			}
		}
		var parts []string
		for _, a := range args {
			parts = append(parts, w.text(a))
		}
		w.out.WriteString(strings.Join(parts, sep) + end)
		return starlark.None, nil
	})
	add("str", func(_ *starlark.Thread, args starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
		return starlark.String(w.text(args[0])), nil
	})
	add("repr", func(_ *starlark.Thread, args starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
		return starlark.String(w.repr(args[0])), nil
	})
	add("list", func(thread *starlark.Thread, args starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
		if len(args) == 0 {
			return starlark.NewList(nil), nil
		}
		l, err := w.elems(thread, args[0])
		return starlark.NewList(l), err
	})
	add("tuple", func(thread *starlark.Thread, args starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
		l, err := w.elems(thread, args[0])
		return starlark.Tuple(l), err
	})
	add("set", func(thread *starlark.Thread, args starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
		s := starlark.NewSet(0)
		if len(args) > 0 {
			l, err := w.elems(thread, args[0])
			if err != nil {
				return nil, err
			}
			for _, v := range l {
				s.Insert(v)
			}
		}
		return s, nil
	})
	add("sorted", func(thread *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		l, err := w.elems(thread, args[0])
		if err != nil {
			return nil, err
		}
		return starlark.Call(thread, starlark.Universe["sorted"], starlark.Tuple{starlark.NewList(l)}, kwargs)
	})
	add("sum", func(thread *starlark.Thread, args starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
		l, err := w.elems(thread, args[0])
		var total starlark.Value = starlark.MakeInt(0)
		for _, v := range l {
			if err == nil {
				if b, ok := v.(starlark.Bool); ok {
					v = starlark.MakeInt(map[starlark.Bool]int{false: 0, true: 1}[b])
				}
				total, err = starlark.Binary(star.PLUS, total, v)
			}
		}
		return total, err
	})
	for _, name := range []string{"any", "all"} {
		add(name, func(thread *starlark.Thread, args starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
			it, err := w.iterate(thread, args[0])
			if err != nil {
				return nil, err
			}
			for v := range starlark.Elements(it) {
				if bool(v.Truth()) == (name == "any") {
					return starlark.Bool(name == "any"), nil
				}
			}
			return starlark.Bool(name != "any"), nil
		})
	}
	add("iter", func(thread *starlark.Thread, args starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
		it, err := w.iterate(thread, args[0])
		if err != nil {
			return nil, err
		}
		if g, ok := it.(*generator); ok {
			return g, nil
		}
		it2 := it.Iterate()
		g := &generator{w: w}
		g.next = func() (starlark.Value, bool) {
			var v starlark.Value
			ok := it2.Next(&v)
			return v, ok
		}
		return g, nil
	})
	add("next", func(_ *starlark.Thread, args starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
		if len(args) > 1 {
			return w.step(args[0].(*generator), starlark.None, args[1])
		}
		return w.step(args[0].(*generator), starlark.None, nil)
	})
	add("isinstance", func(_ *starlark.Thread, args starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
		i, ok := args[0].(*instance)
		c, ok2 := args[1].(*class)
		return starlark.Bool(ok && ok2 && i.class.is(c)), nil
	})
	add("property", func(_ *starlark.Thread, args starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
		return &property{get: args[0]}, nil
	})
	add("staticmethod", func(_ *starlark.Thread, args starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
		return &wrapped{args[0], "static", args[0]}, nil
	})
	add("classmethod", func(_ *starlark.Thread, args starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
		return &wrapped{args[0], "class", args[0]}, nil
	})
	add("callable", func(_ *starlark.Thread, args starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
		_, ok := args[0].(starlark.Callable)
		return starlark.Bool(ok), nil
	})
	add("setattr", func(_ *starlark.Thread, args starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
		return starlark.None, args[0].(starlark.HasSetField).SetField(string(args[1].(starlark.String)), args[2])
	})
}

func (w *world) addIntrinsics() {
	add := func(name string, f fn) { w.pre["·"+name] = builtin(name, f) }
	text := func(v starlark.Value) string { return string(v.(starlark.String)) }
	none := starlark.Value(starlark.None)
	add("module", func(_ *starlark.Thread, args starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
		w.globals = func() starlark.StringDict { return args[0].(*starlark.Function).Globals() }
		return w.module, nil
	})
	add("globals", func(*starlark.Thread, starlark.Tuple, []starlark.Tuple) (starlark.Value, error) {
		d := starlark.NewDict(0)
		for _, dict := range []starlark.StringDict{w.module.values, w.globals()} {
			for _, k := range dict.Keys() {
				d.SetKey(starlark.String(k), dict[k])
			}
		}
		return d, nil
	})
	add("locals", func(thread *starlark.Thread, args starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
		d := starlark.NewDict(0)
		if ns, ok := args[0].(*class); ok {
			for _, k := range ns.order {
				d.SetKey(starlark.String(k), ns.ns[k])
			}
			return d, nil
		}
		for _, item := range args[0].(*starlark.Dict).Items() {
			if v, err := starlark.Call(thread, item[1], nil, nil); err == nil {
				d.SetKey(item[0], v)
			}
		}
		return d, nil
	})
	add("cell", func(_ *starlark.Thread, args starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
		c := &cell{w: w, name: text(args[0])}
		if len(args) > 1 {
			c.v = args[1]
		}
		return c, nil
	})
	add("set", func(_ *starlark.Thread, args starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
		return args[2], args[0].(starlark.HasSetField).SetField(text(args[1]), args[2])
	})
	add("clear", func(_ *starlark.Thread, args starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
		if _, err := args[0].(starlark.HasAttrs).Attr(text(args[1])); err != nil {
			return nil, err
		}
		switch x := args[0].(type) {
		case *cell:
			x.v = nil
		case *module:
			delete(x.values, text(args[1]))
		case *class:
			delete(x.ns, text(args[1]))
			x.order = slices.DeleteFunc(x.order, func(s string) bool { return s == text(args[1]) })
		}
		return none, nil
	})
	add("delitem", func(_ *starlark.Thread, args starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
		switch x := args[0].(type) {
		case *starlark.Dict:
			_, found, err := x.Delete(args[1])
			if err == nil && !found {
				e := w.exception("KeyError", "")
				e.args = starlark.Tuple{args[1]}
				err = &raised{e}
			}
			return none, err
		case *starlark.List:
			i, _ := starlark.AsInt32(args[1])
			return w.setSlice(x, i, i+1, nil)
		}
		return nil, w.error("TypeError", "object doesn't support item deletion")
	})
	add("delattr", func(_ *starlark.Thread, args starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
		delete(args[0].(*instance).attrs, text(args[1]))
		return none, nil
	})
	bound := func(v starlark.Value, dflt int) int {
		if v == starlark.None {
			return dflt
		}
		i, _ := starlark.AsInt32(v)
		if i < 0 {
			i += dflt
		}
		return i
	}
	add("delslice", func(_ *starlark.Thread, args starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
		l := args[0].(*starlark.List)
		return w.setSlice(l, bound(args[1], 0), bound(args[2], l.Len()), nil)
	})
	add("setslice", func(thread *starlark.Thread, args starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
		l := args[0].(*starlark.List)
		elems, err := w.elems(thread, args[4])
		if err != nil {
			return nil, err
		}
		return w.setSlice(l, bound(args[1], 0), bound(args[2], l.Len()), elems)
	})
	add("getslice", func(thread *starlark.Thread, args starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
		return w.run(thread, "def f(x, a, b, c=None): return x[a:b:c]", args)
	})
	add("getitem", func(_ *starlark.Thread, args starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
		i := 0
		if args[1].Truth() {
			i = 1
		}
		return args[0].(starlark.Indexable).Index(i), nil
	})
	add("setitem", func(thread *starlark.Thread, args starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
		i := 0
		if args[1].Truth() {
			i = 1
		}
		return starlark.None, args[0].(starlark.HasSetIndex).SetIndex(i, args[2])
	})
	attrs := map[starlark.Value]starlark.StringDict{}
	add("attr", func(thread *starlark.Thread, args starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
		return w.attr(args[0], text(args[1]), attrs)
	})
	add("setattr", func(_ *starlark.Thread, args starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
		if f, ok := args[0].(*starlark.Function); ok {
			if attrs[f] == nil {
				attrs[f] = starlark.StringDict{}
			}
			attrs[f][text(args[1])] = args[2]
			return none, nil
		}
		return none, args[0].(starlark.HasSetField).SetField(text(args[1]), args[2])
	})
	add("method", func(thread *starlark.Thread, args starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
		f, err := w.attr(args[0], text(args[1]), attrs)
		if err != nil {
			return nil, err
		}
		return starlark.Call(thread, f, args[2:], nil)
	})
	add("annotate", func(*starlark.Thread, starlark.Tuple, []starlark.Tuple) (starlark.Value, error) { return none, nil })
	add("try", w.try)
	add("with", func(thread *starlark.Thread, args starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
		v, err := w.call(thread, args[0], "__enter__")
		if err != nil {
			return nil, err
		}
		sig, err := starlark.Call(thread, args[1], starlark.Tuple{v}, nil)
		if err != nil {
			exc := w.catch(err)
			ok, err2 := w.call(thread, args[0], "__exit__", exc.class, exc, none)
			if err2 != nil {
				return nil, err2
			}
			if ok.Truth() {
				return none, nil
			}
			return nil, err
		}
		_, err = w.call(thread, args[0], "__exit__", none, none, none)
		return sig, err
	})
	add("raise", func(thread *starlark.Thread, args starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
		if c, ok := args[0].(*class); ok {
			i, err := starlark.Call(thread, c, nil, nil)
			if err != nil {
				return nil, err
			}
			args[0] = i
		}
		exc := args[0].(*instance)
		if len(args) > 1 {
			exc.attrs["__cause__"] = args[1]
		}
		return nil, &raised{exc}
	})
	add("reraise", func(*starlark.Thread, starlark.Tuple, []starlark.Tuple) (starlark.Value, error) {
		if len(w.handled) == 0 {
			return nil, w.error("RuntimeError", "No active exception to reraise")
		}
		return nil, &raised{w.handled[len(w.handled)-1]}
	})
	add("assert", func(_ *starlark.Thread, args starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
		e := w.exception("AssertionError", "")
		e.args = args
		return nil, &raised{e}
	})
	add("class", func(thread *starlark.Thread, args starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
		c := &class{w: w, name: text(args[0]), qualname: text(args[1]), doc: args[5], ns: starlark.StringDict{}}
		for _, b := range args[3].(starlark.Tuple) {
			c.bases = append(c.bases, b.(*class))
		}
		if len(c.bases) == 0 {
			c.bases = []*class{w.object}
		}
		self := &cell{w: w, name: "__class__", v: c}
		_, err := starlark.Call(thread, args[2], starlark.Tuple{c, self}, nil)
		return c, err
	})
	add("super", func(_ *starlark.Thread, args starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
		c, self := args[0].(*cell).v.(*class), args[1].(*instance)
		mro := self.class.mro()
		rest := mro[slices.Index(mro, c)+1:]
		proxy := &instance{w: w, class: c, attrs: starlark.StringDict{}}
		for i := len(rest) - 1; i >= 0; i-- {
			for name, v := range rest[i].ns {
				proxy.attrs[name] = w.bindTo(self, self.class, v)
			}
		}
		if _, ok := proxy.attrs["__init__"]; !ok {
			proxy.attrs["__init__"] = builtin("__init__", func(*starlark.Thread, starlark.Tuple, []starlark.Tuple) (starlark.Value, error) { return none, nil })
		}
		return proxy, nil
	})
	add("nsget", func(thread *starlark.Thread, args starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
		if v, ok := args[0].(*class).ns[text(args[1])]; ok {
			return v, nil
		}
		return starlark.Call(thread, args[2], nil, nil)
	})
	add("generator", func(_ *starlark.Thread, args starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
		return w.generator(args[0]), nil
	})
	add("yield", func(thread *starlark.Thread, args starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
		return thread.Local("yield").(func(starlark.Value) starlark.Value)(args[0]), nil
	})
	add("yieldfrom", func(thread *starlark.Thread, args starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
		it, err := w.iterate(thread, args[0])
		if err != nil {
			return nil, err
		}
		for v := range starlark.Elements(it) {
			thread.Local("yield").(func(starlark.Value) starlark.Value)(v)
		}
		if g, ok := it.(*generator); ok && g.result != nil {
			return g.result, g.err
		}
		return none, nil
	})
	add("iter", func(thread *starlark.Thread, args starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
		it, err := w.iterate(thread, args[0])
		if err != nil {
			return nil, err
		}
		return it, nil
	})
	add("unpack", func(thread *starlark.Thread, args starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
		l, err := w.elems(thread, args[0])
		if err != nil {
			return nil, err
		}
		before, _ := starlark.AsInt32(args[1])
		after, _ := starlark.AsInt32(args[2])
		if len(l) < before+after {
			return nil, w.error("ValueError", fmt.Sprintf("not enough values to unpack (expected at least %d, got %d)", before+after, len(l)))
		}
		out := append(starlark.Tuple{}, l[:before]...)
		out = append(out, starlark.NewList(slices.Clone(l[before:len(l)-after])))
		return append(out, l[len(l)-after:]...), nil
	})
	add("format", func(_ *starlark.Thread, args starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
		s := w.text(args[0])
		if text(args[1]) == "r" {
			s = w.repr(args[0])
		}
		spec := text(args[2])
		if n, err := strconv.Atoi(strings.TrimLeft(spec, "<>")); err == nil {
			if _, isInt := args[0].(starlark.Int); strings.HasPrefix(spec, ">") || isInt && !strings.HasPrefix(spec, "<") {
				return starlark.String(fmt.Sprintf("%*s", n, s)), nil
			}
			return starlark.String(fmt.Sprintf("%-*s", n, s)), nil
		}
		if f, ok := starlark.AsFloat(args[0]); ok && strings.HasSuffix(spec, "f") {
			return starlark.String(fmt.Sprintf("%"+spec, f)), nil
		}
		return starlark.String(s), nil
	})
	add("concat", func(_ *starlark.Thread, args starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
		s := ""
		for _, a := range args {
			s += text(a)
		}
		return starlark.String(s), nil
	})
	add("mod", func(_ *starlark.Thread, args starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
		return starlark.Binary(star.PERCENT, args[0], args[1])
	})
	add("pow", w.pow)
	multiply := func(_ *starlark.Thread, args starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
		return starlark.Binary(star.STAR, args[0], args[1])
	}
	add("mul", multiply)
	add("enginemul", multiply)
	add("enginemod", func(_ *starlark.Thread, args starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
		return starlark.Binary(star.PERCENT, args[0], args[1])
	})
	op := func(name string) (star.Token, bool) {
		for t := star.PLUS; t <= star.NEQ; t++ {
			if t.String() == name {
				return t, true
			}
		}
		return star.IN, name == "in"
	}
	number := func(v starlark.Value) starlark.Value {
		if b, ok := v.(starlark.Bool); ok {
			return starlark.MakeInt(map[starlark.Bool]int{false: 0, true: 1}[b])
		}
		return v
	}
	add("binary", func(_ *starlark.Thread, args starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
		t, _ := op(text(args[0]))
		_, xb := args[1].(starlark.Bool)
		_, yb := args[2].(starlark.Bool)
		v, err := starlark.Binary(t, number(args[1]), number(args[2]))
		if err == nil && xb && yb && (t == star.PIPE || t == star.AMP || t == star.CIRCUMFLEX) {
			return v.Truth(), nil
		}
		return v, err
	})
	add("unary", func(_ *starlark.Thread, args starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
		t, _ := op(text(args[0]))
		return starlark.Unary(t, number(args[1]))
	})
	add("inplace", func(thread *starlark.Thread, args starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
		if text(args[0]) == "**" {
			return w.pow(thread, args[1:], nil)
		}
		if l, ok := args[1].(*starlark.List); ok && text(args[0]) == "+" {
			elems, err := w.elems(thread, args[2])
			for _, e := range elems {
				l.Append(e)
			}
			return l, err
		}
		t, _ := op(text(args[0]))
		if i, ok := args[1].(*instance); ok && i.class.lookup("__iadd__") != nil {
			return w.call(thread, i, "__iadd__", args[2])
		}
		return starlark.Binary(t, number(args[1]), number(args[2]))
	})
	add("compare", func(thread *starlark.Thread, args starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
		t, _ := op(text(args[0]))
		if i, ok := args[1].(*instance); ok && t == star.EQL && i.class.lookup("__eq__") != nil {
			return w.call(thread, i, "__eq__", args[2])
		}
		ok, err := starlark.Compare(t, number(args[1]), number(args[2]))
		return starlark.Bool(ok), err
	})
	add("is", func(_ *starlark.Thread, args starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
		defer func() { recover() }()
		return starlark.Bool(args[0] == args[1]), nil
	})
	same := func(_ *starlark.Thread, args starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
		return args[0], nil
	}
	add("text", same)
	add("bytes", same)
	w.pre["·ellipsis"] = starlark.String("Ellipsis")
	w.pre["·number"], w.pre["·sequence"] = kind{"int": true, "float": true}, kind{"list": true, "tuple": true, "string": true}
	w.pre["·characters"] = kind{"string": true}
	add("makeset", func(thread *starlark.Thread, args starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
		return starlark.Call(thread, w.pre["set"], starlark.Tuple{args}, nil)
	})
	w.pre["·constset"] = w.pre["·makeset"]
	w.pre["·list"], w.pre["·tuple"], w.pre["·starlist"], w.pre["·setof"] = w.pre["list"], w.pre["tuple"], w.pre["list"], w.pre["set"]
	add("extended", func(thread *starlark.Thread, args starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
		elems, err := w.elems(thread, args[1])
		for _, x := range elems {
			args[0].(*starlark.List).Append(x)
		}
		return args[0], err
	})
	merge := func(_ *starlark.Thread, args starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
		d := starlark.NewDict(0)
		for _, m := range args {
			for _, item := range m.(*starlark.Dict).Items() {
				d.SetKey(item[0], item[1])
			}
		}
		return d, nil
	}
	add("dict", merge)
	add("kwargs", merge)
	add("maps", merge)
	add("keywords", merge)
	stars := func(star, mapping bool) func(*starlark.Thread, starlark.Tuple, []starlark.Tuple) (starlark.Value, error) {
		return func(thread *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
			fn, args := args[0], slices.Clone(args[1:])
			if n := len(kwargs) - 1; mapping && n >= 0 {
				kwargs = append(kwargs[:n:n], kwargs[n][1].(*starlark.Dict).Items()...)
			} else if mapping {
				last := len(args) - 1
				kwargs, args = args[last].(*starlark.Dict).Items(), args[:last]
			}
			if star {
				last := len(args) - 1
				if _, ok := args[last].(starlark.Iterable); !ok {
					return nil, fmt.Errorf("argument after * must be iterable, not %s", args[last].Type())
				}
				elems, err := w.elems(thread, args[last])
				if err != nil {
					return nil, err
				}
				args = append(args[:last], elems...)
			}
			return starlark.Call(thread, fn, args, kwargs)
		}
	}
	add("callstar", stars(true, false))
	add("callmap", stars(false, true))
	add("callboth", stars(true, true))
	add("callnamed", func(thread *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		var items []starlark.Tuple
		n := len(kwargs) - 1
		if kwargs[n][0] == starlark.String("·kw") {
			items = kwargs[n][1].(*starlark.Dict).Items()
			n--
		}
		elems, err := w.elems(thread, kwargs[n][1])
		if err != nil {
			return nil, err
		}
		return starlark.Call(thread, args[0], append(slices.Clone(args[1:]), elems...), append(kwargs[:n:n], items...))
	})
	add("star", same)
	add("import", func(_ *starlark.Thread, args starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
		return w.importModule(text(args[0]))
	})
	add("import_top", func(_ *starlark.Thread, args starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
		top, _, _ := strings.Cut(text(args[0]), ".")
		return w.importModule(top)
	})
	add("import_from", func(_ *starlark.Thread, args starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
		return args[0].(*module).Attr(text(args[1]))
	})
}

// importModule knows one module, math with floor and pi.
func (w *world) importModule(name string) (starlark.Value, error) {
	if name != "math" {
		return nil, w.error("ImportError", "No module named '"+name+"'")
	}
	floor := func(_ *starlark.Thread, args starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
		f, _ := starlark.AsFloat(args[0])
		return starlark.MakeInt(int(f)), nil
	}
	return &module{w: w, values: starlark.StringDict{"floor": builtin("floor", floor), "pi": starlark.Float(3.141592653589793)}}, nil
}

func (w *world) try(thread *starlark.Thread, args starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
	sig, err := starlark.Call(thread, args[0], nil, nil)
	if err != nil {
		exc := w.catch(err)
		for _, h := range args[1].(starlark.Tuple) {
			pair := h.(starlark.Tuple)
			match := pair[0] == starlark.None
			if !match {
				types, err2 := starlark.Call(thread, pair[0], nil, nil)
				if err2 != nil {
					return nil, err2
				}
				list, ok := types.(starlark.Tuple)
				if !ok {
					list = starlark.Tuple{types}
				}
				for _, c := range list {
					match = match || exc.class.is(c.(*class))
				}
			}
			if match {
				w.handled = append(w.handled, exc)
				sig, err = starlark.Call(thread, pair[1], starlark.Tuple{exc}, nil)
				w.handled = w.handled[:len(w.handled)-1]
				break
			}
		}
	} else if args[2] != starlark.None && sig == starlark.None {
		sig, err = starlark.Call(thread, args[2], nil, nil)
	}
	if args[3] != starlark.None {
		fsig, ferr := starlark.Call(thread, args[3], nil, nil)
		if ferr != nil || fsig != starlark.None {
			return fsig, ferr
		}
	}
	return sig, err
}

func (w *world) pow(thread *starlark.Thread, args starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
	n, err := starlark.AsInt32(args[1])
	if err != nil {
		return nil, err
	}
	var v starlark.Value = starlark.MakeInt(1)
	for range n {
		if v, err = starlark.Binary(star.STAR, v, args[0]); err != nil {
			return nil, err
		}
	}
	return v, nil
}

func (w *world) setSlice(l *starlark.List, lo, hi int, elems []starlark.Value) (starlark.Value, error) {
	var all []starlark.Value
	for v := range starlark.Elements(l) {
		all = append(all, v)
	}
	if lo < 0 || hi > len(all) || lo > hi {
		return nil, w.error("IndexError", "list assignment index out of range")
	}
	all = slices.Concat(all[:lo], elems, all[hi:])
	l.Clear()
	for _, v := range all {
		l.Append(v)
	}
	return starlark.None, nil
}

// run calls the Starlark function f defined by src.
func (w *world) run(thread *starlark.Thread, src string, args starlark.Tuple) (starlark.Value, error) {
	g, err := starlark.ExecFileOptions(&star.FileOptions{}, thread, "ref", src, nil)
	if err != nil {
		return nil, err
	}
	return starlark.Call(thread, g["f"], args, nil)
}

// attr knows some methods of Python that the engine's types lack.
func (w *world) attr(x starlark.Value, name string, attrs map[starlark.Value]starlark.StringDict) (starlark.Value, error) {
	method := func(f func(thread *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error)) (starlark.Value, error) {
		return builtin(name, f), nil
	}
	switch x := x.(type) {
	case *starlark.Function:
		if v, ok := attrs[x][name]; ok {
			return v, nil
		}
		if name == "__name__" {
			return starlark.String(strings.TrimPrefix(x.Name(), "·.")), nil
		}
	case *starlark.List:
		switch name {
		case "sort":
			return method(func(thread *starlark.Thread, _ starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
				s, err := starlark.Call(thread, starlark.Universe["sorted"], starlark.Tuple{x}, kwargs)
				if err != nil {
					return nil, err
				}
				var elems []starlark.Value
				for v := range starlark.Elements(s.(*starlark.List)) {
					elems = append(elems, v)
				}
				return w.setSlice(x, 0, x.Len(), elems)
			})
		case "copy":
			return method(func(thread *starlark.Thread, _ starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
				l, err := w.elems(thread, x)
				return starlark.NewList(l), err
			})
		}
	case starlark.String:
		if name == "join" {
			return method(func(thread *starlark.Thread, args starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
				l, err := w.elems(thread, args[0])
				var parts []string
				for _, v := range l {
					parts = append(parts, string(v.(starlark.String)))
				}
				return starlark.String(strings.Join(parts, string(x))), err
			})
		}
	}
	if h, ok := x.(starlark.HasAttrs); ok {
		v, err := h.Attr(name)
		if v != nil || err != nil {
			return v, err
		}
	}
	return nil, w.error("AttributeError", "'"+x.Type()+"' object has no attribute '"+name+"'")
}

// A kind contains values of some types.
type kind map[string]bool

func (k kind) Has(v starlark.Value) (bool, error) { return k[v.Type()], nil }
func (k kind) String() string                     { return "kind" }
func (k kind) Type() string                       { return "kind" }
func (k kind) Freeze()                            {}
func (k kind) Truth() starlark.Bool               { return true }
func (k kind) Hash() (uint32, error)              { return 0, nil }
