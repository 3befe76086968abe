package threading

import (
	"github.com/mpstar/mpstar/internal/interp"
	"github.com/mpstar/mpstar/internal/ipc"
	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/text"
	"go.starlark.net/starlark"
)

// A state is what the package keeps for one interpreter. It belongs to whoever
// holds the interpreter's lock.
type state struct {
	in     *interp.Interp
	idents int64 // given out so far

	stackSize int64 // what was asked for, in bytes

	main    *thread
	mainObj *object.Instance
	running map[*interp.Thread]*entry
}

// An entry is what is known of a running thread.
type entry struct {
	ident  int64
	object *object.Instance // nil until somebody asks, for a thread that scripts did not start
	locals []*local
}

// mainIdent is the main thread's get_ident(); those of other threads follow, a
// stack's size apart.
const (
	mainIdent  = 0x7f0000001000
	identSteps = 0x800000
)

type stateKey struct{}

func stateOf(thread *starlark.Thread) *state { return stateFor(interp.Of(thread)) }

func stateFor(in *interp.Interp) *state {
	return in.State(stateKey{}, func() any {
		return &state{in: in, running: make(map[*interp.Thread]*entry),
			main: &thread{name: "MainThread", started: true, ident: mainIdent, done: ipc.NewEvent()}}
	}).(*state)
}

// entryOf returns the entry of a thread that runs now.
func (st *state) entryOf(th *interp.Thread) *entry {
	e := st.running[th]
	if e == nil {
		for old := range st.running {
			if old.Done().IsSet() {
				st.forget(old)
			}
		}
		e = &entry{ident: mainIdent}
		if !th.Main() {
			e.ident = st.newIdent()
		}
		st.running[th] = e
	}
	return e
}

func (st *state) newIdent() int64 {
	st.idents++
	return mainIdent + st.idents*identSteps
}

// forget drops what was kept of a thread that has ended.
func (st *state) forget(th *interp.Thread) {
	e := st.running[th]
	if e == nil {
		return
	}
	delete(st.running, th)
	for _, l := range e.locals {
		l.drop(th)
	}
	if e.object != nil {
		if t, ok := e.object.Native.(*thread); ok {
			t.stopped = true
			t.done.Set()
		}
	}
}

// CurrentFrames is sys._current_frames(): a frame object for each thread, by its identifier.
func CurrentFrames(t *starlark.Thread) (*starlark.Dict, error) {
	st := stateOf(t)
	threads := st.in.Threads()
	d := starlark.NewDict(len(threads))
	for _, th := range threads {
		if f := object.RunningFrame(st.in.Env(), st.in.Current(th), 0); f != nil {
			if err := d.SetKey(starlark.MakeInt64(st.ident(th)), f); err != nil {
				return nil, err
			}
		}
	}
	return d, nil
}

func (st *state) ident(th *interp.Thread) int64 { return st.entryOf(th).ident }

// identOf returns the identifier of the thread that a task belongs to; 0 for none.
func (st *state) identOf(task *ipc.Task) int64 {
	if task == nil {
		return 0
	}
	for th, e := range st.running {
		if th.Task() == task {
			return e.ident
		}
	}
	return mainIdent
}

// nativeID returns the number under which the system would know the thread: the
// main thread's is the process's.
func (st *state) nativeID(ident int64) int64 {
	return int64(st.in.Pid()) + (ident-mainIdent)/identSteps
}

// current returns the thread object of the thread that runs now. One that scripts
// have not started with a Thread gets a dummy.
func (st *state) current() *object.Instance {
	th := st.in.Running()
	if i := st.objectOf(th); i != nil {
		return i
	}
	e := st.entryOf(th)
	i := object.NewInstance(st.in.Env(), dummyThreadClass.Get())
	i.Native = &thread{name: st.in.DummyName(), daemon: true, started: true, ident: e.ident, done: th.Done(), running: th}
	e.object = i
	return i
}

// objectOf returns the thread object of a thread that runs; nil for one of
// _thread.start_new_thread that nobody has asked for yet. Those that Go code started, a pool's
// say, are Threads as they are under CPython.
func (st *state) objectOf(th *interp.Thread) *object.Instance {
	if th.Main() {
		return st.mainThread()
	}
	e := st.entryOf(th)
	if e.object == nil && th.Name() != "" {
		i := object.NewInstance(st.in.Env(), goThreadClass.Get())
		i.Native = &thread{name: th.Name(), daemon: th.Daemon(), started: true, ident: e.ident, done: th.Done(), running: th}
		e.object = i
	}
	return e.object
}

func (st *state) mainThread() *object.Instance {
	if st.mainObj == nil {
		i := object.NewInstance(st.in.Env(), mainThreadClass.Get())
		i.Native = st.main
		st.mainObj = i
	}
	return st.mainObj
}

// alive returns the thread objects of all threads that run.
func (st *state) alive() []starlark.Value {
	var all []starlark.Value
	for _, th := range st.in.Threads() {
		if i := st.objectOf(th); i != nil {
			all = append(all, i)
		}
	}
	return all
}

// newName names a thread, after its target if it has one.
func (st *state) newName(thread *starlark.Thread, target starlark.Value) string {
	var suffix string
	if !isNone(target) {
		if has, err := object.HasAttr(thread, target, "__name__"); err == nil && has {
			if v, err := object.GetAttr(thread, target, "__name__"); err == nil {
				suffix, _ = text.AsString(v)
			}
		}
	}
	return st.in.ThreadName(suffix)
}
