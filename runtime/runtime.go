// Package runtime embeds mpstar in a Go application: it compiles scripts and runs them, each in a tree of processes of its own, all
// inside the host's process.
//
//	prog, err := runtime.Compile("job.py", src)
//	...
//	rt := runtime.New(runtime.Config{Modules: modules.All(), Stdout: os.Stdout, Limits: runtime.Limits{Time: time.Minute}})
//	defer rt.Close()
//	err = rt.Run(ctx, prog)
//
// # Programs, runtimes, scripts
//
// A [Program] is a compiled text. It is immutable and may be run by any number of runtimes at once. A [Runtime] is a [Config] that programs run
// under, and runs any number of them, one after the other or at once; they share nothing. [Runtime.Run] runs a program to its end.
// [Runtime.Load] runs it and keeps what it has defined: a [Script], whose functions [Script.Call] calls.
//
// # Values
//
// What a script computes comes back as Go values, and Go values go to it, as results, arguments, members of modules and globals. Values are copied: nothing
// that one side changes is seen by the other, but for what pointers to structs, functions and channels refer to.
//
//	Go                                         script
//	nil, nil pointers, functions, interfaces   None
//	bool, string, all ints and floats          bool, str, int, float
//	*big.Int                                   int
//	[]byte                                     bytes
//	slice                                      list (nil is an empty one)
//	array, Tuple                               tuple
//	map                                        dict, its keys sorted (nil is an empty one)
//	map[T]struct{}, Set                        set
//	struct                                     an object with the exported fields as attributes
//	pointer to struct                          the Go object itself: its exported methods and fields
//	pointer to anything else                   what it points to
//	time.Time, time.Duration                   float: seconds since 1970, seconds
//	function                                   function (see NewModule)
//	error                                      exception (see NewModule)
//	starlark.Value                             itself, frozen
//
// Names of fields and methods are spelled as in Python: UserID is user_id. The tag mpstar:"name" names a field, mpstar:"-" hides it. Go's
// String method is __str__.
//
// In the other direction the type that is wanted decides. Where it is any:
//
//	None, bool, str, float          nil, bool, string, float64
//	int                             int64, or *big.Int if it does not fit
//	bytes, bytearray                []byte
//	list, other iterables           []any
//	tuple, set                      Tuple, Set
//	dict                            map[string]any, or map[any]any if a key is no str
//	function, class                 *Func
//	exception                       *ScriptError
//	Go object                       the pointer that it is
//	instance of a script's class    *Object
//
// A Go type that is named takes what has its meaning, and nothing else: an int for a string, an int that does not fit, a dict with a name that a struct lacks are errors, of type
// *ConversionError, that say where: "args[1]['port']: 70000 does not fit into a Go uint16". An int does for a float. A struct takes a dict's items or an object's attributes. A
// time.Time takes a number or a datetime, a time.Duration a number of seconds or a timedelta, a pointer also None, a *Func or a function type with an error result whatever can be
// called. Values that contain themselves have no counterpart in Go.
//
// # What scripts may do
//
// A script may compute, and use the modules that the Config lists. It has no files, network, environment, time of day or other
// programs beyond what the Config opens, whatever module it imports. [Limits] bound what it may use.
//
// # Errors
//
// Every error of a script is a Go error with a type: [*SyntaxError], [*ScriptError] for an exception, [*ExitError], [*LimitError], [*CancelError],
// [*PanicError]. No script can swallow a limit or a cancelled context.
//
// # Goroutines
//
// All methods may be called from any goroutine unless they say otherwise. Functions of the host's that scripts call: see [NewModule].
package runtime

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"github.com/mpstar/mpstar/internal/govalue"
	"github.com/mpstar/mpstar/internal/interp"
	"github.com/mpstar/mpstar/internal/object"
	"go.starlark.net/starlark"
)

// A Runtime runs programs under one Config.
type Runtime struct {
	cfg  Config
	defs []Module
	bad  error // what is wrong with the Config

	mu     sync.Mutex
	live   map[*interp.Runtime]struct{}
	closed bool
	idle   sync.WaitGroup
}

// New returns a runtime. What is wrong with the Config is returned by its methods.
func New(cfg Config) *Runtime {
	object.SealNatives()
	r := &Runtime{cfg: cfg, live: make(map[*interp.Runtime]struct{})}
	r.defs = append(r.defs, cfg.Modules...)
	seen := make(map[string]bool)
	for _, m := range r.defs {
		if m.Name == "" {
			r.bad = errors.New("runtime: Config.Modules has a module without a name")
		}
		seen[m.Name] = true
	}
	if r.bad == nil {
		r.bad = r.cfg.checkGlobals()
	}
	return r
}

func (cfg *Config) checkGlobals() error {
	fixed := make(map[string]any, len(cfg.Globals))
	for name, x := range cfg.Globals {
		v, err := member(name, x)
		if err != nil {
			return fmt.Errorf("runtime: Config.Globals: %s: %w", name, err)
		}
		fixed[name] = v
	}
	cfg.Globals = fixed
	return nil
}

