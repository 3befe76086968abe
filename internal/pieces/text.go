package pieces

import "strings"

// A Text is a string that grows at its end. What is long of it is never copied until [Text.Join] puts all together, and then once. The zero value is
// empty. A Text must not be copied.
type Text struct {
	full []string // what comes before b
	n    int      // its length
	b    strings.Builder
}

// Len returns the number of bytes.
func (t *Text) Len() int { return t.n + t.b.Len() }

// WriteString appends s.
func (t *Text) WriteString(s string) (int, error) {
	if t.b.Len()+len(s) > Size {
		t.flush()
		if len(s) > Size/2 {
			t.full = append(t.full, s)
			t.n += len(s)
			return len(s), nil
		}
	}
	return t.b.WriteString(s)
}

// WriteByte appends c.
func (t *Text) WriteByte(c byte) error {
	if t.b.Len() >= Size {
		t.flush()
	}
	return t.b.WriteByte(c)
}

// Write appends a copy of b.
func (t *Text) Write(b []byte) (int, error) {
	if len(b) > Size/2 {
		return t.WriteString(string(b))
	}
	return t.WriteString(own(b)) // which copies what is that short
}

// Fill appends n copies of an ASCII character.
func (t *Text) Fill(c byte, n int) {
	if n <= 0 {
		return
	}
	all := strings.Repeat(string(rune(c)), min(n, Size))
	for ; n > len(all); n -= len(all) {
		t.WriteString(all)
	}
	t.WriteString(all[:n])
}

func (t *Text) flush() {
	if n := t.b.Len(); n > 0 {
		t.full = append(t.full, t.b.String())
		t.n += n
		t.b.Reset()
	}
}

// Keep is for who appends to a buffer of his own: once it has [Full] bytes it becomes a part of t, which nobody may change any more, and he goes on with
// the one that Keep returns.
func (t *Text) Keep(b []byte) []byte {
	t.take(b)
	return make([]byte, 0, Size)
}

// Full is when a buffer is full: it has room for what is appended before its length is looked at again.
const Full = Size - 64

func (t *Text) take(b []byte) {
	t.flush()
	if len(b) > 0 {
		t.full = append(t.full, own(b))
		t.n += len(b)
	}
}

// Join returns the whole text. T is empty afterwards.
func (t *Text) Join(check func() error) (string, error) {
	if len(t.full) == 0 {
		s := t.b.String()
		*t = Text{}
		return s, nil
	}
	t.flush()
	parts := t.full
	if len(parts) == 1 {
		*t = Text{}
		return parts[0], nil
	}
	all, err := Make[byte](t.n, check)
	*t = Text{}
	at := 0
	for i := 0; i < len(parts) && err == nil; i++ {
		s := parts[i]
		parts[i] = "" // the collector may have it
		err = CopyString(all[at:], s, check)
		if at += len(s); err == nil && check != nil {
			err = check()
		}
	}
	if err != nil {
		return "", err
	}
	return own(all), nil
}

// JoinWith is Join with what b has behind it, which nobody changes any more.
func (t *Text) JoinWith(b []byte, check func() error) (string, error) {
	if t.Len() == 0 {
		return Own(b, check)
	}
	t.take(b)
	return t.Join(check)
}
