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
	TypeType.later(func(c *Class) { c.slots["__call__"].owner = c })
	RegisterType(PropertyType, propertySpec())
	RegisterType(StaticMethodType, Spec{New: func(thread *starlark.Thread, cls *Class, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		f, err := oneArg("staticmethod", args, kwargs)
		return &StaticMethod{Func: f}, err
	}, Methods: map[string]Method{"__get__": descriptorGet(func(_ *starlark.Thread, self, _ starlark.Value, _ *Class) (starlark.Value, error) {
		return self.(*StaticMethod).Func, nil
	})}})
	RegisterType(ClassMethodType, Spec{New: func(thread *starlark.Thread, cls *Class, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		f, err := oneArg("classmethod", args, kwargs)
		return &ClassMethod{Func: f}, err
	}, Methods: map[string]Method{"__get__": descriptorGet(func(_ *starlark.Thread, self, _ starlark.Value, cls *Class) (starlark.Value, error) {
		return bindClassMethod(self.(*ClassMethod), cls), nil
	})}})
	RegisterType(GeneratorType, generatorSpec())
	RegisterType(TracebackType, tracebackSpec())
	RegisterType(FrameType, frameSpec())
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
		"__get__": descriptorGet(func(_ *starlark.Thread, self, obj starlark.Value, _ *Class) (starlark.Value, error) {
			if obj == nil {
				return self, nil
			}
			return &BoundMethod{Func: self.(starlark.Callable), Self: obj}, nil
		}),
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
		c.later(func(c *Class) { c.slots["__init__"].value.(*NativeMethod).raw = true })
	}
	ABCMeta = NewClass(Spec{Name: "ABCMeta", Module: "abc", Bases: []*Class{TypeType}, Methods: map[string]Method{
		"register": abcRegister, "__instancecheck__": abcInstanceCheck, "__subclasscheck__": abcSubclassCheck,
	}})
	ABC = NewClass(Spec{Name: "ABC", Module: "abc", Meta: ABCMeta})
	initAlias()
	initTypeMethods()
	initAttrDict()
}

// descriptorGet makes a method __get__ of what get does. An obj of nil says that the class was asked; cls is obj's class if none was given.
func descriptorGet(get func(thread *starlark.Thread, self, obj starlark.Value, cls *Class) (starlark.Value, error)) Method {
	return func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		if len(kwargs) > 0 {
			return nil, exception.New(exception.TypeError, "wrapper __get__() takes no keyword arguments")
		}
		switch {
		case len(args) == 0:
			return nil, exception.New(exception.TypeError, " expected at least 1 argument, got 0")
		case len(args) > 2:
			return nil, exception.New(exception.TypeError, " expected at most 2 arguments, got %d", len(args))
		}
		obj := args[0]
		var cls *Class
		if len(args) == 2 {
			cls, _ = args[1].(*Class)
		}
		if obj == starlark.None && cls != NoneTypeClass {
			obj = nil
		}
		if obj == nil && cls == nil {
			return nil, exception.New(exception.TypeError, "__get__(None, None) is invalid")
		}
		if cls == nil {
			cls = TypeOf(obj)
		}
		return get(thread, self, obj, cls)
	}
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
	if len(name) > NameBytes {
		return "", ErrLongName
	}
	return name, nil
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
			"__get__": descriptorGet(func(thread *starlark.Thread, self, obj starlark.Value, _ *Class) (starlark.Value, error) {
				if obj == nil {
					return self, nil
				}
				return self.(*ScriptProperty).get(thread, obj, "")
			}),
			"__set__": func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
				if err := wantArgs("__set__", args, 2); err != nil {
					return nil, err
				}
				return starlark.None, self.(*ScriptProperty).set(thread, args[0], args[1], "")
			},
			"__delete__": func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
				if err := wantArgs("__delete__", args, 1); err != nil {
					return nil, err
				}
				return starlark.None, self.(*ScriptProperty).del(thread, args[0], "")
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
	start, stop, step, err := self.(*Slice).Indices(env, func() int { return clampInt(n) })
	return starlark.Tuple{starlark.MakeInt(start), starlark.MakeInt(stop), starlark.MakeInt(step)}, err
}