// begin makes the tree of a run.
func (r *Runtime) begin(load bool) (*interp.Runtime, error) {
	if r.bad != nil {
		return nil, r.bad
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.closed {
		return nil, fmt.Errorf("runtime: %w", ErrClosed)
	}
	cfg := r.cfg.interp(r.defs)
	if load {
		cfg.Limits.Time = 0 // for each call by itself
	}
	rt := interp.New(cfg)
	r.live[rt] = struct{}{}
	r.idle.Add(1)
	return rt, nil
}

func (r *Runtime) end(rt *interp.Runtime) {
	r.mu.Lock()
	delete(r.live, rt)
	r.mu.Unlock()
	r.idle.Done()
}

// Run runs a program to its end, and waits until nothing that it started is left. It returns nil if the script ended well, and otherwise a *ScriptError,
// *ExitError, *LimitError, *CancelError or *PanicError.
//
// When ctx ends, or a limit is exceeded, every process of the script is killed at once. Run then returns within 10 ms, if a processor is free (docs/embedding.md
// has the exceptions), but for Go functions and Writers of the host's, for which it waits. An operation that can't be interrupted, such as a search of the engine's through a list of a million
// items, may go on for a moment after that in a goroutine of its own: nothing of the host's is called any more, and only Close waits for it.
func (r *Runtime) Run(ctx context.Context, p *Program) error {
	rt, err := r.begin(false)
	if err != nil {
		return err
	}
	return r.run(ctx, rt, p, func(in *interp.Interp, t *starlark.Thread) error { return nil })
}

// run runs a program and then body, as the main process of rt, and calls end when nothing of it is left. That may be a moment after it has returned.
func (r *Runtime) run(ctx context.Context, rt *interp.Runtime, p *Program, body func(in *interp.Interp, t *starlark.Thread) error) error {
	rt.Use(p.code)
	severed := rt.Severed()
	ended := make(chan error, 1)
	go func() {
		defer r.end(rt)
		exit := exitGoexit
		var failure *ScriptError
		defer func() { ended <- outcome(rt, p, exit, failure) }()
		exit = rt.Run(ctx, func(in *interp.Interp, t *starlark.Thread) error {
			err := r.main(in, t, p)
			if err == nil {
				err = body(in, t)
			}
			if err != nil || in.Env().Pending() != nil {
				failure, err = failed(in, err)
			}
			return err
		})
	}()
	select {
	case err := <-ended:
		return err
	case <-severed:
		return outcome(rt, p, exitGoexit, nil)
	}
}

// exitGoexit is the exit code if a Go function of the host's has called runtime.Goexit.
const exitGoexit = 70

// main runs the script's own text.
func (r *Runtime) main(in *interp.Interp, t *starlark.Thread, p *Program) error {
	m := in.NewMain(p.name)
	for name, x := range r.cfg.Globals {
		v, err := govalue.To(in.Env(), x)
		if err != nil {
			return err
		}
		m.Set(name, v)
	}
	return in.RunIn(t, p.code, m)
}

// failed describes the exception that ends the main script. The error that it returns is the same for the interpreter.
func failed(in *interp.Interp, err error) (*ScriptError, error) {
	exc, ok := object.AsException(in.Env(), err)
	if !ok {
		return nil, err
	}
	if exc.Class().IsSubclass(object.SystemExit) {
		return nil, object.Raise(exc)
	}
	return govalue.NewException(in.Env(), exc), object.Raise(exc)
}

// outcome returns what a run has come to.
func outcome(rt *interp.Runtime, p *Program, exit int, failure *ScriptError) error {
	reason := rt.Reason()
	if crash, ok := reason.(*PanicError); ok {
		return crash // perhaps of the Writer, as the last output went there
	}
	if exit == 0 {
		return nil
	}
	if reason != nil {
		var limit *LimitError
		if errors.As(reason, &limit) {
			return reason
		}
		return &CancelError{p.name, reason}
	}
	if failure != nil {
		return failure
	}
	return &ExitError{Code: exit}
}

// Interrupt raises KeyboardInterrupt in the main thread of every process of every script that runs, as Ctrl-C does.
func (r *Runtime) Interrupt() {
	for _, rt := range r.running() {
		rt.Interrupt()
	}
}

func (r *Runtime) running() []*interp.Runtime {
	r.mu.Lock()
	defer r.mu.Unlock()
	all := make([]*interp.Runtime, 0, len(r.live))
	for rt := range r.live {
		all = append(all, rt)
	}
	return all
}

// Close ends everything that runs, as cancelled contexts do, and waits until nothing is left of it, nor of what has run before. A Runtime that nothing runs in
// need not be closed.
func (r *Runtime) Close() error {
	r.mu.Lock()
	r.closed = true
	r.mu.Unlock()
	for _, rt := range r.running() {
		rt.Stop(fmt.Errorf("runtime: %w", ErrClosed))
	}
	r.idle.Wait()
	return nil
}
