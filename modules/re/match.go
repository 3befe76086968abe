package re

import (
	"slices"

	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/number"
	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/pieces"
	"github.com/mpstar/mpstar/internal/text"
)

// A match is the state of a Match. It does not change.
type match struct {
	p        *object.Instance
	subject  subject
	pos, end int
	slots    []int
	last     int
}

// match returns the Match that c has found.
func (c *scan) match(thread *starlark.Thread) starlark.Value {
	i := object.NewInstance(object.EnvOf(thread), matchClass.Get())
	i.Native = &match{
		p: c.p, subject: c.subject, pos: c.pos, end: c.end,
		slots: slices.Clone(c.m.Slots[:2*(c.m.Groups+1)]), last: c.m.Last,
	}
	return i
}

func matchOf(v starlark.Value) *match { return v.(*object.Instance).Native.(*match) }

func errNoGroup() error { return exception.New(exception.IndexError, "no such group") }

// index reads a group's number or name.
func (m *match) index(thread *starlark.Thread, v starlark.Value) (int, error) {
	if v == nil {
		return 0, nil
	}
	prog := patternOf(m.p).prog
	if s, ok := text.AsString(v); ok {
		if g, ok := prog.Names[s]; ok {
			return g, nil
		}
		return 0, errNoGroup()
	}
	n, err := number.Index(thread, v)
	if err != nil {
		return 0, errNoGroup()
	}
	if i, ok := n.Int64(); ok && 0 <= i && i <= int64(prog.Groups) {
		return int(i), nil
	}
	return 0, errNoGroup()
}

func (m *match) span(g int) (from, to int) {
	from, to = m.slots[2*g], m.slots[2*g+1]
	if from < 0 || to < from {
		return -1, -1
	}
	return m.subject.index(from), m.subject.index(to)
}

func (m *match) group(g int, missing starlark.Value) starlark.Value {
	from, to := m.slots[2*g], m.slots[2*g+1]
	if from < 0 || to < from {
		return missing
	}
	if from == 0 && to == len(m.subject.s) {
		switch m.subject.v.(type) {
		case starlark.String, *text.Text, text.Bytes:
			return m.subject.v
		}
	}
	return m.subject.slice(from, to)
}

func (m *match) spanValue(g int) starlark.Value {
	from, to := m.span(g)
	return starlark.Tuple{starlark.MakeInt(from), starlark.MakeInt(to)}
}

func matchMethod(signature text.Signature, fn func(thread *starlark.Thread, m *match, a []starlark.Value) (starlark.Value, error)) object.Method {
	signature.Owner = "Match"
	return func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		a, err := signature.Parse(args, kwargs)
		if err != nil {
			return nil, err
		}
		return fn(thread, matchOf(self), a)
	}
}

// onGroup is a method whose argument is a group.
func onGroup(name string, fn func(m *match, g int) starlark.Value) object.Method {
	return matchMethod(text.Signature{Func: name, Style: text.Positional, Params: []string{"group"}}, func(thread *starlark.Thread, m *match, a []starlark.Value) (starlark.Value, error) {
		g, err := m.index(thread, a[0])
		if err != nil {
			return nil, err
		}
		return fn(m, g), nil
	})
}

func orNone(v starlark.Value) starlark.Value {
	if v == nil {
		return starlark.None
	}
	return v
}

func matchProperty(get func(m *match) starlark.Value) object.Property {
	return object.Property{Get: func(_ *starlark.Thread, self starlark.Value) (starlark.Value, error) { return get(matchOf(self)), nil }}
}

