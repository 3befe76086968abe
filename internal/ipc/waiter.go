package ipc

import "time"

// patience is how long a waiter at the head of a lock's or semaphore's line may be overtaken by others
// that come along while it wakes up. Then the lock is handed to it.
const patience = time.Millisecond

// A waiter is a task's place in the line for one object, guarded by that object's mutex.
type waiter struct {
	task       *Task
	prev, next *waiter
	list       *waitList
	granted    bool      // whoever took it off the list has done for it what it waited for
	woken      bool      // told to try again, and has not yet done so
	starved    bool      // has been overtaken for longer than patience
	since      time.Time // for starved
	n          int       // how often an RLock is to be acquired at once
	parcel     parcel    // what it wants to put, or what it got
}

// A waitList is a line, first come first served. The zero value is empty.
type waitList struct {
	head, tail *waiter
	n          int
}

// push puts the task, which waits for nothing else, at the end of the line.
func (l *waitList) push(t *Task) *waiter {
	w := &t.w
	*w = waiter{task: t, list: l, prev: l.tail}
	if l.tail != nil {
		l.tail.next = w
	} else {
		l.head = w
	}
	l.tail = w
	l.n++
	return w
}

// remove takes w out of the line, if it is still there.
func (l *waitList) remove(w *waiter) {
	if w.list != l {
		return
	}
	if w.prev != nil {
		w.prev.next = w.next
	} else {
		l.head = w.next
	}
	if w.next != nil {
		w.next.prev = w.prev
	} else {
		l.tail = w.prev
	}
	w.prev, w.next, w.list = nil, nil, nil
	l.n--
}

// grant takes w out of the line and tells its task that it has what it waited for.
func (l *waitList) grant(w *waiter) {
	l.remove(w)
	w.granted = true
	w.task.wakeup()
}

// grantAll grants everybody in the line.
func (l *waitList) grantAll() {
	for l.head != nil {
		l.grant(l.head)
	}
}

// wakeAll makes everybody in the line look again.
func (l *waitList) wakeAll() {
	for w := l.head; w != nil; w = w.next {
		w.task.wakeup()
	}
}

// nudge makes the first one that has not been told yet try again.
func (l *waitList) nudge() {
	for w := l.head; w != nil; w = w.next {
		if !w.woken {
			w.woken = true
			w.task.wakeup()
			return
		}
	}
}

// nudgeHead makes the first one try again, unless it has been told and is about to.
func (l *waitList) nudgeHead() {
	if w := l.head; w != nil && !w.woken {
		w.woken = true
		w.task.wakeup()
	}
}

// failed notes that w has tried and must wait on.
func (w *waiter) failed() {
	w.woken = false
	if w.starved {
		return
	}
	now := w.task.clock.Now()
	if w.since.IsZero() {
		w.since = now
	} else if now.Sub(w.since) > patience {
		w.starved = true
	}
}
