package threading

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/interp"
	"github.com/mpstar/mpstar/internal/ipc"
	"github.com/mpstar/mpstar/internal/number"
	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/pickle"
	"github.com/mpstar/mpstar/internal/structseq"
	"github.com/mpstar/mpstar/internal/text"
	"go.starlark.net/starlark"
)

// A thread is what is behind a Thread. What it calls is in the attributes _target,
// _args and _kwargs.
type thread struct {
	name    string
	daemon  bool
	started bool
	stopped bool
	ident   int64 // 0 until it is started
	done    *ipc.Event
	running *interp.Thread // nil until it is started, and for the main thread
}

// Transfer copies the thread object for a new process, where only the main thread
// runs.
func (t *thread) Transfer(p *pickle.Packer) (pickle.Import, error) {
	if err := fork(p, "_thread.lock"); err != nil {
		return nil, err
	}
	cp := *t
	cp.running, cp.stopped = nil, t.started
	main := t == stateOf(p.World.Thread()).main
	flags := ""
	for _, f := range []struct {
		set  bool
		name string
	}{{main, "m"}, {cp.daemon, "d"}, {cp.started, "s"}} {
		if f.set {
			flags += f.name
		}
	}
	return p.Portable("threading.thread", pickle.Strings(cp.name, flags, strconv.FormatInt(cp.ident, 10)), nil)
}

func init() {
	pickle.Register("threading.thread", func(u *pickle.Unpacker, p *pickle.Portable) (any, error) {
		s, err := p.Strings(3)
		if err != nil {
			return nil, err
		}
		if strings.Contains(s[1], "m") {
			return stateOf(u.World.Thread()).main, nil
		}
		own := &thread{name: s[0], daemon: strings.Contains(s[1], "d"), started: strings.Contains(s[1], "s"), done: ipc.NewEvent()}
		if own.ident, err = strconv.ParseInt(s[2], 10, 64); err != nil {
			return nil, p.Damaged()
		}
		if own.stopped = own.started; own.stopped {
			own.done.Set()
		}
		return own, nil
	})
}

func (t *thread) alive() bool {
	return t.started && !t.stopped && (t.running == nil || !t.running.Done().IsSet())
}

var threadClass = object.Later(func() *object.Class {
	return object.NewClass(object.Spec{
		Name: "Thread", Module: "threading",
		Doc: "A function that runs beside the one that starts it.",
		Methods: map[string]object.Method{
			"__init__": method("Thread.__init__", "group=, target=, name=, args=, kwargs=, *, daemon=", initThread),
			"start":    method("Thread.start", "", startThread),
			"run":      method("Thread.run", "", runThread),
			"join":     method("Thread.join", "timeout=", joinThread),
			"is_alive": method("Thread.is_alive", "", func(thread *starlark.Thread, self *object.Instance, a []starlark.Value) (starlark.Value, error) {
				t, err := threadOf(self)
				if err != nil {
					return nil, err
				}
				return starlark.Bool(t.alive()), nil
			}),
			"getName": deprecated("Thread.getName", "", "get the name attribute", func(thread *starlark.Thread, self *object.Instance, a []starlark.Value) (starlark.Value, error) {
				return threadName(thread, self)
			}),
			"setName": deprecated("Thread.setName", "name", "set the name attribute", func(thread *starlark.Thread, self *object.Instance, a []starlark.Value) (starlark.Value, error) {
				return starlark.None, setThreadName(thread, self, a[0])
			}),
			"isDaemon": deprecated("Thread.isDaemon", "", "get the daemon attribute", func(thread *starlark.Thread, self *object.Instance, a []starlark.Value) (starlark.Value, error) {
				return threadDaemon(thread, self)
			}),
			"setDaemon": deprecated("Thread.setDaemon", "daemonic", "set the daemon attribute", func(thread *starlark.Thread, self *object.Instance, a []starlark.Value) (starlark.Value, error) {
				return starlark.None, setThreadDaemon(thread, self, a[0])
			}),
			"__repr__": method("Thread.__repr__", "", reprThread),
		},
		Properties: map[string]object.Property{
			"name":   {Get: threadName, Set: setThreadName},
			"_name":  {Get: threadName, Set: setThreadName},
			"daemon": {Get: threadDaemon, Set: setThreadDaemon},
			"ident": {Get: threadIdent(func(_ *state, ident int64) int64 { return ident }),
				Set: noSetter("ident")},
			"native_id": {Get: threadIdent((*state).nativeID), Set: noSetter("native_id")},
		},
	})
})

