package runtime

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/mpstar/mpstar/internal/govalue"
	"github.com/mpstar/mpstar/internal/interp"
	"github.com/mpstar/mpstar/internal/ipc"
	"github.com/mpstar/mpstar/internal/object"
	"go.starlark.net/starlark"
)

// A Script is a program that has been run and whose main process lives on, so that its functions can be called. Its children,
// threads, queues and pools live on as well. Close ends it.
type Script struct {
	rt    *interp.Runtime
	p     *Program
	in    *interp.Interp
	main  *object.Module
	limit time.Duration // of Load and of each call

	leave   *ipc.Event      // set by Close
	severed <-chan struct{} // closed when nobody has to wait for the script any more
	done    chan struct{}
	err     error // the outcome, once done is closed
}

// Load runs a program's own text and returns the script that it has become. The error is what Run would return; then there is no Script.
//
// ctx ends the script if it ends before Load has returned; values in it are seen by the script's Go functions as long as it lives.
func (r *Runtime) Load(ctx context.Context, p *Program) (*Script, error) {
	rt, err := r.begin(true)
	if err != nil {
		return nil, err
	}
	s := &Script{rt: rt, p: p, limit: r.cfg.Limits.Time, leave: ipc.NewEvent(), done: make(chan struct{}), severed: rt.Severed()}
	loaded := make(chan struct{})
	life, cancel := context.WithCancelCause(context.WithoutCancel(ctx))
	stop := context.AfterFunc(ctx, func() { cancel(context.Cause(ctx)) })
	defer stop()
	defer s.limitTime()()
	go func() {
		defer close(s.done)
		defer cancel(nil)
		s.err = r.run(life, rt, p, func(in *interp.Interp, t *starlark.Thread) error {
			s.in = in
			s.main, _ = in.Module("__main__")
			close(loaded)
			return in.Idle(t, s.leave)
		})
	}()
	select {
	case <-loaded:
		return s, nil
	case <-s.done:
		if s.err == nil {
			s.err = &ExitError{}
		}
		return nil, s.err
	}
}

// Call calls a function of the script by its name, "f" or "obj.method", and returns its result as a Go value. The package doc says how
// arguments and results are converted.
//
// Any number of goroutines may call at once: the calls take turns, as the threads of one process of CPython do. When ctx ends, or a limit is exceeded,
// the whole script is ended, for a call that is cut off leaves it in no state to go on with. The error is a *ScriptError for an exception, which leaves
// the script as it is; *ExitError if the function called sys.exit, which does as well; *LimitError or *CancelError if the script has been ended.
func (s *Script) Call(ctx context.Context, name string, args ...any) (any, error) {
	var result any
	err := s.do(ctx, "call of "+name, func(t *starlark.Thread) error {
		v, err := s.call(t, name, args)
		if err != nil {
			return err
		}
		result, err = govalue.From(s.in.Env(), v)
		return err
	})
	if err != nil {
		return nil, err // a call that is cut off may still set result
	}
	return result, nil
}

// CallInto is Call with a result that is converted to the type of what out points to.
func (s *Script) CallInto(ctx context.Context, out any, name string, args ...any) error {
	return s.do(ctx, "call of "+name, func(t *starlark.Thread) error {
		v, err := s.call(t, name, args)
		if err != nil {
			return err
		}
		return govalue.Into(s.in.Env(), v, out, "result of "+name+"()")
	})
}

// Get returns the value of a global of the script, or of an attribute: "a.b".
func (s *Script) Get(ctx context.Context, name string) (any, error) {
	var result any
	err := s.do(ctx, "get of "+name, func(t *starlark.Thread) error {
		v, err := s.lookup(t, name)
		if err != nil {
			return err
		}
		result, err = govalue.From(s.in.Env(), v)
		return err
	})
	if err != nil {
		return nil, err
	}
	return result, nil
}

// GetInto is Get with a value that is converted to the type of what out points to.
func (s *Script) GetInto(ctx context.Context, out any, name string) error {
	return s.do(ctx, "get of "+name, func(t *starlark.Thread) error {
		v, err := s.lookup(t, name)
		if err != nil {
			return err
		}
		return govalue.Into(s.in.Env(), v, out, name)
	})
}

