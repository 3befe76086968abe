package ipc

import (
	"errors"
	"testing"
	"testing/synctest"
	"time"
)

func arrive(b *Barrier, p *proc, deadline time.Time, action func() error, index *int) *call {
	return start(func() error {
		i, err := b.Wait(p.Task, deadline, action)
		if index != nil {
			*index = i
		}
		return err
	})
}

func TestBarrierReuse(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		const parties = 3
		b := NewBarrier(parties)
		b.SetName("start")
		actions := 0
		var ps [parties]*proc
		for i := range ps {
			ps[i] = newProc(t, nil, "p", b)
		}
		for round := range 10 {
			var calls [parties]*call
			var index [parties]int
			for i := range calls {
				want(t, "waiting", b.Waiting(), i)
				calls[i] = arrive(b, ps[i], Forever, func() error {
					actions++
					want(t, "waiting in the action", b.Waiting(), parties)
					want(t, "broken in the action", b.Broken(), false)
					return nil
				}, &index[i])
				if i < parties-1 {
					calls[i].want(t, waits)
				}
			}
			for i := range calls {
				calls[i].want(t, nil)
				want(t, "index", index[i], i)
			}
			want(t, "actions", actions, round+1)
		}
		want(t, "blocks of the last", ps[parties-1].blocks, 0)
		want(t, "text", b.String(), "barrier start (0 of 3 have come)")
		want(t, "parties", b.Parties(), 3)

		one := NewBarrier(1)
		i, err := one.Wait(ps[0].Task, NoWait, nil)
		want(t, "single index", i, 0)
		want(t, "single", err, nil)
	})
}

// TestBarrierEnds puts one waiter, or the barrier, to an end while two of three parties wait.
func TestBarrierEnds(t *testing.T) {
	for _, row := range []struct {
		name          string
		do            func(b *Barrier, p *proc)
		first, second any
		broken        bool
		waiting       int
	}{
		{"timeout", func(*Barrier, *proc) { time.Sleep(time.Minute) }, ErrBrokenBarrier, ErrBrokenBarrier, true, 0},
		{"abort", func(b *Barrier, _ *proc) { b.Abort() }, ErrBrokenBarrier, ErrBrokenBarrier, true, 0},
		{"reset", func(b *Barrier, _ *proc) { b.Reset() }, ErrBrokenBarrier, ErrBrokenBarrier, false, 0},
		{"abort and reset", func(b *Barrier, _ *proc) { b.Abort(); b.Reset() }, ErrBrokenBarrier, ErrBrokenBarrier, false, 0},
		{"interrupt", func(_ *Barrier, p *proc) { p.Interrupt() }, ErrCancelled, waits, false, 1},
		{"cancel", func(_ *Barrier, p *proc) { p.Cancel() }, ErrCancelled, ErrBrokenBarrier, true, 0},
		{"death", func(_ *Barrier, p *proc) { p.h.Close() }, ErrCancelled, ErrBrokenBarrier, true, 0},
	} {
		t.Run(row.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				b := NewBarrier(3)
				p, q, r := newProc(t, nil, "p", b), newProc(t, nil, "q", b), newProc(t, nil, "r", b)
				first := arrive(b, p, time.Now().Add(time.Minute), nil, nil)
				first.want(t, waits)
				second := arrive(b, q, Forever, nil, nil)
				second.want(t, waits)
				row.do(b, p)
				first.want(t, row.first)
				second.want(t, row.second)
				want(t, "broken", b.Broken(), row.broken)
				want(t, "waiting", b.Waiting(), row.waiting)
				if row.broken {
					_, err := b.Wait(r.Task, Forever, nil)
					want(t, "wait in a broken one", err, ErrBrokenBarrier)
				}
				b.Reset()
				if row.second == waits {
					second.want(t, ErrBrokenBarrier)
				}
				var calls [3]*call
				for i := range calls {
					calls[i] = arrive(b, newProc(t, nil, "new"), Forever, nil, nil)
				}
				for i := range calls {
					calls[i].want(t, nil)
				}
			})
		})
	}
}

