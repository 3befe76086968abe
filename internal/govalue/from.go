package govalue

import (
	"fmt"
	"math/big"
	"reflect"

	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/interp"
	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/text"
)

// From returns the Go value for a script's value. It shares nothing with it. The caller holds the interpreter's lock.
func From(env *object.Env, v starlark.Value) (any, error) {
	c := fromConverter{env: env}
	return c.from(v, "")
}

type fromConverter struct {
	env  *object.Env
	path []starlark.Value // containers and exceptions that are being converted, the innermost last
}

// enter begins a container. It refuses one that contains itself.
func (c *fromConverter) enter(v starlark.Value, path string) error {
	if len(c.path) > maxDepth {
		return &Error{path[:min(len(path), 60)] + "...", "nested too deep"}
	}
	if _, isTuple := v.(starlark.Tuple); !isTuple {
		for _, outer := range c.path {
			if _, isTuple := outer.(starlark.Tuple); !isTuple && outer == v {
				return &Error{path, "contains itself"}
			}
		}
	}
	c.path = append(c.path, v)
	return nil
}

func (c *fromConverter) leave() { c.path = c.path[:len(c.path)-1] }

func (c *fromConverter) from(v starlark.Value, path string) (any, error) {
	if err := c.env.Tick(); err != nil { // a list of two of the same list, and so on, has very many parts
		return nil, err
	}
	if x, ok, err := c.scalar(v, path); ok || err != nil {
		return x, err
	}
	switch v := v.(type) {
	case *starlark.List, starlark.Tuple, *starlark.Set:
		return c.sequence(v, path)
	case *object.Instance: // before IterableMapping, which it also implements
		if base := v.Base(); base != nil {
			return c.from(base, path)
		}
		return c.instance(v, path)
	case starlark.IterableMapping:
		return c.mapping(v, path)
	case starlark.Iterable:
		return c.sequence(v, path)
	}
	return nil, &Error{path, fmt.Sprintf("a '%s' object has no counterpart in Go", object.TypeName(v))}
}

// scalar converts what has no parts. ok is false for everything else.
func (c *fromConverter) scalar(v starlark.Value, path string) (x any, ok bool, err error) {
	switch v := v.(type) {
	case nil, starlark.NoneType:
		return nil, true, nil
	case starlark.Bool:
		return bool(v), true, nil
	case starlark.Int:
		if n, ok := v.Int64(); ok {
			return n, true, nil
		}
		return new(big.Int).Set(v.BigInt()), true, nil
	case starlark.Float:
		return float64(v), true, nil
	}
	if s, ok := text.AsString(v); ok {
		return s, true, nil
	}
	if b, ok := text.AsBytes(v); ok {
		return []byte(b), true, nil
	}
	if goer, ok := v.(interface{ Go() any }); ok {
		return goer.Go(), true, nil
	}
	if i, ok := v.(*object.Instance); ok {
		if o, ok := i.Native.(*goObject); ok {
			return o.ptr.Interface(), true, nil
		}
		if object.ExceptionOf(i) != nil {
			e, err := c.exception(i, path)
			return e, true, err
		}
	}
	if object.Callable(v) {
		return &Func{in: interp.Of(c.env.Thread), fn: v}, true, nil
	}
	return nil, false, nil
}

func (c *fromConverter) sequence(v starlark.Value, path string) (any, error) {
	if err := c.enter(v, path); err != nil {
		return nil, err
	}
	defer c.leave()
	elems, err := object.Elements(c.env, v)
	if err != nil {
		return nil, err
	}
	if _, isSet := v.(*starlark.Set); isSet {
		set := make(Set, len(elems))
		for _, e := range elems {
			x, err := c.key(e, path)
			if err != nil {
				return nil, err
			}
			set[x] = struct{}{}
		}
		return set, nil
	}
	out := make([]any, len(elems))
	for i, e := range elems {
		if out[i], err = c.from(e, fmt.Sprintf("%s[%d]", path, i)); err != nil {
			return nil, err
		}
	}
	if _, isTuple := v.(starlark.Tuple); isTuple {
		return Tuple(out), nil
	}
	return out, nil
}

// key converts a key of a dict or an element of a set, which must be comparable in Go.
func (c *fromConverter) key(v starlark.Value, path string) (any, error) {
	x, err := c.from(v, path)
	if err != nil {
		return nil, err
	}
	if x != nil && !reflect.TypeOf(x).Comparable() {
		return nil, &Error{path, fmt.Sprintf("a '%s' object can't be the key of a Go map", object.TypeName(v))}
	}
	return x, nil
}

func (c *fromConverter) mapping(v starlark.IterableMapping, path string) (any, error) {
	if err := c.enter(v, path); err != nil {
		return nil, err
	}
	defer c.leave()
	items := v.Items()
	names := make(map[string]any, len(items))
	var others map[any]any
	for _, item := range items {
		name, isName := text.AsString(item[0])
		at := path + "[" + c.show(item[0]) + "]"
		x, err := c.from(item[1], at)
		if err != nil {
			return nil, err
		}
		if isName && others == nil {
			names[name] = x
			continue
		}
		if others == nil {
			others = make(map[any]any, len(items))
			for k, v := range names {
				others[k] = v
			}
		}
		k, err := c.key(item[0], at)
		if err != nil {
			return nil, err
		}
		others[k] = x
	}
	if others != nil {
		return others, nil
	}
	return names, nil
}

// show returns a short repr for a path.
func (c *fromConverter) show(v starlark.Value) string {
	if _, ok, _ := c.scalar(v, ""); !ok {
		return "..."
	}
	s, err := object.Repr(c.env, v)
	if err != nil {
		return "..."
	}
	if r := []rune(s); len(r) > 40 {
		s = string(r[:40]) + "..."
	}
	return s
}

func (c *fromConverter) instance(i *object.Instance, path string) (any, error) {
	if i.Native != nil {
		return nil, &Error{path, fmt.Sprintf("a '%s' object has no counterpart in Go", object.TypeName(i))}
	}
	if err := c.enter(i, path); err != nil {
		return nil, err
	}
	defer c.leave()
	o := &Object{Class: i.Class().FullName(), Attrs: make(map[string]any, i.NumAttrs())}
	for _, name := range i.Names() {
		v, _ := i.Own(name)
		x, err := c.from(v, path+"."+name)
		if err != nil {
			return nil, err
		}
		o.Attrs[name] = x
	}
	return o, nil
}
