package pickle

import (
	"github.com/mpstar/mpstar/internal/object"
	"go.starlark.net/starlark"
)

// frozen is a frozenset, whose package lies above this one.
type frozen interface {
	starlark.Value
	Set() *starlark.Set
}

func (w *Writer) saveTuple(t starlark.Tuple, key any) error {
	if len(t) == 0 {
		if w.protocol > 0 {
			w.op(opEmptyTuple)
		} else {
			w.op(opMark, opTuple)
		}
		return nil
	}
	short := len(t) <= 3 && w.protocol >= 2
	if !short {
		w.op(opMark)
	}
	for i, e := range t {
		if err := w.at(step{index: i}, e); err != nil {
			return err
		}
	}
	// A tuple that lies on a cycle has been written by one of its elements.
	if w.has(key) {
		switch {
		case short:
			for range t {
				w.op(opPop)
			}
		case w.protocol > 0:
			w.op(opPopMark)
		default:
			for range len(t) + 1 {
				w.op(opPop)
			}
		}
		w.known(key)
		return nil
	}
	if short {
		w.op([...]byte{opTuple1, opTuple2, opTuple3}[len(t)-1])
	} else {
		w.op(opTuple)
	}
	w.memoize(key)
	return nil
}

func (w *Writer) saveList(l *starlark.List, key any) error {
	if w.protocol > 0 {
		w.op(opEmptyList)
	} else {
		w.op(opMark, opList)
	}
	w.memoize(key)
	n := l.Len()
	if w.protocol == 0 || n == 1 {
		for i := 0; i < l.Len(); i++ {
			if err := w.at(step{index: i}, l.Index(i)); err != nil {
				return err
			}
			w.op(opAppend)
		}
		return nil
	}
	for i := 0; i < n && i < l.Len(); {
		w.op(opMark)
		for end := i + batch; i < end && i < n && i < l.Len(); i++ {
			if err := w.at(step{index: i}, l.Index(i)); err != nil {
				return err
			}
		}
		w.op(opAppends)
	}
	return nil
}

func (w *Writer) saveDict(d *starlark.Dict, key any) error {
	if w.protocol > 0 {
		w.op(opEmptyDict)
	} else {
		w.op(opMark, opDict)
	}
	w.memoize(key)
	items, err := object.Items(object.EnvOf(w.Thread), d)
	if err != nil {
		return err
	}
	if w.protocol == 0 || len(items) == 1 {
		return w.pairs(items, opSetItem)
	}
	for len(items) > 0 {
		n := min(len(items), batch)
		w.op(opMark)
		if err := w.pairs(items[:n], 0); err != nil {
			return err
		}
		w.op(opSetItems)
		items = items[n:]
	}
	return nil
}

// pairs writes keys and values, and op, if it is not 0, after each pair.
func (w *Writer) pairs(items []starlark.Tuple, op byte) error {
	for _, item := range items {
		if err := w.at(step{attr: "key"}, item[0]); err != nil {
			return err
		}
		if err := w.at(step{key: item[0]}, item[1]); err != nil {
			return err
		}
		if op != 0 {
			w.op(op)
		}
	}
	return nil
}

func (w *Writer) saveSet(s *starlark.Set, key any) error {
	elems, err := object.Elements(object.EnvOf(w.Thread), s)
	if err != nil {
		return err
	}
	if w.protocol < 4 {
		return w.reduced(&Reduction{Func: object.SetType, Args: starlark.Tuple{starlark.NewList(elems)}}, s, key)
	}
	w.op(opEmptySet)
	w.memoize(key)
	if len(elems) == 0 {
		return nil
	}
	// CPython ends with an empty batch where the last one is full.
	for full := true; full; {
		n := min(len(elems), batch)
		full = n == batch
		w.op(opMark)
		for _, e := range elems[:n] {
			if err := w.at(step{attr: "element"}, e); err != nil {
				return err
			}
		}
		w.op(opAddItems)
		elems = elems[n:]
	}
	return nil
}

func (w *Writer) saveFrozenset(f frozen, key any) error {
	elems, err := object.Elements(object.EnvOf(w.Thread), f)
	if err != nil {
		return err
	}
	w.op(opMark)
	for _, e := range elems {
		if err := w.at(step{attr: "element"}, e); err != nil {
			return err
		}
	}
	if w.has(key) {
		w.op(opPopMark)
		w.known(key)
		return nil
	}
	w.op(opFrozenSet)
	w.memoize(key)
	return nil
}