var matchClass = object.Later(func() *object.Class {
	return object.NewClass(object.Spec{
		Name: "Match", Module: "re", Final: true,
		Doc: "The result of re.match() and re.search().\nMatch objects always have a boolean value of True.",
		New: uncallable("re.Match"),
		Methods: map[string]object.Method{
			"group": func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
				if len(kwargs) > 0 {
					return nil, exception.New(exception.TypeError, "Match.group() takes no keyword arguments")
				}
				m := matchOf(self)
				if len(args) == 0 {
					return m.group(0, starlark.None), nil
				}
				found := make(starlark.Tuple, len(args))
				for i, a := range args {
					g, err := m.index(thread, a)
					if err != nil {
						return nil, err
					}
					found[i] = m.group(g, starlark.None)
				}
				if len(found) == 1 {
					return found[0], nil
				}
				return found, nil
			},
			"__getitem__": func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
				m := matchOf(self)
				if len(args) != 1 {
					return nil, exception.New(exception.TypeError, "expected 1 argument, got %d", len(args))
				}
				g, err := m.index(thread, args[0])
				if err != nil {
					return nil, err
				}
				return m.group(g, starlark.None), nil
			},
			"groups": matchMethod(text.Signature{Func: "groups", Params: []string{"default"}}, func(_ *starlark.Thread, m *match, a []starlark.Value) (starlark.Value, error) {
				t := make(starlark.Tuple, len(m.slots)/2-1)
				for i := range t {
					t[i] = m.group(i+1, orNone(a[0]))
				}
				return t, nil
			}),
			"groupdict": matchMethod(text.Signature{Func: "groupdict", Params: []string{"default"}}, func(_ *starlark.Thread, m *match, a []starlark.Value) (starlark.Value, error) {
				prog := patternOf(m.p).prog
				d := starlark.NewDict(len(prog.Order))
				for _, name := range prog.Order {
					if err := d.SetKey(text.Str(name), m.group(prog.Names[name], orNone(a[0]))); err != nil {
						return nil, err
					}
				}
				return d, nil
			}),
			"start": onGroup("start", func(m *match, g int) starlark.Value {
				from, _ := m.span(g)
				return starlark.MakeInt(from)
			}),
			"end": onGroup("end", func(m *match, g int) starlark.Value {
				_, to := m.span(g)
				return starlark.MakeInt(to)
			}),
			"span": onGroup("span", (*match).spanValue),
			"expand": matchMethod(text.Signature{Func: "expand", Params: []string{"template"}, Required: 1}, func(thread *starlark.Thread, m *match, a []starlark.Value) (starlark.Value, error) {
				if _, isStr := text.AsString(a[0]); !isStr {
					if _, isBytes := text.AsBytes(a[0]); !isBytes {
						return nil, exception.New(exception.TypeError, "decoding to str: need a bytes-like object, %s found", object.TypeName(a[0]))
					}
				}
				t, err := templateOf(thread, patternOf(m.p), a[0])
				if err != nil {
					return nil, err
				}
				if t.alien != nil {
					return nil, errItem(0, m.subject.bytes, t.alien)
				}
				env := object.EnvOf(thread)
				var b pieces.Text
				if err := t.fill(env, &b, m.subject.s, m.slots); err != nil {
					return nil, err
				}
				all, err := b.Join(env.Check)
				if err != nil {
					return nil, err
				}
				return m.subject.whole(env, all)
			}),
			"__repr__": func(thread *starlark.Thread, self starlark.Value, _ starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
				m := matchOf(self)
				s, err := object.Repr(object.EnvOf(thread), m.group(0, starlark.None))
				if err != nil {
					return nil, err
				}
				return object.EnvOf(thread).Text("<re.Match object; span=" + m.spanValue(0).String() + ", match=" + s + ">")
			},
			"__copy__": itself, "__deepcopy__": itself,
		},
		ClassMethods: map[string]object.Method{"__class_getitem__": itself},
		Properties: map[string]object.Property{
			"string": matchProperty(func(m *match) starlark.Value { return m.subject.v }),
			"re":     matchProperty(func(m *match) starlark.Value { return m.p }),
			"pos":    matchProperty(func(m *match) starlark.Value { return starlark.MakeInt(m.pos) }),
			"endpos": matchProperty(func(m *match) starlark.Value { return starlark.MakeInt(m.end) }),
			"lastindex": matchProperty(func(m *match) starlark.Value {
				if m.last == 0 {
					return starlark.None
				}
				return starlark.MakeInt(m.last)
			}),
			"lastgroup": matchProperty(func(m *match) starlark.Value {
				for name, g := range patternOf(m.p).prog.Names {
					if g == m.last {
						return text.Str(name)
					}
				}
				return starlark.None
			}),
			"regs": matchProperty(func(m *match) starlark.Value {
				t := make(starlark.Tuple, len(m.slots)/2)
				for i := range t {
					t[i] = m.spanValue(i)
				}
				return t
			}),
		},
	})
})
