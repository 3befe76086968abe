package object

import (
	"sync/atomic"

	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/text"
)

// envKey is where a starlark.Thread keeps its Env.
const envKey = "mpstar.env"

// An Env is what the objects of one interpreter share: who runs now, which
// exception waits to be raised, and what the interpreter does for them. Only code
// that holds the interpreter's lock may touch it.
type Env struct {
	// Host is the interpreter.
	Host Host

	// Thread is the thread that runs script code now. The interpreter sets it
	// each time its lock changes hands, a generator each time it is resumed.
	Thread *starlark.Thread

	// Active is Thread for other goroutines, which may cancel it. It is nil while nobody runs script code.
	Active atomic.Pointer[starlark.Thread]

	ticks    uint     // calls of Tick
	watched  [8]watch // for growing
	inKeys   int      // calls of scripts' methods that compare and hash instances, perhaps for a look-up in a dict that is under way
	pending  *pending // raised where Go could not return an error
	last     lastError
	attrs    funcAttrs // attributes that scripts set on functions
	handling map[*starlark.Thread][]*Instance

	// version counts changes to the shape of any class; attribute caches made
	// under an older one are stale.
	version    uint64
	changes    uint64              // counts all changes to classes
	subclasses map[*Class][]*Class // of native classes
	reprPath   []starlark.Value    // what __repr__ methods that run now were called from
	lastString stringMemo
	lastKey    string // the last long str that was a key of d[k] or the like
	gens       generators
	holds      []*hold // unused ones
	formatter  *text.Formatter
}

// Host is what objects ask of the interpreter they live in.
type Host interface {
	// NewThread returns a thread of this interpreter, for a generator's body.
	// The caller already holds the interpreter's lock and runs it as part of
	// its own turn.
	NewThread(name string) *starlark.Thread
	// EndThread says that a thread which NewThread returned is not used any more.
	EndThread(t *starlark.Thread)
	// Function returns what lowering recorded of fn, or nil.
	Function(fn *starlark.Function) *FunctionInfo
	// FunctionAt returns what lowering recorded of the function that the engine
	// frame f belongs to, or nil if that is not known.
	FunctionAt(f starlark.CallFrame) *FunctionInfo
	// Frame turns a position that the engine reports into one of the
	// script's. ok is false for a frame that the script did not write.
	Frame(f starlark.CallFrame) (frame Frame, kind FrameKind, ok bool)
	// Dying reports whether the process is being ended: then no handler and
	// no finally block runs any more. It must report true before the threads
	// are cancelled for that reason.
	Dying() bool
	// Died is closed when Dying becomes true. It may be called from any goroutine.
	Died() <-chan struct{}
	// ImportClass returns the class that a module of this interpreter defines
	// under this name ("queue", "Empty").
	ImportClass(module, name string) (*Class, error)
}

// NewEnv returns the Env of a new interpreter.
func NewEnv(host Host) *Env { return &Env{Host: host} }

// switchTo makes t the thread that runs script code.
func (e *Env) switchTo(t *starlark.Thread) {
	e.Thread = t
	e.Active.Store(t)
	if e.Host != nil && e.Host.Dying() && t != nil {
		t.Cancel("process ended") // whoever ended the process may have cancelled the other thread
	}
}

// A Checker is an interpreter that long computations in Go ask now and then.
type Checker interface {
	// Check returns an error if the computation must end: the process is being ended, or was interrupted.
	Check(thread *starlark.Thread) error
}

// Check asks the interpreter whether the computation under way must end. Go code calls it every millisecond or so.
func (e *Env) Check() error {
	if e == nil {
		return nil
	}
	if c, ok := e.Host.(Checker); ok && e.Thread != nil {
		return c.Check(e.Thread)
	}
	return nil
}

// tickEvery is how many pieces of work pass between two looks at the interpreter.
const tickEvery = 1024

// Tick counts one small piece of work, of a microsecond at most, of a loop in Go that may go on for long. It asks Check after each 1024
// of them.
func (e *Env) Tick() error {
	if e == nil || e.Host == nil {
		return nil
	}
	if e.ticks++; e.ticks%tickEvery != 0 {
		return nil
	}
	return e.Check()
}

// Text is [text.Str] for what may be long. It can be stopped.
func (e *Env) Text(s string) (starlark.Value, error) {
	if len(s) <= 4*chunk {
		return text.Str(s), nil
	}
	return text.StrPaced(e.Check, s)
}

// textOf is Text of what a function returns.
func (e *Env) textOf(s string, err error) (starlark.Value, error) {
	if err != nil {
		return nil, err
	}
	return e.Text(s)
}

// A Reserver is an interpreter that bounds memory.
type Reserver interface {
	Reserve(thread *starlark.Thread, bytes int64) error
}

// Reserve asks the interpreter whether an operation may make a value of about n bytes.
func (e *Env) Reserve(n int64) error {
	if e == nil {
		return nil
	}
	if r, ok := e.Host.(Reserver); ok {
		return r.Reserve(e.Thread, n)
	}
	return nil
}

// Bind makes e the Env of a thread; call it before the thread runs.
func (e *Env) Bind(t *starlark.Thread) {
	t.SetLocal(envKey, e)
	text.SetFormatterMaker(t, e)
}

// EnvOf returns the Env of the interpreter that t belongs to.
func EnvOf(t *starlark.Thread) *Env {
	if t == nil {
		return noEnv
	}
	e, _ := t.Local(envKey).(*Env)
	return e
}

// FunctionInfo is what the engine does not keep of a function.
type FunctionInfo struct {
	Name     string // "f", "<lambda>"
	Qualname string // "C.f", "outer.<locals>.f"
	Module   string // "__main__"
	Doc      string
	PosOnly  int // number of positional-only parameters

	// Params are the parameters in order. It may be nil where the function
	// itself is at hand; it is wanted from Host.FunctionAt.
	Params []Param
}

// A Param is a parameter of a function.
type Param struct {
	Name     string
	Kind     ParamKind
	Optional bool // it has a default
}

// A ParamKind says how a parameter takes its arguments.
type ParamKind uint8

const (
	PositionalParam ParamKind = iota // positional or keyword
	KeywordParam                     // keyword only
	VarargsParam                     // *args
	KwargsParam                      // **kwargs
)

// A Frame is one line of a traceback.
type Frame struct {
	File string
	Func string // "<module>", "f", "<lambda>", "<listcomp>"
	Line int
	Text string // the source line, or "" if it is not known
	// Col and EndCol are the characters of Text to underline, counted from 1;
	// EndCol is not included. Both are 0 when the whole line is meant.
	Col, EndCol int
	// OpCol and OpEnd are the part of Col..EndCol to underline with carets (the
	// operator of a binary operation, the brackets of a subscript) while the
	// rest gets tildes. Both are 0 when there is no such part.
	OpCol, OpEnd int
	// Outer are frames that CPython has and the engine hasn't, between the caller's and
	// this one: those outside a comprehension, if this one is of a comprehension.
	Outer []Frame
}

// A FrameKind says how an engine frame shows in a traceback.
type FrameKind uint8

const (
	// UserFrame is a frame that the script wrote.
	UserFrame FrameKind = iota
	// BodyFrame is a function that lowering made of a part of a function (the
	// body of a try or with statement, a generator's body): it stands in
	// place of the frame of the function it was cut from.
	BodyFrame
)