// The classes are made after threadClass, whose methods make instances of them.
// goThreadClass is threadClass, for threads that Go code started.
var mainThreadClass, dummyThreadClass, goThreadClass *object.Lazy[*object.Class]

func init() {
	goThreadClass = threadClass
	mainThreadClass = object.Later(func() *object.Class { return newThreadSubclass("_MainThread") })
	dummyThreadClass = object.Later(func() *object.Class { return newThreadSubclass("_DummyThread") })
}

func newThreadSubclass(name string) *object.Class {
	return object.NewClass(object.Spec{Name: name, Module: "threading", Bases: []*object.Class{threadClass.Get()}, New: noInstances("threading." + name)})
}

func noSetter(name string) func(*starlark.Thread, starlark.Value, starlark.Value) error {
	return func(_ *starlark.Thread, self, _ starlark.Value) error {
		return exception.New(exception.AttributeError, "property '%s' of '%s' object has no setter", name, object.TypeName(self))
	}
}

// threadOf returns the thread behind self, which a subclass may have forgotten to
// initialise.
func threadOf(self starlark.Value) (*thread, error) {
	if i, ok := self.(*object.Instance); ok {
		if t, ok := i.Native.(*thread); ok {
			return t, nil
		}
	}
	return nil, exception.New(exception.AssertionError, "Thread.__init__() not called")
}

func initThread(thr *starlark.Thread, self *object.Instance, a []starlark.Value) (starlark.Value, error) {
	st := stateOf(thr)
	if !isNone(a[0]) {
		return nil, exception.New(exception.AssertionError, "group argument must be None for now")
	}
	t := &thread{done: ipc.NewEvent()}
	if named, err := object.Truth(st.in.Env(), given(a[2])); err != nil {
		return nil, err
	} else if !named {
		t.name = st.newName(thr, a[1])
	} else if t.name, err = object.Str(st.in.Env(), a[2]); err != nil {
		return nil, err
	}
	if isNone(a[5]) {
		current, err := threadOf(st.current())
		if err != nil {
			return nil, err
		}
		t.daemon = current.daemon
	} else {
		var err error
		if t.daemon, err = object.Truth(st.in.Env(), a[5]); err != nil {
			return nil, err
		}
	}
	for i, def := range map[int]struct {
		name  string
		value starlark.Value
	}{1: {"_target", starlark.None}, 3: {"_args", starlark.Tuple{}}, 4: {"_kwargs", nil}} {
		v := a[i]
		if v == nil || i == 4 && v == starlark.None {
			if v = def.value; i == 4 {
				v = new(starlark.Dict)
			}
		}
		self.Set(def.name, v)
	}
	self.Native = t
	return starlark.None, nil
}

func startThread(thr *starlark.Thread, self *object.Instance, _ []starlark.Value) (starlark.Value, error) {
	t, ok := self.Native.(*thread)
	if !ok {
		return nil, raiseRuntime("thread.__init__() not called")
	}
	if t.started {
		return nil, raiseRuntime("threads can only be started once")
	}
	st := stateOf(thr)
	if err := st.in.RoomForThread(); err != nil {
		return nil, err
	}
	run, err := object.GetAttr(thr, self, "run")
	if err != nil {
		return nil, err
	}
	t.started = true
	t.ident = st.newIdent()
	return starlark.None, st.launch(thr, t.name, t.daemon, &entry{ident: t.ident, object: self}, t, func(own *starlark.Thread) {
		_, err := object.Call(own, run)
		if exc := st.caught(own, err); exc != nil {
			st.report(own, self, exc)
		}
	})
}

// launch starts a thread and waits until it has begun, so that what it does first
// comes before what its starter does next.
func (st *state) launch(thr *starlark.Thread, name string, daemon bool, e *entry, t *thread, body func(own *starlark.Thread)) error {
	begun := ipc.NewEvent()
	th := st.in.Go(name, daemon, func(own *starlark.Thread) error {
		defer st.forget(st.in.Running())
		begun.Set()
		body(own)
		return nil
	})
	st.running[th] = e
	if t != nil {
		t.running = th
	}
	return st.in.Err(thr, begun.Wait(st.in.Task(thr), ipc.Forever))
}

