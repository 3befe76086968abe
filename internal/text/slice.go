package text

import (
	"strings"

	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/pieces"
)

// SlicePaced returns v[start:end:step], as v.Slice does; check is asked now and then, and ends it by an error. It reports false if v is no str and
// no bytes.
func SlicePaced(check func() error, v starlark.Value, start, end, step int) (r starlark.Value, ok bool, err error) {
	p := &pace{check: check}
	switch v := v.(type) {
	case starlark.String:
		r, err = keepPace(func() (starlark.Value, error) { return starlark.String(p.slice(string(v), start, end, step)), nil })
	case *Text:
		r, err = keepPace(func() (starlark.Value, error) { return p.sliceText(v, start, end, step), nil })
	case Bytes:
		r, err = keepPace(func() (starlark.Value, error) { return Bytes(p.slice(string(v), start, end, step)), nil })
	case *ByteArray:
		r, err = keepPace(func() (starlark.Value, error) {
			if step == 1 {
				return &ByteArray{data: p.copied(view(v.data[start:end]))}, nil
			}
			return &ByteArray{data: p.copied(p.slice(view(v.data), start, end, step))}, nil
		})
	default:
		return nil, false, nil
	}
	return r, true, err
}

// Seek makes ready what tells where the characters of a long str are; check is asked now and then, and ends it by an error. Index does so itself, but
// can't be stopped.
func (t *Text) Seek(check func() error) error {
	if len(t.s) < paceBytes || t.marks.Load() != nil {
		return nil
	}
	_, err := keepPace(func() (starlark.Value, error) {
		t.index(&pace{check: check})
		return nil, nil
	})
	return err
}

// SliceLen returns how many elements there are in [start:end:step], whose bounds are those of a sequence.
func SliceLen(start, end, step int) int {
	switch {
	case step > 0 && start < end:
		return (end-start-1)/step + 1
	case step < 0 && start > end:
		return (end-start+1)/step + 1
	}
	return 0
}

// slice cuts bytes.
func (p *pace) slice(s string, start, end, step int) string {
	if step == 1 {
		return s[start:end]
	}
	out := p.room(SliceLen(start, end, step))
	for i, left := start, SliceLen(start, end, step); left > 0; i, left = i+step, left-1 { // i may overflow at the end
		out = append(out, s[i])
		p.pass(2)
	}
	return p.text(out)
}

// sliceText cuts characters.
func (p *pace) sliceText(t *Text, start, end, step int) starlark.Value {
	if step == 1 {
		return cutText(t.s[t.offset(p, start):t.offset(p, end)], end-start)
	}
	var out pieces.Text
	b := make([]byte, 0, min(4*SliceLen(start, end, step), pieces.Size))
	n := 0
	for i, left := start, SliceLen(start, end, step); left > 0; i, left = i+step, left-1 { // i may overflow at the end
		off := t.offset(p, i)
		if b = append(b, t.s[off:off+charSize(t.s[off])]...); len(b) >= pieces.Full {
			b = out.Keep(b)
		}
		n++
		p.pass(32)
	}
	return cutText(p.done(&out, b), n)
}

// cutText returns n characters of a Text as a str.
func cutText(s string, n int) starlark.Value {
	if n == len(s) {
		return starlark.String(s)
	}
	return &Text{s: s, n: n}
}

// ConcatPaced returns the parts in a row; check is asked now and then, and ends it by an error.
func ConcatPaced(check func() error, parts []string) (s string, err error) {
	total := 0
	for _, p := range parts {
		total += len(p)
	}
	if total <= paceBytes {
		return strings.Join(parts, ""), nil
	}
	_, err = keepPace(func() (starlark.Value, error) {
		s = (&pace{check: check}).join(parts, "", total)
		return nil, nil
	})
	return s, err
}

// RepeatPaced returns v * n; check is asked now and then, and ends it by an error. It reports false if v is no str and no bytes, or not
// repeated often enough to take long.
func RepeatPaced(check func() error, v starlark.Value, n int) (r starlark.Value, ok bool, err error) {
	var s string
	switch v := v.(type) {
	case starlark.String:
		s = string(v)
	case *Text:
		s = v.s
	case Bytes:
		s = string(v)
	case *ByteArray:
		s = view(v.data)
	default:
		return nil, false, nil
	}
	if s == "" || n < 2 || n > MaxSize/len(s) || n*len(s) < 4*paceBytes {
		return nil, false, nil
	}
	r, err = keepPace(func() (starlark.Value, error) {
		p := &pace{check: check}
		all := p.repeat(s, n)
		switch v := v.(type) {
		case *Text:
			return &Text{s: all, n: v.n * n}, nil
		case Bytes:
			return Bytes(all), nil
		case *ByteArray:
			return NewByteArray(p.copied(all)), nil
		}
		return starlark.String(all), nil
	})
	return r, true, err
}
