package syntax

import (
	"strings"
	"unicode/utf8"
)

// A look asks now and then whether to go on with a long text. A nil look asks nothing.
type look struct {
	ask func() error
	n   int
}

// lookEvery is how many lines, tokens or nodes are handled between two questions: half a millisecond.
const lookEvery = 1 << 10

// A stopped panic unwinds the stages of the front end.
type stopped struct{ err error }

func newLook(ask func() error) *look {
	if ask == nil {
		return nil
	}
	return &look{ask: ask}
}

// step counts one line, token or node. It unwinds if the answer is no.
func (l *look) step() {
	if l == nil {
		return
	}
	if l.n++; l.n%lookEvery != 0 {
		return
	}
	if err := l.ask(); err != nil {
		panic(stopped{err})
	}
}

// farAt is how many characters are gone through one by one between two questions.
const farAt = 1 << 18

// far is step for who goes through characters: it returns where it was asked last.
func (l *look) far(asked, at int) int {
	if at-asked < farAt {
		return asked
	}
	if l != nil {
		if err := l.ask(); err != nil {
			panic(stopped{err})
		}
	}
	return at
}

// count returns the number of characters in text.
func (l *look) count(text string) int {
	n := 0
	for len(text) > farAt {
		end := farAt
		for end > farAt-utf8.UTFMax && !utf8.RuneStart(text[end]) {
			end--
		}
		n += utf8.RuneCountInString(text[:end])
		text = text[end:]
		l.far(0, farAt)
	}
	return n + utf8.RuneCountInString(text)
}

// write appends text to b, which has room for it.
func (l *look) write(b *strings.Builder, text string) {
	for ; len(text) > farAt; text = text[farAt:] {
		b.WriteString(text[:farAt])
		l.far(0, farAt)
	}
	b.WriteString(text)
}

// unlessStopped sets err to what a look was told, if that has unwound the function that defers it.
func unlessStopped(err *error) {
	switch r := recover().(type) {
	case nil:
	case stopped:
		*err = r.err
	default:
		panic(r)
	}
}
