package object

import (
	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/text"
)

// NameBytes is how long the name of an attribute may be: it is hashed several times, and is in the message if there is no such attribute.
const NameBytes = 1 << 20

// ErrLongName is the error for a longer one.
var ErrLongName = exception.New(exception.OverflowError, "attribute name of more than %d bytes", NameBytes)

// GetAttr returns getattr(v, name).
func GetAttr(thread *starlark.Thread, v starlark.Value, name string) (starlark.Value, error) {
	if len(name) > NameBytes {
		return nil, ErrLongName
	}
	switch x := v.(type) {
	case *Instance:
		return x.Attr(name)
	case *Class:
		return x.attr(EnvOf(thread), name)
	case *starlark.Function:
		return EnvOf(thread).functionAttr(x, name)
	case *starlark.Builtin:
		return builtinAttr(x, name)
	case *AttrDict:
		return x.Attr(name)
	}
	c := TypeOf(v)
	s := c.find(name)
	if s != nil && s.owner != ObjectType {
		if _, ok := s.value.(*typeMethod); !ok {
			return s.bind(EnvOf(thread), v, c)
		}
	}
	if h, ok := v.(starlark.HasAttrs); ok && !(starlarkOnly(name) && c == StrType) {
		x, err := h.Attr(name)
		if _, missing := err.(starlark.NoSuchAttrError); err != nil && !missing {
			return nil, err
		}
		if x != nil {
			return x, nil
		}
	}
	if s != nil {
		return s.bind(EnvOf(thread), v, c)
	}
	return nil, noAttr(v, name)
}

// CallMethod is v.name(*args).
func CallMethod(thread *starlark.Thread, v starlark.Value, name string, args starlark.Tuple) (starlark.Value, error) {
	switch v.(type) {
	case *Instance, *Class, *starlark.Function, *starlark.Builtin, *AttrDict, *Module:
	default:
		if s := TypeOf(v).find(name); s != nil {
			if m, ok := s.value.(*NativeMethod); ok && !m.static && s.kind == functionSlot {
				return m.invoke(thread, v, args, nil)
			}
		}
	}
	f, err := GetAttr(thread, v, name)
	if err != nil {
		// In a frame of its own: a traceback then shows that it was the attribute that was not there.
		missing := starlark.NewBuiltin("·attr", func(*starlark.Thread, *starlark.Builtin, starlark.Tuple, []starlark.Tuple) (starlark.Value, error) {
			return nil, err
		})
		return starlark.Call(thread, missing, nil, nil)
	}
	return callValue(thread, f, args, nil)
}

// slotAttr is the Attr method of this package's own values: attributes of their class.
func slotAttr(v starlark.Value, name string) (starlark.Value, error) {
	c := TypeOf(v)
	if s := c.find(name); s != nil {
		env := envOfValue(v)
		if env == nil {
			env = noEnv
		}
		return s.bind(env, v, c)
	}
	return nil, noAttr(v, name)
}

func builtinAttr(b *starlark.Builtin, name string) (starlark.Value, error) {
	switch name {
	case "__name__":
		return textValue(b.Name()), nil
	case "__qualname__":
		if r := b.Receiver(); r != nil {
			return textValue(TypeName(r) + "." + b.Name()), nil
		}
		return textValue(b.Name()), nil
	case "__module__":
		if b.Receiver() != nil {
			return starlark.None, nil
		}
		return textValue("builtins"), nil
	case "__self__":
		if r := b.Receiver(); r != nil {
			return r, nil
		}
		return starlark.None, nil
	case "__doc__":
		return starlark.None, nil
	case "__call__":
		return b, nil
	}
	if s := BuiltinFunctionType.find(name); s != nil {
		return s.bind(noEnv, b, BuiltinFunctionType)
	}
	return nil, noAttr(b, name)
}

// SetAttr does setattr(v, name, x).
func SetAttr(thread *starlark.Thread, v starlark.Value, name string, x starlark.Value) error {
	if len(name) > NameBytes {
		return ErrLongName
	}
	switch t := v.(type) {
	case *starlark.Function:
		return EnvOf(thread).setFunctionAttr(t, name, x)
	case *Class:
		return t.SetField(name, x)
	case starlark.HasSetField:
		err := t.SetField(name, x)
		if _, ok := err.(starlark.NoSuchAttrError); ok {
			return noAttr(v, name)
		}
		return err
	}
	c := TypeOf(v)
	if s := c.find(name); s != nil {
		if s.data() {
			return s.assign(EnvOf(thread), v, x)
		}
		return exception.New(exception.AttributeError, "'%s' object attribute '%s' is read-only", TypeName(v), name)
	}
	return noAttr(v, name)
}

