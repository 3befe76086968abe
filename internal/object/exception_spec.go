package object

import (
	"fmt"
	"strings"

	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/exception"
)

// completeException adds what a built-in exception class has of its own.
func completeException(s *Spec) {
	switch s.Name {
	case "BaseException":
		s.Doc = "Everything that can be raised."
		s.Methods = map[string]Method{
			"__init__": initException, "__str__": exceptionStr, "__repr__": exceptionRepr,
			"with_traceback": withTraceback, "add_note": addNote, "__reduce__": reduceException, "__setstate__": setExceptionState,
		}
		s.Properties = exceptionProperties()
	case "Exception":
		s.Doc = "Every exception that does not mean that the program is to end."
	case "KeyError":
		s.Methods = map[string]Method{"__str__": keyErrorStr}
	case "OSError":
		s.Methods = map[string]Method{"__str__": osErrorStr}
		s.Properties = fieldProperties("errno", "strerror", "filename", "filename2")
	case "BlockingIOError":
		s.Properties = fieldProperties("characters_written")
	case "SystemExit":
		s.Properties = fieldProperties("code")
	case "StopIteration":
		s.Properties = fieldProperties("value")
	case "ImportError":
		s.Methods = map[string]Method{"__str__": msgStr}
		s.Properties = fieldProperties("msg", "name", "path")
	case "AttributeError":
		s.Properties = fieldProperties("name", "obj")
	case "NameError":
		s.Properties = fieldProperties("name")
	case "SyntaxError":
		s.Methods = map[string]Method{"__str__": syntaxErrorStr}
		s.Properties = fieldProperties("msg", "filename", "lineno", "offset", "text", "end_lineno", "end_offset", "print_file_and_line")
	case "UnicodeDecodeError", "UnicodeEncodeError", "UnicodeTranslateError":
		s.Methods = map[string]Method{"__str__": unicodeErrorStr}
		s.Properties = fieldProperties("encoding", "object", "start", "end", "reason")
	case "BaseExceptionGroup":
		s.Methods = map[string]Method{"__str__": groupStr}
		s.Properties = fieldProperties("message", "exceptions")
		for name, p := range s.Properties {
			p.Set = func(*starlark.Thread, starlark.Value, starlark.Value) error {
				return exception.New(exception.AttributeError, "readonly attribute")
			}
			s.Properties[name] = p
		}
	}
}

func fieldProperties(names ...string) map[string]Property {
	props := make(map[string]Property, len(names))
	for _, name := range names {
		props[name] = Property{
			Get: func(thread *starlark.Thread, self starlark.Value) (starlark.Value, error) {
				if x := ExceptionOf(self); x != nil {
					if v := x.Field(name); v != nil {
						return v, nil
					}
				}
				if name == "characters_written" {
					return nil, exception.New(exception.AttributeError, "characters_written")
				}
				return starlark.None, nil
			},
			Set: func(thread *starlark.Thread, self, v starlark.Value) error {
				if x := ExceptionOf(self); x != nil {
					x.SetField(name, v)
				}
				return nil
			},
		}
	}
	return props
}

// newException is BaseException.__new__. The fields are __init__'s.
func newException(thread *starlark.Thread, cls *Class, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if cls == OSError && len(args) >= 2 && len(args) <= 5 {
		if n, ok := args[0].(starlark.Int); ok {
			if code, ok := n.Int64(); ok {
				cls = osErrorClass(cls, int(code))
			}
		}
	}
	i := NewInstance(EnvOf(thread), cls)
	i.Native = &Exception{Args: args}
	return i, nil
}

// initException is BaseException.__init__ and that of all built-in exceptions.
func initException(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	i, _ := self.(*Instance)
	x := ExceptionOf(self)
	if x == nil {
		return nil, exception.New(exception.TypeError, "%s.__init__() must follow __new__()", TypeName(self))
	}
	if i.class.IsSubclass(BaseExceptionGroup) {
		return starlark.None, nil // __new__ has done it all
	}
	x.Args = args
	if err := initFields(i, x, args); err != nil {
		return nil, err
	}
	for _, kw := range kwargs {
		name := string(kw[0].(starlark.String))
		if !takesKeyword(i.class, name) {
			if base := keywordClass(i.class); base != nil {
				return nil, exception.New(exception.TypeError, "'%s' is an invalid keyword argument for %s()", name, base.name)
			}
			return nil, exception.New(exception.TypeError, "%s() takes no keyword arguments", i.class.name)
		}
		x.SetField(name, kw[1])
	}
	return starlark.None, nil
}

