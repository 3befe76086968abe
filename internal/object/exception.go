package object

import (
	"errors"

	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/exception"
)

// An Exception is the state of an exception instance; it is in the Native field
// of an Instance whose class derives from BaseException.
type Exception struct {
	Args            starlark.Tuple
	Cause, Context  *Instance
	SuppressContext bool
	Frames          []Frame // the traceback, outermost first
	Notes           []string
	owner           string // of an AttributeError without obj: the name of its type
	hint            string // of a NameError: the name that could have been meant
	Host            error  // the error of the host's that it stands for; only the process that raised it knows

	// fields are what the class keeps beside the args: errno, filename, name,
	// value ... They are the instance's own attributes in CPython's C structs.
	fields []attribute
}

// Field returns what a built-in class keeps beside the args, such as OSError's
// errno; nil if it has none of that name.
func (x *Exception) Field(name string) starlark.Value {
	for i := range x.fields {
		if x.fields[i].name == name {
			return x.fields[i].value
		}
	}
	return nil
}

// SetField sets what a built-in class keeps beside the args.
func (x *Exception) SetField(name string, v starlark.Value) {
	for i := range x.fields {
		if x.fields[i].name == name {
			x.fields[i].value = v
			return
		}
	}
	x.fields = append(x.fields, attribute{name, v})
}

// EachField calls f for each field in order.
func (x *Exception) EachField(f func(name string, v starlark.Value)) {
	for _, a := range x.fields {
		f(a.name, a.value)
	}
}

// ExceptionOf returns the state of an exception instance, or nil if v is none.
func ExceptionOf(v starlark.Value) *Exception {
	if i, ok := v.(*Instance); ok {
		x, _ := i.Native.(*Exception)
		return x
	}
	return nil
}

// NewException returns an instance of an exception class. Neither __new__ nor
// __init__ of a script runs; built-in classes set the fields that their
// constructors set.
func NewException(env *Env, cls *Class, args ...starlark.Value) *Instance {
	i := NewInstance(env, cls)
	x := &Exception{Args: args}
	i.Native = x
	// The arguments may be too few for the class; then it has no fields.
	_ = initFields(i, x, args)
	return i
}

// Raised is an exception on its way through Go code.
type Raised struct {
	Exc *Instance

	// settled says that the context is as it should be: the exception was raised
	// before and is only passed on.
	settled bool

	// outer, if limited, is how many frames at the outer end of the stack are not
	// yet in the traceback.
	limited bool
	outer   int
}

// Raise returns the error that raises exc. What is being handled at that time
// becomes its context if it has none.
func Raise(exc *Instance) *Raised { return &Raised{Exc: exc} }

func settled(exc *Instance) *Raised { return &Raised{Exc: exc, settled: true} }

// Error returns "ValueError: message".
func (r *Raised) Error() string {
	return summary(r.Exc)
}

// An Uncatchable error ends script code without running handlers: the process is
// being ended, or a limit was reached.
type Uncatchable interface {
	error
	Uncatchable()
}

// AsException returns the exception that err stands for: an *Instance on its way,
// an [exception.Error], or what the engine reports as text. The stack frames
// between the caller and the place of the error are added to its traceback. ok
// is false if err must not be caught.
func AsException(env *Env, err error) (exc *Instance, ok bool) {
	return env.catch(env.Thread, err)
}

// Convert returns the exception that an error of Go code stands for. It reports false for an error that is of no kind which
// scripts know.
func Convert(env *Env, err error) (exc *Instance, ok bool) {
	var python *exception.Error
	if errors.As(err, &python) {
		return env.fromError(python), true
	}
	exc = env.fromOS(err)
	return exc, exc != nil
}

// setContext makes the exception that thread handles now the context of a new one.
func (e *Env) setContext(thread *starlark.Thread, exc *Instance) {
	x, _ := exc.Native.(*Exception)
	if x == nil || x.Context != nil {
		return
	}
	chainContext(exc, e.Handling(thread))
}

// chainContext makes context the __context__ of exc. A chain must not come
// back to exc: it is cut where it would.
func chainContext(exc, context *Instance) {
	if context == nil || context == exc {
		return
	}
	for i, n := context, 0; i != nil && n < 10_000; n++ {
		x, _ := i.Native.(*Exception)
		if x == nil {
			break
		}
		if x.Context == exc {
			x.Context = nil
			break
		}
		i = x.Context
	}
	if x, _ := exc.Native.(*Exception); x != nil {
		x.Context = context
	}
}

// Handling returns the exception that thread handles now, nil if none: what
// sys.exc_info tells.
func (e *Env) Handling(thread *starlark.Thread) *Instance {
	for thread != nil {
		if h := e.handling[thread]; len(h) > 0 {
			return h[len(h)-1]
		}
		thread = e.gens.resumer(thread)
	}
	return nil
}

// Handle runs f while exc is the exception that thread handles.
func (e *Env) Handle(thread *starlark.Thread, exc *Instance, f func() (starlark.Value, error)) (starlark.Value, error) {
	if e.handling == nil {
		e.handling = make(map[*starlark.Thread][]*Instance)
	}
	e.handling[thread] = append(e.handling[thread], exc)
	v, err := f()
	if h := e.handling[thread]; len(h) > 1 {
		e.handling[thread] = h[:len(h)-1]
	} else {
		delete(e.handling, thread)
	}
	return v, err
}
