package multiprocessing

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/ipc"
	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/params"
	"github.com/mpstar/mpstar/internal/text"
	"go.starlark.net/starlark"
)

// This file defines the classes of process objects. A process object keeps its
// state in the attributes that CPython's has (_target, _args, _popen ...): scripts
// that subclass Process read them, a subclass that forgets super().__init__()
// fails as it does there, and the object crosses into the child like any other.

// baseProcess is multiprocessing.process.BaseProcess.
var baseProcess = object.NewClass(object.Spec{
	Name:   "BaseProcess",
	Module: "multiprocessing.process", Scripted: true,
	Doc: "A call that runs in a process of its own: start() begins it, join() waits for its end.",
	Methods: map[string]object.Method{
		"__init__":  processInit,
		"__repr__":  processRepr,
		"run":       processRun,
		"start":     processStart,
		"terminate": processSignal("terminate", (*popen).terminate),
		"kill":      processSignal("kill", (*popen).kill),
		"interrupt": processSignal("interrupt", (*popen).interrupt),
		"join":      processJoin,
		"is_alive":  processIsAlive,
		"close":     processClose,
	},
	Properties: map[string]object.Property{
		"name":     {Get: processName, Set: setProcessName},
		"daemon":   {Get: processDaemon, Set: setProcessDaemon, Doc: "whether the process is ended when its parent exits, in place of being waited for"},
		"authkey":  {Get: processAuthkey, Set: setProcessAuthkey},
		"exitcode": {Get: processExitcode, Set: noSetter("exitcode"), Doc: "the exit code, below 0 if a signal ended the process; None while it has not ended"},
		"ident":    {Get: processIdent, Set: noSetter("ident"), Doc: "the number of the process; None before it is started"},
		"pid":      {Get: processIdent, Set: noSetter("pid"), Doc: "the number of the process; None before it is started"},
		"sentinel": {Get: processSentinel, Set: noSetter("sentinel"), Doc: "what connection.wait() takes to wait for the end of the process"},
	},
})

// The concrete classes. Process starts its child by the start method that is
// set, the others by the one in their name.
var (
	processClass      = processSubclass("Process", "multiprocessing.context", "")
	forkProcess       = processSubclass("ForkProcess", "multiprocessing.context", "fork")
	spawnProcess      = processSubclass("SpawnProcess", "multiprocessing.context", "spawn")
	forkServerProcess = processSubclass("ForkServerProcess", "multiprocessing.context", "forkserver")
)

func processSubclass(name, module, method string) *object.Class {
	var m starlark.Value = starlark.None
	if method != "" {
		m = starlark.String(method)
	}
	return object.NewClass(object.Spec{
		Name: name, Module: module, Bases: []*object.Class{baseProcess}, Scripted: true,
		Values: map[string]starlark.Value{"_start_method": m},
	})
}

// processKey is how long authkey is, in bytes.
const processKey = 32

var processParams = params.Method("BaseProcess.__init__", "group=, target=, name=, args=, kwargs=, *, daemon=")

func processInit(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	a, err := processParams.Bind(args, kwargs)
	if err != nil {
		return nil, err
	}
	if !isNone(a[0]) {
		return nil, assertion("group argument must be None for now")
	}
	p := self.(*object.Instance)
	st := stateOf(thread)
	if err := st.initProcess(p); err != nil {
		return nil, err
	}
	p.Set("_target", given(a[1], starlark.None))
	positional := starlark.Tuple{}
	if a[3] != nil {
		if positional, err = tupleOf(st.env, a[3]); err != nil {
			return nil, err
		}
	}
	p.Set("_args", positional)
	keywords := new(starlark.Dict)
	if a[4] != nil {
		if keywords, err = dictOf(thread, a[4]); err != nil {
			return nil, err
		}
	}
	p.Set("_kwargs", keywords)
	named := false
	if a[2] != nil {
		if named, err = object.Truth(st.env, a[2]); err != nil {
			return nil, err
		}
	}
	if named {
		p.Set("_name", a[2])
	} else {
		p.Set("_name", text.Str(p.Class().Name()+"-"+identity(p)))
	}
	if !isNone(a[5]) {
		if err := object.SetAttr(thread, p, "daemon", a[5]); err != nil {
			return nil, err
		}
	}
	return starlark.None, nil
}

