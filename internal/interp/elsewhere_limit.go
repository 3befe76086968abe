package interp

import (
	"runtime"
	"sync/atomic"
	"time"

	"github.com/mpstar/mpstar/internal/wire"
)

// This file has the limits of a tree hold for its processes of the operating system too. The root counts: time, processes, output and what is in queues, all
// of which it has, and what the children tell it of: steps, threads and heap. Recursion and the size of a value they look at themselves.

// What a child has used, for the root to count. The root guards none of it: the connection's goroutine changes it.
type usage struct {
	threads atomic.Int64
	heap    atomic.Int64
}

// stepPortion is how many steps a child takes at once from those that the tree has: what one that is killed may have left of them is lost, so that
// none gets more by being killed.
func (l *Limits) stepPortion() uint64 {
	return uint64(min(max(l.Steps/64, turnSteps), 1<<20))
}

// encode writes what a child has to know of the limits.
func (l *Limits) encode(e *wire.Encoder) {
	for _, n := range []int64{l.Steps, int64(l.Recursion), int64(l.Threads), l.ValueBytes, l.HeapBytes} {
		e.Int(int(n))
	}
}

func decodeLimits(d *wire.Decoder) Limits {
	return Limits{Steps: int64(d.Int()), Recursion: d.Int(), Threads: d.Int(), ValueBytes: int64(d.Int()), HeapBytes: int64(d.Int())}
}

// spend takes more of the tree's steps if the child has used up those it has taken; total is how many it has made.
func (h *home) spend(total uint64) {
	portion := h.rt.limits.stepPortion()
	for {
		leased := h.leased.Load()
		if total <= leased {
			return
		}
		if h.leased.CompareAndSwap(leased, leased+portion) {
			h.note(noteSteps, int(portion))
		}
	}
}

// giveBack returns the steps that the child has taken and not made.
func (h *home) giveBack() {
	if h.rt.limits.Steps > 0 {
		h.note(noteSteps, int(h.rt.steps.Load())-int(h.leased.Load()))
	}
}

func (h *home) note(kind byte, n int) {
	var e wire.Encoder
	e.Int(n)
	h.client.Notify(kind, e.Data())
}

// exceeded tells the root that a limit ends the tree.
func (h *home) exceeded(limit string) {
	var e wire.Encoder
	e.String(limit)
	h.client.Notify(noteExceeded, e.Data())
}

// childHeap is what a child may have beyond the tree's HeapBytes before it is killed without being asked: Go's own memory, and this program's.
const childHeap = 128 << 20

// reportHeap tells the root, as long as the child lives, by how much its heap has grown. What it tells is rid of garbage.
func (h *home) reportHeap(limit int64) {
	base, reported := heapInUse(), int64(0)
	step := max(limit/32, 1<<20)
	for range time.Tick(heapPeriod) {
		used := heapInUse() - base
		if used > reported-step && used < reported+step {
			continue
		}
		if used > reported && used < limit+limit/2 {
			runtime.GC()
			if used = heapInUse() - base; used < reported+step {
				continue
			}
		}
		reported = used
		h.note(noteHeap, int(used))
	}
}

// heap returns by how much the heaps of the processes of the operating system have grown.
func (hs *hosts) heap() (sum int64) {
	if !hs.used.Load() {
		return 0
	}
	hs.mu.Lock()
	defer hs.mu.Unlock()
	for h := range hs.live {
		sum += h.usage.heap.Load()
	}
	return sum
}

// used counts what a child says that it has used.
func (h *host) used(kind byte, d *wire.Decoder) {
	rt := h.rt
	switch kind {
	case noteSteps:
		rt.countSteps(uint64(d.Int())) // what is given back is negative
	case noteThreads:
		n := int64(d.Int())
		h.usage.threads.Add(n)
		rt.countThreads(n)
	case noteHeap:
		h.usage.heap.Store(int64(d.Int()))
	case noteExceeded:
		switch limit, l := d.String(), rt.limits; limit {
		case "Recursion":
			rt.exceed(limit, int64(l.Recursion))
		case "ValueBytes":
			rt.exceed(limit, l.ValueBytes)
		case "HeapBytes":
			rt.exceed(limit, l.HeapBytes)
		}
	}
}
