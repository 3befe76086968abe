package object

import (
	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/exception"
)

// objectSpec describes what every object has.
func objectSpec() Spec {
	none := starlark.Value(starlark.None)
	return Spec{
		Methods: map[string]Method{
			"__init__": func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
				if len(args)+len(kwargs) > 0 {
					c := TypeOf(self)
					if c.made().overrides.init != nil {
						return nil, exception.New(exception.TypeError, "object.__init__() takes exactly one argument (the instance to initialize)")
					}
					if c.made().overrides.new == nil {
						return nil, exception.New(exception.TypeError, "%s.__init__() takes exactly one argument (the instance to initialize)", c.name)
					}
				}
				return none, nil
			},
			"__repr__": func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
				if i, ok := self.(*Instance); ok {
					if b := i.base(); b != nil {
						s, err := Repr(i.env, b)
						return EnvOf(thread).textOf(s, err)
					}
					return textValue(i.defaultRepr()), nil
				}
				s, err := Repr(EnvOf(thread), self)
				return EnvOf(thread).textOf(s, err)
			},
			"__str__": func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
				if i, ok := self.(*Instance); ok {
					s, err := Repr(i.env, self)
					return EnvOf(thread).textOf(s, err)
				}
				s, err := Str(EnvOf(thread), self)
				return EnvOf(thread).textOf(s, err)
			},
			"__format__": func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
				if err := wantArgs("object.__format__", args, 1); err != nil {
					return nil, err
				}
				spec, ok := plainString(args[0])
				if !ok {
					return nil, exception.New(exception.TypeError, "__format__() argument must be str, not %s", TypeName(args[0]))
				}
				env := EnvOf(thread)
				if i, ok := self.(*Instance); ok && i.base() == nil {
					s, err := formatDefault(env, self, spec)
					return EnvOf(thread).textOf(s, err)
				}
				if i, ok := self.(*Instance); ok && spec != "" {
					s, ok, err := env.Formatter().FormatValueOf(i.base(), TypeName(self), spec)
					if !ok && err == nil {
						s, err = formatDefault(env, self, spec)
					}
					return EnvOf(thread).textOf(s, err)
				}
				s, err := Format(env, Unwrap(self), spec)
				return EnvOf(thread).textOf(s, err)
			},
			"__eq__": func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
				if sameObject(self, args[0]) {
					return starlark.True, nil
				}
				if x := Unwrap(self); methodClass(x) == nil {
					eq, err := EnvOf(thread).compareValues(compareTokens["=="], x, args[0], maxCompareDepth)
					if err != nil || eq || TypeOf(x) == TypeOf(Unwrap(args[0])) {
						return starlark.Bool(eq), err
					}
				}
				return NotImplemented, nil
			},
			"__lt__": incomparable, "__le__": incomparable, "__gt__": incomparable, "__ge__": incomparable,
			"__ne__": func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
				eq, err := Equal(EnvOf(thread), self, args[0])
				return starlark.Bool(!eq), err
			},
			"__hash__": func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
				if i, ok := self.(*Instance); ok && i.base() == nil {
					return starlark.MakeInt64(int64(ID(i) >> 4)), nil
				}
				h, err := Hash(EnvOf(thread), Unwrap(self))
				return starlark.MakeInt64(h), err
			},
			"__getattribute__": func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
				name, err := wantName(args[0])
				if err != nil {
					return nil, err
				}
				if i, ok := self.(*Instance); ok {
					return i.plainAttr(name)
				}
				return GetAttr(thread, self, name)
			},
			"__setattr__": func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
				name, err := wantName(args[0])
				if err != nil {
					return nil, err
				}
				if i, ok := self.(*Instance); ok {
					return none, i.setField(name, args[1])
				}
				if _, ok := self.(*Class); ok {
					return nil, exception.New(exception.TypeError, "can't apply this __setattr__ to type object")
				}
				return none, SetAttr(thread, self, name, args[1])
			},
			"__delattr__": func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
				name, err := wantName(args[0])
				if err != nil {
					return nil, err
				}
				if i, ok := self.(*Instance); ok {
					return none, i.deleteField(name)
				}
				return none, DelAttr(thread, self, name)
			},
			"__dir__": func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
				var names []starlark.Value
				if i, ok := self.(*Instance); ok {
					for _, n := range i.AttrNames() {
						names = append(names, textValue(n))
					}
				}
				return starlark.NewList(names), nil
			},
			"__sizeof__": func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
				return starlark.MakeInt(32), nil
			},
		},
		Static: map[string]Method{
			"__new__": func(thread *starlark.Thread, _ starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
				if len(args) == 0 {
					return nil, exception.New(exception.TypeError, "object.__new__(): not enough arguments")
				}
				c, ok := args[0].(*Class)
				if !ok {
					return nil, exception.New(exception.TypeError, "object.__new__(X): X is not a type object (%s)", TypeName(args[0]))
				}
				if s := c.made().overrides.new; s != nil && s.owner.Native() {
					return nil, exception.New(exception.TypeError, "object.__new__(%s) is not safe, use %[1]s.__new__()", c.FullName())
				}
				return c.allocate(thread, args[1:], kwargs)
			},
		},
		ClassMethods: map[string]Method{
			"__init_subclass__": func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
				if len(kwargs) > 0 {
					return nil, exception.New(exception.TypeError, "%s.__init_subclass__() takes no keyword arguments", self.(*Class).name)
				}
				return none, nil
			},
			"__subclasshook__": func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
				return NotImplemented, nil
			},
		},
		Properties: map[string]Property{
			"__class__": {
				Get: func(thread *starlark.Thread, self starlark.Value) (starlark.Value, error) { return TypeOf(self), nil },
				Set: func(thread *starlark.Thread, self, v starlark.Value) error {
					c, ok := v.(*Class)
					if !ok {
						return exception.New(exception.TypeError, "__class__ must be set to a class, not '%s' object", TypeName(v))
					}
					i, ok := self.(*Instance)
					if !ok || c.Native() && !c.scripted || i.class.Native() && !i.class.scripted || c.value != i.class.value || nativeRoot(c) != nativeRoot(i.class) {
						return exception.New(exception.TypeError, "__class__ assignment only supported for mutable types or ModuleType subclasses")
					}
					i.class = c
					return nil
				},
			},
			"__dict__": {
				Get: func(thread *starlark.Thread, self starlark.Value) (starlark.Value, error) {
					switch x := self.(type) {
					case *Instance:
						if x.class.allowed == nil {
							return x.Dict(), nil
						}
					case *Class:
						return x.Dict(), nil
					case *Module:
						return x.Dict(), nil
					}
					return nil, noAttr(self, "__dict__")
				},
				Set: func(thread *starlark.Thread, self, v starlark.Value) error {
					i, ok := self.(*Instance)
					if !ok {
						return exception.New(exception.AttributeError, "attribute '__dict__' of '%s' objects is not writable", TypeName(self))
					}
					m, ok := Unwrap(v).(starlark.IterableMapping)
					if !ok {
						return exception.New(exception.TypeError, "__dict__ must be set to a dictionary, not a '%s'", TypeName(v))
					}
					items := m.Items()
					for _, n := range i.Names() {
						i.Delete(n)
					}
					for _, item := range items {
						name, err := wantName(item[0])
						if err != nil {
							return err
						}
						i.Set(name, item[1])
					}
					return nil
				},
			},
		},
		Values: map[string]starlark.Value{"__doc__": starlark.String("What every class derives from in the end.")},
		New:    nil,
	}
}

// nativeRoot is the native class that decides what instances of c hold in Native.
func nativeRoot(c *Class) *Class {
	for _, b := range c.mro {
		if b.Native() && !b.scripted {
			return b
		}
	}
	return ObjectType
}

// plainAttr is object.__getattribute__, without __getattr__.
func (i *Instance) plainAttr(name string) (starlark.Value, error) {
	c := i.class
	s := c.find(name)
	if s != nil && s.data() {
		return s.bind(i.env, i, c)
	}
	if n := i.lookup(name); n >= 0 {
		return i.attrs[n].value, nil
	}
	if s != nil {
		return s.bind(i.env, i, c)
	}
	return nil, exception.New(exception.AttributeError, "'%s' object has no attribute '%s'", c.inMessages(), name)
}

// incomparable is object's __lt__ and the like.
func incomparable(*starlark.Thread, starlark.Value, starlark.Tuple, []starlark.Tuple) (starlark.Value, error) {
	return NotImplemented, nil
}
