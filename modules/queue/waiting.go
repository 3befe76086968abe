package queue

import (
	"time"

	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/interp"
	"github.com/mpstar/mpstar/internal/ipc"
)

// A line is where the threads of one interpreter wait for something to change. It
// is guarded by the interpreter's lock, which a thread gives up while it waits.
type line struct{ waiting []*ipc.Event }

// wait waits until notify picks this thread. It returns ipc.ErrTimeout if the
// deadline passed first.
func (l *line) wait(thread *starlark.Thread, deadline time.Time) error {
	in := interp.Of(thread)
	e := ipc.NewEvent()
	l.waiting = append(l.waiting, e)
	err := e.Wait(in.Task(thread), deadline)
	if err == nil {
		return nil
	}
	if e.IsSet() {
		// Picked and given up at the same moment: the turn is the next one's.
		l.notify()
	}
	for i, w := range l.waiting {
		if w == e {
			l.waiting = append(l.waiting[:i:i], l.waiting[i+1:]...)
			break
		}
	}
	if err == ipc.ErrTimeout {
		return err
	}
	return in.Err(thread, err)
}

// notify wakes the thread that has waited longest.
func (l *line) notify() {
	if len(l.waiting) > 0 {
		l.waiting[0].Set()
		l.waiting = l.waiting[1:]
	}
}

func (l *line) notifyAll() {
	for _, e := range l.waiting {
		e.Set()
	}
	l.waiting = nil
}