// A fieldDeleter is a value whose attributes can be deleted.
type fieldDeleter interface{ DeleteField(name string) error }

// DelAttr does delattr(v, name).
func DelAttr(thread *starlark.Thread, v starlark.Value, name string) error {
	if len(name) > NameBytes {
		return ErrLongName
	}
	switch t := v.(type) {
	case *starlark.Function:
		return EnvOf(thread).deleteFunctionAttr(t, name)
	case *Module:
		if !t.Delete(name) {
			return exception.New(exception.AttributeError, "module '%s' has no attribute '%s'", t.Name, name)
		}
		return nil
	case *Namespace:
		if !t.Delete(name) {
			return exception.New(exception.NameError, "name '%s' is not defined", name)
		}
		return nil
	case fieldDeleter:
		return t.DeleteField(name)
	}
	return noAttr(v, name)
}

// HasAttr returns hasattr(v, name). Only AttributeError means no; other errors are
// returned.
func HasAttr(thread *starlark.Thread, v starlark.Value, name string) (bool, error) {
	_, err := GetAttr(thread, v, name)
	if err == nil {
		return true, nil
	}
	exc, err := EnvOf(thread).match(err, AttributeError)
	if exc != nil {
		return false, nil
	}
	return false, err
}

// GetAttrDefault returns getattr(v, name, def); a def of nil is returned as nil.
func GetAttrDefault(thread *starlark.Thread, v starlark.Value, name string, def starlark.Value) (starlark.Value, error) {
	x, err := GetAttr(thread, v, name)
	if err == nil {
		return x, nil
	}
	exc, err := EnvOf(thread).match(err, AttributeError)
	if exc != nil {
		return def, nil
	}
	return nil, err
}

// Special returns the special method of v's class, bound to v, or nil if its class
// has none: what the interpreter calls for len(v) and its like. object's own methods
// do not count.
func Special(env *Env, v starlark.Value, name string) (starlark.Value, error) {
	c := TypeOf(v)
	s := c.find(name)
	if s == nil || s.owner == ObjectType || s.value == starlark.None {
		return nil, nil
	}
	return s.bind(env, v, c)
}

// Dir returns dir(v), sorted.
func Dir(thread *starlark.Thread, v starlark.Value) ([]string, error) {
	env := EnvOf(thread)
	if m, err := Special(env, v, "__dir__"); err != nil {
		return nil, err
	} else if m != nil {
		r, err := Call(thread, m)
		if err != nil {
			return nil, err
		}
		elems, err := Elements(env, r)
		if err != nil {
			return nil, err
		}
		seen := make(map[string]bool)
		for _, e := range elems {
			s, ok := plainString(e)
			if !ok {
				return nil, exception.New(exception.TypeError, "__dir__ must return str, not %s", TypeName(e))
			}
			seen[s] = true
		}
		return sortedNames(seen), nil
	}
	seen := make(map[string]bool)
	add := func(names []string) {
		for _, n := range names {
			seen[n] = true
		}
	}
	switch x := v.(type) {
	case *Class:
		add(x.AttrNames())
		return sortedNames(seen), nil
	case *Module:
		add(x.Names())
		add([]string{"__name__", "__doc__"})
		return sortedNames(seen), nil
	case *starlark.Function:
		if ns := env.attrs.get(x); ns != nil {
			add(ns.names)
		}
		add([]string{"__name__", "__qualname__", "__module__", "__doc__", "__dict__", "__defaults__", "__kwdefaults__",
			"__annotations__", "__code__", "__globals__", "__closure__", "__call__"})
	case *starlark.Builtin:
		add([]string{"__name__", "__qualname__", "__module__", "__doc__", "__self__", "__call__"})
	case starlark.String: // its class has all
	case starlark.HasAttrs:
		add(x.AttrNames())
	}
	add(TypeOf(v).AttrNames())
	return sortedNames(seen), nil
}

// Callable returns callable(v).
func Callable(v starlark.Value) bool {
	switch x := v.(type) {
	case *Instance:
		return x.class.made().overrides.call != nil
	case *ClassMethod, *ScriptProperty:
		return false
	}
	_, ok := v.(starlark.Callable)
	return ok
}

// Call calls fn with positional arguments.
func Call(thread *starlark.Thread, fn starlark.Value, args ...starlark.Value) (starlark.Value, error) {
	return callValue(thread, fn, args, nil)
}