// initProcess gives p what every process object has but its name: the next
// number in this process's count, and a copy of the process's own configuration.
func (st *state) initProcess(p *object.Instance) error {
	st.count++
	p.Grow(12)
	cur := st.currentProcess()
	own, _ := cur.Own("_identity")
	id := append(starlark.Tuple(nil), own.(starlark.Tuple)...)
	p.Set("_identity", append(id, starlark.MakeInt(st.count)))
	config := new(starlark.Dict)
	for _, item := range configOf(cur).Items() {
		if err := config.SetKey(item[0], item[1]); err != nil {
			return err
		}
	}
	name, _ := cur.Own("_name")
	p.Set("_config", config)
	p.Set("_parent_pid", starlark.MakeInt(st.in.Pid()))
	p.Set("_parent_name", given(name, starlark.None))
	p.Set("_popen", starlark.None)
	p.Set("_closed", starlark.False)
	return nil
}

// newProcess makes a process object of a native class for the package's own use.
func (st *state) newProcess(cls *object.Class) (*object.Instance, error) {
	p := object.NewInstance(st.env, cls)
	if err := st.initProcess(p); err != nil {
		return nil, err
	}
	p.Set("_target", starlark.None)
	p.Set("_args", starlark.Tuple{})
	p.Set("_kwargs", new(starlark.Dict))
	p.Set("_name", text.Str(cls.Name()+"-"+identity(p)))
	return p, nil
}

// tupleOf is tuple(v).
func tupleOf(env *object.Env, v starlark.Value) (starlark.Tuple, error) {
	if t, ok := v.(starlark.Tuple); ok {
		return t, nil
	}
	elems, err := object.Elements(env, v)
	if err != nil {
		return nil, err
	}
	return starlark.Tuple(elems), nil
}

// dictOf is dict(v).
func dictOf(thread *starlark.Thread, v starlark.Value) (*starlark.Dict, error) {
	if d, ok := object.Unwrap(v).(*starlark.Dict); ok {
		cp := starlark.NewDict(d.Len())
		for _, item := range d.Items() {
			if err := cp.SetKey(item[0], item[1]); err != nil {
				return nil, err
			}
		}
		return cp, nil
	}
	r, err := object.CallKw(thread, object.DictType, starlark.Tuple{v}, nil)
	if err != nil {
		return nil, err
	}
	d, ok := r.(*starlark.Dict)
	if !ok {
		return nil, exception.New(exception.TypeError, "'%s' object is not a mapping", object.TypeName(v))
	}
	return d, nil
}

// identity returns the numbers in a process's name: "1", "1:2" for a child's child.
func identity(p *object.Instance) string {
	v, _ := p.Own("_identity")
	t, _ := v.(starlark.Tuple)
	parts := make([]string, len(t))
	for i, n := range t {
		parts[i] = n.String()
	}
	return strings.Join(parts, ":")
}

// configOf returns a process's _config, or an empty dict if a script took it away.
func configOf(p *object.Instance) *starlark.Dict {
	v, _ := p.Own("_config")
	if d, ok := v.(*starlark.Dict); ok {
		return d
	}
	return new(starlark.Dict)
}

// nameOf returns a process's name as text.
func nameOf(p *object.Instance) string {
	v, _ := p.Own("_name")
	if s, ok := text.AsString(given(v, starlark.None)); ok {
		return s
	}
	return p.Class().Name()
}

func isDaemon(p *object.Instance) bool {
	v, ok, _ := configOf(p).Get(starlark.String("daemon"))
	return ok && bool(v.Truth())
}

// attr returns one of the attributes that __init__ sets, or the AttributeError of
// an object whose __init__ was not called.
func attr(p *object.Instance, name string) (starlark.Value, error) {
	if v, ok := p.Own(name); ok {
		return v, nil
	}
	return nil, noAttribute(p, name)
}

func checkClosed(p *object.Instance) error {
	v, err := attr(p, "_closed")
	if err == nil && v == starlark.True {
		err = valueError("process object is closed")
	}
	return err
}

// isChild checks that p was made by this process.
func (st *state) isChild(p *object.Instance, otherwise string) error {
	v, err := attr(p, "_parent_pid")
	if err != nil {
		return err
	}
	if n, ok := v.(starlark.Int); ok {
		if pid, ok := n.Int64(); ok && pid == int64(st.in.Pid()) {
			return nil
		}
	}
	return assertion(otherwise)
}

func processRun(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if err := bare("BaseProcess.run", args, kwargs); err != nil {
		return nil, err
	}
	p := self.(*object.Instance)
	target, err := attr(p, "_target")
	if err != nil {
		return nil, err
	}
	env := p.Env()
	if ok, err := object.Truth(env, target); err != nil || !ok {
		return starlark.None, err
	}
	v, err := attr(p, "_args")
	if err != nil {
		return nil, err
	}
	positional, err := tupleOf(env, v)
	if err != nil {
		return nil, err
	}
	if v, err = attr(p, "_kwargs"); err != nil {
		return nil, err
	}
	d, err := dictOf(thread, v)
	if err != nil {
		return nil, err
	}
	if _, err := object.CallKw(thread, target, positional, d.Items()); err != nil {
		return nil, err
	}
	return starlark.None, nil
}

