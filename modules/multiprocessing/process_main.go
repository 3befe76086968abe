package multiprocessing

import (
	"io"

	"github.com/mpstar/mpstar/internal/interp"
	"github.com/mpstar/mpstar/internal/object"
	"go.starlark.net/starlark"
)

// This file defines the process objects that nobody starts: the main process, and
// a child's view of its parent.

// The classes are made after baseProcess, whose methods make instances of them.
var mainProcess, parentProcess *object.Lazy[*object.Class]

func init() {
	mainProcess = object.Later(newMainProcess)
	parentProcess = object.Later(newParentProcess)
}

func newMainProcess() *object.Class {
	return object.NewClass(object.Spec{
		Name: "_MainProcess", Module: "multiprocessing.process", Bases: []*object.Class{baseProcess.Get()},
		Methods: map[string]object.Method{
			"__init__": func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
				return starlark.None, bare("_MainProcess.__init__", args, kwargs)
			},
			"close": func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
				return starlark.None, bare("_MainProcess.close", args, kwargs)
			},
		},
	})
}

func newParentProcess() *object.Class {
	return object.NewClass(object.Spec{
		Name: "_ParentProcess", Module: "multiprocessing.process", Bases: []*object.Class{baseProcess.Get()},
		New: cannotCreate("multiprocessing.process._ParentProcess"),
		Methods: map[string]object.Method{
			"is_alive": func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
				if err := bare("_ParentProcess.is_alive", args, kwargs); err != nil {
					return nil, err
				}
				pp, err := parentOf(self)
				if err != nil {
					return nil, err
				}
				_, done := pp.process.ExitCode()
				return starlark.Bool(!done), nil
			},
			"join": func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
				a, err := joinParams.Bind(args, kwargs)
				if err != nil {
					return nil, err
				}
				pp, err := parentOf(self)
				if err != nil {
					return nil, err
				}
				until, err := deadlineSum(interp.Of(thread).Task(thread), a[0])
				if err != nil {
					return nil, err
				}
				_, err = pp.wait(thread, until)
				return starlark.None, err
			},
		},
		Properties: map[string]object.Property{"pid": {Get: parentPid}, "ident": {Get: parentPid}},
	})
}

// parentOf returns the process behind a parent_process().
func parentOf(self starlark.Value) (*popen, error) {
	if pp, ok := self.(*object.Instance).Native.(*popen); ok {
		return pp, nil
	}
	return nil, noAttribute(self, "_sentinel")
}

func parentPid(_ *starlark.Thread, self starlark.Value) (starlark.Value, error) {
	pp, err := parentOf(self)
	if err != nil {
		return nil, err
	}
	return starlark.MakeInt(pp.process.Pid()), nil
}

// currentProcess returns the process object of this process. Where nothing of
// this package started the process it is a main process.
func (st *state) currentProcess() *object.Instance {
	if st.current == nil {
		key := make([]byte, processKey)
		io.ReadFull(st.in.System().Random, key) // a source that ends goes on with zeros
		config := new(starlark.Dict)
		config.SetKey(starlark.String("authkey"), newAuthenticationString(st.env, key))
		config.SetKey(starlark.String("semprefix"), starlark.String("/mp"))
		p := object.NewInstance(st.env, mainProcess.Get())
		p.Set("_identity", starlark.Tuple{})
		p.Set("_name", starlark.String("MainProcess"))
		p.Set("_parent_pid", starlark.None)
		p.Set("_popen", starlark.None)
		p.Set("_closed", starlark.False)
		p.Set("_config", config)
		st.current = p
	}
	return st.current
}

// become makes p, which has come with the snapshot, the process object of this
// process.
func (st *state) become(p *object.Instance) {
	st.current, st.child = p, st.in.Process().Parent() != nil
	st.parentName, _ = p.Own("_parent_name")
}

// parentObject returns the process object of this process's parent, nil in the main process. Most children never ask.
func (st *state) parentObject() *object.Instance {
	if !st.child || st.parent != nil {
		return st.parent
	}
	parent := st.in.Process().Parent()
	q := object.NewInstance(st.env, parentProcess.Get())
	q.Grow(8)
	q.Set("_identity", starlark.Tuple{})
	q.Set("_name", given(st.parentName, starlark.String(parent.Name())))
	q.Set("_pid", starlark.MakeInt(parent.Pid()))
	q.Set("_parent_pid", starlark.None)
	q.Set("_popen", starlark.None)
	q.Set("_closed", starlark.False)
	q.Set("_config", new(starlark.Dict))
	pp := &popen{process: parent, sentinel: st.handle(parent.Exited())}
	q.Set("_sentinel", starlark.MakeInt(pp.sentinel))
	q.Native = pp
	st.parent = q
	return q
}
