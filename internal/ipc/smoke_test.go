package ipc

import "testing"

type msg int

func (msg) Size() int { return 8 }
func (msg) Drop()     {}

func BenchmarkLockUncontended(b *testing.B) {
	t := NewTask(NewHolder("p", 1), Hooks{})
	l := NewLock()
	b.ReportAllocs()
	for b.Loop() {
		l.Acquire(t, Forever)
		l.Release(t)
	}
}
func BenchmarkSemUncontended(b *testing.B) {
	t := NewTask(NewHolder("p", 1), Hooks{})
	l := NewSemaphore(1)
	b.ReportAllocs()
	for b.Loop() {
		l.Acquire(t, Forever)
		l.Release(t)
	}
}
func BenchmarkLockContended(b *testing.B) {
	l := NewLock()
	b.ReportAllocs()
	done := make(chan bool)
	for range 2 {
		go func() {
			t := NewTask(NewHolder("p", 1), Hooks{})
			for range b.N / 2 {
				l.Acquire(t, Forever)
				l.Release(t)
			}
			done <- true
		}()
	}
	<-done
	<-done
}
func BenchmarkQueue(b *testing.B) {
	q := NewQueue(0)
	b.ReportAllocs()
	go func() {
		t := NewTask(NewHolder("p", 1), Hooks{})
		for i := range b.N {
			q.Put(t, msg(i&127), Forever)
		}
	}()
	t := NewTask(NewHolder("p", 1), Hooks{})
	for range b.N {
		q.Get(t, Forever)
	}
}
func BenchmarkPipeRoundTrip(b *testing.B) {
	x, y := NewPipe(true)
	h := NewHolder("p", 1)
	e, f := x.Open(h), y.Open(h)
	b.ReportAllocs()
	go func() {
		t := NewTask(h, Hooks{})
		for range b.N {
			m, _ := e.Recv(t, Forever)
			e.Send(t, m, Forever)
		}
	}()
	t := NewTask(h, Hooks{})
	for i := range b.N {
		f.Send(t, msg(i&127), Forever)
		f.Recv(t, Forever)
	}
}
