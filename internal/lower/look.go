package lower

// A look asks now and then whether to go on with a long file. A nil look asks nothing.
type look struct {
	ask func() error
	n   int
}

// lookEvery is how many nodes are handled between two questions: half a millisecond.
const lookEvery = 1 << 9

// A stopped panic unwinds analysis and lowering.
type stopped struct{ err error }

// step counts one node. It unwinds if the answer is no.
func (l *look) step() {
	if l == nil || l.ask == nil {
		return
	}
	if l.n++; l.n%lookEvery != 0 {
		return
	}
	if err := l.ask(); err != nil {
		panic(stopped{err})
	}
}