func TestBarrierTriedOnce(t *testing.T) {
	b := NewBarrier(2)
	_, err := b.Wait(newProc(t, nil, "p").Task, NoWait, nil)
	want(t, "no wait", err, ErrBrokenBarrier)
	want(t, "broken", b.Broken(), true)
}

// TestBarrierAction looks at those who wait while the last one runs the action.
func TestBarrierAction(t *testing.T) {
	failed := errors.New("failed")
	for _, row := range []struct {
		name   string
		during func(b *Barrier, p *proc)
		result error
		// what the waiter, the one who runs the action, and one who came during the action get
		waiter, actor, late any
		broken              bool
	}{
		{"ok", func(*Barrier, *proc) {}, nil, nil, nil, waits, false},
		{"deadline passes", func(*Barrier, *proc) { time.Sleep(time.Hour) }, nil, nil, nil, waits, false},
		{"fails", func(*Barrier, *proc) {}, failed, ErrBrokenBarrier, failed, ErrBrokenBarrier, true},
		{"abort", func(b *Barrier, _ *proc) { b.Abort() }, nil, ErrBrokenBarrier, ErrBrokenBarrier, ErrBrokenBarrier, true},
		{"reset", func(b *Barrier, _ *proc) { b.Reset() }, nil, ErrBrokenBarrier, ErrBrokenBarrier, waits, false},
		{"reset and fails", func(b *Barrier, _ *proc) { b.Reset() }, failed, ErrBrokenBarrier, failed, waits, false},
		{"waiter interrupted", func(_ *Barrier, p *proc) { p.Interrupt() }, nil, ErrCancelled, nil, waits, false},
		{"waiter dies", func(_ *Barrier, p *proc) { p.h.Close() }, nil, ErrCancelled, ErrBrokenBarrier, ErrBrokenBarrier, true},
	} {
		t.Run(row.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				b := NewBarrier(2)
				p, actor, late := newProc(t, nil, "p", b), newProc(t, nil, "actor", b), newProc(t, nil, "late", b)
				w := arrive(b, p, time.Now().Add(time.Minute), nil, nil)
				w.want(t, waits)
				var l *call
				_, err := b.Wait(actor.Task, Forever, func() error {
					l = arrive(b, late, Forever, nil, nil)
					l.want(t, waits)
					row.during(b, p)
					synctest.Wait()
					return row.result
				})
				w.want(t, row.waiter)
				want(t, "actor", any(err), row.actor)
				l.want(t, row.late)
				want(t, "broken", b.Broken(), row.broken)
				b.Abort()
				synctest.Wait()
			})
		})
	}
}

// TestBarrierActionOutlivesReset resets the barrier during an action that ends while the action of the next round runs.
func TestBarrierActionOutlivesReset(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := NewBarrier(1)
		first, second := make(chan struct{}), make(chan struct{})
		old := arrive(b, newProc(t, nil, "old"), Forever, func() error { <-first; return nil }, nil)
		old.want(t, waits)
		b.Reset()
		young := arrive(b, newProc(t, nil, "young"), Forever, func() error { <-second; return nil }, nil)
		young.want(t, waits)
		close(first)
		old.want(t, ErrBrokenBarrier)
		late := arrive(b, newProc(t, nil, "late", b), Forever, nil, nil)
		late.want(t, waits)
		close(second)
		young.want(t, nil)
		late.want(t, nil)
	})
}

func TestBarrierActionPanics(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := NewBarrier(2)
		w := arrive(b, newProc(t, nil, "p", b), Forever, nil, nil)
		w.want(t, waits)
		func() {
			defer func() { want(t, "panic", recover(), "oops") }()
			b.Wait(newProc(t, nil, "actor", b).Task, Forever, func() error { panic("oops") })
		}()
		w.want(t, ErrBrokenBarrier)
		want(t, "broken", b.Broken(), true)
	})
}
