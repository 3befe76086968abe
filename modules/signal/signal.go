// Package signal is the module signal. It is written in the language (signal.py); what it settles about signals
// is kept by the interpreter, which delivers them: internal/interp/signal.go. Handlers are in the module's _handlers,
// so that they come into a child with its copy of the parent's modules.
package signal

import (
	_ "embed"
	"runtime"
	"slices"
	"sync"
	"syscall"
	"time"

	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/interp"
	"github.com/mpstar/mpstar/internal/ipc"
	"github.com/mpstar/mpstar/internal/number"
	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/params"
	"github.com/mpstar/mpstar/internal/system"
)

//go:embed signal.py
var source string

// Modules returns the definitions of the module, and of the one that it is made with.
func Modules() []interp.Def {
	return []interp.Def{
		{Name: "signal", Doc: "This module provides mechanisms to use signal handlers in Python.", Source: source, Signal: handle},
		{
			Name: "_signal",
			Doc:  "Signals of this interpreter's process.",
			Init: func(in *interp.Interp, m *object.Module) error {
				m.Set("posix", starlark.Bool(runtime.GOOS != "windows"))
				for name, f := range functions.Get() {
					m.Set(name, object.NewFunc(name, params.Typed(name, f.call, f.kinds...)))
				}
				m.Set("default_int_handler", defaultHandler.Get())
				return nil
			},
		},
	}
}

// handle calls a handler, which signal.py knows.
func handle(in *interp.Interp, thread *starlark.Thread, sig int) error {
	m, err := in.Import(thread, "signal")
	if err != nil {
		return err
	}
	call, ok := m.Get("_call")
	if !ok {
		return nil
	}
	_, err = object.Call(thread, call, starlark.MakeInt(sig))
	return err
}

var defaultHandler = object.Later(func() *starlark.Builtin {
	return object.NewFunc("default_int_handler", func(*starlark.Thread, starlark.Tuple, []starlark.Tuple) (starlark.Value, error) {
		return nil, exception.New(exception.KeyboardInterrupt, "")
	})
})

// Dispositions as signal.py gives them.
const (
	dispositionDefault = iota
	dispositionIgnore
	dispositionHandle
	dispositionInterrupt
)

// A function is one of the module _signal, and what its arguments must be.
type function struct {
	call  object.Func
	kinds []params.Kind
}

var functions = object.Later(func() map[string]function {
	one := func(kind params.Kind) []params.Kind { return []params.Kind{kind} }
	return map[string]function{
		"numbers": {func(*starlark.Thread, starlark.Tuple, []starlark.Tuple) (starlark.Value, error) {
			names := interp.SignalNames()
			list := make([]starlark.Value, 0, len(names))
			order := make([]string, 0, len(names))
			for name := range names {
				order = append(order, name)
			}
			// The first name of a number is the member, others are its aliases.
			alias := map[string]bool{"SIGIOT": true, "SIGCLD": true, "SIGPOLL": true}
			slices.SortFunc(order, func(a, b string) int {
				if names[a] != names[b] {
					return names[a] - names[b]
				}
				if alias[a] {
					return 1
				}
				return -1
			})
			for _, name := range order {
				list = append(list, starlark.Tuple{starlark.String(name), starlark.MakeInt(names[name])})
			}
			return starlark.NewList(list), nil
		}, nil},
		"index": {func(thread *starlark.Thread, args starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
			n, err := number.Int(thread, args[0])
			return starlark.MakeInt(n), err
		}, one(params.IsAny)},
		"check_main": {func(thread *starlark.Thread, _ starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
			return starlark.None, checkMain(thread)
		}, nil},
		"set": {func(thread *starlark.Thread, args starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
			if err := checkMain(thread); err != nil {
				return nil, err
			}
			sig, d := intOf(args[0]), intOf(args[1])
			in := interp.Of(thread)
			names := interp.SignalNames()
			if sig < 1 || sig >= interp.NSIG || sig == interp.SIGKILL || sig == names["SIGSTOP"] || sig == 32 || sig == 33 {
				return nil, failed(syscall.EINVAL)
			}
			switch d {
			case dispositionInterrupt:
				in.InterruptRaises()
			case dispositionIgnore:
				in.SetSignal(sig, interp.SignalIgnored)
			case dispositionHandle:
				in.SetSignal(sig, interp.SignalHandled)
			default:
				in.SetSignal(sig, interp.SignalDefault)
			}
			return starlark.None, in.RunSignals(thread)
		}, []params.Kind{params.IsInt, params.IsInt}},
		"initial": {func(thread *starlark.Thread, args starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
			names := interp.SignalNames()
			switch sig := intOf(args[0]); sig {
			case interp.SIGINT:
				return defaultHandler.Get(), nil
			case names["SIGPIPE"], names["SIGXFSZ"]:
				return starlark.MakeInt(dispositionIgnore), nil
			case 32, 33: // the C library's own
				return starlark.None, nil
			}
			return starlark.MakeInt(dispositionDefault), nil
		}, one(params.IsInt)},
		"raise_signal": {func(thread *starlark.Thread, args starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
			in, sig := interp.Of(thread), intOf(args[0])
			if sig < 0 || sig >= interp.NSIG {
				return nil, failed(syscall.EINVAL)
			}
			if sig == 0 {
				return starlark.None, nil
			}
			if !in.Process().Signal(sig) {
				return nil, exception.New(exception.NotImplementedError, "signal.raise_signal: signal %d is not supported, since a process of the tree can't be stopped", sig)
			}
			if err := in.Check(thread); err != nil {
				return nil, err
			}
			return starlark.None, in.RunSignals(thread)
		}, one(params.IsInt)},
		"strsignal": {func(_ *starlark.Thread, args starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
			if s := describe(intOf(args[0])); s != "" {
				return starlark.String(s), nil
			}
			return starlark.None, nil
		}, one(params.IsInt)},
		"valid": {func(*starlark.Thread, starlark.Tuple, []starlark.Tuple) (starlark.Value, error) {
			var list []starlark.Value
			if runtime.GOOS == "linux" {
				for n := 1; n < interp.NSIG; n++ {
					if n != 32 && n != 33 {
						list = append(list, starlark.MakeInt(n))
					}
				}
				return starlark.NewList(list), nil
			}
			var order []int
			for _, n := range interp.SignalNames() {
				order = append(order, n)
			}
			slices.Sort(order)
			for _, n := range slices.Compact(order) {
				list = append(list, starlark.MakeInt(n))
			}
			return starlark.NewList(list), nil
		}, nil},
		"setitimer": {func(thread *starlark.Thread, args starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
			first, _ := starlark.AsFloat(args[0])
			every, _ := starlark.AsFloat(args[1])
			tm := timerOf(thread)
			old := tm.value()
			tm.set(duration(first), duration(every))
			return old, nil
		}, []params.Kind{params.IsNumber, params.IsNumber}},
		"getitimer": {func(thread *starlark.Thread, _ starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
			return timerOf(thread).value(), nil
		}, nil},
		"pause": {func(thread *starlark.Thread, _ starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
			in := interp.Of(thread)
			e := in.SignalArrived()
			e.Clear()
			return starlark.None, in.Err(thread, e.Wait(in.Task(thread), ipc.Forever))
		}, nil},
		"blocked": {func(thread *starlark.Thread, _ starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
			blocked, held := interp.Of(thread).BlockedSignals()
			return starlark.Tuple{starlark.MakeUint64(blocked), starlark.MakeUint64(held)}, nil
		}, nil},
		"block": {func(thread *starlark.Thread, args starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
			in := interp.Of(thread)
			in.BlockSignals(setOf(args[0]))
			if err := in.Check(thread); err != nil {
				return nil, err
			}
			return starlark.None, in.RunSignals(thread)
		}, one(params.IsBits)},
		"sigwait": {func(thread *starlark.Thread, args starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
			in, set := interp.Of(thread), setOf(args[0])
			blocked, _ := in.BlockedSignals()
			in.BlockSignals(blocked | set)
			defer in.BlockSignals(blocked)
			e := in.SignalArrived()
			for {
				e.Clear()
				if sig := in.TakeSignal(set); sig != 0 {
					return starlark.MakeInt(sig), nil
				}
				if err := e.Wait(in.Task(thread), ipc.Forever); err != nil {
					return nil, in.Err(thread, err)
				}
			}
		}, one(params.IsBits)},
	}
})