// startBare is _thread.start_new_thread.
func (st *state) startBare(thr *starlark.Thread, fn starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if err := st.in.RoomForThread(); err != nil {
		return nil, err
	}
	e := &entry{ident: st.newIdent()}
	err := st.launch(thr, "", true, e, nil, func(own *starlark.Thread) {
		_, err := object.CallKw(own, fn, args, kwargs)
		exc := st.caught(own, err)
		if exc == nil || exc.Class().IsSubclass(object.SystemExit) {
			return
		}
		shown, err := object.Repr(st.in.Env(), fn)
		if err != nil {
			if st.caught(own, err) == nil {
				return
			}
			shown = "<function>"
		}
		st.write(own, "Exception ignored in thread started by: "+shown+"\n"+object.FormatException(st.in.Env(), exc))
	})
	return starlark.MakeInt64(e.ident), err
}

// caught returns the exception that ended a thread's function; nil if there was none,
// or if the process is being ended.
func (st *state) caught(own *starlark.Thread, err error) *object.Instance {
	env := st.in.Env()
	if err == nil && env.Pending() == nil || st.in.Dying() {
		return nil
	}
	exc, ok := object.AsException(env, err)
	if !ok {
		return nil
	}
	own.Uncancel()
	return exc
}

func runThread(thr *starlark.Thread, self *object.Instance, _ []starlark.Value) (starlark.Value, error) {
	target, ok := self.Own("_target")
	if !ok {
		return nil, exception.New(exception.AttributeError, "'%s' object has no attribute '_target'", object.TypeName(self))
	}
	defer func() {
		for _, name := range []string{"_target", "_args", "_kwargs"} {
			self.Delete(name)
		}
	}()
	env := self.Env()
	if target == starlark.None {
		return starlark.None, nil
	}
	var args starlark.Tuple
	if v, ok := self.Own("_args"); ok {
		if t, isTuple := object.Unwrap(v).(starlark.Tuple); isTuple {
			args = t
		} else {
			items, err := object.Elements(env, v)
			if err != nil {
				return nil, err
			}
			args = items
		}
	}
	var kwargs []starlark.Tuple
	if v, ok := self.Own("_kwargs"); ok {
		d, isDict := object.Unwrap(v).(*starlark.Dict)
		if !isDict {
			return nil, exception.New(exception.TypeError, "%s argument after ** must be a mapping, not %s", "threading.Thread.run()", object.TypeName(v))
		}
		kwargs = d.Items()
	}
	_, err := object.CallKw(thr, target, args, kwargs)
	return starlark.None, err
}

func joinThread(thr *starlark.Thread, self *object.Instance, a []starlark.Value) (starlark.Value, error) {
	t, ok := self.Native.(*thread)
	if !ok {
		return nil, raiseRuntime("Thread.__init__() not called")
	}
	st := stateOf(thr)
	if !t.started {
		return nil, raiseRuntime("cannot join thread before it is started")
	}
	if t.alive() && t == st.current().Native {
		return nil, raiseRuntime("cannot join current thread")
	}
	if self.Class() == dummyThreadClass.Get() {
		return nil, exception.New(exception.AssertionError, "cannot join a dummy thread")
	}
	if !isNone(a[0]) {
		_, isFloat := object.Unwrap(a[0]).(starlark.Float)
		if _, isInt := number.IsInt(a[0]); !isInt && !isFloat {
			return nil, exception.New(exception.TypeError, "'>' not supported between instances of 'int' and '%s'", object.TypeName(a[0]))
		}
	}
	until, err := deadline(thr, a[0])
	if err != nil {
		return nil, err
	}
	err = t.done.Wait(st.in.Task(thr), until)
	if err == nil || errors.Is(err, ipc.ErrTimeout) {
		return starlark.None, nil
	}
	return nil, st.in.Err(thr, err)
}

func threadName(_ *starlark.Thread, self starlark.Value) (starlark.Value, error) {
	t, err := threadOf(self)
	if err != nil {
		return nil, err
	}
	return text.Str(t.name), nil
}

func setThreadName(thr *starlark.Thread, self, v starlark.Value) error {
	t, err := threadOf(self)
	if err != nil {
		return err
	}
	s, err := object.Str(object.EnvOf(thr), v)
	if err == nil {
		t.name = s
	}
	return err
}

func threadDaemon(_ *starlark.Thread, self starlark.Value) (starlark.Value, error) {
	t, err := threadOf(self)
	if err != nil {
		return nil, err
	}
	return starlark.Bool(t.daemon), nil
}

