package interp

import (
	"runtime"
	"runtime/metrics"
	"sync"
	"time"

	"github.com/mpstar/mpstar/internal/exception"
	"go.starlark.net/starlark"
)

// This file bounds memory. The engine allocates without asking, so there are two means: operations that can make something large at
// once ask Reserve first; everything else is found by sampling, often enough that even a script which doubles its data again and again overshoots by no more than
// one operation. Its thread is then stopped at the engine's next instruction.

const (
	// heapPeriod is the time between two samples. What scripts allocate meanwhile is bounded by how fast memory can be
	// filled: some 50 MB.
	heapPeriod = 10 * time.Millisecond
	// reserveFree is what operations may take without asking.
	reserveFree = 1 << 20
	// reserveExact is what an operation takes for which the last sample may be too old: on a busy machine the next one comes late.
	reserveExact = 16 << 20
)

// memoryReason is why a thread is cancelled that must raise MemoryError.
const memoryReason = "memory"

// heapInUse returns the bytes of all objects, dead ones that have not been swept among them, and of the goroutines'
// stacks: a script that recurses 30,000 deep takes 60 MB of the latter, in each of its threads.
func heapInUse() int64 {
	sample := []metrics.Sample{{Name: "/memory/classes/heap/objects:bytes"}, {Name: "/memory/classes/heap/stacks:bytes"}}
	metrics.Read(sample)
	var sum int64
	for _, s := range sample {
		if s.Value.Kind() == metrics.KindUint64 {
			sum += int64(s.Value.Uint64())
		}
	}
	return sum
}

// memoryInUse returns the bytes that the Go runtime has of the operating system and has not given back.
func memoryInUse() int64 {
	sample := []metrics.Sample{{Name: "/memory/classes/total:bytes"}, {Name: "/memory/classes/heap/released:bytes"}}
	metrics.Read(sample)
	return int64(sample[0].Value.Uint64() - sample[1].Value.Uint64())
}

// watchHeap samples, from rt.base on, until stop is closed. Beyond the soft bound scripts get a MemoryError, beyond the limit the tree ends.
func (rt *Runtime) watchHeap(stop <-chan struct{}) {
	base := rt.base.Load()
	soft, hard := rt.cfg.MemoryBytes, rt.limits.HeapBytes
	ticker := time.NewTicker(heapPeriod)
	defer ticker.Stop()
	var softAt, hardAt int64 // what it takes to collect again: a collection takes long
	told := 0                // samples in a row beyond what scripts can have without having been told
	waiting := false         // a thread was told and has not come to it
	var last int64
	for {
		select {
		case <-stop:
			return
		case <-ticker.C:
		}
		used := heapInUse()
		rt.heap.Store(used)
		rt.grown.Store(used - base)
		if elsewhere := rt.hosts.heap(); hard > 0 && used-base+elsewhere > max(hard, hardAt) {
			if used-base+elsewhere < hard+hard/2 {
				runtime.GC()
				used = heapInUse()
			}
			if used-base+elsewhere > hard {
				rt.exceed("HeapBytes", hard)
				return
			}
			hardAt = used - base + elsewhere + hard/8
		}
		switch {
		case soft == 0 || used <= soft+soft/4:
			told = 0
		case told == 0 || !waiting || used > last: // a thread that has no processor meanwhile takes no more
			told++
		}
		last, waiting = used, false
		if told >= 3 && rt.cfg.OutOfMemory != nil {
			runtime.GC()
			if heapInUse() > soft+soft/4 {
				rt.cfg.OutOfMemory()
			}
		}
		if soft > 0 && used > max(soft, softAt) {
			// Beyond a quarter more there is no time for it, unless scripts were told: then what they have let go is garbage yet, and a second
			// MemoryError would come where nobody expects one.
			if used < soft+soft/4 || told > 1 {
				runtime.GC()
				used = heapInUse()
				rt.heap.Store(used)
			}
			softAt = used + soft/8
			if used > soft-soft/8 {
				waiting = rt.outOfMemory()
				softAt = 0
			}
		}
	}
}

