package multiprocessing

import (
	"strings"

	"github.com/mpstar/mpstar/internal/exception"
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
var baseProcess = object.Later(func() *object.Class {
	return object.NewClass(object.Spec{
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
})

// The concrete classes. Process starts its child by the start method that is
// set, the others by the one in their name.
var (
	processClass      = object.Later(func() *object.Class { return processSubclass("Process", "multiprocessing.context", "") })
	forkProcess       = object.Later(func() *object.Class { return processSubclass("ForkProcess", "multiprocessing.context", "fork") })
	spawnProcess      = object.Later(func() *object.Class { return processSubclass("SpawnProcess", "multiprocessing.context", "spawn") })
	forkServerProcess = object.Later(func() *object.Class {
		return processSubclass("ForkServerProcess", "multiprocessing.context", "forkserver")
	})
)

func processSubclass(name, module, method string) *object.Class {
	var m starlark.Value = starlark.None
	if method != "" {
		m = starlark.String(method)
	}
	return object.NewClass(object.Spec{
		Name: name, Module: module, Bases: []*object.Class{baseProcess.Get()}, Scripted: true,
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
	own, ok := cur.Own("_identity")
	if !ok {
		return noAttribute(cur, "_identity")
	}
	id, err := object.Binary(st.env, "+", own, starlark.Tuple{starlark.MakeInt(st.count)})
	if err != nil {
		return err
	}
	p.Set("_identity", id)
	config := new(starlark.Dict)
	for k, v := range configOf(cur).Entries() {
		if err := config.SetKey(k, v); err != nil {
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
