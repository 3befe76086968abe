package multiprocessing

import (
	"strconv"
	"strings"
	"time"

	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/interp"
	"github.com/mpstar/mpstar/internal/ipc"
	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/pickle"
	"go.starlark.net/starlark"
)

// A popen is the started process behind a process object.
type popen struct {
	process  *interp.Process
	sentinel int       // in the handles of the process that started it
	turn     time.Time // until when it has its first turn
}

// A started child: its process object, and what that has in _popen unless the script has put something else there.
type started struct {
	object *object.Instance
	popen  *popen
}

// popenClass is the class of the value that a process object keeps in _popen.
var popenClass = object.Later(func() *object.Class {
	return object.NewClass(object.Spec{
		Name: "Popen", Module: "multiprocessing.popen_fork",
		Properties: map[string]object.Property{
			"pid": {Get: func(_ *starlark.Thread, self starlark.Value) (starlark.Value, error) {
				if pp, ok := self.(*object.Instance).Native.(*popen); ok {
					return starlark.MakeInt(pp.process.Pid()), nil
				}
				return nil, noAttribute(self, "pid")
			}},
			"returncode": {Get: func(_ *starlark.Thread, self starlark.Value) (starlark.Value, error) {
				if pp, ok := self.(*object.Instance).Native.(*popen); ok {
					if code, done := pp.process.ExitCode(); done {
						return starlark.MakeInt(code), nil
					}
				}
				return starlark.None, nil
			}},
		},
		New: cannotCreate("multiprocessing.popen_fork.Popen"),
	})
})

// cannotCreate refuses instances that a script asks for.
func cannotCreate(name string) func(*starlark.Thread, *object.Class, starlark.Tuple, []starlark.Tuple) (starlark.Value, error) {
	return func(*starlark.Thread, *object.Class, starlark.Tuple, []starlark.Tuple) (starlark.Value, error) {
		return nil, exception.New(exception.TypeError, "cannot create '%s' instances", name)
	}
}

// Transfer implements [pickle.Transferer]: a popen goes as the same process.
func (pp *popen) Transfer(p *pickle.Packer) (pickle.Import, error) {
	process := pp.process
	return p.Portable("multiprocessing.popen", pickle.Strings(strconv.Itoa(process.Pid()), process.Name()), nil, process.Exited())
}

func loadPopen(u *pickle.Unpacker, p *pickle.Portable) (any, error) {
	s, err := p.Strings(2)
	if err != nil {
		return nil, err
	}
	pid, err := strconv.Atoi(s[0])
	if err != nil {
		return nil, p.Damaged()
	}
	exited, err := pickle.Object[*ipc.Event](p, 0)
	if err != nil {
		return nil, err
	}
	return &popen{process: interp.Of(u.World.Thread()).Runtime().Known(pid, s[1], exited)}, nil
}

// wait waits for the process to end.
func (pp *popen) wait(thread *starlark.Thread, until time.Time) (bool, error) {
	in := interp.Of(thread)
	err := pp.process.Exited().Wait(in.Task(thread), until)
	if err == ipc.ErrTimeout {
		return false, nil
	}
	return err == nil, in.Err(thread, err)
}

func (pp *popen) terminate() { pp.process.Terminate() }
func (pp *popen) kill()      { pp.process.Kill() }
func (pp *popen) interrupt() { pp.process.Interrupt() }

func processStart(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if err := bare("BaseProcess.start", args, kwargs); err != nil {
		return nil, err
	}
	p := self.(*object.Instance)
	if err := checkClosed(p); err != nil {
		return nil, err
	}
	st := stateOf(thread)
	if pp, err := popenField(p); err != nil {
		return nil, err
	} else if pp != nil {
		return nil, assertion("cannot start a process twice")
	}
	if err := st.isChild(p, "can only start a process object created by current process"); err != nil {
		return nil, err
	}
	if _, err := st.start(thread, p, nil, nil, lifeRun); err != nil {
		return nil, err
	}
	// As in CPython: a target that refers to the process object makes no cycle.
	p.Delete("_target")
	p.Delete("_args")
	p.Delete("_kwargs")
	return starlark.None, nil
}

// A life is what a child of the package's own does in place of run(). extra is the
// child's copy of what start was given.
type life func(child *state, thread *starlark.Thread, extra starlark.Value) error

// The names of what children do, for those that are processes of the operating system.
const (
	lifeRun       = "multiprocessing.run"       // p.run()
	lifeWorker    = "multiprocessing.worker"    // a pool's
	lifeServer    = "multiprocessing.server"    // a manager's
	lifeNetServer = "multiprocessing.netserver" // one that listens on an address
)