// popenField returns the _popen of p, nil if the process was not started.
func popenField(p *object.Instance) (*popen, error) {
	v, err := attr(p, "_popen")
	if err != nil {
		return nil, err
	}
	if i, ok := v.(*object.Instance); ok {
		if pp, ok := i.Native.(*popen); ok {
			return pp, nil
		}
	}
	return nil, nil
}

// popenOf is popenField for a process that was started.
func popenOf(p *object.Instance) *popen {
	pp, _ := popenField(p)
	return pp
}

func processSignal(name string, send func(*popen)) object.Method {
	return func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		if err := bare("BaseProcess."+name, args, kwargs); err != nil {
			return nil, err
		}
		p := self.(*object.Instance)
		if err := checkClosed(p); err != nil {
			return nil, err
		}
		pp, err := popenField(p)
		if err != nil {
			return nil, err
		}
		if pp == nil {
			return nil, noAttribute(starlark.None, name)
		}
		send(pp)
		return starlark.None, nil
	}
}

var joinParams = params.Method("BaseProcess.join", "timeout=")

func processJoin(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	a, err := joinParams.Bind(args, kwargs)
	if err != nil {
		return nil, err
	}
	p := self.(*object.Instance)
	if err := checkClosed(p); err != nil {
		return nil, err
	}
	st := stateOf(thread)
	if err := st.isChild(p, "can only join a child process"); err != nil {
		return nil, err
	}
	pp, err := popenField(p)
	if err != nil {
		return nil, err
	}
	if pp == nil {
		return nil, assertion("can only join a started process")
	}
	until := ipc.NoWait
	if _, ended := pp.process.ExitCode(); !ended { // else nothing is asked of timeout
		if until, err = deadlineSum(st.in.Task(thread), a[0]); err != nil {
			return nil, err
		}
	}
	done, err := pp.wait(thread, until)
	if err != nil {
		return nil, err
	}
	if done {
		st.forget(p)
	}
	return starlark.None, nil
}

func processIsAlive(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if err := bare("BaseProcess.is_alive", args, kwargs); err != nil {
		return nil, err
	}
	p := self.(*object.Instance)
	if err := checkClosed(p); err != nil {
		return nil, err
	}
	st := stateOf(thread)
	if p == st.currentProcess() {
		return starlark.True, nil
	}
	if err := st.isChild(p, "can only test a child process"); err != nil {
		return nil, err
	}
	pp, err := popenField(p)
	if err != nil || pp == nil {
		return starlark.False, err
	}
	if _, done := pp.process.ExitCode(); done {
		st.forget(p)
		return starlark.False, nil
	}
	return starlark.True, nil
}

func processClose(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if err := bare("BaseProcess.close", args, kwargs); err != nil {
		return nil, err
	}
	p := self.(*object.Instance)
	pp, err := popenField(p)
	if err != nil {
		return nil, err
	}
	if pp != nil {
		if _, done := pp.process.ExitCode(); !done {
			return nil, valueError("Cannot close a process while it is still running. You should first call join() or terminate().")
		}
		st := stateOf(thread)
		st.forget(p)
		delete(st.handles, pp.sentinel)
		p.Set("_popen", starlark.None)
		p.Delete("_sentinel")
	}
	p.Set("_closed", starlark.True)
	return starlark.None, nil
}

func processName(thread *starlark.Thread, self starlark.Value) (starlark.Value, error) {
	return attr(self.(*object.Instance), "_name")
}

func setProcessName(thread *starlark.Thread, self, v starlark.Value) error {
	if !object.IsInstance(v, object.StrType) {
		return assertion("name must be a string")
	}
	self.(*object.Instance).Set("_name", v)
	return nil
}

func processDaemon(thread *starlark.Thread, self starlark.Value) (starlark.Value, error) {
	p := self.(*object.Instance)
	if _, err := attr(p, "_config"); err != nil {
		return nil, err
	}
	v, ok, err := configOf(p).Get(starlark.String("daemon"))
	if err != nil || !ok {
		return starlark.False, err
	}
	return v, nil
}

func setProcessDaemon(thread *starlark.Thread, self, v starlark.Value) error {
	p := self.(*object.Instance)
	pp, err := popenField(p)
	if err != nil {
		return err
	}
	if pp != nil {
		return assertion("process has already started")
	}
	return configOf(p).SetKey(starlark.String("daemon"), v)
}

