package multiprocessing

import (
	"fmt"

	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/interp"
	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/params"
	"go.starlark.net/starlark"
)

// This file defines multiprocessing.util, but for Finalize, and the package's
// logger. As in CPython nothing is logged, and logging is not imported, before
// somebody has asked for the logger.

// The levels that the package logs at.
const (
	levelSubDebug   = 5
	levelDebug      = 10
	levelInfo       = 20
	levelSubWarning = 25
)

const (
	loggerName = "multiprocessing"
	logFormat  = "[%(levelname)s/%(processName)s] %(message)s"
)

// utilModule is what multiprocessing.util holds beside its functions.
var utilModule = submodule{
	name:      "util",
	classes:   func() []*object.Class { return []*object.Class{finalizeClass.Get(), threadLockClass.Get()} },
	functions: []string{"get_logger", "log_to_stderr"},
	values: object.Later(func() starlark.StringDict {
		return starlark.StringDict{
			"sub_debug":   logFunction("sub_debug", levelSubDebug),
			"debug":       logFunction("debug", levelDebug),
			"info":        logFunction("info", levelInfo),
			"sub_warning": logFunction("sub_warning", levelSubWarning),

			"register_after_fork":  object.NewFunc("register_after_fork", registerAfterFork),
			"is_exiting":           object.NewFunc("is_exiting", isExiting),
			"_exit_function":       object.NewFunc("_exit_function", exitFunction),
			"get_temp_dir":         object.NewFunc("get_temp_dir", getTempDir),
			"close_all_fds_except": unavailable("multiprocessing.util.close_all_fds_except", "file descriptors that a child could inherit"),
			"ForkAwareLocal":       unavailable("multiprocessing.util.ForkAwareLocal", "thread-local data beside threading.local"),

			"SUBDEBUG": starlark.MakeInt(levelSubDebug), "SUBWARNING": starlark.MakeInt(levelSubWarning),
			"NOTSET": starlark.MakeInt(0), "DEBUG": starlark.MakeInt(levelDebug), "INFO": starlark.MakeInt(levelInfo),
			"LOGGER_NAME": starlark.String(loggerName), "DEFAULT_LOGGING_FORMAT": starlark.String(logFormat),
		}
	}),
	all: "sub_debug debug info sub_warning get_logger log_to_stderr get_temp_dir register_after_fork is_exiting Finalize " +
		"ForkAwareThreadLock ForkAwareLocal close_all_fds_except SUBDEBUG SUBWARNING",
}

// log logs a message of the package's own. Whatever goes wrong is the handlers'
// to show, as in CPython.
func (st *state) log(thread *starlark.Thread, level int, msg string) {
	if st.logger == nil && !st.logged {
		return
	}
	if err := st.logCall(thread, level, starlark.Tuple{starlark.String(msg)}); err != nil {
		st.unraisable(thread, err)
	}
}

func (st *state) logCall(thread *starlark.Thread, level int, args starlark.Tuple) error {
	logger, err := st.getLogger(thread)
	if err != nil {
		return err
	}
	fn, err := object.GetAttr(thread, logger, "log")
	if err != nil {
		return err
	}
	_, err = object.CallKw(thread, fn, append(starlark.Tuple{starlark.MakeInt(level)}, args...), nil)
	return err
}

// logFunction is one of util's functions that log.
func logFunction(name string, level int) starlark.Value {
	p := params.Func(name, "msg, *args")
	return object.NewFunc(name, func(thread *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		a, err := p.Bind(args, kwargs)
		if err != nil {
			return nil, err
		}
		st := stateOf(thread)
		if st.logger == nil && !st.logged {
			return starlark.None, nil
		}
		return starlark.None, st.logCall(thread, level, append(starlark.Tuple{a[0]}, a[1].(starlark.Tuple)...))
	})
}

// getLogger is get_logger().
func (st *state) getLogger(thread *starlark.Thread) (starlark.Value, error) {
	if st.logger != nil {
		return st.logger, nil
	}
	logger, err := st.logging(thread, "getLogger", starlark.String(loggerName))
	if err != nil {
		return nil, err
	}
	if err := object.SetAttr(thread, logger, "propagate", starlark.MakeInt(0)); err != nil {
		return nil, err
	}
	st.logger = logger
	return logger, nil
}

// logToStderr is log_to_stderr(level).
func (st *state) logToStderr(thread *starlark.Thread, level starlark.Value) (starlark.Value, error) {
	logger, err := st.getLogger(thread)
	if err != nil {
		return nil, err
	}
	formatter, err := st.logging(thread, "Formatter", starlark.String(logFormat))
	if err != nil {
		return nil, err
	}
	handler, err := st.logging(thread, "StreamHandler")
	if err != nil {
		return nil, err
	}
	calls := []struct {
		on     starlark.Value
		method string
		arg    starlark.Value
	}{{handler, "setFormatter", formatter}, {logger, "addHandler", handler}}
	if level != nil {
		set, err := object.Truth(st.env, level)
		if err != nil {
			return nil, err
		}
		if set {
			calls = append(calls, calls[0])
			calls[2].on, calls[2].method, calls[2].arg = logger, "setLevel", level
		}
	}
	for _, c := range calls {
		fn, err := object.GetAttr(thread, c.on, c.method)
		if err != nil {
			return nil, err
		}
		if _, err := object.Call(thread, fn, c.arg); err != nil {
			return nil, err
		}
	}
	return logger, nil
}

