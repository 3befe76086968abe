package object

import (
	"go.starlark.net/starlark"
	"go.starlark.net/syntax"

	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/text"
)

// This file computes x op= y, and the operators of sets that can be stopped.

// Inplace returns what x is after x op= y; op is as for Binary.
func Inplace(env *Env, op string, x, y starlark.Value) (starlark.Value, error) {
	o := operators[op]
	if o == nil {
		return nil, exception.New(exception.SystemError, "bad operator %q", op)
	}
	if c := methodClass(x); c != nil {
		if s := c.find(o.inplace); s != nil && !valueMethod(s) {
			v, err := callSlot(env.Thread, s, x, y)
			if err != nil || v != NotImplemented {
				return v, err
			}
		}
	}
	switch dst := Unwrap(x).(type) {
	case *starlark.List:
		switch op {
		case "+":
			return x, extend(env, dst, y)
		case "*":
			if n, ok, err := factor(env, y); err != nil {
				return nil, err
			} else if ok {
				return x, repeatInPlace(env, dst, n)
			}
		}
	case *text.ByteArray:
		if y := Unwrap(y); op == "+" && isBytesLike(y) {
			_, err := dst.InplacePaced(env.Check, true, y)
			return x, err
		}
		if op == "*" {
			n, ok, err := factor(env, y)
			if err == nil && ok {
				err = env.reserveRepeat(dst, n)
			}
			if err != nil {
				return nil, err
			}
			if ok {
				_, err = dst.InplacePaced(env.Check, false, n)
				return x, err
			}
		}
	case *starlark.Dict:
		if op == "|" {
			return x, updateDict(env, dst, y)
		}
	case *starlark.Set:
		other, ok := Unwrap(y).(*starlark.Set)
		if f, frozen := Unwrap(y).(frozenSet); frozen {
			other, ok = f.Set(), true
		}
		if ok {
			if done, err := setInPlace(env, op, dst, other); done {
				return x, err
			}
		}
	}
	return env.binary(op, o.assign, o, x, y)
}

// factor returns by what a sequence is multiplied in place; ok is false if y says how to do that itself, or not at all.
func factor(env *Env, y starlark.Value) (n starlark.Int, ok bool, err error) {
	n, ok = number(y).(starlark.Int)
	if i, instance := y.(*Instance); !ok && instance && i.class.find("__rmul__") == nil {
		return indexOf(env, i)
	}
	return n, ok, nil
}

func isBytesLike(v starlark.Value) bool {
	_, str := text.AsString(v)
	return !str && text.Size(v) >= 0
}

// extend is list.__iadd__.
func extend(env *Env, dst *starlark.List, y starlark.Value) error {
	if list, ok := Unwrap(y).(*starlark.List); ok && list == dst {
		y = dst // not an instance of a class derived from list, which would be asked for its items while they grow in number
	}
	if _, ok := y.(starlark.Sequence); ok && !isInstance(y) {
		elems, err := Elements(env, y) // it may be dst
		if err != nil {
			return err
		}
		if len(elems) > checkEvery {
			// The list grows by a quarter at a time, and has the old and the new elements meanwhile.
			if err := env.Reserve(2 * elementSize * int64(dst.Len()+len(elems))); err != nil {
				return err
			}
		}
		return env.AppendAll(dst, elems)
	}
	it, err := Iterate(env, y)
	if err != nil {
		return err
	}
	defer it.Done()
	var e starlark.Value
	for it.Next(&e) {
		// What comes before an error is kept.
		if n := dst.Len(); n%checkEvery == checkEvery-1 {
			if n >= maxElements {
				return exception.New(exception.MemoryError, "")
			}
			if err := env.Check(); err != nil {
				return err
			}
		}
		if err := Append(env.Thread, dst, e); err != nil {
			return err
		}
	}
	return env.TakePending()
}

func repeatInPlace(env *Env, dst *starlark.List, n starlark.Int) error {
	if n.Sign() <= 0 {
		return dst.Clear()
	}
	if err := env.reserveRepeat(dst, n); err != nil {
		return err
	}
	r, err := starlark.Binary(syntax.STAR, dst, n)
	if err != nil {
		return err
	}
	all, err := env.Sequence(r.(*starlark.List))
	if err != nil {
		return err
	}
	return env.AppendAll(dst, all[dst.Len():])
}

