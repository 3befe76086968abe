package ipc

import (
	"runtime"
	"testing"
)

type question struct{ answer int }

func (*question) Size() int { return 1 }
func (*question) Drop()     {}

// TestPortDirect asks a server on the caller's goroutine: only while it waits and nobody else's call is on its way.
func TestPortDirect(t *testing.T) {
	p := NewPort()
	h := NewHolder("server", 1)
	server, caller := NewTask(h, Hooks{}), NewTask(NewHolder("caller", 2), Hooks{})
	willing := true
	p.ServeDirectly(func(m Message) bool {
		if willing {
			m.(*question).answer = 42
		}
		return willing
	})
	direct := func(want bool) {
		t.Helper()
		q := new(question)
		if got := p.Direct(caller, q); got != want || want != (q.answer == 42) {
			t.Errorf("Direct returned %v, answer %d; want %v", got, q.answer, want)
		}
	}
	waits := func() {
		for {
			if w, ok := server.WaitingFor(); ok && w.Object == Object(p) && server.checked.Load() == server.wakes.Load() {
				return
			}
			runtime.Gosched()
		}
	}
	direct(false) // nobody accepts
	accepted := make(chan int)
	accept := func() {
		id, _, err := p.Accept(server, Forever)
		if err != nil {
			id = -1
		}
		accepted <- id
	}
	go accept()
	waits()
	direct(true)
	willing = false
	direct(false)
	willing = true
	caller.Cancel()
	direct(false)
	caller.Uncancel()

	// A call that nobody has accepted yet comes first.
	p.mu.Lock()
	p.queue = append(p.queue, &portCall{port: p, msg: new(question)})
	p.mu.Unlock()
	direct(false)
	server.wakeup()
	if id := <-accepted; id != 0 {
		t.Errorf("Accept returned %d", id)
	}

	go accept()
	waits()
	p.Close()
	direct(false)
	if id := <-accepted; id != -1 {
		t.Errorf("Accept returned %d from a closed port", id)
	}
}
