package re

import (
	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/number"
	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/pieces"
	"github.com/mpstar/mpstar/internal/regex"
	"github.com/mpstar/mpstar/internal/text"
)

// limitOf reads the argument count or maxsplit: 0 is no limit.
func limitOf(thread *starlark.Thread, v starlark.Value) (int, error) {
	if v == nil {
		return 0, nil
	}
	n, err := number.Index(thread, v)
	if err != nil {
		return 0, err
	}
	i, ok := n.Int64()
	if !ok {
		return 0, exception.New(exception.OverflowError, "Python int too large to convert to C ssize_t")
	}
	return int(i), nil
}

func split(thread *starlark.Thread, p *object.Instance, str, maxsplit starlark.Value) (starlark.Value, error) {
	limit, err := limitOf(thread, maxsplit)
	if err != nil {
		return nil, err
	}
	c, err := newScan(thread, p, str, nil, nil)
	if err != nil {
		return nil, err
	}
	var parts pieces.List[starlark.Value]
	last := 0
	for n := 0; limit == 0 || n < limit; n++ {
		ok, err := c.step(regex.Anywhere)
		if err != nil {
			return nil, err
		}
		if !ok {
			break
		}
		parts.Push(c.subject.slice(last, c.m.Slots[0]))
		for g := 1; g <= c.m.Groups; g++ {
			parts.Push(c.group(g, starlark.None))
		}
		last = c.m.Slots[1]
		if n%1024 == 1023 {
			if err := c.m.Poll(); err != nil {
				return nil, err
			}
		}
	}
	parts.Push(c.subject.slice(last, len(c.subject.s)))
	list, err := parts.Join(object.EnvOf(thread).Check)
	if err != nil {
		return nil, err
	}
	return starlark.NewList(list), nil
}

// A template is what replaces matches: pieces, or a function.
type template struct {
	pieces []regex.Piece
	fn     starlark.Value
	// alien is a template of the wrong type without groups, which is noticed only when
	// it is put in.
	alien starlark.Value
}

// templateOf reads a template for matches of p.
func templateOf(thread *starlark.Thread, p *pattern, v starlark.Value) (template, error) {
	if object.Callable(v) {
		return template{fn: v}, nil
	}
	s, isStr := text.AsString(v)
	if !isStr {
		ok := false
		if s, ok = text.AsBytes(v); !ok {
			return template{}, exception.New(exception.TypeError, "decoding to str: need a bytes-like object, %s found", object.TypeName(v))
		}
	}
	if isStr == p.prog.Bytes {
		return template{alien: v}, nil
	}
	env := object.EnvOf(thread)
	escape, err := text.Find(env.Check, s, `\`)
	if err != nil {
		return template{}, err
	}
	if escape < 0 {
		return template{pieces: []regex.Piece{{Text: s, Group: -1}}}, nil
	}
	list, err := p.prog.ParseTemplate(s, env.Check)
	return template{pieces: list}, failed(thread, err, v)
}

// fill puts what groups matched into a template.
func (t *template) fill(env *object.Env, b *pieces.Text, s string, slots []int) error {
	for _, piece := range t.pieces {
		part := piece.Text
		if piece.Group >= 0 {
			from, to := slots[2*piece.Group], slots[2*piece.Group+1]
			if from < 0 || to < from {
				continue
			}
			part = s[from:to]
		}
		if err := write(env, b, part); err != nil {
			return err
		}
	}
	return nil
}

// reserveBytes is from where on memory is asked for before it is taken.
const reserveBytes = 1 << 18

// write adds s to b. The error is a MemoryError, or ends the script.
func write(env *object.Env, b *pieces.Text, s string) error {
	n := b.Len() + len(s)
	if n > text.MaxSize {
		return exception.New(exception.MemoryError, "")
	}
	if n/reserveBytes > b.Len()/reserveBytes {
		if err := env.Reserve(2 * int64(n)); err != nil {
			return err
		}
	}
	b.WriteString(s)
	return nil
}

func errItem(n int, isBytes bool, v starlark.Value) error {
	if isBytes {
		return exception.New(exception.TypeError, "sequence item %d: expected a bytes-like object, %s found", n, object.TypeName(v))
	}
	return exception.New(exception.TypeError, "sequence item %d: expected str instance, %s found", n, object.TypeName(v))
}

// replace implements sub and subn.
func replace(thread *starlark.Thread, p *object.Instance, repl, str, count starlark.Value) (starlark.Value, int, error) {
	limit, err := limitOf(thread, count)
	if err != nil {
		return nil, 0, err
	}
	t, err := templateOf(thread, patternOf(p), repl)
	if err != nil {
		return nil, 0, err
	}
	c, err := newScan(thread, p, str, nil, nil)
	if err != nil {
		return nil, 0, err
	}
	env := object.EnvOf(thread)
	var b pieces.Text
	last, n, items := 0, 0, 0
	for limit == 0 || n < limit {
		ok, err := c.step(regex.Anywhere)
		if err != nil {
			return nil, 0, err
		}
		if !ok {
			break
		}
		from, to := c.m.Slots[0], c.m.Slots[1]
		if from > last {
			b.WriteString(c.subject.s[last:from])
			items++
		}
		switch {
		case t.fn != nil:
			v, err := object.Call(thread, t.fn, c.match(thread))
			if err != nil {
				return nil, 0, err
			}
			if v == starlark.None {
				break
			}
			s, ok := text.AsString(v)
			if c.subject.bytes {
				s, ok = text.AsBytes(v)
			}
			if !ok {
				return nil, 0, errItem(items, c.subject.bytes, v)
			}
			if err := write(env, &b, s); err != nil {
				return nil, 0, err
			}
		case t.alien != nil:
			return nil, 0, errItem(items, c.subject.bytes, t.alien)
		default:
			if err := t.fill(env, &b, c.subject.s, c.m.Slots); err != nil {
				return nil, 0, err
			}
		}
		items++
		last = to
		n++
		if n%1024 == 0 {
			if err := c.m.Poll(); err != nil {
				return nil, 0, err
			}
		}
	}
	if n == 0 {
		return object.Unwrap(c.subject.v), 0, nil
	}
	b.WriteString(c.subject.s[last:])
	all, err := b.Join(env.Check)
	if err != nil {
		return nil, 0, err
	}
	v, err := c.subject.whole(env, all)
	return v, n, err
}
