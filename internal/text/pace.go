package text

import (
	"strings"

	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/pieces"
)

// A pace is kept by a method that goes through a long string: it asks now and then whether the script is to stop. The methods' own
// functions need not return that error: it unwinds them as a panic, which [call.run] catches.
//
// A nil pace asks nothing.
type pace struct {
	check func() error
	bytes int // since it asked
}

// paceBytes is how much is handled between two questions: a millisecond at 4 ns a byte.
const paceBytes = 1 << 18

// A stopped panic unwinds a method.
type stopped struct{ err error }

// ask says that n more bytes have been handled. An error ends what is under way.
func (p *pace) ask(n int) error {
	if p == nil {
		return nil
	}
	if p.bytes += n; p.bytes < paceBytes {
		return nil
	}
	p.bytes = 0
	if p.check == nil {
		return nil
	}
	return p.check()
}

// pass is ask, but unwinds by a panic.
func (p *pace) pass(n int) {
	if p == nil {
		return
	}
	if p.bytes += n; p.bytes < paceBytes {
		return
	}
	p.bytes = 0
	if p.check == nil {
		return
	}
	if err := p.check(); err != nil {
		panic(stopped{err})
	}
}

// keepPace calls run, and returns the error that a pace has stopped it with.
func keepPace(run func() (starlark.Value, error)) (v starlark.Value, err error) {
	defer func() {
		switch r := recover().(type) {
		case nil:
		case stopped:
			v, err = nil, r.err
		default:
			panic(r)
		}
	}()
	return run()
}

// piecewise is f(s) for an f that maps each byte by itself.
func (p *pace) piecewise(s string, f func(s string) string) string {
	if len(s) <= paceBytes {
		return f(s)
	}
	b := p.room(len(s))
	for s != "" {
		n := min(len(s), paceBytes)
		b = append(b, f(s[:n])...)
		s = s[n:]
		p.pass(n)
	}
	return p.text(b)
}

// room returns a buffer with room for n bytes.
func (p *pace) room(n int) []byte {
	if n <= pieces.Size {
		return make([]byte, 0, n)
	}
	b, err := pieces.Make[byte](n, p.ends())
	p.must(err)
	return b[:0]
}

// ends returns the question whether to stop, or nil.
func (p *pace) ends() func() error {
	if p == nil {
		return nil
	}
	return p.check
}

// must unwinds what a question has stopped.
func (p *pace) must(err error) {
	if err != nil {
		panic(stopped{err})
	}
}

// done returns t with b behind it, which nobody changes any more.
func (p *pace) done(t *pieces.Text, b []byte) string {
	s, err := t.JoinWith(b, p.ends())
	p.must(err)
	return s
}

// list returns what was gathered as a list.
func (p *pace) list(l *pieces.List[starlark.Value]) *starlark.List {
	elems, err := l.Join(p.ends())
	p.must(err)
	return starlark.NewList(elems)
}

// copied returns a copy of s as bytes.
func (p *pace) copied(s string) []byte {
	b, err := pieces.Bytes(s, p.ends())
	p.must(err)
	return b
}

// zeros returns s with n zeros behind it.
func (p *pace) zeros(s string, n int) string {
	if n <= 0 {
		return s
	}
	return p.concat(s, p.repeat("0", n))
}

// concat returns a + b.
func (p *pace) concat(a, b string) string {
	if len(a)+len(b) <= paceBytes {
		return a + b
	}
	if a == "" {
		return b
	}
	return p.join([]string{a, b}, "", len(a)+len(b))
}

// text returns the bytes, which nobody changes any more, as a string.
func (p *pace) text(b []byte) string {
	s, err := pieces.Own(b, p.ends())
	p.must(err)
	return s
}

// Find is strings.Index.
func Find(check func() error, s, sub string) (i int, err error) {
	if len(s) < paceBytes {
		return strings.Index(s, sub), nil
	}
	_, err = keepPace(func() (starlark.Value, error) {
		i = (&pace{check: check}).index(s, sub)
		return nil, nil
	})
	return i, err
}

// index is strings.Index.
func (p *pace) index(s, sub string) int {
	step := max(paceBytes, 2*len(sub))
	for off := 0; ; off += step {
		end := off + step + len(sub) - 1
		if end >= len(s) {
			i := strings.Index(s[off:], sub)
			if i < 0 {
				return -1
			}
			p.pass(i)
			return off + i
		}
		if i := strings.Index(s[off:end], sub); i >= 0 {
			p.pass(i)
			return off + i
		}
		p.pass(step)
	}
}

// lastIndex is strings.LastIndex.
func (p *pace) lastIndex(s, sub string) int {
	step := max(paceBytes, 2*len(sub))
	for end := len(s); ; end -= step {
		begin := end - step - len(sub) + 1
		if begin <= 0 {
			return strings.LastIndex(s[:end], sub)
		}
		if i := strings.LastIndex(s[begin:end], sub); i >= 0 {
			p.pass(end - i)
			return begin + i
		}
		p.pass(step)
	}
}

// count is strings.Count for a sub that is not empty.
func (p *pace) count(s, sub string) int {
	n := 0
	if len(sub) == 1 {
		for s != "" {
			k := min(len(s), paceBytes)
			n += strings.Count(s[:k], sub)
			s = s[k:]
			p.pass(k)
		}
		return n
	}
	for {
		i := p.index(s, sub)
		if i < 0 {
			return n
		}
		n++
		s = s[i+len(sub):]
		p.pass(4 * len(sub)) // a call costs more than its bytes
	}
}

// replace is strings.Replace for the first n of old, which is not empty; they are there.
func (p *pace) replace(s, old, with string, n int) string {
	b := p.room(len(s) + n*(len(with)-len(old)))
	for ; n > 0; n-- {
		i := p.index(s, old)
		b = p.append(p.append(b, s[:i]), with)
		s = s[i+len(old):]
		p.pass(len(with) + 4*len(old))
	}
	return p.text(p.append(b, s))
}

// append appends s to b, which has room for it.
func (p *pace) append(b []byte, s string) []byte {
	for ; len(s) > paceBytes; s = s[paceBytes:] {
		b = append(b, s[:paceBytes]...)
		p.pass(paceBytes)
	}
	return append(b, s...)
}

// join is strings.Join; total is the length of the result.
func (p *pace) join(items []string, sep string, total int) string {
	if total <= paceBytes {
		return strings.Join(items, sep)
	}
	b := p.room(total)
	for i, s := range items {
		if i > 0 {
			b = p.append(b, sep)
		}
		b = p.append(b, s)
		p.pass(len(sep) + len(s) + 4)
	}
	return p.text(b)
}

// repeat is strings.Repeat.
func (p *pace) repeat(s string, n int) string {
	if len(s) == 0 || n <= 0 || len(s)*n <= 4*paceBytes {
		return strings.Repeat(s, max(n, 0))
	}
	b := p.room(len(s) * n)
	k := max(1, paceBytes/len(s))
	some := strings.Repeat(s, k)
	for ; n >= k; n -= k {
		b = p.append(b, some)
		p.pass(len(some))
	}
	return p.text(append(b, some[:n*len(s)]...))
}
