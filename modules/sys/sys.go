// Package sys is the module sys.
//
// The standard streams are in stream.go, what the module tells of the program and
// the machine in info.go, sys.modules in modules.go, getsizeof in size.go, and
// everything else that can be called here.
package sys

import (
	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/modules/threading"
	"math"
	"time"

	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/interp"
	"github.com/mpstar/mpstar/internal/number"
	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/text"
)

// Module returns the definition of the module.
func Module() interp.Def {
	return interp.Def{
		Name: "sys",
		Doc:  "The interpreter: its arguments, streams, modules, limits and end.",
		Init: func(in *interp.Interp, m *object.Module) error {
			for _, f := range functions.Get() {
				m.Set(f.Name(), f)
			}
			m.Set("__excepthook__", excepthook.Get())
			m.Set("__displayhook__", displayhook.Get())
			for fd, name := range []string{"stdin", "stdout", "stderr"} {
				s := newStream(in, fd)
				m.Set(name, s)
				m.Set("__"+name+"__", s)
			}
			m.Set("argv", stringList(in.Args()))
			m.Set("orig_argv", stringList(append([]string{in.Runtime().Executable()}, in.Args()...)))
			m.Set("path", stringList(in.Path()))
			m.Set("modules", object.NewInstance(in.Env(), modulesClass.Get()))
			setInfo(in, m)
			return nil
		},
	}
}

func stringList(ss []string) *starlark.List {
	l := make([]starlark.Value, len(ss))
	for i, s := range ss {
		l[i] = text.Str(s)
	}
	return starlark.NewList(l)
}

// native returns a function of the module.
func native(name string, signature text.Signature, fn func(thread *starlark.Thread, a []starlark.Value) (starlark.Value, error)) *starlark.Builtin {
	signature.Owner, signature.Func = "sys", name
	return object.NewFunc(name, func(thread *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		a, err := signature.Parse(args, kwargs)
		if err != nil {
			return nil, err
		}
		return fn(thread, a)
	})
}

func one(param string) text.Signature {
	return text.Signature{Style: text.Single, Params: []string{param}, Required: 1}
}

// constant returns a function without arguments whose result never changes.
func constant(name string, v starlark.Value) *starlark.Builtin {
	return native(name, text.Signature{Style: text.Nothing}, func(*starlark.Thread, []starlark.Value) (starlark.Value, error) {
		return v, nil
	})
}

var functions = object.Later(func() []*starlark.Builtin {
	return []*starlark.Builtin{
		native("exit", text.Signature{Style: text.Positional, Params: []string{"status"}}, func(thread *starlark.Thread, a []starlark.Value) (starlark.Value, error) {
			var args []starlark.Value
			if t, ok := a[0].(starlark.Tuple); ok {
				args = t
			} else if a[0] != nil && a[0] != starlark.None {
				args = a[:1]
			}
			return nil, object.Raise(object.NewException(object.EnvOf(thread), object.SystemExit, args...))
		}),
		native("exc_info", text.Signature{Style: text.Nothing}, func(thread *starlark.Thread, a []starlark.Value) (starlark.Value, error) {
			exc := object.EnvOf(thread).Handling(thread)
			if exc == nil {
				return starlark.Tuple{starlark.None, starlark.None, starlark.None}, nil
			}
			traceback, err := object.GetAttr(thread, exc, "__traceback__")
			return starlark.Tuple{exc.Class(), exc, traceback}, err
		}),
		native("exception", text.Signature{Style: text.Nothing}, func(thread *starlark.Thread, a []starlark.Value) (starlark.Value, error) {
			if exc := object.EnvOf(thread).Handling(thread); exc != nil {
				return exc, nil
			}
			return starlark.None, nil
		}),
		excepthook.Get(), displayhook.Get(),

		native("getrecursionlimit", text.Signature{Style: text.Nothing}, func(thread *starlark.Thread, a []starlark.Value) (starlark.Value, error) {
			return starlark.MakeInt(interp.Of(thread).RecursionLimit()), nil
		}),
		native("setrecursionlimit", one("limit"), func(thread *starlark.Thread, a []starlark.Value) (starlark.Value, error) {
			n, err := number.Index(thread, a[0])
			if err != nil {
				return nil, err
			}
			limit, ok := n.Int64()
			if !ok || int64(int32(limit)) != limit {
				return nil, exception.New(exception.OverflowError, "Python int too large to convert to C int")
			}
			if limit < 1 {
				return nil, exception.New(exception.ValueError, "recursion limit must be greater or equal than 1")
			}
			interp.Of(thread).SetRecursionLimit(int(limit))
			return starlark.None, nil
		}),
		native("getsizeof", text.Signature{Params: []string{"object", "default"}, Required: 1}, func(thread *starlark.Thread, a []starlark.Value) (starlark.Value, error) {
			if r, ok, err := number.Special(thread, a[0], "__sizeof__"); ok || err != nil {
				if i, isInstance := a[0].(*object.Instance); err != nil || isInstance && !i.Class().Native() {
					return r, err
				}
			}
			return starlark.MakeInt(sizeOf(a[0])), nil
		}),
		native("intern", one("string"), func(thread *starlark.Thread, a []starlark.Value) (starlark.Value, error) {
			if _, ok := text.AsString(a[0]); !ok {
				return nil, exception.New(exception.TypeError, "intern() argument must be str, not %s", object.TypeName(a[0]))
			}
			return a[0], nil
		}),
		native("getswitchinterval", text.Signature{Style: text.Nothing}, func(thread *starlark.Thread, a []starlark.Value) (starlark.Value, error) {
			return starlark.Float(interp.Of(thread).SwitchInterval().Seconds()), nil
		}),
		native("setswitchinterval", one("interval"), func(thread *starlark.Thread, a []starlark.Value) (starlark.Value, error) {
			x, err := number.Float(thread, a[0])
			if err != nil {
				return nil, err
			}
			if !(x > 0) {
				return nil, exception.New(exception.ValueError, "switch interval must be strictly positive")
			}
			interp.Of(thread).SetSwitchInterval(time.Duration(min(x, 1e9) * float64(time.Second)))
			return starlark.None, nil
		}),
		native("get_int_max_str_digits", text.Signature{Style: text.Nothing}, func(thread *starlark.Thread, a []starlark.Value) (starlark.Value, error) {
			return starlark.MakeInt(max(0, object.EnvOf(thread).MaxDigits())), nil
		}),
		native("set_int_max_str_digits", text.Signature{Params: []string{"maxdigits"}, Required: 1}, func(thread *starlark.Thread, a []starlark.Value) (starlark.Value, error) {
			v, err := number.Index(thread, a[0])
			if err != nil {
				return nil, err
			}
			n, ok := v.Int64()
			if !ok || int64(int32(n)) != n {
				return nil, exception.New(exception.OverflowError, "Python int too large to convert to C int")
			}
			if n != 0 && n < 640 {
				return nil, exception.New(exception.ValueError, "maxdigits must be 0 or larger than 640")
			}
			interp.Of(thread).SetMaxDigits(int(n))
			return starlark.None, nil
		}),
		native("is_finalizing", text.Signature{Style: text.Nothing}, func(thread *starlark.Thread, a []starlark.Value) (starlark.Value, error) {
			return starlark.Bool(interp.Of(thread).Dying()), nil
		}),
		constant("getdefaultencoding", starlark.String("utf-8")),
		constant("getfilesystemencoding", starlark.String("utf-8")),
		constant("getfilesystemencodeerrors", starlark.String("surrogateescape")),
		constant("gettrace", starlark.None),
		constant("getprofile", starlark.None),
		hook("settrace"),
		hook("setprofile"),
		native("_getframe", text.Signature{Style: text.Positional, Params: []string{"depth"}}, getFrame),
		native("_current_frames", text.Signature{Style: text.Nothing}, func(thread *starlark.Thread, a []starlark.Value) (starlark.Value, error) {
			return threading.CurrentFrames(thread)
		}),
		absent("getrefcount", "values are not counted"),
		absent("addaudithook", "there are no audit events"),
	}
})

