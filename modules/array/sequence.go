package array

import (
	"bytes"

	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/cursor"
	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/number"
	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/pieces"
	"github.com/mpstar/mpstar/internal/text"
)

// This file has what arrays do as sequences do: indexes, slices, sums and products, comparisons.

func (c *call) length() (starlark.Value, error) { return starlark.MakeInt(c.items.count()), nil }

func (c *call) iterate() (starlark.Value, error) {
	a, i := c.items, 0
	return cursor.New(c.env, iteratorClass.Get(), func(*starlark.Thread) (starlark.Value, bool, error) {
		if i >= a.count() {
			return nil, false, nil
		}
		v, err := a.get(i)
		i++
		return v, err == nil, err
	}), nil
}

func (c *call) repr() (starlark.Value, error) {
	name := c.self.(*object.Instance).Class().Name()
	if len(c.data) == 0 {
		return text.Str(name + "('" + string(c.code.char) + "')"), nil
	}
	var v starlark.Value
	if c.code.kind == character {
		s, err := c.string(c.env)
		if err != nil {
			return nil, err
		}
		if v, err = c.env.Text(s); err != nil {
			return nil, err
		}
	} else {
		vs, err := c.values(c.env)
		if err != nil {
			return nil, err
		}
		v = starlark.NewList(vs)
	}
	s, err := object.Repr(c.env, v)
	if err != nil {
		return nil, err
	}
	if s, err = text.ConcatPaced(c.env.Check, []string{name, "('", string(c.code.char), "', ", s, ")"}); err != nil {
		return nil, err
	}
	return c.env.Text(s)
}

// isIndex reports whether v is an int or has __index__.
func isIndex(env *object.Env, v starlark.Value) bool {
	if _, ok := number.IsInt(v); ok {
		return true
	}
	m, err := object.Special(env, v, "__index__")
	return err == nil && m != nil
}

// position turns a key into the index of an item, wrong is what to say where there is none.
func (c *call) position(key starlark.Value, wrong string) (int, error) {
	if !isIndex(c.env, key) {
		return 0, exception.New(exception.TypeError, "array indices must be integers")
	}
	n, err := number.Index(c.thread, key)
	if err != nil {
		return 0, err
	}
	i, ok := n.Int64()
	if !ok {
		return 0, exception.New(exception.IndexError, "cannot fit '%s' into an index-sized integer", object.TypeName(key))
	}
	count := int64(c.items.count())
	if i < 0 {
		i += count
	}
	if i < 0 || i >= count {
		return 0, exception.New(exception.IndexError, "%s", wrong)
	}
	return int(i), nil
}

// span returns the n items that a slice selects.
func (c *call) span(s *object.Slice) (start, step, n int, err error) {
	start, stop, step, err := s.Indices(c.env, c.items.count)
	switch {
	case err != nil:
	case step > 0 && stop > start:
		n = (stop-start-1)/step + 1
	case step < 0 && stop < start:
		n = (start-stop-1)/-step + 1
	}
	return start, step, n, err
}

func (c *call) getItem() (starlark.Value, error) {
	s, ok := c.args[0].(*object.Slice)
	if !ok {
		i, err := c.position(c.args[0], "array index out of range")
		if err != nil {
			return nil, err
		}
		return c.get(i)
	}
	start, step, n, err := c.span(s)
	if err != nil {
		return nil, err
	}
	size := c.code.size
	if err := c.env.Reserve(int64(n * size)); err != nil {
		return nil, err
	}
	b := &items{code: c.code}
	if step == 1 {
		if b.data, err = pieces.Clone(c.data[start*size:(start+n)*size], 0, c.env.Check); err != nil {
			return nil, err
		}
	} else {
		data, err := pieces.Make[byte](n*size, c.env.Check)
		if err != nil {
			return nil, err
		}
		for i := range n {
			at := (start + i*step) * size
			copy(data[i*size:], c.data[at:at+size])
			if err := c.env.Tick(); err != nil {
				return nil, err
			}
		}
		b.data = data
	}
	return instance(c.env, Class.Get(), b), nil
}

func (c *call) setItem() (starlark.Value, error) {
	s, ok := c.args[0].(*object.Slice)
	if !ok {
		i, err := c.position(c.args[0], "array assignment index out of range")
		if err != nil {
			return nil, err
		}
		return starlark.None, c.set(c.thread, i, c.args[1])
	}
	b := of(c.args[1])
	switch {
	case b == nil:
		return nil, exception.New(exception.TypeError, "can only assign array (not \"%s\") to array slice", object.TypeName(c.args[1]))
	case b.code != c.code:
		return nil, exception.New(exception.TypeError, "bad argument type for built-in operation")
	}
	start, step, n, err := c.span(s)
	if err != nil {
		return nil, err
	}
	size := c.code.size
	if step == 1 {
		if err := c.env.Reserve(int64(len(c.data) + len(b.data))); err != nil {
			return nil, err
		}
		whole, err := pieces.Concat(c.env.Check, c.data[:start*size], b.data, c.data[(start+n)*size:])
		if err != nil {
			return nil, err
		}
		c.data = whole
		return starlark.None, nil
	}
	if b.count() != n {
		return nil, exception.New(exception.ValueError, "attempt to assign array of size %d to extended slice of size %d", b.count(), n)
	}
	from, err := pieces.Clone(b.data, 0, c.env.Check)
	if err != nil {
		return nil, err
	}
	for i := range n {
		copy(c.data[(start+i*step)*size:], from[i*size:(i+1)*size])
		if err := c.env.Tick(); err != nil {
			return nil, err
		}
	}
	return starlark.None, nil
}

