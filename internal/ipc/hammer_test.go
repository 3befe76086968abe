package ipc

import (
	"fmt"
	"math/rand/v2"
	"runtime"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// The hammers run many tasks against one object while others cancel them, let deadlines pass and end their processes, and
// count what is left. A wait that nobody ends shows as a test that does not end; it is reported with who waits for what.

// hammer is the world of one such test.
type hammer struct {
	t    *testing.T
	k    *Kernel
	wg   sync.WaitGroup
	objs []Object
	stop atomic.Bool // the work is done; whoever waits is told by other means

	enough func() bool // if it is set, chaos goes on until it says that enough has happened for a verdict

	mu   sync.Mutex
	live map[*proc]bool
}

func newHammer(t *testing.T, objs ...Object) *hammer {
	h := &hammer{t: t, k: new(Kernel), objs: objs, live: make(map[*proc]bool)}
	before := runtime.NumGoroutine()
	t.Cleanup(func() {
		for deadline := time.Now().Add(time.Minute); runtime.NumGoroutine() > before; runtime.Gosched() {
			if time.Now().After(deadline) {
				t.Errorf("%d goroutines, %d before", runtime.NumGoroutine(), before)
				return
			}
		}
	})
	return h
}

// duration is how long a hammer runs.
func duration() time.Duration {
	if testing.Short() {
		return 100 * time.Millisecond
	}
	return 600 * time.Millisecond
}

func (h *hammer) newProc(name string) *proc {
	p := newProc(h.t, h.k, name, h.objs...)
	h.mu.Lock()
	h.live[p] = true
	h.mu.Unlock()
	return p
}

func (h *hammer) forget(p *proc) {
	h.mu.Lock()
	delete(h.live, p)
	h.mu.Unlock()
}

// work runs n workers until h.stop. Each gets a process, and a new one whenever that has come to its end. f does one piece of work.
func (h *hammer) work(name string, n int, f func(p *proc, r *rand.Rand)) {
	for i := range n {
		p := h.newProc(fmt.Sprint(name, i))
		h.wg.Go(func() {
			r := rand.New(rand.NewPCG(uint64(i), uint64(len(name))))
			for !h.stop.Load() {
				f(p, r)
				if p.Cancelled() && r.IntN(2) == 0 {
					p.Uncancel()
				}
				if old := p; p.h.Closed() {
					p = h.newProc(fmt.Sprint(name, i))
					h.forget(old)
				}
			}
			p.h.Close()
			h.forget(p)
		})
	}
}

// chaos runs for the hammer's time and does something unpleasant to a random process every now and then.
func (h *hammer) chaos(kinds ...func(p *proc)) {
	end := time.Now().Add(duration())
	late := end.Add(3 * time.Minute)
	for i := 0; time.Now().Before(end) || h.enough != nil && !h.enough() && time.Now().Before(late); i++ {
		h.mu.Lock()
		var victim *proc
		skip := rand.IntN(len(h.live))
		for p := range h.live {
			if skip--; skip < 0 {
				victim = p
				break
			}
		}
		h.mu.Unlock()
		kinds[i%len(kinds)](victim)
		h.k.Deadlock()
		if i%16 == 0 {
			time.Sleep(50 * time.Microsecond)
		} else {
			runtime.Gosched()
		}
	}
}

func cancel(p *proc)    { p.Cancel() }
func interrupt(p *proc) { p.Interrupt() }
func uncancel(p *proc)  { p.Uncancel() }
func kill(p *proc)      { p.h.Close() }

// join waits for the workers.
func (h *hammer) join() {
	h.t.Helper()
	done := make(chan struct{})
	go func() { h.wg.Wait(); close(done) }()
	select {
	case <-done:
	case <-time.After(3 * time.Minute):
		for _, t := range h.k.Tasks() {
			if w, ok := t.WaitingFor(); ok {
				h.t.Errorf("%s waits for %s (%s) since %v", t.Holder().Name(), w.Object, w.Op, time.Since(w.Since))
			}
		}
		h.t.Fatal("somebody waits for ever")
	}
	want(h.t, "tasks left", len(h.k.Tasks()), 0)
	want(h.t, "processes left", len(h.k.holders), 0)
}

func someDeadline(r *rand.Rand) time.Time {
	switch r.IntN(4) {
	case 0:
		return NoWait
	case 1:
		return time.Now().Add(time.Duration(r.IntN(200)) * time.Microsecond)
	}
	return Forever
}

// expected says whether err is one of those that chaos brings about.
func (h *hammer) expected(err error, others ...error) {
	if err == nil || err == ErrTimeout || err == ErrCancelled {
		return
	}
	for _, e := range others {
		if err == e {
			return
		}
	}
	h.t.Errorf("error %v", err)
}
