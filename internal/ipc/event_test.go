package ipc

import (
	"testing"
	"testing/synctest"
)

func TestEvent(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		e := new(Event)
		var calls [3]*call
		for i := range calls {
			calls[i] = start(func() error { return e.Wait(newProc(t, nil, "p", e).Task, Forever) })
			calls[i].want(t, waits)
		}
		e.Set()
		e.Clear() // those who waited go on nevertheless
		for i := range calls {
			calls[i].want(t, nil)
		}
		want(t, "set", e.IsSet(), false)
		e.Set()
		e.Set()
		p := newProc(t, nil, "p")
		want(t, "wait", e.Wait(p.Task, Forever), nil)
		want(t, "blocks", p.blocks, 0)
		e.SetName("ready")
		want(t, "text", e.String(), "event ready (set)")
	})
}

func TestCell(t *testing.T) {
	l := NewRLock()
	c := NewCell(1, l)
	done := make(chan struct{})
	for range 4 {
		go func() {
			for range 1000 {
				c.Do(func(v *int) { *v++ })
			}
			done <- struct{}{}
		}()
	}
	for range 4 {
		<-done
	}
	want(t, "value", c.Load(), 4001)
	c.Store(5)
	want(t, "value", c.Load(), 5)
	want(t, "lock", c.Lock, Locker(l))
}