// elsewhere are the lives of processes of the operating system.
var elsewhere = map[string]life{lifeRun: nil}

func init() {
	elsewhere[lifeWorker] = remoteWorker
	elsewhere[lifeServer] = remoteServer
	elsewhere[lifeNetServer] = netServerLife
	for name := range elsewhere {
		interp.RegisterLife(name, interp.Life{Report: report, Run: func(in *interp.Interp, thread *starlark.Thread, v starlark.Value) error {
			return begin(in, thread, v, elsewhere[name])
		}})
	}
}

// begin is the whole of what a child does.
func begin(in *interp.Interp, thread *starlark.Thread, v starlark.Value, live life) error {
	parts := v.(starlark.Tuple)
	child := stateFor(in)
	child.become(parts[0].(*object.Instance))
	child.inherit(thread, parts[2])
	child.method = string(parts[3].(starlark.String))
	child.log(thread, levelInfo, "child process calling self.run()")
	err := child.live(thread, parts[1], live)
	if !in.Dying() {
		child.exit(thread)
	}
	return err
}

// start starts the child of process object p, which calls live with its copy of
// extra, or p.run() if live is nil. A child that is a process of the operating system
// does what is called name.
func (st *state) start(thread *starlark.Thread, p *object.Instance, extra starlark.Value, live life, name string) (*popen, error) {
	if isDaemon(st.currentProcess()) {
		return nil, assertion("daemonic processes are not allowed to have children")
	}
	st.reapSome()
	method := st.methodOf(p)
	spawn := interp.Spawn{
		Name:   nameOf(p),
		Daemon: isDaemon(p),
		Method: method,
		Port:   st.serving,
		Value:  starlark.Tuple{p, given(extra, starlark.None), st.inherited(), starlark.String(method)},
		Run: func(in *interp.Interp, thread *starlark.Thread, v starlark.Value) error {
			return begin(in, thread, v, live)
		},
		Report: report,
	}
	if spawn.Method != "fork" {
		spawn.Life = name
	}
	var err error
	if spawn.Limits, err = st.limitsOf(p, spawn.Method); err != nil {
		return nil, err
	}
	process, err := st.in.Start(thread, spawn)
	if err != nil {
		return nil, startError(err)
	}
	i := object.NewInstance(st.env, popenClass.Get())
	pp := &popen{process: process, sentinel: st.handle(process.Exited()), turn: st.in.Task(thread).Deadline(firstTurn)}
	i.Native = pp
	p.Set("_popen", i)
	p.Set("_sentinel", starlark.MakeInt(pp.sentinel))
	st.children = append(st.children, started{p, pp})
	return pp, nil
}

// startError rewrites the path in a packing error, which begins in the tuple that
// goes with the snapshot, to the arguments of Process or Pool.
func startError(err error) error {
	e, ok := err.(*exception.Error)
	if !ok || e.Kind != exception.TypeError {
		return err
	}
	for prefix, name := range map[string]string{"[0]._target": "target", "[0]._args": "args", "[0]._kwargs": "kwargs",
		"[0]": "process", "[1][1]": "initargs", "[1][0]": "initializer"} {
		if rest, ok := strings.CutPrefix(e.Where, prefix); ok && (rest == "" || strings.ContainsAny(rest[:1], ".[")) && !strings.HasPrefix(rest, "._") {
			return e.In(name + rest)
		}
	}
	return err
}

// methodOf returns the start method of p.
func (st *state) methodOf(p *object.Instance) string {
	if v, ok := p.Class().Lookup("_start_method"); ok {
		if s, ok := v.(starlark.String); ok {
			return string(s)
		}
	}
	return st.startMethod()
}

// live is what the child does between its start and its end.
func (st *state) live(thread *starlark.Thread, extra starlark.Value, live life) error {
	if live != nil {
		return live(st, thread, extra)
	}
	run, err := object.GetAttr(thread, st.current, "run")
	if err != nil {
		return err
	}
	_, err = object.Call(thread, run)
	return err
}

// report writes about the exception that ends a child.
func report(in *interp.Interp, thread *starlark.Thread, err error) {
	st := stateFor(in)
	exc, ok := object.AsException(st.env, err)
	if !ok {
		return
	}
	in.WriteError(thread, "Process "+nameOf(st.currentProcess())+":\n"+object.FormatException(st.env, exc))
}
