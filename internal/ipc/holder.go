package ipc

import (
	"sync"
	"sync/atomic"
)

// A Holder is what one process holds: the locks and semaphores it has acquired, the pipe ends it has open, and its tasks
// with whatever they wait for. Its methods may be called from any goroutine.
type Holder struct {
	name   string
	id     int
	kernel *Kernel
	closed atomic.Bool

	mu    sync.Mutex
	held  node // head of the list of what is held
	n     int  // its length
	limit int  // the length at which to sweep
	tasks map[*Task]struct{}
	last  uint64 // serial of the last task
}

// held is what a Holder can hold.
type held interface {
	// giveBack undoes whatever h still holds of it; it may be nothing by now.
	giveBack(h *Holder)
	// forget takes it off the list of h, whose mutex is held, if h holds nothing of it. It waits for no mutex.
	forget(h *Holder)
}

// A node is a place in a Holder's list. It is guarded by that holder's mutex, its moves from one holder to another by the
// mutex of the object it is part of.
type node struct {
	prev, next *node
	what       held
}

// NewHolder makes the holder of a process that belongs to no Kernel. Name and id are for reports.
func NewHolder(name string, id int) *Holder { return (*Kernel)(nil).NewHolder(name, id) }

// Name returns the name of the process.
func (h *Holder) Name() string { return h.name }

// ID returns the number of the process.
func (h *Holder) ID() int { return h.id }

// Closed reports whether Close has been called.
func (h *Holder) Closed() bool { return h.closed.Load() }

// Tasks returns the tasks of the holder, in no particular order.
func (h *Holder) Tasks() []*Task {
	h.mu.Lock()
	defer h.mu.Unlock()
	tasks := make([]*Task, 0, len(h.tasks))
	for t := range h.tasks {
		tasks = append(tasks, t)
	}
	return tasks
}

// Spend makes the units of semaphores that h has acquired used up: they stay taken, and Close does not give them back. It is for a
// process that ended in the regular way, where a unit that was not released was meant to stay taken.
func (h *Holder) Spend() {
	h.mu.Lock()
	var shares []*share
	for n := h.held.next; n != nil && n != &h.held; n = n.next {
		if x, ok := n.what.(*share); ok {
			shares = append(shares, x)
		}
	}
	h.mu.Unlock()
	for _, x := range shares {
		x.spend(h)
	}
}

// Close gives back everything that the process holds, once, in whatever state it is: locks are released and flagged abandoned,
// units of semaphores returned, pipe ends closed, and its tasks' waits, present and future, return ErrCancelled; a message
// or a lock that was on its way to one of them goes to the next in line. A barrier that one of them waits in breaks. Nothing can be
// acquired for the holder afterwards.
func (h *Holder) Close() {
	h.mu.Lock()
	if h.closed.Load() {
		h.mu.Unlock()
		return
	}
	h.closed.Store(true)
	var list []held
	for n := h.held.next; n != nil && n != &h.held; {
		next := n.next
		list = append(list, n.what)
		n.prev, n.next = nil, nil
		n = next
	}
	h.held, h.n = node{}, 0
	tasks := h.tasks
	h.tasks = nil
	h.mu.Unlock()

	h.kernel.forget(h)
	for t := range tasks {
		t.ask(killed)
	}
	for _, x := range list {
		x.giveBack(h)
	}
}

// link records that h holds x. It is false if h is closed, and then x must not be given to it.
func (h *Holder) link(n *node, x held) bool {
	h.mu.Lock()
	if h.closed.Load() {
		h.mu.Unlock()
		return false
	}
	head := &h.held
	if head.next == nil {
		head.next, head.prev = head, head
	}
	n.what = x
	n.prev, n.next = head.prev, head
	head.prev.next = n
	head.prev = n
	if h.n++; h.n > h.limit {
		h.sweep()
	}
	h.mu.Unlock()
	return true
}

// unlink takes n off the list of h. It may have been taken off by Close already.
func (h *Holder) unlink(n *node) {
	h.mu.Lock()
	if n.next != nil {
		h.cut(n)
	}
	h.mu.Unlock()
}

func (h *Holder) cut(n *node) {
	n.prev.next = n.next
	n.next.prev = n.prev
	n.prev, n.next = nil, nil
	h.n--
}

// sweep takes off the list what is not held any more. A lock stays on it when it is released, since the next one to acquire it is mostly
// the same process and then need not touch the list; so the list is swept whenever it has doubled. It is called with h.mu held,
// where no object's mutex may be waited for; those that are in use are left alone.
func (h *Holder) sweep() {
	for n := h.held.next; n != &h.held; {
		next := n.next
		n.what.forget(h)
		n = next
	}
	h.limit = 2*h.n + 64
}

func (h *Holder) addTask(t *Task) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.last++
	t.serial = h.last
	if h.closed.Load() {
		t.stop.Store(killed)
		return
	}
	if h.tasks == nil {
		h.tasks = make(map[*Task]struct{})
	}
	h.tasks[t] = struct{}{}
}

func (h *Holder) removeTask(t *Task) {
	h.mu.Lock()
	delete(h.tasks, t)
	h.mu.Unlock()
}
