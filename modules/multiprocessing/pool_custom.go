package multiprocessing

import (
	"errors"
	"strings"
	"weak"

	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/text"
	"go.starlark.net/starlark"
)

// This file makes the workers of pools whose script says what a worker's process object is: by a context
// whose Process is a class of its own, or by a subclass of Pool that overrides Process. That is how scripts
// get workers that are no daemons.

// choose settles the start method of a pool, or who makes its workers. method is "" where Pool itself was called.
func (p *pool) choose(st *state, self *object.Instance, method string, ctx starlark.Value) {
	p.owner = weak.Make(self)
	if c, ok := ctx.(*object.Instance); ok {
		if known, ok := c.Native.(*context); ok {
			method, ctx = known.method, nil
		}
	}
	if method == "" {
		method = st.startMethod()
	}
	p.method = method
	if p.threads {
		return
	}
	if !isNone(ctx) {
		p.ctx = ctx
	}
	made, _ := self.Class().Lookup("Process")
	p.custom = p.ctx != nil || made != ownProcess()
	p.direct = p.method == "fork" && !p.custom
}

// ownProcess is Process as Pool itself has it.
var ownProcess func() starlark.Value

func init() {
	ownProcess = func() starlark.Value {
		made, _ := poolClass.Get().Lookup("Process")
		return made
	}
}

// context returns what the attribute _ctx shows.
func (p *pool) context(st *state) starlark.Value {
	if p.ctx != nil {
		return p.ctx
	}
	return st.context(p.method)
}

// poolProcess is Pool.Process: it makes the process object of a worker.
func poolProcess(thread *starlark.Thread, _ starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if len(args) == 0 {
		return nil, exception.New(exception.TypeError, "Pool.Process() missing 1 required positional argument: 'ctx'")
	}
	cls, err := object.GetAttr(thread, args[0], "Process")
	if err != nil {
		return nil, err
	}
	return object.CallKw(thread, cls, args[1:], kwargs)
}

// errGone ends the making of workers for a Pool that is being collected.
var errGone = errors.New("the pool is gone")

// startCustom starts a worker with a process object that the script has made.
func (p *pool) startCustom(st *state, thread *starlark.Thread) error {
	self := p.owner.Value()
	if self == nil {
		return errGone
	}
	factory, err := object.GetAttr(thread, self, "Process")
	if err != nil {
		return err
	}
	v, err := object.CallKw(thread, factory, starlark.Tuple{p.context(st)}, []starlark.Tuple{{starlark.String("target"), starlark.None}})
	if err != nil {
		return err
	}
	proc, ok := v.(*object.Instance)
	if !ok || !proc.Class().IsSubclass(baseProcess.Get()) {
		return exception.New(exception.TypeError, "the workers of a Pool must be process objects, not '%s'", object.TypeName(v))
	}
	if pp, err := popenField(proc); err != nil {
		return err
	} else if pp != nil {
		return assertion("cannot start a process twice")
	}
	name := strings.Replace(nameOf(proc), "Process", "PoolWorker", 1)
	if err := object.SetAttr(thread, proc, "name", text.Str(name)); err != nil {
		return err
	}
	if !p.foreground {
		if err := object.SetAttr(thread, proc, "daemon", starlark.True); err != nil {
			return err
		}
	}
	w := &worker{name: nameOf(proc)}
	if st.methodOf(proc) != "fork" {
		return p.startElsewhere(st, thread, proc, w)
	}
	pp, err := st.start(thread, proc, starlark.Tuple{p.initializer, p.initargs},
		func(child *state, thread *starlark.Thread, extra starlark.Value) error {
			return p.workCustom(child, thread, w, extra.(starlark.Tuple))
		}, lifeWorker)
	if err != nil {
		return err
	}
	w.object = proc
	w.process = pp.process
	w.exited = w.process.Exited()
	p.enlist(w)
	return nil
}

// workCustom calls run(), which the script may have overridden, with the worker's life as its target.
func (p *pool) workCustom(child *state, thread *starlark.Thread, w *worker, init starlark.Tuple) error {
	child.target(func(st *state, thread *starlark.Thread) error {
		return p.work(st.in, thread, w, init[0], init[1].(starlark.Tuple))
	})
	return child.live(thread, nil, nil)
}

// target makes work what run() of this process calls.
func (st *state) target(work func(st *state, thread *starlark.Thread) error) {
	st.current.Set("_target", object.NewFunc("worker", func(thread *starlark.Thread, _ starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
		st := stateOf(thread)
		st.current.Delete("_target") // nothing else is to call it, nor take it to a child
		return starlark.None, work(st, thread)
	}))
}