// growth returns by how much the heap has grown since the run began, without garbage.
func (rt *Runtime) growth() int64 {
	runtime.GC()
	n := heapInUse() - rt.base.Load()
	rt.grown.Store(n)
	return n
}

// A shortage says how far an interpreter is with a MemoryError that it has been told to raise. Its mutex guards flagMemory and the cancelling too:
// of one telling comes one MemoryError, whether the engine notices the one or Go code the other.
type shortage struct {
	mu    sync.Mutex
	state shortageState
	after bool // MemoryError was raised; until the next turn, and guarded by the interpreter's lock
}

type shortageState uint8

const (
	enoughMemory shortageState = iota
	shortageTold
	shortageRaised
)

// afterShortage is how many steps a thread makes after a MemoryError before it may get another: in its except clause, before it has let go
// of anything, nobody expects one.
const afterShortage = 1024

// outOfMemory makes the threads that run now raise MemoryError. It reports whether there are some that were told before and have not come to it.
func (rt *Runtime) outOfMemory() (waiting bool) {
	for _, p := range rt.Processes() {
		if in := p.in.Load(); in != nil {
			waiting = in.tellShortage() || waiting
		}
	}
	return waiting
}

func (in *Interp) tellShortage() (waiting bool) {
	in.shortage.mu.Lock()
	defer in.shortage.mu.Unlock()
	if in.shortage.state != enoughMemory {
		return in.shortage.state == shortageTold
	}
	if t := in.env.Active.Load(); t != nil {
		in.shortage.state = shortageTold
		in.flags.Or(flagMemory)
		t.Cancel(memoryReason)
	}
	return false
}

// MemoryShort implements [object.MemoryHost].
func (in *Interp) MemoryShort(t *starlark.Thread) {
	in.shortage.mu.Lock()
	in.shortage.state, in.shortage.after = shortageRaised, true
	in.flags.And(^uint32(flagMemory))
	t.Uncancel()
	in.shortage.mu.Unlock()
	if in.Dying() {
		t.Cancel("process ended") // Uncancel may have undone it
	}
	in.rt.countSteps(t.Steps)
	t.Steps = 0
	t.SetMaxExecutionSteps(min(afterShortage, in.steps(t)))
}

func (in *Interp) endShortage() {
	in.shortage.mu.Lock()
	in.shortage.state, in.shortage.after = enoughMemory, false
	in.shortage.mu.Unlock()
}

// Reserve asks whether an operation may make a value of about n bytes. The error is a MemoryError, or ends the tree.
func (in *Interp) Reserve(t *starlark.Thread, n int64) error {
	rt := in.rt
	if max := rt.limits.ValueBytes; max > 0 && n > max {
		return rt.exceed("ValueBytes", max)
	}
	if n <= reserveFree {
		return nil
	}
	if n >= reserveExact && rt.limits.HeapBytes > 0 {
		rt.grown.Store(heapInUse() - rt.base.Load())
	}
	if max := rt.limits.HeapBytes; max > 0 && (n > max || rt.grown.Load()+n > 2*max && rt.growth()+n > 2*max) {
		return rt.exceed("HeapBytes", max)
	}
	if soft := rt.cfg.MemoryBytes; soft > 0 && (n > soft || rt.heap.Load()+n > soft+soft/4) {
		return exception.New(exception.MemoryError, "")
	}
	return nil
}

// RoomForThread returns the error with which CPython refuses to start a thread that there is no memory for. Threads that wait take memory
// without a step of anybody's, so a MemoryError could come at any place when the last of it is gone: a quarter is left for the script to go on with.
func (in *Interp) RoomForThread() error {
	rt := in.rt
	most := rt.cfg.MemoryBytes / 4 * 3
	if most == 0 || rt.heap.Load() < most {
		return nil
	}
	runtime.GC()
	used := heapInUse()
	rt.heap.Store(used)
	if used < most {
		return nil
	}
	return exception.New(exception.RuntimeError, "can't start new thread")
}
