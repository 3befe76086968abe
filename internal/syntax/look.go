package syntax

// A look asks now and then whether to go on with a long text. A nil look asks nothing.
type look struct {
	ask func() error
	n   int
}

// lookEvery is how many tokens or nodes are handled between two questions: half a millisecond.
const lookEvery = 1 << 10

// A stopped panic unwinds the stages of the front end.
type stopped struct{ err error }

func newLook(ask func() error) *look {
	if ask == nil {
		return nil
	}
	return &look{ask: ask}
}

// step counts one token or node. It unwinds if the answer is no.
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
