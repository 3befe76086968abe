package ipc

import (
	"fmt"
	"time"
)

// A Waitable is something that Wait can wait for together with others: a *Queue (a message is there), an *End (something
// can be received, or the other side is gone), an *Event (it is set).
type Waitable interface {
	Object
	// Ready reports whether a get, receive or wait would return at once, with an error as the case may be.
	Ready() bool

	watch(t *Task)
	unwatch(t *Task)
	farSide() Far
}

// watchers are the tasks to wake when an object becomes ready, guarded by the object's mutex. A task is in it as often as it asked.
type watchers []*Task

func (l *watchers) add(t *Task) { *l = append(*l, t) }

func (l *watchers) remove(t *Task) {
	for i, x := range *l {
		if x == t {
			last := len(*l) - 1
			(*l)[i] = (*l)[last]
			(*l)[last] = nil
			*l = (*l)[:last]
			return
		}
	}
}

func (l watchers) notify() {
	for _, t := range l {
		t.wakeup()
	}
}

// Wait waits until at least one of objs is ready, and returns the indices of all that are, in rising order. On a timeout it returns
// ErrTimeout. It takes nothing: another task may be faster to get what has made an object ready.
func Wait(t *Task, objs []Waitable, deadline time.Time) ([]int, error) {
	for _, o := range objs {
		if o.farSide() != nil {
			return waitFar(t, objs, deadline)
		}
	}
	ready := appendReady(nil, objs)
	if len(ready) > 0 {
		return ready, nil
	}
	if deadline == NoWait {
		return nil, ErrTimeout
	}
	for _, o := range objs {
		o.watch(t)
	}
	err := t.wait(nil, some(objs), "wait", deadline, interrupted, func() bool {
		ready = appendReady(ready[:0], objs)
		return len(ready) > 0
	})
	for _, o := range objs {
		o.unwatch(t)
	}
	err = t.unlessCancelled(err)
	t.resume()
	if err != nil {
		return nil, err
	}
	return ready, nil
}

func appendReady(ready []int, objs []Waitable) []int {
	for i, o := range objs {
		if o.Ready() {
			ready = append(ready, i)
		}
	}
	return ready
}

// several describes what Wait waits for.
type several struct {
	n     int
	first Waitable
}

func some(objs []Waitable) Object {
	switch len(objs) {
	case 0:
		return several{}
	case 1:
		return objs[0]
	}
	return several{len(objs), objs[0]}
}

func (s several) String() string {
	if s.n == 0 {
		return "nothing"
	}
	return fmt.Sprintf("one of %d objects, the first being the %s", s.n, s.first)
}

// A Source is the native state of an object that can be waited for together with others, whatever module it is of.
type Source interface {
	Waitable() (Waitable, error)
}
