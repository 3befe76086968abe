package object

import (
	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/exception"
)

// A matcher compares a value with a pattern's description, nested tuples that lowering makes.
type matcher struct {
	env      *Env
	captured []starlark.Value
}

// Match compares a subject with the description of a pattern that binds n names. It returns their
// values as a tuple, or None if the subject does not match.
func Match(env *Env, subject, pattern starlark.Value, n int) (starlark.Value, error) {
	m := &matcher{env, make([]starlark.Value, n)}
	ok, err := m.match(subject, pattern.(starlark.Tuple))
	if err != nil || !ok {
		return starlark.None, err
	}
	return starlark.Tuple(m.captured), nil
}

func matchInt(v starlark.Value) int { n, _ := starlark.AsInt32(v); return n }

func (m *matcher) capture(at, v starlark.Value) {
	if i := matchInt(at); i >= 0 {
		m.captured[i] = v
	}
}

func (m *matcher) match(v starlark.Value, p starlark.Tuple) (bool, error) {
	switch p[0].(starlark.String) {
	case "value":
		return Equal(m.env, v, p[1])
	case "is":
		return Is(v, p[1]), nil
	case "capture":
		m.capture(p[1], v)
		return true, nil
	case "as":
		ok, err := m.match(v, p[1].(starlark.Tuple))
		if ok {
			m.capture(p[2], v)
		}
		return ok, err
	case "or":
		for _, sub := range p[1].(starlark.Tuple) {
			if ok, err := m.match(v, sub.(starlark.Tuple)); ok || err != nil {
				return ok, err
			}
		}
		return false, nil
	case "seq":
		return m.sequence(v, matchInt(p[1]), p[2].(starlark.Tuple))
	case "map":
		return m.mapping(v, p)
	}
	return m.class(v, p)
}

// isSequence reports whether sequence patterns look into a value: CPython's flag of a type,
// which str, bytes and bytearray do not have. A class of a script has it by derivation from list or tuple or from
// collections.abc.Sequence.
func isSequence(v starlark.Value) bool {
	switch x := v.(type) {
	case *starlark.List, starlark.Tuple:
		return true
	case *Instance:
		for _, c := range x.class.mro {
			if c == ListType || c == TupleType || c.module == "collections.abc" && c.name == "Sequence" || c.name == "deque" && c.module == "collections" {
				return true
			}
		}
		return false
	}
	c := TypeOf(v)
	return c == RangeType || c == ListType || c == TupleType
}

func (m *matcher) sequence(v starlark.Value, star int, subs starlark.Tuple) (bool, error) {
	if !isSequence(v) {
		return false, nil
	}
	n, err := Len(m.env, v)
	if err != nil {
		return false, err
	}
	if star < 0 && n != len(subs) || star >= 0 && n < len(subs)-1 {
		return false, nil
	}
	elems, err := Elements(m.env, v)
	if err != nil {
		return false, err
	}
	for i, sub := range subs {
		var e starlark.Value
		switch {
		case star < 0 || i < star:
			e = elems[i]
		case i == star:
			e = starlark.NewList(append([]starlark.Value(nil), elems[star:star+n-len(subs)+1]...))
		default:
			e = elems[i+n-len(subs)]
		}
		if ok, err := m.match(e, sub.(starlark.Tuple)); !ok || err != nil {
			return false, err
		}
	}
	return true, nil
}

func isMapping(v starlark.Value) bool {
	if IsInstance(v, DictType) || TypeOf(v) == MappingProxy {
		return true
	}
	if i, ok := v.(*Instance); ok {
		for _, c := range i.class.mro {
			if c.module == "collections.abc" && c.name == "Mapping" {
				return true
			}
		}
	}
	return false
}

func (m *matcher) mapping(v starlark.Value, p starlark.Tuple) (bool, error) {
	if !isMapping(v) {
		return false, nil
	}
	keys, subs := p[1].(starlark.Tuple), p[2].(starlark.Tuple)
	for i, key := range keys {
		// get() and not an index: a defaultdict makes nothing.
		get, err := GetAttr(m.env.Thread, v, "get")
		if err != nil {
			return false, err
		}
		missing := new(Cell)
		e, err := Call(m.env.Thread, get, key, missing)
		if err != nil {
			return false, err
		}
		if e == starlark.Value(missing) {
			return false, nil
		}
		if ok, err := m.match(e, subs[i].(starlark.Tuple)); !ok || err != nil {
			return false, err
		}
	}
	if p[4] != starlark.True {
		return true, nil
	}
	rest := starlark.NewDict(0)
	all, err := Elements(m.env, v)
	if err != nil {
		return false, err
	}
next:
	for _, k := range all {
		for _, key := range keys {
			eq, err := Equal(m.env, k, key)
			if err != nil {
				return false, err
			}
			if eq {
				continue next
			}
		}
		e, err := GetItem(m.env, v, k)
		if err != nil {
			return false, err
		}
		if err := m.env.SetKey(rest, k, e); err != nil {
			return false, err
		}
	}
	m.capture(p[3], rest)
	return true, nil
}

// selfMatching are the classes whose one positional pattern is compared with the value itself.
func selfMatching(c *Class) bool {
	for _, b := range c.mro {
		switch b {
		case BoolType, BytearrayType, BytesType, DictType, FloatType, FrozensetType, IntType, ListType, SetType, StrType, TupleType:
			return true
		}
	}
	return false
}

func (m *matcher) class(v starlark.Value, p starlark.Tuple) (bool, error) {
	subs, keywords := p[2].(starlark.Tuple), p[3].(starlark.Tuple)
	c, ok := p[1].(*Class)
	if !ok {
		return false, exception.New(exception.TypeError, "called match pattern must be a type")
	}
	if is, err := IsInstanceOf(m.env, v, c); err != nil || !is {
		return false, err
	}
	positional := len(subs) - len(keywords)
	var names starlark.Tuple
	if positional > 0 {
		args, found := c.Lookup("__match_args__")
		switch {
		case found:
			if names, ok = args.(starlark.Tuple); !ok {
				return false, exception.New(exception.TypeError, "%s.__match_args__ must be a tuple (got %s)", c.name, TypeName(args))
			}
		case selfMatching(c):
			if positional > 1 {
				return false, exception.New(exception.TypeError, "%s() accepts 1 positional sub-pattern (%d given)", c.name, positional)
			}
			if ok, err := m.match(v, subs[0].(starlark.Tuple)); !ok || err != nil {
				return false, err
			}
			subs, positional = subs[1:], 0
		}
		if positional > len(names) {
			plural := "s"
			if len(names) == 1 {
				plural = ""
			}
			return false, exception.New(exception.TypeError, "%s() accepts %d positional sub-pattern%s (%d given)", c.name, len(names), plural, positional)
		}
	}
	seen := make(map[string]bool)
	for i, sub := range subs {
		var of starlark.Value
		if i < positional {
			of = names[i]
		} else {
			of = keywords[i-positional]
		}
		name, ok := plainString(of)
		if !ok {
			return false, exception.New(exception.TypeError, "__match_args__ elements must be strings (got %s)", TypeName(of))
		}
		if seen[name] {
			return false, exception.New(exception.TypeError, "%s() got multiple sub-patterns for attribute '%s'", c.name, name)
		}
		seen[name] = true
		e, err := GetAttr(m.env.Thread, v, name)
		if err != nil {
			if _, other := m.env.match(err, AttributeError); other == nil {
				return false, nil
			}
			return false, err
		}
		if ok, err := m.match(e, sub.(starlark.Tuple)); !ok || err != nil {
			return false, err
		}
	}
	return true, nil
}