func setThreadDaemon(thr *starlark.Thread, self, v starlark.Value) error {
	t, ok := self.(*object.Instance).Native.(*thread)
	if !ok {
		return raiseRuntime("Thread.__init__() not called")
	}
	if t.started {
		return raiseRuntime("cannot set daemon status of active thread")
	}
	var err error
	t.daemon, err = object.Truth(object.EnvOf(thr), v)
	return err
}

func threadIdent(of func(st *state, ident int64) int64) func(*starlark.Thread, starlark.Value) (starlark.Value, error) {
	return func(thr *starlark.Thread, self starlark.Value) (starlark.Value, error) {
		t, err := threadOf(self)
		if err != nil {
			return nil, err
		}
		if t.ident == 0 {
			return starlark.None, nil
		}
		return starlark.MakeInt64(of(stateOf(thr), t.ident)), nil
	}
}

func reprThread(_ *starlark.Thread, self *object.Instance, _ []starlark.Value) (starlark.Value, error) {
	t, ok := self.Native.(*thread)
	if !ok {
		return nil, exception.New(exception.AssertionError, "Thread.__init__() was not called")
	}
	status := "initial"
	switch {
	case t.alive():
		status = "started"
	case t.started:
		status = "stopped"
	}
	if t.daemon {
		status += " daemon"
	}
	if t.ident != 0 {
		status += fmt.Sprintf(" %d", t.ident)
	}
	return shown(fmt.Sprintf("<%s(%s, %s)>", self.Class().Name(), t.name, status))
}

// hookArgs is the class of what excepthook gets.
var hookArgs = object.Later(func() *structseq.Type {
	return structseq.New(structseq.Spec{Name: "_ExceptHookArgs", Module: "_thread",
		Doc:    "What threading.excepthook is called with.",
		Fields: []string{"exc_type", "exc_value", "exc_traceback", "thread"}})
})

// report calls threading.excepthook for the exception that ended a thread.
func (st *state) report(own *starlark.Thread, self, exc *object.Instance) {
	env := st.in.Env()
	var hook starlark.Value = exceptHook.Get()
	if m, ok := st.in.Module("threading"); ok {
		if v, ok := m.Get("excepthook"); ok && v != starlark.None {
			hook = v
		}
	}
	trace, err := object.GetAttr(own, exc, "__traceback__")
	if err != nil {
		trace = starlark.None
	}
	_, err = object.Call(own, hook, hookArgs.Get().Make(env, exc.Class(), exc, trace, self))
	if failed := st.caught(own, err); failed != nil {
		st.write(own, "Exception in threading.excepthook:\n"+object.FormatException(env, failed))
	}
}

var exceptHook = object.Later(func() *starlark.Builtin {
	return object.NewFunc("_excepthook", func(thr *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		if len(args) != 1 || len(kwargs) > 0 {
			return nil, exception.New(exception.TypeError, "_thread._excepthook() takes exactly one argument (%d given)", len(args)+len(kwargs))
		}
		if object.TypeOf(args[0]) != hookArgs.Get().Class {
			return nil, exception.New(exception.TypeError, "_thread.excepthook argument type must be ExceptHookArgs")
		}
		st := stateOf(thr)
		var parts [3]starlark.Value
		for i, name := range []string{"exc_type", "exc_value", "thread"} {
			var err error
			if parts[i], err = object.GetAttr(thr, args[0], name); err != nil {
				return nil, err
			}
		}
		if parts[0] == object.SystemExit {
			return starlark.None, nil
		}
		name := fmt.Sprint(st.ident(st.in.Running()))
		if t, err := threadOf(parts[2]); err == nil {
			name = t.name
		}
		trace := ""
		if exc, ok := parts[1].(*object.Instance); ok && exc.Class().IsSubclass(object.BaseException) {
			trace = object.FormatUncaught(st.in.Env(), exc)
		}
		return starlark.None, st.write(thr, "Exception in thread "+name+":\n"+trace)
	})
})

// write writes to sys.stderr.
func (st *state) write(thr *starlark.Thread, s string) error {
	if f := st.in.Redirected(thr, 2); f != nil {
		if f == starlark.None {
			return nil
		}
		write, err := object.GetAttr(thr, f, "write")
		if err == nil {
			_, err = object.Call(thr, write, text.Str(s))
		}
		return err
	}
	return st.in.Write(thr, 2, s)
}

// given is an argument that may not have been given: None then.
func given(v starlark.Value) starlark.Value {
	if v == nil {
		return starlark.None
	}
	return v
}
