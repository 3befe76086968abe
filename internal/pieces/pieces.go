// Package pieces makes what is long in pieces. Go copies and clears memory in one go, during which nothing stops the goroutine nor the collector, and
// memory that the system has to find pages for takes 0.6 ms a megabyte: a text that doubles its room again and again, or a list that does, goes
// on for tens of milliseconds after its script was to stop. Here what grows is kept in pieces and put together at the end, in memory of just that size,
// and whether to go on is asked in between.
//
//	var t pieces.Text
//	for _, s := range words {
//		t.WriteString(s)
//	}
//	all, err := t.Join(check)
//
// [Text] is for strings, [List] for elements of slices; [Make], [Clone] and [Copy] do what make, slices.Clone and copy do.
//
// A check returns an error to end what is under way; nil never does. It is asked every millisecond or so.
package pieces

import (
	"strings"
	"unsafe"

	"github.com/mpstar/mpstar/internal/engine"
)

const (
	// Size is how many bytes are copied at once.
	Size = 128 << 10
	// large is from how many bytes on memory is waited for: who takes much of it while the collector is at work must help it first.
	large = 1 << 20
)

// Make returns a slice of n zero Ts.
func Make[T any](n int, check func() error) ([]T, error) {
	if n*sizeOf[T]() < large || check == nil {
		return make([]T, n), nil
	}
	var err error
	s, ok := engine.Await(func() []T { return make([]T, n) }, engine.Halt{Asked: func() bool {
		err = check()
		return err != nil
	}})
	if ok {
		err = nil
	}
	return s, err
}

// Copy copies as many elements as dst and src both have; they must not overlap, but for a dst that begins before src.
func Copy[T any](dst, src []T, check func() error) error {
	n, step := min(len(dst), len(src)), stepOf[T]()
	if n <= step {
		copy(dst, src)
		return nil
	}
	for at := 0; at < n; at += step {
		end := min(n, at+step)
		copy(dst[at:end], src[at:end])
		if check != nil {
			if err := check(); err != nil {
				return err
			}
		}
	}
	return nil
}

// CopyString is Copy for the bytes of a string.
func CopyString(dst []byte, s string, check func() error) error { return Copy(dst, view(s), check) }

// Equal reports whether a and b have the same bytes.
func Equal[A, B ~[]byte | ~string](a A, b B, check func() error) (bool, error) {
	if len(a) != len(b) {
		return false, nil
	}
	for at := 0; at < len(a); at += 8 * Size {
		end := min(len(a), at+8*Size)
		if string(a[at:end]) != string(b[at:end]) {
			return false, nil
		}
		if end < len(a) && check != nil {
			if err := check(); err != nil {
				return false, err
			}
		}
	}
	return true, nil
}

// Compare is strings.Compare.
func Compare(a, b string, check func() error) (int, error) {
	const step = 8 * Size
	for len(a) > step && len(b) > step {
		if c := strings.Compare(a[:step], b[:step]); c != 0 {
			return c, nil
		}
		a, b = a[step:], b[step:]
		if check != nil {
			if err := check(); err != nil {
				return 0, err
			}
		}
	}
	return strings.Compare(a, b), nil
}

// Clone returns a copy of s with room for more elements.
func Clone[T any](s []T, more int, check func() error) ([]T, error) {
	if len(s)+more <= stepOf[T]() {
		return append(make([]T, 0, len(s)+more), s...), nil
	}
	c, err := Make[T](len(s)+more, check)
	if err != nil {
		return nil, err
	}
	return c[:len(s)], Copy(c, s, check)
}

// Concat returns the parts in a row.
func Concat[T any](check func() error, parts ...[]T) ([]T, error) {
	n := 0
	for _, p := range parts {
		n += len(p)
	}
	all, err := Make[T](n, check)
	at := 0
	for i := 0; i < len(parts) && err == nil; i++ {
		err = Copy(all[at:], parts[i], check)
		at += len(parts[i])
	}
	return all, err
}

// Bytes returns a copy of a string's bytes.
func Bytes(s string, check func() error) ([]byte, error) {
	if len(s) <= Size {
		return []byte(s), nil
	}
	return Clone(view(s), 0, check)
}

// String returns a copy of b.
func String(b []byte, check func() error) (string, error) {
	if len(b) <= Size {
		return string(b), nil
	}
	c, err := Clone(b, 0, check)
	return own(c), err
}

// Own returns as a string what nobody changes any more. It copies only what has much more room than it takes.
func Own(b []byte, check func() error) (string, error) {
	if cap(b)-len(b) > len(b)/8 {
		return String(b, check)
	}
	return own(b), nil
}

// own shares b's memory: nobody may change it from then on.
func own(b []byte) string { return unsafe.String(unsafe.SliceData(b), len(b)) }

// view shares s's memory: nobody may change what it returns.
func view(s string) []byte { return unsafe.Slice(unsafe.StringData(s), len(s)) }

func sizeOf[T any]() int {
	var t T
	return max(1, int(unsafe.Sizeof(t)))
}

// stepOf is how many Ts are copied at once.
func stepOf[T any]() int { return max(1, Size/sizeOf[T]()) }
