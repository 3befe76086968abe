package multiprocessing

import (
	"slices"

	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/interp"
	"github.com/mpstar/mpstar/internal/ipc"
	"github.com/mpstar/mpstar/internal/object"
	"go.starlark.net/starlark"
)

// IsStartMethod reports whether there is a start method of that name.
func IsStartMethod(name string) bool { return slices.Contains(startMethods, name) }

// RegisterWorker names what a worker does that is a process of the operating system: it has a
// pipe to its owner, and the child's copy of what StartElsewhere was given. It is called while
// the program is being initialised.
func RegisterWorker(name string, work func(child *interp.Interp, thread *starlark.Thread, end *ipc.End, extra starlark.Tuple) error) {
	run := func(child *state, thread *starlark.Thread, extra starlark.Value) error {
		parts := extra.(starlark.Tuple)
		end, err := endOf(parts[0])
		if err != nil {
			return err
		}
		defer end.Close()
		return work(child.in, thread, end, parts[1].(starlark.Tuple))
	}
	interp.RegisterLife(name, interp.Life{Report: report, Run: func(in *interp.Interp, thread *starlark.Thread, v starlark.Value) error {
		return begin(in, thread, v, run)
	}})
}

// StartElsewhere starts a worker that RegisterWorker has named, as StartWorker does, and
// returns this process's end of the pipe to it.
func StartElsewhere(thread *starlark.Thread, method, name string, extra starlark.Tuple) (*interp.Process, *object.Instance, *ipc.End, error) {
	st := stateOf(thread)
	cls := processClasses.Get()[method]
	if cls == nil {
		return nil, nil, nil, exception.New(exception.ValueError, "cannot find context for %q", method)
	}
	proc, err := st.newProcess(cls)
	if err != nil {
		return nil, nil, nil, err
	}
	end, conn, closeOther := st.newEnds()
	pp, err := st.start(thread, proc, starlark.Tuple{conn, extra}, nil, name)
	closeOther()
	if err != nil {
		end.Close()
		return nil, nil, nil, err
	}
	return pp.process, proc, end, nil
}
