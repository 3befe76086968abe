package object

import (
	"fmt"
	"slices"
	"strings"

	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/exception"
)

// maxNesting bounds how deep Go code that calls back into scripts may nest: each
// level needs Go stack that the engine's own limit does not count.
const maxNesting = 20_000

func checkNesting(thread *starlark.Thread) error {
	if thread.CallStackDepth() > maxNesting {
		return errRecursion
	}
	return nil
}

var errRecursion = exception.New(exception.RecursionError, "maximum recursion depth exceeded")

// A BoundMethod is a function together with the object it was read from.
type BoundMethod struct {
	Func starlark.Callable
	Self starlark.Value
}

// Name returns the name of the function.
func (m *BoundMethod) Name() string {
	for { // a function can be bound again and again
		inner, ok := m.Func.(*BoundMethod)
		if !ok {
			return m.Func.Name()
		}
		m = inner
	}
}

// CallInternal calls the function with Self before the other arguments.
func (m *BoundMethod) CallInternal(thread *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	switch f := m.Func.(type) {
	case *NativeMethod:
		return f.invoke(thread, m.Self, args, kwargs)
	case *typeMethod:
		return f.invoke(thread, m.Self, args, kwargs)
	}
	if err := checkNesting(thread); err != nil {
		return nil, err
	}
	if _, again := m.Func.(*BoundMethod); again {
		return m.callBoundAgain(thread, args, kwargs)
	}
	all, err := prepend(thread, m.Self, args)
	if err != nil {
		return nil, err
	}
	return callValue(thread, m.Func, all, kwargs)
}

// callBoundAgain calls the function of a bound method of a bound method.
func (m *BoundMethod) callBoundAgain(thread *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	var selves starlark.Tuple // the innermost last
	for {
		selves = append(selves, m.Self)
		inner, ok := m.Func.(*BoundMethod)
		if !ok {
			break
		}
		if len(selves) > maxNesting {
			return nil, errRecursion
		}
		m = inner
	}
	slices.Reverse(selves)
	first, rest := selves[0], append(selves[1:], args...)
	return (&BoundMethod{Func: m.Func, Self: first}).CallInternal(thread, rest, kwargs)
}

func (m *BoundMethod) String() string {
	s, _ := safeRepr(m)
	return s
}
func (m *BoundMethod) Type() string         { return "method" }
func (m *BoundMethod) Freeze()              {}
func (m *BoundMethod) Truth() starlark.Bool { return true }
func (m *BoundMethod) Hash() (uint32, error) {
	return hashIdentity(m.Func)*31 + hashIdentity(m.Self), nil
}

// A NativeMethod is a method of a native class, not bound to an instance.
type NativeMethod struct {
	name   string
	class  *Class
	fn     Method
	static bool
	raw    bool // wants the instance even if it carries an engine value

	operands uint8 // how many arguments it has, if it is an operator's
}

// slotOperands are the methods of operators that have operands, and how many. Whoever calls one by its name may pass any number.
var slotOperands = func() map[string]uint8 {
	m := map[string]uint8{"__setattr__": 2}
	for _, name := range strings.Fields("getattribute getattr delattr eq ne lt le gt ge add sub mul truediv floordiv mod divmod lshift rshift and xor or matmul") {
		m["__"+name+"__"] = 1
	}
	return m
}()

func (m *NativeMethod) checkOperands(n int) error {
	switch {
	case m.operands == 0 || n == int(m.operands):
		return nil
	case m.operands == 1:
		return exception.New(exception.TypeError, "expected 1 argument, got %d", n)
	}
	return exception.New(exception.TypeError, " expected %d arguments, got %d", m.operands, n) // CPython names no function before the space
}

// Name returns the method's name.
func (m *NativeMethod) Name() string { return m.name }

// Class returns the class that defines the method.
func (m *NativeMethod) Class() *Class { return m.class }

// CallInternal calls the method; the first argument is the instance.
func (m *NativeMethod) CallInternal(thread *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if m.static {
		return m.fn(thread, nil, args, kwargs)
	}
	if len(args) == 0 {
		return nil, exception.New(exception.TypeError, "unbound method %s.%s() needs an argument", m.class.name, m.name)
	}
	if !instanceOf(args[0], m.class) {
		return nil, exception.New(exception.TypeError,
			"descriptor '%s' for '%s' objects doesn't apply to a '%s' object", m.name, m.class.name, TypeName(args[0]))
	}
	return m.invoke(thread, args[0], args[1:], kwargs)
}

// invoke calls the method. A class derived from an engine type hands its methods
// the engine's value.
func (m *NativeMethod) invoke(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if m.class.value == m.class && !m.raw {
		self = Unwrap(self)
		if d, ok := self.(*AttrDict); ok && m.class == DictType {
			if own, ok := attrDictMethods[m.name]; ok {
				return own.fn(thread, d, args, kwargs)
			}
			self = d.Snapshot()
		}
	}
	if err := m.checkOperands(len(args)); err != nil {
		return nil, err
	}
	return m.fn(thread, self, args, kwargs)
}

func (m *NativeMethod) String() string {
	if m.static {
		return fmt.Sprintf("<built-in method %s of type object>", m.name)
	}
	return fmt.Sprintf("<method '%s' of '%s' objects>", m.name, m.class.FullName())
}
func (m *NativeMethod) Type() string          { return "method_descriptor" }
func (m *NativeMethod) Freeze()               {}
func (m *NativeMethod) Truth() starlark.Bool  { return true }
func (m *NativeMethod) Hash() (uint32, error) { return hashPointer(m), nil }

// A StaticMethod is a function that a class hands out unbound.
type StaticMethod struct{ Func starlark.Value }

func (m *StaticMethod) String() string        { return plainRepr(m) }
func (m *StaticMethod) show(p *printer) error { return p.around("<staticmethod(", m.Func, ")>") }
func (m *StaticMethod) Type() string          { return "staticmethod" }
func (m *StaticMethod) Freeze()               {}
func (m *StaticMethod) Truth() starlark.Bool  { return true }
func (m *StaticMethod) Hash() (uint32, error) { return hashPointer(m), nil }

// Name and CallInternal make a static method callable inside the class body.
func (m *StaticMethod) Name() string { return "staticmethod" }
func (m *StaticMethod) CallInternal(thread *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	for { // a static method can be one of a static method, and so on
		inner, ok := m.Func.(*StaticMethod)
		if !ok {
			return callValue(thread, m.Func, args, kwargs)
		}
		m = inner
	}
}

// A ClassMethod is a function that is bound to the class it is read from.
type ClassMethod struct{ Func starlark.Value }

func (m *ClassMethod) String() string        { return plainRepr(m) }
func (m *ClassMethod) show(p *printer) error { return p.around("<classmethod(", m.Func, ")>") }
func (m *ClassMethod) Type() string          { return "classmethod" }
func (m *ClassMethod) Freeze()               {}
func (m *ClassMethod) Truth() starlark.Bool  { return true }
func (m *ClassMethod) Hash() (uint32, error) { return hashPointer(m), nil }

func bindClassMethod(m *ClassMethod, cls *Class) starlark.Value {
	if f, ok := m.Func.(starlark.Callable); ok {
		return &BoundMethod{Func: f, Self: cls}
	}
	return m.Func
}

// A Func is a function of a native module.
type Func func(thread *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error)

// NewFunc returns a function that scripts can call.
func NewFunc(name string, fn Func) *starlark.Builtin {
	f := starlark.NewBuiltin(name, func(thread *starlark.Thread, _ *starlark.Builtin, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		return fn(thread, args, kwargs)
	})
	nameFunc(f)
	return f
}
