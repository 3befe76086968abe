package syntax

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
