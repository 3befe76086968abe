package object

import (
	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/exception"
)

// overrides are the special methods that scripts put in place of object's own,
// nil where they did not. They are looked at on every access.
type overrides struct {
	getattribute, getattr     *slot
	setattr, delattr          *slot
	init, new                 *slot
	eq, hash                  *slot
	getitem, setitem, delitem *slot
	call                      *slot
}

func findOverrides(c *Class) *overrides {
	find := func(name string) *slot {
		for _, b := range c.mro {
			slots := c.slots // those of a base only once they are made: another process may be at it
			if b != c {
				slots = b.made().slots
			}
			if s := slots[name]; s != nil {
				if b == ObjectType || b == TypeType {
					return nil
				}
				return s
			}
		}
		return nil
	}
	return &overrides{
		getattribute: find("__getattribute__"), getattr: find("__getattr__"),
		setattr: find("__setattr__"), delattr: find("__delattr__"),
		init: find("__init__"), new: find("__new__"),
		eq: find("__eq__"), hash: find("__hash__"),
		getitem: find("__getitem__"), setitem: find("__setitem__"), delitem: find("__delitem__"),
		call: find("__call__"),
	}
}

// Call makes an instance of the class, as calling it in a script does.
func (c *Class) Call(thread *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	return starlark.Call(thread, c, args, kwargs)
}

// CallInternal makes an instance of the class. Use Call.
func (c *Class) CallInternal(thread *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if err := checkNesting(thread); err != nil {
		return nil, err
	}
	if c.meta != nil {
		if s := c.meta.made().overrides.call; s != nil {
			return callSlotKw(thread, s, c, args, kwargs)
		}
	}
	return c.instantiate(thread, args, kwargs)
}

// New calls the class's __new__ and leaves out __init__.
func (c *Class) New(thread *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if s := c.made().overrides.new; s != nil {
		f, err := s.bindClass(EnvOf(thread), c)
		if err != nil {
			return nil, err
		}
		all, err := prepend(thread, c, args)
		if err != nil {
			return nil, err
		}
		return callValue(thread, f, all, kwargs)
	}
	return c.allocate(thread, args, kwargs)
}

// instantiate is type.__call__: __new__, then __init__.
func (c *Class) instantiate(thread *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	v, err := c.New(thread, args, kwargs)
	if err != nil {
		return nil, err
	}
	switch x := v.(type) {
	case *Instance:
		if x.class != c && !x.class.IsSubclass(c) {
			return v, nil
		}
		init := x.class.made().overrides.init
		if init == nil || init.owner.value == init.owner && init.owner.Native() && x.class.made().overrides.new == nil {
			return v, nil
		}
		r, err := callSlotKw(thread, init, x, args, kwargs)
		if err != nil {
			return nil, err
		}
		if r != starlark.None {
			return nil, exception.New(exception.TypeError, "__init__() should return None, not '%s'", TypeName(r))
		}
	case *Class:
		if x.Meta().IsSubclass(c) && x.meta != nil {
			if init := x.meta.made().overrides.init; init != nil {
				if _, err := callSlotKw(thread, init, x, args, kwargs); err != nil {
					return nil, err
				}
			}
		}
	}
	return v, nil
}

// allocate is object.__new__ and the __new__ of native classes.
func (c *Class) allocate(thread *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if c.value != nil && c != c.value {
		return c.allocateValue(thread, args, kwargs)
	}
	if create := c.creator(); create != nil {
		return create(thread, c, args, kwargs)
	}
	if c.final && c.env == nil || c.value != nil {
		return nil, exception.New(exception.TypeError, "cannot create '%s' instances", c.FullName())
	}
	if len(args)+len(kwargs) > 0 {
		if c.made().overrides.new != nil {
			return nil, exception.New(exception.TypeError, "object.__new__() takes exactly one argument (the type to instantiate)")
		}
		if c.made().overrides.init == nil {
			return nil, exception.New(exception.TypeError, "%s() takes no arguments", c.name)
		}
	}
	if err := c.checkAbstract(); err != nil {
		return nil, err
	}
	return NewInstance(EnvOf(thread), c), nil
}

// checkAbstract refuses instances of a class whose abstract methods are not all defined.
func (c *Class) checkAbstract() error {
	if c.env == nil || c.meta == nil {
		return nil
	}
	s := c.find("__abstractmethods__")
	if s == nil || s.owner != c {
		return nil
	}
	names, err := Elements(c.env, s.value)
	if err != nil || len(names) == 0 {
		return err
	}
	plural := ""
	if len(names) > 1 {
		plural = "s"
	}
	list := ""
	for i, n := range names {
		if i > 0 {
			list += ", "
		}
		text, _ := plainString(n)
		list += text
	}
	return exception.New(exception.TypeError, "Can't instantiate abstract class %s with abstract method%s %s", c.name, plural, list)
}

// allocateValue makes an instance of a class derived from an engine type.
func (c *Class) allocateValue(thread *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	create := c.value.creator()
	if create == nil {
		return nil, exception.New(exception.TypeError, "cannot make instances of '%s': deriving from '%s' is not supported here", c.name, c.value.name)
	}
	if mutableValue(c.value) && c.made().overrides.init != nil && !c.made().overrides.init.owner.Native() {
		// __init__ of the script decides what goes in, through super().__init__.
		args, kwargs = nil, nil
	}
	v, err := create(thread, c.value, args, kwargs)
	if err != nil {
		return nil, err
	}
	i := NewInstance(EnvOf(thread), c)
	i.Native = v
	return i, nil
}

func mutableValue(c *Class) bool {
	return c == ListType || c == DictType || c == SetType || c == BytearrayType
}

// reinitialize is __init__ of the mutable engine types: it fills the value anew.
func reinitialize(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	i, ok := self.(*Instance)
	if !ok {
		return starlark.None, nil
	}
	create := i.class.value.creator()
	if create == nil {
		return starlark.None, nil
	}
	v, err := create(thread, i.class.value, args, kwargs)
	if err != nil {
		return nil, err
	}
	i.Native = v
	return starlark.None, nil
}

// prepend returns v and args. It can be stopped.
func prepend(thread *starlark.Thread, v starlark.Value, args starlark.Tuple) (starlark.Tuple, error) {
	if len(args) >= manyArguments {
		all, err := EnvOf(thread).Join(starlark.Tuple{v}, args, 0)
		return all, err
	}
	all := make(starlark.Tuple, 1+len(args))
	all[0] = v
	copy(all[1:], args)
	return all, nil
}

// callSlotKw is callSlot with keyword arguments.
func callSlotKw(thread *starlark.Thread, s *slot, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	switch f := s.value.(type) {
	case *starlark.Function:
		all, err := prepend(thread, self, args)
		if err != nil {
			return nil, err
		}
		return callFunction(thread, f, all, kwargs)
	case *NativeMethod:
		return f.invoke(thread, self, args, kwargs)
	}
	f, err := s.bind(EnvOf(thread), self, TypeOf(self))
	if err != nil {
		return nil, err
	}
	return callValue(thread, f, args, kwargs)
}