func checkMain(thread *starlark.Thread) error {
	if in := interp.Of(thread); !in.Running().Main() {
		return exception.New(exception.ValueError, "signal only works in main thread of the main interpreter")
	}
	return nil
}

func intOf(v starlark.Value) int {
	n, _ := starlark.AsInt32(v)
	return n
}

func setOf(v starlark.Value) uint64 {
	if n, ok := v.(starlark.Int); ok {
		set, _ := n.Uint64()
		return set
	}
	return 0
}

func failed(errno syscall.Errno) error {
	return exception.WithArgs(exception.OSError, starlark.MakeInt(int(errno)), starlark.String("Invalid argument"))
}

// longest is as long as a timer can be set for.
const longest = time.Duration(1<<63 - 1)

func duration(seconds float64) time.Duration {
	if d := seconds * float64(time.Second); d < float64(longest) {
		return time.Duration(d)
	}
	return longest
}

// A timer sends SIGALRM to the process that has set it.
type timer struct {
	clock system.Clock
	proc  *interp.Process

	mu    sync.Mutex
	timer system.Timer
	turn  int // how often it has been set
	at    time.Time
	every time.Duration
}

type timerKey struct{}

func timerOf(thread *starlark.Thread) *timer {
	in := interp.Of(thread)
	return in.State(timerKey{}, func() any { return &timer{clock: in.System().Clock, proc: in.Process()} }).(*timer)
}

// CloseState stops the timer at the process's end.
func (t *timer) CloseState() { t.set(0, 0) }

// value returns the seconds that are left, 0 if it is not set, and between two signals.
func (t *timer) value() starlark.Value {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.timer == nil {
		return starlark.Tuple{starlark.Float(0), starlark.Float(0)}
	}
	left := max(t.at.Sub(t.clock.Now()), time.Microsecond)
	return starlark.Tuple{starlark.Float(left.Seconds()), starlark.Float(t.every.Seconds())}
}

func (t *timer) set(first, every time.Duration) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.timer != nil {
		t.timer.Stop()
		t.timer = nil
	}
	t.turn++
	if first > 0 {
		t.every = every
		t.arm(first)
	}
}

// shortest is the least time between two signals of one timer: a handler could not keep up with less.
const shortest = 50 * time.Microsecond

// arm is called with mu held.
func (t *timer) arm(d time.Duration) {
	turn := t.turn
	t.at = t.clock.Now().Add(d)
	t.timer = t.clock.AfterFunc(d, func() { t.ring(turn) })
}

func (t *timer) ring(turn int) {
	t.mu.Lock()
	if turn != t.turn {
		t.mu.Unlock()
		return
	}
	t.timer = nil
	if t.every > 0 {
		t.arm(max(t.every, shortest))
	}
	t.mu.Unlock()
	if sig, ok := interp.SignalNames()["SIGALRM"]; ok {
		t.proc.Signal(sig)
	}
}
