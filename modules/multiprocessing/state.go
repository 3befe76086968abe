package multiprocessing

import (
	"fmt"
	"io"
	"runtime"
	"slices"
	"time"

	"github.com/mpstar/mpstar/internal/interp"
	"github.com/mpstar/mpstar/internal/ipc"
	"github.com/mpstar/mpstar/internal/object"
	"go.starlark.net/starlark"
)

// A state is what the package keeps for one interpreter. It belongs to whoever
// holds the interpreter's lock.
type state struct {
	in  *interp.Interp
	env *object.Env

	current    *object.Instance // current_process()
	child      bool             // of a process of the same tree, which has started it
	parent     *object.Instance // see parentObject
	parentName starlark.Value   // the name in it, nil for that of the process
	count      int              // processes made so far, for their names
	jobs       int              // calls of pools' methods made so far

	children []started // children not known to have ended, in order
	reapAt   int       // see reapSome
	method   string    // the start method, "" until it is chosen
	contexts map[string]*object.Instance
	limits   map[string]interp.OSLimits // of children, by start method

	// handles numbers what fileno() and sentinel have given out, as file
	// descriptors number open files. The map is made for the first.
	handles    map[int]ipc.Waitable
	nextHandle int

	// registered is what was registered with native manager classes.
	registered map[*object.Class]*starlark.Dict
	server     *server // set in a manager's server process

	serving *ipc.Port // what the process that is being started will serve

	finalizers []*finalizer
	afterFork  []afterFork
	exiting    bool

	links     map[linkKey]*connection // to managers that listen on an address
	netServer *netServer              // set in the server process of one

	// cleanups are of pools that end when they are collected. They refer to the interpreter, and so to pools in its
	// globals: they are stopped at the end, or neither would ever go.
	cleanups []runtime.Cleanup

	pools []*pool            // whose threads live
	open  map[io.Closer]bool // what other programs can reach, until the process ends
	temp  string             // the directory for sockets, "" until there is one

	logger starlark.Value // get_logger(), nil until somebody asks for it
	logged bool           // an ancestor has asked for it
}

type stateKey struct{}

// stateOf returns the state of the interpreter that thread belongs to.
func stateOf(thread *starlark.Thread) *state { return stateFor(interp.Of(thread)) }

func stateFor(in *interp.Interp) *state {
	return in.State(stateKey{}, func() any {
		st := &state{in: in, env: in.Env(), nextHandle: firstHandle}
		in.OnExit(st.exit)
		in.OnCollect(st.collected)
		return st
	}).(*state)
}

// firstHandle is the lowest number of a handle: 0, 1 and 2 are the standard
// streams.
const firstHandle = 3

// handle numbers w.
func (st *state) handle(w ipc.Waitable) int {
	n := st.nextHandle
	st.nextHandle++
	if st.handles == nil {
		st.handles = make(map[int]ipc.Waitable)
	}
	st.handles[n] = w
	return n
}

// A finalizer is something to do before the process ends, unless it was done
// before.
type finalizer struct {
	priority int // the highest goes first; among equals, the last registered; never is not called at the end
	run      func(thread *starlark.Thread)
}

// finalize registers run for the end of the process. The result's cancel forgets
// it.
func (st *state) finalize(priority int, run func(thread *starlark.Thread)) *finalizer {
	f := &finalizer{priority: priority, run: run}
	st.finalizers = append(st.finalizers, f)
	return f
}

func (st *state) cancel(f *finalizer) {
	for i, g := range st.finalizers {
		if f == g {
			st.finalizers = append(st.finalizers[:i:i], st.finalizers[i+1:]...)
			return
		}
	}
}

// finalizeFrom calls the finalizers whose priority is least or more, those that
// are registered meanwhile too.
func (st *state) finalizeFrom(thread *starlark.Thread, least int) {
	for {
		var next *finalizer
		for _, f := range st.finalizers {
			if f.priority >= least && (next == nil || f.priority >= next.priority) {
				next = f
			}
		}
		if next == nil {
			return
		}
		st.cancel(next)
		next.run(thread)
	}
}

// firstTurn is how long a daemon has run at least before the end of its parent ends it. In CPython it has run about that long,
// since a fork and the end of a program take their time, and scripts that show what a daemon is count on its first line.
const firstTurn = 3 * time.Millisecond

// exit does what CPython does before a process ends by itself: it ends pools and
// managers, terminates children that are daemons, and joins the others.
func (st *state) exit(thread *starlark.Thread) {
	if st.exiting {
		if st.child {
			st.log(thread, levelInfo, fmt.Sprintf("process exiting with exitcode %d", st.in.ExitStatus()))
		}
		return
	}
	st.exiting = true
	st.log(thread, levelInfo, "process shutting down")
	st.log(thread, levelDebug, `running all "atexit" finalizers with priority >= 0`)
	st.finalizeFrom(thread, 0)
	st.reap()
	for _, c := range slices.Clone(st.children) { // the log's handlers may join some
		if isDaemon(c.object) {
			if ended, err := c.popen.wait(thread, c.popen.turn); err != nil {
				return // interrupted or ended: whoever is left is ended with the tree
			} else if ended {
				continue
			}
			st.log(thread, levelInfo, "calling terminate() for daemon "+nameOf(c.object))
			c.popen.process.Terminate()
		}
	}
	for len(st.children) > 0 {
		c := st.children[0]
		st.log(thread, levelInfo, "calling join() for process "+nameOf(c.object))
		if _, err := c.popen.wait(thread, ipc.Forever); err != nil {
			return
		}
		st.forget(c.object)
	}
	st.log(thread, levelDebug, `running the remaining "atexit" finalizers`)
	st.finalizeFrom(thread, never+1)
}

// reap forgets the children that have ended.
func (st *state) reap() {
	live := st.children[:0]
	for _, c := range st.children {
		if _, done := c.popen.process.ExitCode(); !done {
			live = append(live, c)
		}
	}
	clear(st.children[len(live):])
	st.children = live
	st.reapAt = 2*len(live) + minReap
}

// minReap is how many children are started at least between two looks at those that there are.
const minReap = 16

// reapSome is reap where nobody sees the result: it looks only when the children have doubled, or starting n of them
// would take n*n steps.
func (st *state) reapSome() {
	if len(st.children) >= st.reapAt {
		st.reap()
	}
}

func (st *state) forget(p *object.Instance) {
	for i, c := range st.children {
		if c.object == p {
			if i == 0 { // the one that exit has joined: it must not move the others
				st.children[0] = started{}
				st.children = st.children[1:]
				return
			}
			st.children = slices.Delete(st.children, i, i+1)
			return
		}
	}
}

// collected deals at once with what gc.collect has found to be gone: the threads of its own that a pool has
// would do so a moment later.
func (st *state) collected(thread *starlark.Thread) {
	for _, p := range st.pools {
		p.lament(st, thread)
	}
}