func updateDict(env *Env, dst *starlark.Dict, y starlark.Value) error {
	switch y := Unwrap(y).(type) {
	case starlark.IterableMapping:
		if i, ok := y.(*Instance); ok {
			return exception.New(exception.TypeError, "unsupported operand type(s) for |=: 'dict' and '%s'", TypeName(i))
		}
		for _, item := range y.Items() {
			if err := env.SetKey(dst, item[0], item[1]); err != nil {
				return err
			}
			if err := env.Tick(); err != nil {
				return err
			}
		}
		return nil
	}
	pairs, err := Elements(env, y)
	if err != nil {
		return err
	}
	for i, p := range pairs {
		pair, err := Elements(env, p)
		if err != nil {
			return exception.New(exception.TypeError, "cannot convert dictionary update sequence element #%d to a sequence", i)
		}
		if len(pair) != 2 {
			return exception.New(exception.ValueError, "dictionary update sequence element #%d has length %d; 2 is required", i, len(pair))
		}
		if err := env.SetKey(dst, pair[0], pair[1]); err != nil {
			return err
		}
	}
	return nil
}

// joinDicts returns x | y as the engine does, but can be stopped.
func (e *Env) joinDicts(x, y *starlark.Dict) (starlark.Value, error) {
	d, err := e.NewDict(x.Len())
	if err != nil {
		return nil, err
	}
	for _, from := range [...]*starlark.Dict{x, y} {
		if err := EachEntry(e, from, func(k, v starlark.Value) error { return e.SetKey(d, k, v) }); err != nil {
			return nil, err
		}
	}
	return d, nil
}

// combineSets returns x op y as the engine does, but can be stopped; nil if sets have no such operator.
func (e *Env) combineSets(op string, x, y *starlark.Set) (starlark.Value, error) {
	if op != "|" && op != "&" && op != "-" && op != "^" {
		return nil, nil
	}
	z, err := e.NewSet(x.Len())
	if err != nil {
		return nil, err
	}
	from, other := x, y
	if op == "&" {
		from, other = y, x
	}
	for k := range from.Elements() {
		keep := op == "|"
		if !keep {
			found, err := e.HasElement(other, k)
			if err != nil {
				return nil, err
			}
			keep = found == (op == "&")
		}
		if keep {
			if err := e.AddTo(z, k); err != nil {
				return nil, err
			}
		}
		if err := e.Tick(); err != nil {
			return nil, err
		}
	}
	if op == "|" || op == "^" {
		for k := range y.Elements() {
			if op == "^" {
				if found, err := e.HasElement(x, k); err != nil || found {
					if err != nil {
						return nil, err
					}
					continue
				}
			}
			if err := e.AddTo(z, k); err != nil {
				return nil, err
			}
			if err := e.Tick(); err != nil {
				return nil, err
			}
		}
	}
	return z, nil
}

// setInPlace changes dst as the augmented assignment does.
func setInPlace(env *Env, op string, dst, other *starlark.Set) (done bool, err error) {
	elems, err := Elements(env, other)
	if err != nil {
		return true, err
	}
	switch op {
	case "|":
		for _, e := range elems {
			if err := env.AddTo(dst, e); err != nil {
				return true, err
			}
			if err := env.Tick(); err != nil {
				return true, err
			}
		}
	case "-":
		for _, e := range elems {
			if _, err := env.DeleteElement(dst, e); err != nil {
				return true, err
			}
			if err := env.Tick(); err != nil {
				return true, err
			}
		}
	case "^":
		if dst == other {
			return true, dst.Clear()
		}
		for _, e := range elems {
			found, err := env.DeleteElement(dst, e)
			if err == nil && !found {
				err = env.AddTo(dst, e)
			}
			if err == nil {
				err = env.Tick()
			}
			if err != nil {
				return true, err
			}
		}
	case "&":
		var drop []starlark.Value
		for e := range dst.Elements() {
			if found, err := env.HasElement(other, e); err != nil {
				return true, err
			} else if !found {
				drop = append(drop, e)
			}
			if err := env.Tick(); err != nil {
				return true, err
			}
		}
		for _, e := range drop {
			if _, err := env.DeleteElement(dst, e); err != nil {
				return true, err
			}
		}
	default:
		return false, nil
	}
	return true, nil
}
