package array

import (
	"slices"

	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/number"
	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/pieces"
)

// This file has the methods that arrays share with lists.

func (c *call) append() (starlark.Value, error) {
	return starlark.None, c.items.append(c.thread, c.args[0])
}

func (c *call) extend() (starlark.Value, error) {
	return starlark.None, c.items.extend(c.thread, c.args[0])
}

// find returns the index of the first item from start to stop that equals v, -1 if there is none.
func (c *call) find(v starlark.Value, start, stop int) (int, error) {
	for i := start; i < stop && i < c.items.count(); i++ {
		x, err := c.get(i)
		if err != nil {
			return 0, err
		}
		if same, err := object.Equal(c.env, x, v); err != nil || same {
			return i, err
		}
	}
	return -1, nil
}

func (c *call) contains() (starlark.Value, error) {
	i, err := c.find(c.args[0], 0, c.items.count())
	return starlark.Bool(i >= 0), err
}

func (c *call) index() (starlark.Value, error) {
	n := c.items.count()
	bounds := [2]int{0, n}
	for i, v := range c.args[1:] {
		k, err := number.Index(c.thread, v)
		if err != nil {
			return nil, err
		}
		at, ok := k.Int64()
		switch {
		case !ok && k.Sign() < 0 || ok && at < -int64(n):
			at = 0
		case !ok || at > int64(n):
			at = int64(n)
		case at < 0:
			at += int64(n)
		}
		bounds[i] = int(at)
	}
	i, err := c.find(c.args[0], bounds[0], bounds[1])
	if err == nil && i < 0 {
		err = exception.New(exception.ValueError, "array.index(x): x not in array")
	}
	return starlark.MakeInt(i), err
}

func (c *call) count() (starlark.Value, error) {
	n := 0
	for i := 0; i < c.items.count(); i++ {
		x, err := c.get(i)
		if err != nil {
			return nil, err
		}
		same, err := object.Equal(c.env, x, c.args[0])
		if err != nil {
			return nil, err
		}
		if same {
			n++
		}
	}
	return starlark.MakeInt(n), nil
}

func (c *call) insert() (starlark.Value, error) {
	i, err := number.Int(c.thread, c.args[0])
	if err != nil {
		return nil, err
	}
	bits, err := c.code.bits(c.thread, c.args[1])
	if err != nil {
		return nil, err
	}
	n := c.items.count()
	if i < 0 {
		i = max(i+n, 0)
	}
	at, item := min(i, n)*c.code.size, c.code.put(nil, bits)
	if len(c.data) <= pieces.Size {
		c.data = slices.Insert(c.data, at, item...)
		return starlark.None, nil
	}
	end := len(c.data)
	if cap(c.data)-end < len(item) { // what is long gets more room than it needs, as append does it
		if c.data, err = pieces.Clone(c.data, len(item)+end/4, c.env.Ended); err != nil {
			return nil, err
		}
	}
	c.data = c.data[:end+len(item)]
	for end > at {
		from := max(at, end-pieces.Size)
		copy(c.data[from+len(item):], c.data[from:end])
		if err := c.env.Ended(); err != nil {
			return nil, err
		}
		end = from
	}
	copy(c.data[at:], item)
	return starlark.None, nil
}

func (c *call) pop() (starlark.Value, error) {
	i := -1
	if len(c.args) > 0 {
		var err error
		if i, err = number.Int(c.thread, c.args[0]); err != nil {
			return nil, err
		}
	}
	n := c.items.count()
	if n == 0 {
		return nil, exception.New(exception.IndexError, "pop from empty array")
	}
	if i < 0 {
		i += n
	}
	if i < 0 || i >= n {
		return nil, exception.New(exception.IndexError, "pop index out of range")
	}
	v, err := c.get(i)
	if err == nil {
		err = c.cut(i)
	}
	return v, err
}

func (c *call) remove() (starlark.Value, error) {
	i, err := c.find(c.args[0], 0, c.items.count())
	if err != nil {
		return nil, err
	}
	if i < 0 || i >= c.items.count() {
		return nil, exception.New(exception.ValueError, "array.remove(x): x not in array")
	}
	return starlark.None, c.cut(i)
}

func (c *call) reverse() (starlark.Value, error) {
	size := c.code.size
	var item [8]byte
	for i, j := 0, len(c.data)-size; i < j; i, j = i+size, j-size {
		copy(item[:size], c.data[i:])
		copy(c.data[i:i+size], c.data[j:])
		copy(c.data[j:j+size], item[:])
		if i%(8*pieces.Size) == 0 {
			if err := c.env.Ended(); err != nil {
				return nil, err
			}
		}
	}
	return starlark.None, nil
}

func (c *call) byteswap() (starlark.Value, error) {
	if c.code.size > 1 {
		for some := range slices.Chunk(c.data, 8*pieces.Size) {
			for item := range slices.Chunk(some, c.code.size) {
				reverse(item)
			}
			if err := c.env.Ended(); err != nil {
				return nil, err
			}
		}
	}
	return starlark.None, nil
}

func (c *call) copy() (starlark.Value, error) {
	if err := c.env.Reserve(int64(len(c.data))); err != nil {
		return nil, err
	}
	data, err := pieces.Clone(c.data, 0, c.env.Check)
	if err != nil {
		return nil, err
	}
	return instance(c.env, Class.Get(), &items{c.code, data}), nil
}

func (c *call) bufferInfo() (starlark.Value, error) {
	return starlark.Tuple{starlark.MakeInt64(int64(object.ID(c.self))), starlark.MakeInt(c.items.count())}, nil
}
