package multiprocessing

import (
	"github.com/mpstar/mpstar/internal/ipc"
	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/params"
	"go.starlark.net/starlark"
)

// This file has the methods of process objects.

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
	var keywords []starlark.Tuple
	if d, ok := v.(*starlark.Dict); !ok || d.Len() > 0 {
		if d, err = dictOf(thread, v); err != nil {
			return nil, err
		}
		keywords = d.Items()
	}
	if _, err := object.CallKw(thread, target, positional, keywords); err != nil {
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
