package object

import (
	"fmt"
	"sync/atomic"

	"go.starlark.net/starlark"
	"go.starlark.net/syntax"

	"github.com/mpstar/mpstar/internal/exception"
)

// ClassID names a user class in the whole process tree.
type ClassID struct{ Process, Serial uint64 }

var serial atomic.Uint64

type overrides struct{}

func findOverrides(c *Class) overrides { return overrides{} }

type typeMethod struct{ NativeMethod }

type attrDict struct{ *starlark.Dict }

func newAttrDict(m *Module) starlark.Value { return starlark.NewDict(0) }

type funcAttrs struct{}

type coroutine struct{}

func (g *generators) resumer(t *starlark.Thread) *starlark.Thread { return nil }

func textValue(s string) starlark.Value { return starlark.String(s) }

func exceptionSpec(name string) Spec                              { return Spec{} }
func initFields(i *Instance, x *Exception, args []starlark.Value) {}
func summary(exc *Instance) string                                { return exc.class.name }
func osErrorClass(base *Class, errno int) *Class                  { return base }
func strerror(err error) string                                   { return err.Error() }
func (e *Env) addFrames(exc *Instance, stack starlark.CallStack)  {}
func (e *Env) fromEngine(err error, stack starlark.CallStack) (*Instance, int, bool) {
	return NewException(e, RuntimeError, textValue(err.Error())), 0, true
}

// FormatException returns the traceback of exc with its chain, as CPython prints it.
func FormatException(env *Env, exc *Instance) string { return summary(exc) + "\n" }

func safeRepr(v starlark.Value) (string, error) { return "", nil }
func plainRepr(v starlark.Value) string         { return v.String() }

// Truth makes an instance usable in conditions.
func (i *Instance) Truth() starlark.Bool { return true }

// Hash makes an instance usable as a key.
func (i *Instance) Hash() (uint32, error) { return hashPointer(i), nil }

// Attr returns an attribute as a script reads it.
func (i *Instance) Attr(name string) (starlark.Value, error) {
	if v, ok := i.Own(name); ok {
		return v, nil
	}
	if s := i.class.find(name); s != nil {
		return s.bind(i.env, i, i.class)
	}
	return nil, noAttr(i, name)
}

// AttrNames returns the names of the instance's own attributes.
func (i *Instance) AttrNames() []string { return i.Names() }

// SetField stores an attribute.
func (i *Instance) SetField(name string, v starlark.Value) error {
	i.Set(name, v)
	return nil
}

// Truth makes a Class a starlark.Value.
func (c *Class) Truth() starlark.Bool { return true }

// CallInternal makes an instance.
func (c *Class) CallInternal(thread *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	return nil, fmt.Errorf("not there yet")
}

// Call makes an instance of the class, as calling it in a script does.
func (c *Class) Call(thread *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	return starlark.Call(thread, c, args, kwargs)
}

func callFunction(thread *starlark.Thread, f *starlark.Function, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	return starlark.Call(thread, f, args, kwargs)
}
func callValue(thread *starlark.Thread, f starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	return starlark.Call(thread, f, args, kwargs)
}

// Repr returns repr(v).
func Repr(env *Env, v starlark.Value) (string, error) { return v.String(), nil }

// Str returns str(v).
func Str(env *Env, v starlark.Value) (string, error) { return v.String(), nil }

// ASCII returns ascii(v).
func ASCII(env *Env, v starlark.Value) (string, error) { return v.String(), nil }

// Format returns format(v, spec).
func Format(env *Env, v starlark.Value, spec string) (string, error) { return v.String(), nil }

// GetAttr returns getattr(v, name).
func GetAttr(thread *starlark.Thread, v starlark.Value, name string) (starlark.Value, error) {
	if h, ok := v.(starlark.HasAttrs); ok {
		return h.Attr(name)
	}
	return nil, noAttr(v, name)
}

