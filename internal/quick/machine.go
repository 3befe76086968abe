package quick

import (
	"errors"
	"fmt"
	"sync"

	"go.starlark.net/starlark"
	star "go.starlark.net/syntax"

	"github.com/mpstar/mpstar/internal/engine"
	"github.com/mpstar/mpstar/internal/object"
)

// A machine is what one call of an entry, with all calls between functions of this package that it makes, needs.
type machine struct {
	program *Program
	thread  *starlark.Thread
	env     *object.Env
	caller  *starlark.Function
	budget  int     // steps left until it looks round
	given   int     // what budget was
	rest    []value // of the chunk of variables in use
	idle    []*frame
	known   [8]struct {
		fn *starlark.Function
		e  *entry
	}
}

// A Pacer is an interpreter that threads let go on, now and then.
type Pacer interface {
	// Turn is told how many steps were made since the last turn, and returns how many may be made until the next. If the thread must not go on, it is
	// cancelled afterwards.
	Turn(thread *starlark.Thread, made int) int
}

var machines = sync.Pool{New: func() any { return new(machine) }}

func newMachine(p *Program, thread *starlark.Thread, caller *starlark.Function) *machine {
	m := machines.Get().(*machine)
	m.program, m.thread, m.env, m.caller = p, thread, object.EnvOf(thread), caller
	m.turn(0)
	return m
}

func (m *machine) turn(made int) {
	m.given = 1024
	if p, ok := m.env.Host.(Pacer); ok {
		m.given = p.Turn(m.thread, made)
	}
	m.budget = m.given
}

// end counts what was not counted yet, and gives the machine back, without anything of the interpreter.
func (m *machine) end() {
	if spent := m.given - m.budget; spent > 0 {
		m.thread.Steps += uint64(spent)
	}
	m.program, m.thread, m.env, m.caller = nil, nil, nil, nil
	clear(m.known[:])
	machines.Put(m)
}

// chunkSize is how many variables are allocated at once.
const chunkSize = 256

// frame returns a frame for a code, whose variables have no values.
func (m *machine) frame(c *code) *frame {
	var f *frame
	if n := len(m.idle); n > 0 {
		f = m.idle[n-1]
		m.idle = m.idle[:n-1]
	} else {
		f = new(frame)
	}
	f.m, f.code, f.at = m, c, 0
	if cap(f.own) >= c.slots {
		f.slots = f.own[:c.slots]
	} else {
		if len(m.rest) < c.slots {
			m.rest = make([]value, max(chunkSize, c.slots))
		}
		f.own = m.rest[:c.slots:c.slots]
		m.rest = m.rest[c.slots:]
		f.slots = f.own
	}
	return f
}

// release gives a frame back.
func (m *machine) release(f *frame) {
	clear(f.slots)
	f.slots, f.globals, f.err, f.ret, f.name, f.code = nil, nil, nil, value{}, "", nil
	m.idle = append(m.idle, f)
}

// A frame is a call that runs. The engine has it on its stack as what was called.
type frame struct {
	m       *machine
	code    *code
	slots   []value
	own     []value // the memory of slots
	globals []starlark.Value
	at      int32 // index of the position in code.at
	name    string
	ret     value
	err     error
}

type position = star.Position

// Position is where the frame is, for the engine's stack.
func (f *frame) Position() star.Position { return f.code.at[f.at] }

func (f *frame) Name() string {
	if f.name != "" {
		return f.name
	}
	return FrameName
}
func (f *frame) String() string        { return FrameName }
func (f *frame) Type() string          { return FrameName }
func (f *frame) Freeze()               {}
func (f *frame) Truth() starlark.Bool  { return true }
func (f *frame) Hash() (uint32, error) { return 0, nil }

// CallInternal runs the frame's code.
func (f *frame) CallInternal(*starlark.Thread, starlark.Tuple, []starlark.Tuple) (starlark.Value, error) {
	if f.code.run(f) == toError {
		return nil, f.err
	}
	return starlark.None, nil
}

// look lets the interpreter count steps, run its other threads, handlers of signals, and end. It reports whether the frame may go on.
func (f *frame) look() bool {
	m := f.m
	m.turn(m.given - m.budget)
	if err := m.stopped(); err != nil {
		f.err = err
		return false
	}
	return true
}

// stopped returns an error if the thread may not go on, as the engine does before each of its instructions: it was cancelled, or something in Go that could
// return no error has failed, which cancels it too.
func (m *machine) stopped() error {
	if reason := engine.Cancelled(m.thread); reason != nil {
		return fmt.Errorf("Starlark computation cancelled: %s", *reason)
	}
	if m.env.Pending() != nil {
		return errStopped
	}
	return nil
}

var errStopped = errors.New("Starlark computation cancelled: exception")

// fail is the value of an expression that has failed.
func (f *frame) fail(at int32, err error) value {
	f.at, f.err = at, err
	return value{k: failed}
}

// result is the value of what the engine, or a function, has returned. All that may take long ends here.
func (f *frame) result(v starlark.Value, err error) value {
	if err == nil {
		if err = f.m.stopped(); err == nil {
			return unbox(v)
		}
	}
	f.err = err
	return value{k: failed}
}