func keywordClass(c *Class) *Class {
	for _, base := range []*Class{ImportError, AttributeError, NameError} {
		if c.IsSubclass(base) {
			return base
		}
	}
	return nil
}

func takesKeyword(c *Class, name string) bool {
	switch keywordClass(c) {
	case ImportError:
		return name == "name" || name == "path"
	case AttributeError:
		return name == "name" || name == "obj"
	case NameError:
		return name == "name"
	}
	return false
}

// initFields sets the fields that the classes behind i derive from the arguments.
func initFields(i *Instance, x *Exception, args []starlark.Value) error {
	c := i.class
	switch {
	case c.IsSubclass(OSError):
		if len(args) >= 2 && len(args) <= 5 {
			x.SetField("errno", args[0])
			x.SetField("strerror", args[1])
			if len(args) > 2 && args[2] != starlark.None {
				if _, isInt := args[2].(starlark.Int); isInt && c.IsSubclass(BlockingIOError) {
					x.SetField("characters_written", args[2])
				} else {
					x.SetField("filename", args[2])
					x.Args = x.Args[:2:2]
				}
			}
			if len(args) == 5 && args[4] != starlark.None {
				x.SetField("filename2", args[4])
			}
		}
	case c.IsSubclass(SystemExit):
		switch len(args) {
		case 0:
			x.SetField("code", starlark.None)
		case 1:
			x.SetField("code", args[0])
		default:
			x.SetField("code", starlark.Tuple(args))
		}
	case c.IsSubclass(StopIteration):
		if len(args) > 0 {
			x.SetField("value", args[0])
		} else {
			x.SetField("value", starlark.None)
		}
	case c.IsSubclass(ImportError):
		if len(args) == 1 {
			x.SetField("msg", args[0])
		}
	case c.IsSubclass(SyntaxError):
		return initSyntaxError(i, x, args)
	case c.IsSubclass(UnicodeDecodeError), c.IsSubclass(UnicodeEncodeError):
		if len(args) != 5 {
			return exception.New(exception.TypeError, "function takes exactly 5 arguments (%d given)", len(args))
		}
		for n, name := range []string{"encoding", "object", "start", "end", "reason"} {
			x.SetField(name, args[n])
		}
	case c.IsSubclass(UnicodeTranslateError):
		if len(args) != 4 {
			return exception.New(exception.TypeError, "function takes exactly 4 arguments (%d given)", len(args))
		}
		for n, name := range []string{"object", "start", "end", "reason"} {
			x.SetField(name, args[n])
		}
	case c.IsSubclass(BaseExceptionGroup):
		if len(args) == 2 {
			x.SetField("message", args[0])
			if elems, err := Elements(i.env, args[1]); err == nil {
				x.SetField("exceptions", starlark.Tuple(elems))
			}
		}
	}
	return nil
}

func initSyntaxError(i *Instance, x *Exception, args []starlark.Value) error {
	if len(args) > 0 {
		x.SetField("msg", args[0])
	}
	if len(args) == 2 {
		info, err := Elements(i.env, args[1])
		if err != nil {
			return err
		}
		if len(info) != 4 && len(info) != 6 {
			return exception.New(exception.TypeError, "function takes at most 6 arguments (%d given)", len(info))
		}
		for n, name := range []string{"filename", "lineno", "offset", "text", "end_lineno", "end_offset"} {
			if n < len(info) {
				x.SetField(name, info[n])
			}
		}
	}
	return nil
}

func newExceptionGroup(thread *starlark.Thread, cls *Class, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if len(args) != 2 {
		return nil, exception.New(exception.TypeError, "BaseExceptionGroup.__new__() takes exactly 2 arguments (%d given)", len(args))
	}
	if _, ok := plainString(args[0]); !ok {
		return nil, exception.New(exception.TypeError, "argument 1 must be str, not %s", TypeName(args[0]))
	}
	switch args[1].(type) {
	case *starlark.List, starlark.Tuple:
	default:
		return nil, exception.New(exception.TypeError, "second argument (exceptions) must be a sequence")
	}
	env := EnvOf(thread)
	elems, err := Elements(env, args[1])
	if err != nil {
		return nil, err
	}
	if len(elems) == 0 {
		return nil, exception.New(exception.ValueError, "second argument (exceptions) must be a non-empty sequence")
	}
	plain := true
	for n, e := range elems {
		if ExceptionOf(e) == nil {
			return nil, exception.New(exception.ValueError, "Item %d of second argument (exceptions) is not an exception", n)
		}
		plain = plain && instanceOf(e, ExceptionClass)
	}
	switch {
	case cls == BaseExceptionGroup && plain:
		cls = ExceptionGroup
	case !plain && cls.IsSubclass(ExceptionGroup):
		if cls == ExceptionGroup {
			return nil, exception.New(exception.TypeError, "Cannot nest BaseExceptions in an ExceptionGroup")
		}
		return nil, exception.New(exception.TypeError, "Cannot nest BaseExceptions in '%s'", cls.name)
	}
	return NewException(env, cls, args...), nil
}