// SetAttr does setattr(v, name, x).
func SetAttr(thread *starlark.Thread, v starlark.Value, name string, x starlark.Value) error {
	if h, ok := v.(starlark.HasSetField); ok {
		return h.SetField(name, x)
	}
	return noAttr(v, name)
}

// DelAttr does delattr(v, name).
func DelAttr(thread *starlark.Thread, v starlark.Value, name string) error { return noAttr(v, name) }

// HasAttr returns hasattr(v, name). Only AttributeError means no; other errors are returned.
func HasAttr(thread *starlark.Thread, v starlark.Value, name string) (bool, error) {
	_, err := GetAttr(thread, v, name)
	return err == nil, nil
}

// Call calls fn with positional arguments.
func Call(thread *starlark.Thread, fn starlark.Value, args ...starlark.Value) (starlark.Value, error) {
	return callValue(thread, fn, args, nil)
}

// CallKw calls fn with positional and keyword arguments.
func CallKw(thread *starlark.Thread, fn starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	return callValue(thread, fn, args, kwargs)
}

// Truth returns bool(v).
func Truth(env *Env, v starlark.Value) (bool, error) { return bool(v.Truth()), nil }

// Hash returns hash(v).
func Hash(env *Env, v starlark.Value) (int64, error) {
	h, err := v.Hash()
	return int64(h), err
}

// Equal returns x == y.
func Equal(env *Env, x, y starlark.Value) (bool, error) { return starlark.Equal(x, y) }

// Compare returns the truth of x op y, where op is "==", "!=", "<", "<=", ">" or ">=".
func Compare(env *Env, op string, x, y starlark.Value) (bool, error) {
	return starlark.Compare(tokens[op], x, y)
}

var tokens = map[string]syntax.Token{}

// Binary returns x op y, where op is one of + - * / // % @ ** << >> & | ^.
func Binary(env *Env, op string, x, y starlark.Value) (starlark.Value, error) {
	return starlark.Binary(tokens[op], x, y)
}

// Inplace returns what x is after x op= y; op is as for Binary.
func Inplace(env *Env, op string, x, y starlark.Value) (starlark.Value, error) {
	return starlark.Binary(tokens[op], x, y)
}

// Unary returns op x, where op is "-", "+", "~" or "not".
func Unary(env *Env, op string, x starlark.Value) (starlark.Value, error) {
	return starlark.Unary(tokens[op], x)
}

// Len returns len(v).
func Len(env *Env, v starlark.Value) (int, error) {
	return starlark.Len(v), nil
}

// Iterate returns iter(v). The caller calls Done, and looks at env.Pending when
// Next has returned false.
func Iterate(env *Env, v starlark.Value) (starlark.Iterator, error) {
	if it := starlark.Iterate(v); it != nil {
		return it, nil
	}
	return nil, exception.New(exception.TypeError, "'%s' object is not iterable", TypeName(v))
}

// Elements returns list(v) as a slice.
func Elements(env *Env, v starlark.Value) ([]starlark.Value, error) { return nil, nil }

// Contains returns x in v.
func Contains(env *Env, v, x starlark.Value) (bool, error) { return false, nil }

// GetItem returns v[key]; key may be a *Slice.
func GetItem(env *Env, v, key starlark.Value) (starlark.Value, error) { return nil, nil }

// SetItem does v[key] = x.
func SetItem(env *Env, v, key, x starlark.Value) error { return nil }

// DelItem does del v[key].
func DelItem(env *Env, v, key starlark.Value) error { return nil }

// FunctionAttrs returns the attributes that scripts have set on fn, nil if there are none.
func (e *Env) FunctionAttrs(fn *starlark.Function) *Namespace { return nil }

// A Generator is a generator object.
type Generator struct{}

// CloseGenerators ends the coroutines of all generators without running any
// script code. Nothing of the Env may be used afterwards.
func (e *Env) CloseGenerators() {}