// CallKw calls fn with positional and keyword arguments. Keywords that a script's
// dict gave may be anything: TypeError if one is no str.
func CallKw(thread *starlark.Thread, fn starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	for i, kv := range kwargs {
		if _, ok := kv[0].(starlark.String); ok {
			continue
		}
		name, ok := text.AsString(kv[0])
		if !ok {
			return nil, exception.New(exception.TypeError, "keywords must be strings")
		}
		kwargs = append([]starlark.Tuple(nil), kwargs...)
		kwargs[i] = starlark.Tuple{starlark.String(name), kv[1]}
	}
	return callValue(thread, fn, args, kwargs)
}

// Name returns the name of the instance's class, as the engine's stack shows it.
func (i *Instance) Name() string { return i.class.name }

// CallInternal calls __call__.
func (i *Instance) CallInternal(thread *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if err := checkNesting(thread); err != nil {
		return nil, err
	}
	s := i.class.made().overrides.call
	if s == nil || s.value == starlark.None {
		return nil, exception.New(exception.TypeError, "'%s' object is not callable", TypeName(i))
	}
	return callSlotKw(thread, s, i, args, kwargs)
}

// Attr returns an attribute of the method, or of its function.
func (m *BoundMethod) Attr(name string) (starlark.Value, error) {
	switch name {
	case "__self__":
		return m.Self, nil
	case "__func__":
		if _, ok := m.Func.(*NativeMethod); !ok {
			return m.Func, nil
		}
	case "__call__":
		return m, nil
	case "__class__":
		return TypeOf(m), nil
	}
	env := envOfValue(m.Self)
	if env == nil {
		env = noEnv
	}
	switch f := m.Func.(type) {
	case *starlark.Function:
		return env.functionAttr(f, name)
	case *NativeMethod:
		if v, ok := f.attr(name); ok {
			return v, nil
		}
	case starlark.HasAttrs:
		if v, err := f.Attr(name); v != nil || err != nil {
			return v, err
		}
	}
	return slotAttr(m, name)
}

// AttrNames returns the names of the method's attributes.
func (m *BoundMethod) AttrNames() []string {
	return []string{"__call__", "__doc__", "__func__", "__module__", "__name__", "__qualname__", "__self__"}
}

func (m *NativeMethod) attr(name string) (starlark.Value, bool) {
	switch name {
	case "__name__":
		return textValue(m.name), true
	case "__qualname__":
		return textValue(m.class.qualname + "." + m.name), true
	case "__module__":
		return textValue(m.class.module), true
	case "__doc__":
		return starlark.None, true
	case "__objclass__":
		return m.class, true
	}
	return nil, false
}

// Attr returns an attribute of the method.
func (m *NativeMethod) Attr(name string) (starlark.Value, error) {
	if v, ok := m.attr(name); ok {
		return v, nil
	}
	return slotAttr(m, name)
}

// AttrNames returns the names of the method's attributes.
func (m *NativeMethod) AttrNames() []string {
	return []string{"__doc__", "__module__", "__name__", "__objclass__", "__qualname__"}
}

// Attr returns an attribute of the static method.
func (m *StaticMethod) Attr(name string) (starlark.Value, error) {
	if name == "__func__" || name == "__wrapped__" {
		return m.Func, nil
	}
	return slotAttr(m, name)
}

// AttrNames returns the names of the static method's attributes.
func (m *StaticMethod) AttrNames() []string { return []string{"__func__", "__wrapped__"} }

// Attr returns an attribute of the class method.
func (m *ClassMethod) Attr(name string) (starlark.Value, error) {
	if name == "__func__" || name == "__wrapped__" {
		return m.Func, nil
	}
	return slotAttr(m, name)
}

// AttrNames returns the names of the class method's attributes.
func (m *ClassMethod) AttrNames() []string { return []string{"__func__", "__wrapped__"} }

// Attr returns an attribute of the property.
func (p *ScriptProperty) Attr(name string) (starlark.Value, error) {
	or := func(v starlark.Value) (starlark.Value, error) {
		if v == nil {
			return starlark.None, nil
		}
		return v, nil
	}
	switch name {
	case "fget":
		return or(p.Get)
	case "fset":
		return or(p.Set)
	case "fdel":
		return or(p.Del)
	case "__doc__":
		return or(p.Doc)
	}
	return slotAttr(p, name)
}

// AttrNames returns the names of the property's attributes.
func (p *ScriptProperty) AttrNames() []string {
	return []string{"__doc__", "deleter", "fdel", "fget", "fset", "getter", "setter"}
}