func (c *call) deleteItem() (starlark.Value, error) {
	size := c.code.size
	s, ok := c.args[0].(*object.Slice)
	if !ok {
		i, err := c.position(c.args[0], "array assignment index out of range")
		if err != nil {
			return nil, err
		}
		return starlark.None, c.cut(i)
	}
	start, step, n, err := c.span(s)
	if err != nil || n == 0 {
		return starlark.None, err
	}
	if step < 0 {
		start, step = start+(n-1)*step, -step
	}
	at := start * size
	if step == 1 { // one gap
		rest := c.data[(start+n)*size:]
		err := object.Move(c.env, c.data[at:], rest)
		c.data = c.data[:at+len(rest)]
		return starlark.None, err
	}
	for i := range n {
		from, to := start+i*step+1, c.items.count()
		if i < n-1 {
			to = start + (i+1)*step
		}
		if err := object.Move(c.env, c.data[at:], c.data[from*size:to*size]); err != nil {
			return nil, err
		}
		if i%1024 == 1023 {
			if err := c.env.Ended(); err != nil {
				return nil, err
			}
		}
		at += (to - from) * size
	}
	c.data = c.data[:at]
	return starlark.None, nil
}

// cut removes an item.
func (c *call) cut(i int) error {
	size := c.code.size
	err := object.Move(c.env, c.data[i*size:], c.data[(i+1)*size:])
	c.data = c.data[:len(c.data)-size]
	return err
}

func (c *call) add() (starlark.Value, error) {
	b := of(c.args[0])
	switch {
	case b == nil:
		return nil, exception.New(exception.TypeError, "can only append array (not \"%s\") to array", object.TypeName(c.args[0]))
	case b.code != c.code:
		return nil, exception.New(exception.TypeError, "bad argument type for built-in operation")
	}
	if err := c.env.Reserve(int64(len(c.data) + len(b.data))); err != nil {
		return nil, err
	}
	data, err := pieces.Concat(c.env.Check, c.data, b.data)
	if err != nil {
		return nil, err
	}
	return instance(c.env, Class.Get(), &items{c.code, data}), nil
}

func (c *call) addInPlace() (starlark.Value, error) {
	if of(c.args[0]) == nil {
		return nil, exception.New(exception.TypeError, "can only extend array with array (not \"%s\")", object.TypeName(c.args[0]))
	}
	return c.self, c.items.extend(c.thread, c.args[0])
}

// times returns the items, repeated.
func (c *call) times() ([]byte, error) {
	if !isIndex(c.env, c.args[0]) {
		return nil, exception.New(exception.TypeError, "can't multiply sequence by non-int of type '%s'", object.TypeName(c.args[0]))
	}
	n, err := number.Int(c.thread, c.args[0])
	if err != nil {
		return nil, err
	}
	n = max(n, 0)
	if n > 0 && len(c.data) > 1<<40/n {
		return nil, exception.New(exception.MemoryError, "")
	}
	if err := c.env.Reserve(int64(len(c.data) * n)); err != nil {
		return nil, err
	}
	if len(c.data)*n <= pieces.Size {
		return bytes.Repeat(c.data, n), nil
	}
	all, err := pieces.Make[byte](len(c.data)*n, c.env.Check)
	if err != nil {
		return nil, err
	}
	some := bytes.Repeat(c.data, max(1, pieces.Size/len(c.data)))
	for rest := all; len(rest) > 0; rest = rest[min(len(some), len(rest)):] {
		if err := pieces.Copy(rest, some, c.env.Check); err != nil {
			return nil, err
		}
		if err := c.env.Check(); err != nil {
			return nil, err
		}
	}
	return all, nil
}

func (c *call) multiply() (starlark.Value, error) {
	data, err := c.times()
	if err != nil {
		return nil, err
	}
	return instance(c.env, Class.Get(), &items{c.code, data}), nil
}

func (c *call) multiplyInPlace() (starlark.Value, error) {
	data, err := c.times()
	if err != nil {
		return nil, err
	}
	c.data = data
	return c.self, nil
}

// comparison makes the method of one operator.
func comparison(name, op string) object.Method {
	return method(name, 1, 1, func(c *call) (starlark.Value, error) {
		b := of(c.args[0])
		if b == nil {
			return object.NotImplemented, nil
		}
		n, m := c.items.count(), b.count()
		if op == "==" || op == "!=" {
			if n != m {
				return starlark.Bool(op == "!="), nil
			}
			if c.code == b.code && c.code.kind != floating {
				same, err := pieces.Equal(c.data, b.data, c.env.Check)
				return starlark.Bool(same == (op == "==")), err
			}
		}
		for i := 0; i < c.items.count() && i < b.count(); i++ {
			x, err := c.get(i)
			if err != nil {
				return nil, err
			}
			y, err := b.get(i)
			if err != nil {
				return nil, err
			}
			if same, err := object.Equal(c.env, x, y); err != nil {
				return nil, err
			} else if !same {
				if op == "==" || op == "!=" {
					return starlark.Bool(op == "!="), nil
				}
				r, err := object.Compare(c.env, op, x, y)
				return starlark.Bool(r), err
			}
		}
		r, err := object.Compare(c.env, op, starlark.MakeInt(n), starlark.MakeInt(m))
		return starlark.Bool(r), err
	})
}