func exceptionProperties() map[string]Property {
	link := func(field func(x *Exception) **Instance, what string) Property {
		return Property{
			Get: func(thread *starlark.Thread, self starlark.Value) (starlark.Value, error) {
				_, x, err := raw(self)
				if err != nil {
					return nil, err
				}
				if e := *field(x); e != nil {
					return e, nil
				}
				return starlark.None, nil
			},
			Set: func(thread *starlark.Thread, self, v starlark.Value) error {
				_, x, err := raw(self)
				if err != nil {
					return err
				}
				if v == starlark.None {
					*field(x) = nil
				} else if ExceptionOf(v) != nil {
					*field(x) = v.(*Instance)
				} else {
					return exception.New(exception.TypeError, "exception %s must be None or derive from BaseException", what)
				}
				if what == "cause" {
					x.SuppressContext = true
				}
				return nil
			},
		}
	}
	return map[string]Property{
		"args": {
			Get: func(thread *starlark.Thread, self starlark.Value) (starlark.Value, error) {
				_, x, err := raw(self)
				if err != nil {
					return nil, err
				}
				return x.Args, nil
			},
			Set: func(thread *starlark.Thread, self, v starlark.Value) error {
				i, x, err := raw(self)
				if err != nil {
					return err
				}
				elems, err := Elements(i.env, v)
				if err != nil {
					return err
				}
				x.Args = elems
				return nil
			},
		},
		"__cause__":   link(func(x *Exception) **Instance { return &x.Cause }, "cause"),
		"__context__": link(func(x *Exception) **Instance { return &x.Context }, "context"),
		"__suppress_context__": {
			Get: func(thread *starlark.Thread, self starlark.Value) (starlark.Value, error) {
				_, x, err := raw(self)
				if err != nil {
					return nil, err
				}
				return starlark.Bool(x.SuppressContext), nil
			},
			Set: func(thread *starlark.Thread, self, v starlark.Value) error {
				_, x, err := raw(self)
				if err != nil {
					return err
				}
				b, ok := v.(starlark.Bool)
				if !ok {
					return exception.New(exception.TypeError, "attribute value type must be bool")
				}
				x.SuppressContext = bool(b)
				return nil
			},
		},
		"__traceback__": {Get: getTraceback, Set: setTraceback},
		"__notes__": {
			Get: func(thread *starlark.Thread, self starlark.Value) (starlark.Value, error) {
				_, x, err := raw(self)
				if err != nil {
					return nil, err
				}
				if x.Notes == nil {
					return nil, noAttr(self, "__notes__")
				}
				notes := make([]starlark.Value, len(x.Notes))
				for n, s := range x.Notes {
					notes[n] = textValue(s)
				}
				return starlark.NewList(notes), nil
			},
			Set: func(thread *starlark.Thread, self, v starlark.Value) error {
				i, x, err := raw(self)
				if err != nil {
					return err
				}
				elems, err := Elements(i.env, v)
				if err != nil {
					return err
				}
				notes := []string{}
				for _, e := range elems {
					s, err := Str(i.env, e)
					if err != nil {
						return err
					}
					notes = append(notes, s)
				}
				x.Notes = notes
				return nil
			},
		},
	}
}

// exceptionFrom returns the exception that raise v raises: v, or an instance of
// the class v. complaint is for other values and may name the type by %s.
func exceptionFrom(thread *starlark.Thread, v starlark.Value, complaint string) (*Instance, error) {
	if c, ok := v.(*Class); ok && c.IsSubclass(BaseException) {
		made, err := callValue(thread, c, nil, nil)
		if err != nil {
			return nil, err
		}
		if ExceptionOf(made) == nil {
			return nil, exception.New(exception.TypeError, "calling %s should have returned an instance of BaseException, not %s", c.String(), TypeOf(made).String())
		}
		return made.(*Instance), nil
	}
	if ExceptionOf(v) != nil {
		return v.(*Instance), nil
	}
	if strings.Contains(complaint, "%s") {
		complaint = fmt.Sprintf(complaint, TypeName(v))
	}
	return nil, exception.New(exception.TypeError, "%s", complaint)
}
