package concurrent

import (
	"sync"

	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/interp"
	"github.com/mpstar/mpstar/internal/ipc"
	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/pickle"
	"github.com/mpstar/mpstar/internal/text"
	"go.starlark.net/starlark"
)

type futureState uint8

const (
	pending futureState = iota
	running
	cancelled // by the script
	notified  // and whoever waits for several futures was told
	finished
)

func (s futureState) String() string {
	return [...]string{"PENDING", "RUNNING", "CANCELLED", "CANCELLED_AND_NOTIFIED", "FINISHED"}[s]
}

func (s futureState) describe() string {
	return [...]string{"pending", "running", "cancelled", "cancelled", "finished"}[s]
}

// A future is the native state of a Future.
type future struct {
	self *object.Instance // for the owner's threads
	done *ipc.Event       // finished or cancelled

	mu        sync.Mutex // after an executor's, before a watcher's
	state     futureState
	out       outcome
	watchers  []*watcher
	callbacks []starlark.Value // for the owner's threads, but for their number

	// For the owner's threads: what out holds, once somebody asked.
	settled bool
	value   starlark.Value
	exc     starlark.Value // an exception, or nil
}

// An outcome is what became of a call.
type outcome struct {
	ok    bool
	local starlark.Value  // the result or the exception, if it is the owner's already
	msg   *pickle.Message // the same in place of local
	trace string          // the traceback of an exception in another process
	died  *processes      // a worker of these died, in place of all that
	list  bool            // the result is of a chunk of a map; never shown
}

// Transfer implements [pickle.Transferer]: a child's copy of its parent's future
// says where it belongs when it is used.
func (f *future) Transfer(p *pickle.Packer) (pickle.Import, error) {
	if !p.Keep {
		return nil, exception.New(exception.TypeError, "cannot pickle '_thread.RLock' object")
	}
	return p.Portable("concurrent.foreign", pickle.Strings("future"), nil)
}

// A foreign stands in a child for something of its parent's that a child can't use.
type foreign struct{ what string }

// Transfer implements [pickle.Transferer].
func (f *foreign) Transfer(p *pickle.Packer) (pickle.Import, error) {
	return p.Portable("concurrent.foreign", pickle.Strings(f.what), nil)
}

func init() {
	pickle.Register("concurrent.foreign", func(_ *pickle.Unpacker, p *pickle.Portable) (any, error) {
		s, err := p.Strings(1)
		if err != nil {
			return nil, err
		}
		return &foreign{s[0]}, nil
	})
}

func (f *foreign) err() error {
	return exception.New(exception.RuntimeError, "this %s belongs to another process and cannot be used in this one", f.what)
}

func newFuture(env *object.Env) *future {
	i := object.NewInstance(env, futureClass.Get())
	f := &future{self: i, done: ipc.NewEvent()}
	i.Native = f
	return f
}

// start makes the future run, or tells that it was cancelled: then ok is false.
// was is the state before.
func (f *future) start() (ok bool, was futureState) {
	f.mu.Lock()
	defer f.mu.Unlock()
	was = f.state
	switch was {
	case pending:
		f.state = running
		return true, was
	case cancelled:
		f.state = notified
		for _, w := range f.watchers {
			w.add(f, false)
		}
	}
	return false, was
}

// finish sets the outcome, unless there is one. call reports whether callbacks
// wait for it. It may be called from any interpreter.
func (f *future) finish(out outcome) (was futureState, call bool) {
	f.mu.Lock()
	was = f.state
	if was >= cancelled {
		f.mu.Unlock()
		return was, false
	}
	f.state, f.out = finished, out
	for _, w := range f.watchers {
		w.add(f, !out.ok)
	}
	call = len(f.callbacks) > 0
	f.mu.Unlock()
	f.done.Set()
	return was, call
}

// cancel cancels a future that does not run yet. The owner calls callbacks if call
// is true.
func (f *future) cancel() (ok, call bool) {
	f.mu.Lock()
	switch f.state {
	case running, finished:
		f.mu.Unlock()
		return false, false
	case cancelled, notified:
		f.mu.Unlock()
		return true, false
	}
	f.state = cancelled
	call = len(f.callbacks) > 0
	f.mu.Unlock()
	f.done.Set()
	return true, call
}

func (f *future) now() futureState {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.state
}

// callBack calls the callbacks, on a thread of the owner. Its error is one that
// no script catches, or that is no Exception.
func (f *future) callBack(thread *starlark.Thread) error {
	f.mu.Lock()
	list := f.callbacks
	f.callbacks = nil
	f.mu.Unlock()
	for _, fn := range list {
		if err := f.callOne(thread, fn); err != nil {
			return err
		}
	}
	return nil
}

func (f *future) callOne(thread *starlark.Thread, fn starlark.Value) error {
	_, err := object.Call(thread, fn, f.self)
	if err == nil {
		return nil
	}
	in := interp.Of(thread)
	exc, ok := object.AsException(in.Env(), err)
	if !ok {
		return err
	}
	if !exc.Class().IsSubclass(object.ExceptionClass) {
		return object.Raise(exc)
	}
	shown, err := object.Repr(in.Env(), f.self)
	if err != nil {
		return err
	}
	log(in, thread, "exception calling callback for "+shown, exc)
	return nil
}

// settle makes the owner's value of the outcome of a finished future.
func (f *future) settle(thread *starlark.Thread) error {
	if f.settled {
		return nil
	}
	f.mu.Lock()
	out := f.out
	f.out = outcome{}
	f.mu.Unlock()
	env := object.EnvOf(thread)
	v, ok := out.local, out.ok
	switch {
	case out.died != nil:
		v = newException(env, out.died.brokenError, out.died.brokenTask)
	case out.msg != nil:
		var err error
		if v, err = interp.Unpack(thread, out.msg); err != nil {
			exc, caught := object.AsException(env, err)
			if !caught {
				return err
			}
			v, ok, out.trace = exc, false, ""
		}
	}
	f.settled = true
	if ok {
		f.value = v
		return nil
	}
	f.exc = v
	if exc, isInstance := v.(*object.Instance); isInstance && out.trace != "" {
		setCause(env, exc, out.trace)
	}
	return nil
}

// setCause makes the traceback of another process the cause of exc.
func setCause(env *object.Env, exc *object.Instance, trace string) {
	if e := object.ExceptionOf(exc); e != nil {
		e.Cause = object.NewException(env, remoteTraceback.Get(), text.Str("\n\"\"\"\n"+trace+"\"\"\""))
		e.SuppressContext = true
		e.Frames = nil
	}
}