// getFrame is sys._getframe: a frame object for the caller, or for a function so many calls further out.
func getFrame(thread *starlark.Thread, a []starlark.Value) (starlark.Value, error) {
	depth := 0
	if a[0] != nil {
		v, err := number.Index(thread, a[0])
		if err != nil {
			return nil, err
		}
		n, ok := v.Int64()
		if depth = int(n); !ok || n > math.MaxInt32 {
			return nil, exception.New(exception.OverflowError, "Python int too large to convert to C int")
		}
	}
	if f := object.RunningFrame(object.EnvOf(thread), thread, max(depth, 0)); f != nil {
		return f, nil
	}
	return nil, exception.New(exception.ValueError, "call stack is not deep enough")
}

// hook returns settrace or setprofile: None, which is what is set, may be set.
func hook(name string) *starlark.Builtin {
	return native(name, one("function"), func(thread *starlark.Thread, a []starlark.Value) (starlark.Value, error) {
		if a[0] == starlark.None {
			return starlark.None, nil
		}
		return nil, exception.New(exception.NotImplementedError, "sys.%s is not supported: scripts can't be traced", name)
	})
}

func absent(name, why string) *starlark.Builtin {
	return object.NewFunc(name, func(*starlark.Thread, starlark.Tuple, []starlark.Tuple) (starlark.Value, error) {
		return nil, exception.New(exception.NotImplementedError, "sys.%s is not supported: %s", name, why)
	})
}

var excepthook = object.Later(func() *starlark.Builtin {
	return native("excepthook", text.Signature{Style: text.Positional, Params: []string{"exctype", "value", "traceback"}, Required: 3}, func(thread *starlark.Thread, a []starlark.Value) (starlark.Value, error) {
		exc, ok := a[1].(*object.Instance)
		if !ok || object.ExceptionOf(exc) == nil {
			return nil, exception.New(exception.TypeError, "print_exception(): Exception expected for value, %s found", object.TypeName(a[1]))
		}
		in := interp.Of(thread)
		return starlark.None, in.Write(thread, 2, object.FormatUncaught(in.Env(), exc))
	})
})

var displayhook = object.Later(func() *starlark.Builtin {
	return native("displayhook", one("object"), func(thread *starlark.Thread, a []starlark.Value) (starlark.Value, error) {
		if a[0] == starlark.None {
			return starlark.None, nil
		}
		in := interp.Of(thread)
		s, err := object.Repr(in.Env(), a[0])
		if err != nil {
			return nil, err
		}
		return starlark.None, in.Write(thread, 1, s+"\n")
	})
})