// logging calls a function of the module logging.
func (st *state) logging(thread *starlark.Thread, name string, args ...starlark.Value) (starlark.Value, error) {
	m, err := st.in.Import(thread, "logging")
	if err != nil {
		return nil, err
	}
	fn, err := object.GetAttr(thread, m, name)
	if err != nil {
		return nil, err
	}
	return object.Call(thread, fn, args...)
}

// An afterFork is a call that a child makes before anything else.
type afterFork struct{ obj, fn starlark.Value }

var afterForkParams = params.Func("register_after_fork", "obj, func")

func registerAfterFork(thread *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	a, err := afterForkParams.Bind(args, kwargs)
	if err != nil {
		return nil, err
	}
	if err := weaklyReferable(a[0]); err != nil {
		return nil, err
	}
	st := stateOf(thread)
	if len(st.afterFork) >= maxAfterFork {
		return nil, exception.New(exception.RuntimeError, "more than %d calls of register_after_fork: none is ever forgotten", maxAfterFork)
	}
	st.afterFork = append(st.afterFork, afterFork{a[0], a[1]})
	return starlark.None, nil
}

// maxAfterFork bounds what every child begins with. CPython forgets an entry when
// its object goes; here it stays as long as the process.
const maxAfterFork = 10_000

// inherited is what a child gets of its parent's state, beside the modules.
func (st *state) inherited() starlark.Tuple {
	pairs := make(starlark.Tuple, 0, 2*len(st.afterFork))
	for _, a := range st.afterFork {
		pairs = append(pairs, a.obj, a.fn)
	}
	return starlark.Tuple{starlark.Bool(st.logger != nil || st.logged), pairs}
}

// inherit is the other end of inherited.
func (st *state) inherit(thread *starlark.Thread, v starlark.Value) {
	parts := v.(starlark.Tuple)
	st.logged = parts[0] == starlark.True
	pairs := parts[1].(starlark.Tuple)
	for i := 0; i+1 < len(pairs); i += 2 {
		st.afterFork = append(st.afterFork, afterFork{pairs[i], pairs[i+1]})
	}
	for _, a := range st.afterFork {
		if _, err := object.Call(thread, a.fn, a.obj); err != nil {
			st.log(thread, levelInfo, fmt.Sprintf("after forker raised exception %v", err))
		}
	}
}

func isExiting(thread *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if _, err := params.Func("is_exiting", "").Bind(args, kwargs); err != nil {
		return nil, err
	}
	return starlark.Bool(stateOf(thread).exiting), nil
}

// exitFunction is what CPython registers with atexit.
func exitFunction(thread *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if _, err := params.Func("_exit_function", "").Bind(args, kwargs); err != nil {
		return nil, err
	}
	stateOf(thread).exit(thread)
	return starlark.None, nil
}

// threadLockClass is ForkAwareThreadLock: threading's Lock, free again in a child.
var threadLockClass = object.Later(func() *object.Class {
	return object.NewClass(object.Spec{
		Name: "ForkAwareThreadLock", Module: "multiprocessing.util",
		Methods: map[string]object.Method{
			"__init__": func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
				if err := bare("ForkAwareThreadLock.__init__", args, kwargs); err != nil {
					return nil, err
				}
				m, err := interp.Of(thread).Import(thread, "threading")
				if err != nil {
					return nil, err
				}
				lock, err := object.GetAttr(thread, m, "Lock")
				if err != nil {
					return nil, err
				}
				if lock, err = object.Call(thread, lock); err != nil {
					return nil, err
				}
				i := self.(*object.Instance)
				i.Set("_lock", lock)
				for _, name := range []string{"acquire", "release"} {
					m, err := object.GetAttr(thread, lock, name)
					if err != nil {
						return nil, err
					}
					i.Set(name, m)
				}
				return starlark.None, nil
			},
			"__enter__": threadLockMethod("__enter__"),
			"__exit__":  threadLockMethod("__exit__"),
		},
	})
})

func threadLockMethod(name string) object.Method {
	return func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		lock, ok := self.(*object.Instance).Own("_lock")
		if !ok {
			return nil, noAttribute(self, "_lock")
		}
		fn, err := object.GetAttr(thread, lock, name)
		if err != nil {
			return nil, err
		}
		return object.CallKw(thread, fn, args, kwargs)
	}
}
