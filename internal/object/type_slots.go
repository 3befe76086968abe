package object

import (
	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/exception"
)

// This file gives object, type and the classes of this package's own values their
// attributes.

func initSlots() {
	RegisterType(ObjectType, objectSpec())
	RegisterType(TypeType, typeSpec())
	TypeType.slots["__call__"].owner = TypeType
	RegisterType(PropertyType, propertySpec())
	RegisterType(StaticMethodType, Spec{New: func(thread *starlark.Thread, cls *Class, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		f, err := oneArg("staticmethod", args, kwargs)
		return &StaticMethod{Func: f}, err
	}})
	RegisterType(ClassMethodType, Spec{New: func(thread *starlark.Thread, cls *Class, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		f, err := oneArg("classmethod", args, kwargs)
		return &ClassMethod{Func: f}, err
	}})
	RegisterType(GeneratorType, generatorSpec())
	RegisterType(TracebackType, tracebackSpec())
	RegisterType(SuperType, Spec{New: newSuper})
	RegisterType(SliceType, Spec{New: newSliceObject, Methods: map[string]Method{"indices": sliceIndices}})
	RegisterType(MethodType, Spec{New: func(thread *starlark.Thread, cls *Class, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		if len(args) != 2 || len(kwargs) > 0 {
			return nil, exception.New(exception.TypeError, "method expected 2 arguments, got %d", len(args))
		}
		f, ok := args[0].(starlark.Callable)
		if !ok {
			return nil, exception.New(exception.TypeError, "first argument must be callable")
		}
		return &BoundMethod{Func: f, Self: args[1]}, nil
	}})
	RegisterType(FunctionType, Spec{Methods: map[string]Method{
		"__get__": func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
			if len(args) == 0 || args[0] == starlark.None {
				return self, nil
			}
			return &BoundMethod{Func: self.(starlark.Callable), Self: args[0]}, nil
		},
	}})
	RegisterType(ModuleType, Spec{New: func(thread *starlark.Thread, cls *Class, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		if len(args) == 0 {
			return nil, exception.New(exception.TypeError, "module() missing required argument 'name' (pos 1)")
		}
		name, ok := plainString(args[0])
		if !ok {
			return nil, exception.New(exception.TypeError, "module() argument 'name' must be str, not %s", TypeName(args[0]))
		}
		m := &Module{Name: name}
		if len(args) > 1 {
			m.Doc, _ = plainString(args[1])
		}
		return m, nil
	}})
	for _, c := range []*Class{ListType, DictType, SetType} {
		RegisterType(c, Spec{Methods: map[string]Method{"__init__": reinitialize}})
		c.slots["__init__"].value.(*NativeMethod).raw = true
	}
	ABCMeta = NewClass(Spec{Name: "ABCMeta", Module: "abc", Bases: []*Class{TypeType}, Methods: map[string]Method{
		"register": abcRegister, "__instancecheck__": abcInstanceCheck, "__subclasscheck__": abcSubclassCheck,
	}})
	ABC = NewClass(Spec{Name: "ABC", Module: "abc", Meta: ABCMeta})
	initTypeMethods()
	initAttrDict()
}

func oneArg(name string, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if len(kwargs) > 0 {
		return nil, exception.New(exception.TypeError, "%s() takes no keyword arguments", name)
	}
	if len(args) != 1 {
		return nil, exception.New(exception.TypeError, "%s expected 1 argument, got %d", name, len(args))
	}
	return args[0], nil
}

func wantArgs(name string, args starlark.Tuple, n int) error {
	if len(args) == n {
		return nil
	}
	s := "s"
	if n == 1 {
		s = ""
	}
	return exception.New(exception.TypeError, "%s() takes exactly %d argument%s (%d given)", name, n, s, len(args))
}

func wantName(v starlark.Value) (string, error) {
	name, ok := plainString(v)
	if !ok {
		return "", exception.New(exception.TypeError, "attribute name must be string, not '%s'", TypeName(v))
	}
	return name, nil
}

