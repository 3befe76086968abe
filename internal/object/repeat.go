package object

import (
	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/text"
)

// This file bounds what + and * make of sequences, and makes long ones so that it can be stopped.

// reserveJoin asks for the memory that the sum of two sequences takes.
func (e *Env) reserveJoin(x, y starlark.Value) error {
	var n int64
	for _, v := range [...]starlark.Value{x, y} {
		switch v := v.(type) {
		case starlark.String:
			n += int64(len(v))
		case *text.Text, text.Bytes, *text.ByteArray:
			n += int64(text.Size(v))
		case *starlark.List:
			n += elementSize * int64(v.Len())
		case starlark.Tuple:
			n += elementSize * int64(len(v))
		}
	}
	if n < 1<<20 {
		return nil
	}
	return e.Reserve(n)
}

// reserveRepeat asks for the memory that a repeated sequence takes.
func (e *Env) reserveRepeat(x, y starlark.Value) error {
	n, ok := y.(starlark.Int)
	if !ok {
		if n, ok = x.(starlark.Int); !ok {
			return nil
		}
		x = y
	}
	size := int64(16) // of an element
	var length int64
	switch x := x.(type) {
	case starlark.String:
		length, size = int64(len(x)), 1
	case starlark.Bytes:
		length, size = int64(len(x)), 1
	case *starlark.List:
		length = int64(x.Len())
	case starlark.Tuple:
		length = int64(len(x))
	default:
		if length = int64(text.Size(x)); length < 0 {
			return nil
		}
		size = 1
	}
	times, ok := n.Int64()
	if !ok {
		return exception.New(exception.OverflowError, "cannot fit 'int' into an index-sized integer")
	}
	if n.Sign() <= 0 || length == 0 {
		return nil
	}
	if times > maxRepeat/(length*size) {
		if err := e.Reserve(maxRepeat); err != nil {
			return err
		}
		return exception.New(exception.MemoryError, "")
	}
	return e.Reserve(length * size * times)
}

// repeatCounts returns the operands of * or *=, with an int in place of an instance with __index__ beside a sequence. On the left of *= there
// can't be one, as in CPython.
func (e *Env) repeatCounts(x, y starlark.Value, assign bool) (_, _ starlark.Value, err error) {
	if i, ok := y.(*Instance); ok && sequenceName(TypeName(x)) {
		if n, ok, err := indexOf(e, i); ok || err != nil {
			return x, n, err
		}
	} else if i, ok := x.(*Instance); ok && !assign && sequenceName(TypeName(y)) {
		if n, ok, err := indexOf(e, i); ok || err != nil {
			return n, y, err
		}
	}
	return x, y, nil
}

// maxRepeat bounds what a repetition makes, in bytes, where the interpreter does not: 16 GB, what the engine would.
const maxRepeat = 1 << 34

// joined returns the sum of two lists, tuples or strs of the engine's, as the engine does, if it is long; else nil.
func (e *Env) joined(x, y starlark.Value) (starlark.Value, error) {
	switch x := x.(type) {
	case *starlark.List:
		if y, ok := y.(*starlark.List); ok && x.Len()+y.Len() > Piece {
			elems, err := e.Join(x, y, 0)
			return starlark.NewList(elems), err
		}
	case starlark.Tuple:
		if y, ok := y.(starlark.Tuple); ok && len(x)+len(y) > Piece {
			elems, err := e.Join(x, y, 0)
			return starlark.Tuple(elems), err
		}
	case starlark.String, *text.Text, text.Bytes, *text.ByteArray:
		if v, ok, err := text.AddPaced(e.Check, x, y); ok {
			return v, err
		}
	}
	return nil, nil
}

// repeat returns a repeated sequence, as the engine does, if it is long; else nil.
func (e *Env) repeat(x, y starlark.Value) (starlark.Value, error) {
	n, ok := y.(starlark.Int)
	if !ok {
		if n, ok = x.(starlark.Int); !ok {
			return nil, nil
		}
		x = y
	}
	times, ok := n.Int64()
	if !ok || times < 2 || times > maxRepeat {
		return nil, nil
	}
	switch v := x.(type) {
	case *starlark.List:
		if v.Len() > 0 && times > int64(Piece/v.Len()) {
			elems, err := e.repeatElements(v.Len(), v.Index, int(times))
			if err != nil {
				return nil, err
			}
			return starlark.NewList(elems), nil
		}
		return nil, nil
	case starlark.Tuple:
		if len(v) > 0 && times > int64(Piece/len(v)) {
			elems, err := e.repeatElements(len(v), v.Index, int(times))
			if err != nil {
				return nil, err
			}
			return starlark.Tuple(elems), nil
		}
		return nil, nil
	}
	v, ok, err := text.RepeatPaced(e.Check, x, int(times))
	if !ok || err != nil {
		return nil, err
	}
	return v, nil
}

func (e *Env) repeatElements(n int, from func(i int) starlark.Value, times int) ([]starlark.Value, error) {
	if n > maxElements*8/times {
		return nil, exception.New(exception.MemoryError, "")
	}
	all, err := e.elements(n * times)
	if err != nil {
		return nil, err
	}
	all = all[:n*times]
	for i := range n {
		all[i] = from(i)
		if err := e.Tick(); err != nil {
			return nil, err
		}
	}
	// What is there already is copied behind itself.
	unit := n
	for unit < Piece && unit*2 <= len(all) {
		copy(all[unit:2*unit], all[:unit])
		unit *= 2
	}
	for at := unit; at < len(all); {
		at += copy(all[at:min(len(all), at+Piece)], all[at-unit:at])
		if err := e.Check(); err != nil {
			return nil, err
		}
	}
	return all, nil
}