func processAuthkey(thread *starlark.Thread, self starlark.Value) (starlark.Value, error) {
	p := self.(*object.Instance)
	if _, err := attr(p, "_config"); err != nil {
		return nil, err
	}
	v, ok, err := configOf(p).Get(starlark.String("authkey"))
	if err == nil && !ok {
		err = exception.WithArgs(exception.KeyError, starlark.String("authkey"))
	}
	return v, err
}

func setProcessAuthkey(thread *starlark.Thread, self, v starlark.Value) error {
	p := self.(*object.Instance)
	if _, err := attr(p, "_config"); err != nil {
		return err
	}
	key, err := object.CallKw(thread, authenticationString, starlark.Tuple{v}, nil)
	if err != nil {
		return err
	}
	return configOf(p).SetKey(starlark.String("authkey"), key)
}

func processExitcode(thread *starlark.Thread, self starlark.Value) (starlark.Value, error) {
	p := self.(*object.Instance)
	if err := checkClosed(p); err != nil {
		return nil, err
	}
	pp, err := popenField(p)
	if err != nil || pp == nil {
		return starlark.None, err
	}
	if code, done := pp.process.ExitCode(); done {
		return starlark.MakeInt(code), nil
	}
	return starlark.None, nil
}

func processIdent(thread *starlark.Thread, self starlark.Value) (starlark.Value, error) {
	p := self.(*object.Instance)
	if err := checkClosed(p); err != nil {
		return nil, err
	}
	st := stateOf(thread)
	if p == st.currentProcess() {
		return starlark.MakeInt(st.in.Pid()), nil
	}
	pp, err := popenField(p)
	if err != nil || pp == nil {
		return starlark.None, err
	}
	return starlark.MakeInt(pp.process.Pid()), nil
}

// noSetter refuses an assignment as a property of a Python class does.
func noSetter(name string) func(*starlark.Thread, starlark.Value, starlark.Value) error {
	return func(_ *starlark.Thread, self, _ starlark.Value) error {
		return exception.New(exception.AttributeError, "property '%s' of '%s' object has no setter", name, object.TypeName(self))
	}
}

func processSentinel(thread *starlark.Thread, self starlark.Value) (starlark.Value, error) {
	p := self.(*object.Instance)
	if err := checkClosed(p); err != nil {
		return nil, err
	}
	if v, ok := p.Own("_sentinel"); ok {
		return v, nil
	}
	return nil, valueError("process not started")
}

func processRepr(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	p := self.(*object.Instance)
	st := stateOf(thread)
	env := st.env
	status, exit := "", ""
	var pp *popen
	if p == st.currentProcess() {
		status = "started"
	} else {
		closed, err := attr(p, "_closed")
		if err != nil {
			return nil, err
		}
		if pp, err = popenField(p); err != nil {
			return nil, err
		}
		switch {
		case closed == starlark.True:
			status = "closed"
		case st.isChild(p, "") != nil:
			status = "unknown"
		case pp == nil:
			status = "initial"
		default:
			status = "started"
			if code, done := pp.process.ExitCode(); done {
				status, exit = "stopped", exitName(code)
			}
		}
	}
	name, err := attr(p, "_name")
	if err != nil {
		return nil, err
	}
	shown, err := object.Repr(env, name)
	if err != nil {
		return nil, err
	}
	parent, err := attr(p, "_parent_pid")
	if err != nil {
		return nil, err
	}
	var b strings.Builder
	fmt.Fprintf(&b, "<%s name=%s", p.Class().Name(), shown)
	if pp != nil {
		fmt.Fprintf(&b, " pid=%d", pp.process.Pid())
	}
	fmt.Fprintf(&b, " parent=%s %s", parent, status)
	if exit != "" {
		b.WriteString(" exitcode=" + exit)
	}
	if isDaemon(p) {
		b.WriteString(" daemon")
	}
	b.WriteString(">")
	return text.Str(b.String()), nil
}

// exitName returns an exit code as a process's repr shows it.
func exitName(code int) string {
	if name, ok := signalNames[-code]; ok && code < 0 {
		return "-" + name
	}
	return strconv.Itoa(code)
}

// signalNames are POSIX's names of the signals that can end a process, by number.
var signalNames = map[int]string{
	1: "SIGHUP", 2: "SIGINT", 3: "SIGQUIT", 4: "SIGILL", 5: "SIGTRAP", 6: "SIGABRT", 7: "SIGBUS",
	8: "SIGFPE", 9: "SIGKILL", 10: "SIGUSR1", 11: "SIGSEGV", 12: "SIGUSR2", 13: "SIGPIPE",
	14: "SIGALRM", 15: "SIGTERM",
}