func objectSpec() Spec {
	none := starlark.Value(starlark.None)
	return Spec{
		Methods: map[string]Method{
			"__init__": func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
				if len(args)+len(kwargs) > 0 {
					c := TypeOf(self)
					if c.overrides.init != nil {
						return nil, exception.New(exception.TypeError, "object.__init__() takes exactly one argument (the instance to initialize)")
					}
					if c.overrides.new == nil {
						return nil, exception.New(exception.TypeError, "%s.__init__() takes exactly one argument (the instance to initialize)", c.name)
					}
				}
				return none, nil
			},
			"__repr__": func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
				if i, ok := self.(*Instance); ok {
					if b := i.base(); b != nil {
						s, err := Repr(i.env, b)
						return textValue(s), err
					}
					return textValue(i.defaultRepr()), nil
				}
				s, err := Repr(EnvOf(thread), self)
				return textValue(s), err
			},
			"__str__": func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
				if i, ok := self.(*Instance); ok {
					s, err := Repr(i.env, self)
					return textValue(s), err
				}
				s, err := Str(EnvOf(thread), self)
				return textValue(s), err
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
					return textValue(s), err
				}
				s, err := Format(env, Unwrap(self), spec)
				return textValue(s), err
			},
			"__eq__": func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
				if err := wantArgs("__eq__", args, 1); err != nil {
					return nil, err
				}
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
			"__ne__": func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
				if err := wantArgs("__ne__", args, 1); err != nil {
					return nil, err
				}
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
				if err := wantArgs("__getattribute__", args, 1); err != nil {
					return nil, err
				}
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
				if err := wantArgs("__setattr__", args, 2); err != nil {
					return nil, err
				}
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
				if err := wantArgs("__delattr__", args, 1); err != nil {
					return nil, err
				}
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
					if !ok || c.Native() || i.class.Native() || c.value != i.class.value || nativeRoot(c) != nativeRoot(i.class) {
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
		Values: map[string]starlark.Value{"__doc__": starlark.String("The base class of the class hierarchy.")},
		New:    nil,
	}
}

// nativeRoot is the native class that decides what instances of c hold in Native.
func nativeRoot(c *Class) *Class {
	for _, b := range c.mro {
		if b.Native() {
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
	return nil, exception.New(exception.AttributeError, "'%s' object has no attribute '%s'", c.name, name)
}

func typeSpec() Spec {
	class := func(f func(c *Class) starlark.Value) func(*starlark.Thread, starlark.Value) (starlark.Value, error) {
		return func(_ *starlark.Thread, self starlark.Value) (starlark.Value, error) { return f(self.(*Class)), nil }
	}
	rename := func(field func(c *Class) *string, what string) func(*starlark.Thread, starlark.Value, starlark.Value) error {
		return func(_ *starlark.Thread, self, v starlark.Value) error {
			c := self.(*Class)
			if c.Native() {
				return exception.New(exception.TypeError, "cannot set '%s' attribute of immutable type '%s'", what, c.name)
			}
			s, ok := plainString(v)
			if !ok {
				return exception.New(exception.TypeError, "can only assign string to %s.%s, not '%s'", c.name, what, TypeName(v))
			}
			*field(c) = s
			c.kind = instanceKind(c.name)
			return nil
		}
	}
	tuple := func(classes []*Class) starlark.Value {
		t := make(starlark.Tuple, len(classes))
		for i, c := range classes {
			t[i] = c
		}
		return t
	}
	return Spec{
		New: newType,
		Methods: map[string]Method{
			"__init__": func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
				return starlark.None, nil
			},
			"__call__": func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
				return self.(*Class).instantiate(thread, args, kwargs)
			},
			"__repr__": func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
				return textValue("<class '" + self.(*Class).FullName() + "'>"), nil
			},
			"__setattr__": func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
				if err := wantArgs("__setattr__", args, 2); err != nil {
					return nil, err
				}
				name, err := wantName(args[0])
				if err != nil {
					return nil, err
				}
				c := self.(*Class)
				if c.Native() {
					return nil, exception.New(exception.TypeError, "cannot set '%s' attribute of immutable type '%s'", name, c.name)
				}
				return starlark.None, c.setField(name, args[1])
			},
			"mro": func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
				return starlark.NewList(tuple(self.(*Class).mro).(starlark.Tuple)), nil
			},
			"__subclasses__": func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
				return starlark.NewList(tuple(self.(*Class).Subclasses(EnvOf(thread))).(starlark.Tuple)), nil
			},
			"__instancecheck__": func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
				if err := wantArgs("__instancecheck__", args, 1); err != nil {
					return nil, err
				}
				return starlark.Bool(instanceOf(args[0], self.(*Class))), nil
			},
			"__subclasscheck__": func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
				if err := wantArgs("__subclasscheck__", args, 1); err != nil {
					return nil, err
				}
				c, ok := args[0].(*Class)
				return starlark.Bool(ok && c.IsSubclass(self.(*Class))), nil
			},
			"__or__": func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
				if err := wantArgs("__or__", args, 1); err != nil {
					return nil, err
				}
				return unionOf(self, args[0])
			},
		},
		Properties: map[string]Property{
			"__name__": {Get: class(func(c *Class) starlark.Value { return textValue(c.name) }),
				Set: rename(func(c *Class) *string { return &c.name }, "__name__")},
			"__qualname__": {Get: class(func(c *Class) starlark.Value { return textValue(c.qualname) }),
				Set: rename(func(c *Class) *string { return &c.qualname }, "__qualname__")},
			"__module__": {Get: class(func(c *Class) starlark.Value { return textValue(c.module) }),
				Set: rename(func(c *Class) *string { return &c.module }, "__module__")},
			"__annotations__": {Get: func(thread *starlark.Thread, self starlark.Value) (starlark.Value, error) {
				c := self.(*Class)
				if s := c.slots["__annotations__"]; s != nil {
					return s.value, nil
				}
				d, err := evaluate(thread, c.annotations)
				if err != nil {
					return nil, err
				}
				if c.Native() {
					return nil, exception.New(exception.AttributeError, "type object '%s' has no attribute '__annotations__'", c.name)
				}
				c.setSlot("__annotations__", d)
				return d, nil
			}, Set: func(_ *starlark.Thread, self, v starlark.Value) error {
				return self.(*Class).SetOwn("__annotations__", v)
			}},
			"__bases__":      {Get: class(func(c *Class) starlark.Value { return tuple(c.bases) })},
			"__mro__":        {Get: class(func(c *Class) starlark.Value { return tuple(c.mro) })},
			"__dictoffset__": {Get: class(func(c *Class) starlark.Value { return starlark.MakeInt(0) })},
			"__base__": {Get: class(func(c *Class) starlark.Value {
				if len(c.bases) == 0 {
					return starlark.None
				}
				return c.bases[0]
			})},
			"__doc__": {Get: class(func(c *Class) starlark.Value {
				if s := c.slots["__doc__"]; s != nil {
					return s.value
				}
				return starlark.None
			}), Set: func(_ *starlark.Thread, self, v starlark.Value) error { return self.(*Class).SetOwn("__doc__", v) }},
		},
	}
}

