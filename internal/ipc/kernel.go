package ipc

import (
	"sync"
	"sync/atomic"
	"time"
)

// A Kernel is what the processes of one runtime have in common: the clock, and the table of those who may wait.
// The zero value, and a nil *Kernel, run by the system's clock; a nil *Kernel keeps no table.
type Kernel struct {
	// Clock is the time that deadlines are measured by; nil is the system's. It must be set before the first NewHolder.
	Clock Clock

	// Observe, if set, is called after each operation that may wait, on the task's goroutine, with no mutex held. It must be set before the
	// first NewHolder.
	Observe func(t *Task, c Call)

	// MaxBytes bounds the messages in all queues and pipes; 0 is no bound. What goes beyond it is put all the same, and Exceeded
	// is called, on a goroutine of its own.
	MaxBytes int64
	Exceeded func()
	bytes    atomic.Int64

	mu      sync.Mutex
	holders map[*Holder]struct{}
}

func (k *Kernel) clock() Clock {
	if k == nil || k.Clock == nil {
		return systemClock{}
	}
	return k.Clock
}

// NewHolder makes the holder of a process of this kernel.
func (k *Kernel) NewHolder(name string, id int) *Holder {
	h := &Holder{name: name, id: id, kernel: k}
	if k != nil {
		k.mu.Lock()
		if k.holders == nil {
			k.holders = make(map[*Holder]struct{})
		}
		k.holders[h] = struct{}{}
		k.mu.Unlock()
	}
	return h
}

func (k *Kernel) forget(h *Holder) {
	if k != nil {
		k.mu.Lock()
		delete(k.holders, h)
		k.mu.Unlock()
	}
}

// Tasks returns the tasks of all holders that are not closed, in no particular order.
func (k *Kernel) Tasks() []*Task {
	k.mu.Lock()
	holders := make([]*Holder, 0, len(k.holders))
	for h := range k.holders {
		holders = append(holders, h)
	}
	k.mu.Unlock()
	var tasks []*Task
	for _, h := range holders {
		tasks = append(tasks, h.Tasks()...)
	}
	return tasks
}

// Deadlock reports whether every task waits, without a deadline, for something that only another task could bring
// about: then it returns all their waits, otherwise nil. What goroutines that are no tasks may yet do, the kernel cannot know: the
// caller asks only when there are none that could set an event or send a message.
func (k *Kernel) Deadlock() []Waiting {
	tasks := k.Tasks()
	waits := make([]Waiting, len(tasks))
	seen := make([]uint64, len(tasks))
	for i, t := range tasks {
		seen[i] = t.wakes.Load()
		w, ok := t.WaitingFor()
		if !ok || !w.Deadline.IsZero() || t.checked.Load() != seen[i] {
			return nil
		}
		waits[i] = w
	}
	// A task that was still running while others were looked at may have woken one of those; then this shows it.
	for i, t := range tasks {
		if t.wakes.Load() != seen[i] || t.checked.Load() != seen[i] {
			return nil
		}
	}
	if len(k.Tasks()) != len(tasks) || len(waits) == 0 {
		return nil
	}
	return waits
}

// An Object is something that a task can wait for. String describes it and the state it is in, for reports; it may be called from any
// goroutine.
type Object interface{ String() string }

// A Call is an operation that has been done.
type Call struct {
	Object Object
	Op     string        // "put", "acquire" ...
	Waited time.Duration // 0 if it did not wait
	Err    error
}

// Bytes returns the size of the messages in all queues and pipes, if MaxBytes is set.
func (k *Kernel) Bytes() int64 { return k.bytes.Load() }

// store counts bytes that a stream keeps from now on, or no longer.
func (k *Kernel) store(n int) {
	if k.bytes.Add(int64(n)) > k.MaxBytes && n > 0 {
		go k.Exceeded()
	}
}

// A Waiting says who waits for what.
type Waiting struct {
	Task     *Task
	Object   Object
	Op       string // "get", "acquire", "sleep" ...
	Since    time.Time
	Deadline time.Time // Forever if it has none
}

// WaitingFor returns what the task waits for, and whether it waits at all. It may be called from any goroutine.
func (t *Task) WaitingFor() (Waiting, bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.at, t.at.Object != nil
}

// label is the name that an object goes by in reports.
type label struct{ p atomic.Pointer[string] }

// SetName sets the name that reports use for the object. It may be called from any goroutine.
func (l *label) SetName(name string) { l.p.Store(&name) }

// Name returns the name set by SetName.
func (l *label) Name() string {
	if p := l.p.Load(); p != nil {
		return *p
	}
	return ""
}

func (l *label) kind(kind string) string {
	if p := l.p.Load(); p != nil {
		return kind + " " + *p
	}
	return kind
}