// Names returns the names of the script's globals, sorted, without those that begin with an underscore.
func (s *Script) Names(ctx context.Context) ([]string, error) {
	var names []string
	err := s.do(ctx, "names", func(t *starlark.Thread) error {
		for name := range s.main.Public() {
			names = append(names, name)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	slices.Sort(names)
	return names, nil
}

func (s *Script) lookup(t *starlark.Thread, name string) (starlark.Value, error) {
	var v starlark.Value = s.main
	for _, part := range splitName(name) {
		x, err := object.GetAttr(t, v, part)
		if err != nil {
			return nil, govalue.Catch(s.in.Env(), t, nil, err)
		}
		v = x
	}
	return v, nil
}

func splitName(name string) []string {
	var parts []string
	for start, i := 0, 0; i <= len(name); i++ {
		if i == len(name) || name[i] == '.' {
			parts = append(parts, name[start:i])
			start = i + 1
		}
	}
	return parts
}

func (s *Script) call(t *starlark.Thread, name string, args []any) (starlark.Value, error) {
	fn, err := s.lookup(t, name)
	if err != nil {
		return nil, err
	}
	return govalue.CallScript(t, fn, args)
}

// do runs body inside the script's main process.
func (s *Script) do(ctx context.Context, what string, body func(t *starlark.Thread) error) error {
	if err := context.Cause(ctx); err != nil {
		return &CancelError{s.p.name, err}
	}
	stop := context.AfterFunc(ctx, func() { s.rt.Stop(context.Cause(ctx)) })
	defer stop()
	defer s.limitTime()()
	err := s.attach(ctx, what, body)
	var uncatchable object.Uncatchable
	if errors.As(err, &uncatchable) {
		<-s.done
		if s.err != nil {
			return s.err
		}
		return fmt.Errorf("%s: %w", s.p.name, ErrClosed)
	}
	var e *ScriptError
	if errors.As(err, &e) && e.Class == "SystemExit" {
		return &ExitError{Code: govalue.ExitStatus(e)}
	}
	return err
}

// attach runs body inside the script's main process, and does not wait for an operation that can't be interrupted when the script is ended.
func (s *Script) attach(ctx context.Context, what string, body func(t *starlark.Thread) error) error {
	if ctx.Done() == nil && s.limit <= 0 {
		return s.in.Attach(what, body)
	}
	ended := make(chan error, 1)
	go func() {
		err := interp.ErrEnded
		defer func() { ended <- err }()
		err = s.in.Attach(what, body)
	}()
	select {
	case err := <-ended:
		return err
	case <-s.severed:
		return interp.ErrEnded
	}
}

// limitTime begins the time that one call may take; its result ends it.
func (s *Script) limitTime() func() {
	if s.limit <= 0 {
		return func() {}
	}
	timer := time.AfterFunc(s.limit, func() { s.rt.Exceed("Time", int64(s.limit)) })
	return func() { timer.Stop() }
}

// Done is closed when the script has ended, by Close or by itself: a limit, os._exit in a thread, a signal.
func (s *Script) Done() <-chan struct{} { return s.done }

// Close ends the script as the end of a main script does: exit handlers run, threads and children that are no daemons are waited for. When ctx
// ends first everything is killed. The error is what Run would have returned.
func (s *Script) Close(ctx context.Context) error {
	s.leave.Set()
	stop := context.AfterFunc(ctx, func() { s.rt.Stop(context.Cause(ctx)) })
	defer stop()
	<-s.done
	return s.err
}

// Call loads a program, calls one of its functions, and closes it: [Runtime.Load], [Script.Call], [Script.Close].
func (r *Runtime) Call(ctx context.Context, p *Program, name string, args ...any) (any, error) {
	s, err := r.Load(ctx, p)
	if err != nil {
		return nil, err
	}
	v, err := s.Call(ctx, name, args...)
	if end := s.Close(ctx); err == nil {
		err = end
	}
	return v, err
}
