package ipc

import (
	"io"
	"math/rand/v2"
	"sync"
	"sync/atomic"
	"testing"
)

// later gets as a task without a goroutine would, and returns the outcome.
func later(t *Task, obj any) (Message, error) {
	type outcome struct {
		m   Message
		err error
	}
	ch := make(chan outcome, 1)
	if GetLater(t, obj, func(m Message, err error) { ch <- outcome{m, err} }) {
		x := <-ch
		return x.m, x.err
	}
	if q, ok := obj.(*Queue); ok {
		return q.Get(t, Forever)
	}
	return obj.(*End).Recv(t, Forever)
}

// TestGetLater has a task wait without a goroutine, and sees who ends the wait, and how.
func TestGetLater(t *testing.T) {
	put := func(q *Queue, s string) (passed bool) {
		var then func()
		if err := q.put(nil, Bytes(s), NoWait, &then); err != nil {
			t.Fatal(err)
		}
		if then != nil {
			then()
		}
		return then != nil
	}
	h := NewHolder("x", 1)
	task := NewTask(h, Hooks{})
	q := NewQueue(0)
	var got []Message
	var errs []error
	done := make(chan bool, 10)
	get := func() bool {
		return GetLater(task, q, func(m Message, err error) { got, errs = append(got, m), append(errs, err); done <- true })
	}
	if put(q, "a") || get() {
		t.Error("waits though there is a message")
	}
	q.Get(task, NoWait)
	if !get() {
		t.Fatal("does not wait")
	}
	if w, ok := task.WaitingFor(); !ok || w.Op != "get" {
		t.Errorf("waits for %v, %v", w, ok)
	}
	if !put(q, "b") || len(got) != 1 || got[0] != Bytes("b") || errs[0] != nil {
		t.Errorf("got %v, %v", got, errs)
	}
	if _, ok := task.WaitingFor(); ok {
		t.Error("still waits")
	}
	<-done
	get()
	task.Interrupt()
	<-done
	if errs[1] != ErrCancelled {
		t.Errorf("after Interrupt: %v", errs)
	}
	if get() {
		t.Error("waits though it is cancelled")
	}
	task.Uncancel()
	get()
	if err := q.Put(nil, Bytes("c"), NoWait); err != nil { // one who finishes nothing
		t.Fatal(err)
	}
	if <-done; got[2] != Bytes("c") {
		t.Errorf("got %v", got)
	}
	get()
	h.Close()
	<-done
	if errs[3] != ErrCancelled || q.s.getters.head != nil {
		t.Errorf("after Close: %v", errs)
	}
}

// TestHammerGetLater has gets without goroutines be interrupted, and their processes end, while messages are put in every way: none may be lost, or be got twice.
func TestHammerGetLater(t *testing.T) {
	const each, putters = 2000, 3
	root := NewHolder("root", 0)
	for _, pipe := range []bool{false, true} {
		a, b := NewPipe(false)
		q := NewQueue(0)
		out := b.Open(root)
		holder := NewHolder("getters", 1)
		in := a.Open(root)
		var obj any = q
		if pipe {
			obj = in
		}
		var left atomic.Int64
		left.Store(each * putters)
		seen := make([]atomic.Int32, each*putters)
		var getting, putting sync.WaitGroup
		var mu sync.Mutex
		tasks := make(map[*Task]bool)
		stop := make(chan struct{})
		for range 4 {
			getting.Add(1)
			go func() {
				defer getting.Done()
				for {
					mu.Lock()
					h := holder
					task := NewTask(h, Hooks{})
					tasks[task] = true
					mu.Unlock()
					for {
						m, err := later(task, obj)
						if err == ErrCancelled {
							task.Uncancel()
							if h.Closed() {
								break
							}
							continue
						}
						if err == ErrClosed || err == io.EOF {
							return
						}
						n := 0
						for _, c := range m.(Bytes) {
							n = n*10 + int(c-'0')
						}
						seen[n].Add(1)
						if left.Add(-1) == 0 {
							close(stop)
							if pipe {
								out.Close()
							} else {
								q.Close()
							}
						}
					}
				}
			}()
		}
		for p := range putters {
			putting.Add(1)
			go func() {
				defer putting.Done()
				task := NewTask(root, Hooks{})
				for i := range each {
					m := Bytes(digits(p*each + i))
					var then func()
					var err error
					switch {
					case pipe && i%3 == 0:
						err = out.Send(task, m, Forever)
					case pipe:
						err = out.push(task, m, &then)
					case i%3 == 0:
						err = q.Put(task, m, Forever)
					default:
						err = q.put(task, m, Forever, &then)
					}
					if err != nil {
						t.Error(err)
					}
					if then != nil {
						then()
					}
				}
			}()
		}
		getting.Add(1)
		go func() {
			defer getting.Done()
			rnd := rand.New(rand.NewPCG(1, 2))
			for {
				select {
				case <-stop:
					return
				default:
				}
				mu.Lock()
				switch rnd.IntN(40) {
				case 0:
					old := holder
					holder = NewHolder("getters", 1)
					clear(tasks)
					mu.Unlock()
					old.Close()
				default:
					for task := range tasks {
						task.Interrupt()
						break
					}
					mu.Unlock()
				}
			}
		}()
		putting.Wait()
		getting.Wait()
		for n := range seen {
			if c := seen[n].Load(); c != 1 {
				t.Fatalf("pipe %v: message %d came %d times", pipe, n, c)
			}
		}
	}
}

func digits(n int) string {
	if n < 10 {
		return string(rune('0' + n))
	}
	return digits(n/10) + digits(n%10)
}
