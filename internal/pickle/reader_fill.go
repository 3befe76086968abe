package pickle

import (
	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/object"
	"go.starlark.net/starlark"
)

// This file implements the opcodes that put elements into containers.

func (r *Reader) fill(code byte) error {
	switch code {
	case opDict:
		vs, err := r.popMark()
		if err != nil {
			return err
		}
		if len(vs)%2 != 0 {
			return unpickling("odd number of items for DICT")
		}
		d := starlark.NewDict(len(vs) / 2)
		if err := r.setItems(d, vs); err != nil {
			return err
		}
		r.push(d)
		return nil
	case opFrozenSet:
		vs, err := r.popMark()
		if err != nil {
			return err
		}
		if err := r.keys(vs, 1); err != nil {
			return err
		}
		f, err := object.Call(r.Thread, object.FrozensetType, starlark.NewList(append([]starlark.Value(nil), vs...)))
		if err != nil {
			return err
		}
		r.push(f)
		return nil
	}
	var vs []starlark.Value
	var err error
	switch code {
	case opAppend:
		vs, err = r.popN(1)
	case opSetItem:
		vs, err = r.popN(2)
	default:
		vs, err = r.popMark()
	}
	if err != nil {
		return err
	}
	onto, err := r.top()
	if err != nil {
		return err
	}
	if len(vs) == 0 {
		return nil
	}
	if err := r.mayChange(onto); err != nil {
		return err
	}
	switch code {
	case opAppend, opAppends:
		return r.appends(onto, vs)
	case opSetItem, opSetItems:
		if len(vs)%2 != 0 {
			return unpickling("odd number of items for SETITEMS")
		}
		return r.setItems(onto, vs)
	}
	return r.addItems(onto, vs)
}

// mayChange refuses to change what the pickle has not made itself.
func (r *Reader) mayChange(v starlark.Value) error {
	switch v.(type) {
	case *object.Class, *starlark.Function, *starlark.Builtin, *object.Module:
		return unpickling("a pickle cannot change a '%s' object that it has not made", object.TypeName(v))
	case *object.Instance, *starlark.List, *starlark.Dict, *starlark.Set:
		if r.found[v] {
			return unpickling("a pickle cannot change a '%s' object that it has not made", object.TypeName(v))
		}
	}
	return nil
}

func (r *Reader) appends(onto starlark.Value, vs []starlark.Value) error {
	if l, ok := onto.(*starlark.List); ok {
		return object.EnvOf(r.Thread).AppendAll(l, vs)
	}
	vs = append([]starlark.Value(nil), vs...) // the methods may read pickles, too
	if fn, err := object.GetAttr(r.Thread, onto, "extend"); err == nil {
		_, err = object.Call(r.Thread, fn, starlark.NewList(vs))
		return err
	}
	fn, err := object.GetAttr(r.Thread, onto, "append")
	if err != nil {
		return err
	}
	for _, v := range vs {
		if _, err := object.Call(r.Thread, fn, v); err != nil {
			return err
		}
	}
	return nil
}

func (r *Reader) setItems(onto starlark.Value, vs []starlark.Value) error {
	if err := r.keys(vs, 2); err != nil {
		return err
	}
	if d, ok := onto.(*starlark.Dict); ok {
		env := object.EnvOf(r.Thread)
		for i := 0; i < len(vs); i += 2 {
			if err := env.SetKey(d, vs[i], vs[i+1]); err != nil {
				return err
			}
			if err := env.Tick(); err != nil {
				return err
			}
		}
		return nil
	}
	vs = append([]starlark.Value(nil), vs...)
	for i := 0; i < len(vs); i += 2 {
		if err := object.SetItem(object.EnvOf(r.Thread), onto, vs[i], vs[i+1]); err != nil {
			return err
		}
	}
	return nil
}

func (r *Reader) addItems(onto starlark.Value, vs []starlark.Value) error {
	if err := r.keys(vs, 1); err != nil {
		return err
	}
	if s, ok := onto.(*starlark.Set); ok {
		env := object.EnvOf(r.Thread)
		for _, v := range vs {
			if err := env.AddTo(s, v); err != nil {
				return err
			}
			if err := env.Tick(); err != nil {
				return err
			}
		}
		return nil
	}
	vs = append([]starlark.Value(nil), vs...)
	fn, err := object.GetAttr(r.Thread, onto, "add")
	if err != nil {
		return err
	}
	for _, v := range vs {
		if _, err := object.Call(r.Thread, fn, v); err != nil {
			return err
		}
	}
	return nil
}

// Hashing a tuple visits all that is in it, as often as it is in it. A few bytes of
// a pickle can share one tuple so often that this would never end, or nest
// them so deep that it would take more stack than there is.
const (
	maxKeyWork  = 10_000_000
	maxKeyDepth = 10_000
)

// keys makes sure that each step'th value can be hashed.
func (r *Reader) keys(vs []starlark.Value, step int) error {
	for i := 0; i < len(vs); i += step {
		switch vs[i].(type) {
		case starlark.Tuple, *object.Instance, frozen, *object.Slice, *object.BoundMethod:
			if err := r.key(vs[i], 0); err != nil {
				return err
			}
		}
	}
	return nil
}

func (r *Reader) key(v starlark.Value, depth int) error {
	if r.hashed++; r.hashed > maxKeyWork {
		return unpickling("the keys of this pickle take too long to hash")
	}
	if depth > maxKeyDepth {
		return exception.New(exception.RecursionError, "maximum recursion depth exceeded while unpickling an object")
	}
	switch v := v.(type) {
	case starlark.Tuple:
		for _, e := range v {
			switch e.(type) {
			case starlark.String, starlark.Int, starlark.Float, starlark.Bool, starlark.NoneType:
				continue
			}
			if err := r.key(e, depth+1); err != nil {
				return err
			}
		}
	case frozen:
		for e := range v.Set().Elements() {
			if err := r.key(e, depth+1); err != nil {
				return err
			}
		}
	case *object.Instance:
		if b := v.Base(); b != nil {
			return r.key(b, depth+1)
		}
	case *object.BoundMethod:
		return r.key(v.Self, depth+1)
	case *object.Slice:
		for _, e := range []starlark.Value{v.Start, v.Stop, v.Step} {
			if err := r.key(e, depth+1); err != nil {
				return err
			}
		}
	}
	return nil
}