func propertySpec() Spec {
	with := func(change func(p *ScriptProperty, f starlark.Value)) Method {
		return func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
			f, err := oneArg("property", args, kwargs)
			if err != nil {
				return nil, err
			}
			p := *self.(*ScriptProperty)
			change(&p, f)
			return &p, nil
		}
	}
	return Spec{
		New: func(thread *starlark.Thread, cls *Class, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
			p := &ScriptProperty{Get: starlark.None, Set: starlark.None, Del: starlark.None}
			fields := []*starlark.Value{&p.Get, &p.Set, &p.Del, &p.Doc}
			if len(args) > len(fields) {
				return nil, exception.New(exception.TypeError, "property() takes at most 4 arguments (%d given)", len(args))
			}
			for i, a := range args {
				*fields[i] = a
			}
			for _, kw := range kwargs {
				switch kw[0].(starlark.String) {
				case "fget":
					p.Get = kw[1]
				case "fset":
					p.Set = kw[1]
				case "fdel":
					p.Del = kw[1]
				case "doc":
					p.Doc = kw[1]
				default:
					return nil, exception.New(exception.TypeError, "'%s' is an invalid keyword argument for property()", string(kw[0].(starlark.String)))
				}
			}
			if f, ok := p.Get.(*starlark.Function); ok && (p.Doc == nil || p.Doc == starlark.None) {
				doc, err := EnvOf(thread).functionAttr(f, "__doc__")
				if err != nil {
					return nil, err
				}
				p.Doc = doc
			}
			return p, nil
		},
		Methods: map[string]Method{
			"getter":  with(func(p *ScriptProperty, f starlark.Value) { p.Get = f }),
			"setter":  with(func(p *ScriptProperty, f starlark.Value) { p.Set = f }),
			"deleter": with(func(p *ScriptProperty, f starlark.Value) { p.Del = f }),
			"__get__": func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
				if len(args) == 0 || args[0] == starlark.None {
					return self, nil
				}
				return self.(*ScriptProperty).get(thread, args[0], "")
			},
		},
	}
}

func newSuper(thread *starlark.Thread, cls *Class, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if len(args) == 0 {
		return nil, exception.New(exception.RuntimeError, "super(): no arguments")
	}
	c, ok := args[0].(*Class)
	if !ok {
		return nil, exception.New(exception.TypeError, "super() argument 1 must be a type, not %s", TypeName(args[0]))
	}
	if len(args) != 2 {
		return nil, exception.New(exception.TypeError, "super() with one argument (an unbound super object) is not supported")
	}
	return NewSuper(c, args[1])
}

func newSliceObject(thread *starlark.Thread, cls *Class, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	switch len(args) {
	case 1:
		return NewSlice(nil, args[0], nil), nil
	case 2:
		return NewSlice(args[0], args[1], nil), nil
	case 3:
		return NewSlice(args[0], args[1], args[2]), nil
	case 0:
		return nil, exception.New(exception.TypeError, "slice expected at least 1 argument, got 0")
	}
	return nil, exception.New(exception.TypeError, "slice expected at most 3 arguments, got %d", len(args))
}

func sliceIndices(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
	if err := wantArgs("slice.indices", args, 1); err != nil {
		return nil, err
	}
	env := EnvOf(thread)
	n, err := Index(env, args[0])
	if err != nil {
		return nil, err
	}
	if n.Sign() < 0 {
		return nil, exception.New(exception.ValueError, "length should not be negative")
	}
	start, stop, step, err := self.(*Slice).Indices(env, clampInt(n))
	return starlark.Tuple{starlark.MakeInt(start), starlark.MakeInt(stop), starlark.MakeInt(step)}, err
}
