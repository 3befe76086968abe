package object

import (
	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/engine"
	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/text"
)

// This file reads, assigns and deletes slices. Where something long is copied, it can be stopped; a list then is as it was before.

// getSlice cuts an engine sequence.
func getSlice(env *Env, v starlark.Value, s *Slice) (starlark.Value, error) {
	c, ok := v.(starlark.Sliceable)
	if !ok {
		return nil, exception.New(exception.TypeError, "'%s' object is not subscriptable", TypeName(v))
	}
	start, stop, step, err := s.Indices(env, c.Len)
	if err != nil {
		return nil, err
	}
	if step > 0 {
		stop = max(start, stop)
	} else {
		stop = min(start, stop)
	}
	return cut(env, c, start, stop, step)
}

// cut returns v[start:stop:step] for bounds within it.
func cut(env *Env, v starlark.Sliceable, start, stop, step int) (starlark.Value, error) {
	if n := text.SliceLen(start, stop, step); n > Piece {
		switch v := v.(type) {
		case *starlark.List:
			if step == 1 {
				elems, err := env.ClonePart(v, start, stop)
				return starlark.NewList(elems), err
			}
			elems, err := env.CopyOf(n, func(i int) starlark.Value { return v.Index(start + i*step) })
			return starlark.NewList(elems), err
		case starlark.Tuple:
			if step == 1 {
				elems, err := env.Clone(v[start:stop], 0)
				return starlark.Tuple(elems), err
			}
			elems, err := env.CopyOf(n, func(i int) starlark.Value { return v[start+i*step] })
			return starlark.Tuple(elems), err
		}
		if r, ok, err := text.SlicePaced(env.Check, v, start, stop, step); ok {
			return r, err
		}
	}
	return v.Slice(start, stop, step), nil
}

// GetSlice returns v[lo:hi:step]; absent parts are None.
func GetSlice(env *Env, v, lo, hi, step starlark.Value) (starlark.Value, error) {
	return GetItem(env, v, NewSlice(lo, hi, step))
}

// setBytes assigns to a slice of a bytearray, or deletes it if x is nil.
func setBytes(env *Env, b *text.ByteArray, s *Slice, x starlark.Value) error {
	start, stop, step, err := s.Indices(env, b.Len)
	if err != nil {
		return err
	}
	return b.SetSlice(text.FormatterOf(env.Thread), start, stop, step, x)
}

// SetSlice does v[lo:hi:step] = x.
func SetSlice(env *Env, v, lo, hi, step, x starlark.Value) error {
	return SetItem(env, v, NewSlice(lo, hi, step), x)
}

// DelSlice does del v[lo:hi:step].
func DelSlice(env *Env, v, lo, hi, step starlark.Value) error {
	return DelItem(env, v, NewSlice(lo, hi, step))
}

func setSlice(env *Env, l *starlark.List, s *Slice, x starlark.Value) error {
	elems, err := Elements(env, x)
	if err != nil {
		if _, err := env.match(err, TypeError); err == nil {
			return exception.New(exception.TypeError, "can only assign an iterable")
		}
		return err
	}
	start, stop, step, err := s.Indices(env, l.Len)
	if err != nil {
		return err
	}
	if step == 1 {
		return spliceList(env, l, start, max(start, stop), elems)
	}
	n := text.SliceLen(start, stop, step)
	if n != len(elems) {
		return exception.New(exception.ValueError, "attempt to assign sequence of size %d to extended slice of size %d", len(elems), n)
	}
	if n > chunk {
		all, err := env.CloneList(l)
		if err != nil {
			return err
		}
		for k, e := range elems {
			all[start+k*step] = e
			if err := env.Tick(); err != nil {
				return err
			}
		}
		return replaceAll(l, all)
	}
	for k, e := range elems {
		if err := l.SetIndex(start+k*step, e); err != nil {
			return err
		}
	}
	return nil
}

func deleteSlice(env *Env, l *starlark.List, s *Slice) error {
	start, stop, step, err := s.Indices(env, l.Len)
	if err != nil {
		return err
	}
	if step == 1 {
		return spliceList(env, l, start, max(start, stop), nil)
	}
	n := text.SliceLen(start, stop, step)
	if n == 0 {
		return nil
	}
	if step < 0 {
		start, step = start+(n-1)*step, -step
	}
	next, last := start, start+(n-1)*step // to be dropped
	at := -1
	keep, err := env.CopyOf(l.Len()-n, func(int) starlark.Value {
		for at++; at == next && next <= last; at++ {
			next += step
		}
		return l.Index(at)
	})
	if err != nil {
		return err
	}
	return replaceAll(l, keep)
}

// spliceList replaces l[start:stop] by elems.
func spliceList(env *Env, l *starlark.List, start, stop int, elems []starlark.Value) error {
	if all, ok := engine.Open(l); ok {
		all, err := env.splice(all, start, stop, elems)
		if err != nil {
			return err
		}
		engine.Assign(l, all)
		return nil
	}
	n := l.Len() - (stop - start) + len(elems)
	all, err := env.CopyOf(n, func(i int) starlark.Value {
		switch {
		case i < start:
			return l.Index(i)
		case i < start+len(elems):
			return elems[i-start]
		}
		return l.Index(i - start - len(elems) + stop)
	})
	if err != nil {
		return err
	}
	return replaceAll(l, all)
}

// replaceAll makes elems, which nobody else has, the elements of a list.
func replaceAll(l *starlark.List, elems []starlark.Value) error {
	if engine.Assign(l, elems) {
		return nil
	}
	// The engine complains, or shrinks a list by clearing it.
	if err := l.Clear(); err != nil {
		return err
	}
	for _, e := range elems {
		if err := l.Append(e); err != nil {
			return err
		}
	}
	return nil
}
