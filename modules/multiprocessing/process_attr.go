package multiprocessing

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/text"
	"go.starlark.net/starlark"
)

// This file has the attributes of process objects, and how they are shown.

func processName(thread *starlark.Thread, self starlark.Value) (starlark.Value, error) {
	return attr(self.(*object.Instance), "_name")
}

func setProcessName(thread *starlark.Thread, self, v starlark.Value) error {
	if !object.IsInstance(v, object.StrType) {
		return assertion("name must be a string")
	}
	self.(*object.Instance).Set("_name", v)
	return nil
}

func processDaemon(thread *starlark.Thread, self starlark.Value) (starlark.Value, error) {
	p := self.(*object.Instance)
	if _, err := attr(p, "_config"); err != nil {
		return nil, err
	}
	v, ok, err := configOf(p).Get(starlark.String("daemon"))
	if err != nil || !ok {
		return starlark.False, err
	}
	return v, nil
}

func setProcessDaemon(thread *starlark.Thread, self, v starlark.Value) error {
	p := self.(*object.Instance)
	pp, err := popenField(p)
	if err != nil {
		return err
	}
	if pp != nil {
		return assertion("process has already started")
	}
	return configOf(p).SetKey(starlark.String("daemon"), v)
}

func processAuthkey(thread *starlark.Thread, self starlark.Value) (starlark.Value, error) {
	p := self.(*object.Instance)
	if _, err := attr(p, "_config"); err != nil {
		return nil, err
	}
	v, ok, err := configOf(p).Get(starlark.String("authkey"))
	if err == nil && !ok {
		err = exception.WithArgs(exception.KeyError, starlark.String("authkey"))
	}
	return v, err
}

func setProcessAuthkey(thread *starlark.Thread, self, v starlark.Value) error {
	p := self.(*object.Instance)
	if _, err := attr(p, "_config"); err != nil {
		return err
	}
	key, err := object.CallKw(thread, authenticationString.Get(), starlark.Tuple{v}, nil)
	if err != nil {
		return err
	}
	return configOf(p).SetKey(starlark.String("authkey"), key)
}

func processExitcode(thread *starlark.Thread, self starlark.Value) (starlark.Value, error) {
	p := self.(*object.Instance)
	if err := checkClosed(p); err != nil {
		return nil, err
	}
	pp, err := popenField(p)
	if err != nil || pp == nil {
		return starlark.None, err
	}
	if code, done := pp.process.ExitCode(); done {
		return starlark.MakeInt(code), nil
	}
	return starlark.None, nil
}

func processIdent(thread *starlark.Thread, self starlark.Value) (starlark.Value, error) {
	p := self.(*object.Instance)
	if err := checkClosed(p); err != nil {
		return nil, err
	}
	st := stateOf(thread)
	if p == st.currentProcess() {
		return starlark.MakeInt(st.in.Pid()), nil
	}
	pp, err := popenField(p)
	if err != nil || pp == nil {
		return starlark.None, err
	}
	return starlark.MakeInt(pp.process.Pid()), nil
}

// noSetter refuses an assignment as a property of a Python class does.
func noSetter(name string) func(*starlark.Thread, starlark.Value, starlark.Value) error {
	return func(_ *starlark.Thread, self, _ starlark.Value) error {
		return exception.New(exception.AttributeError, "property '%s' of '%s' object has no setter", name, object.TypeName(self))
	}
}

func processSentinel(thread *starlark.Thread, self starlark.Value) (starlark.Value, error) {
	p := self.(*object.Instance)
	if err := checkClosed(p); err != nil {
		return nil, err
	}
	if v, ok := p.Own("_sentinel"); ok {
		return v, nil
	}
	return nil, valueError("process not started")
}

func processRepr(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	p := self.(*object.Instance)
	st := stateOf(thread)
	env := st.env
	status, exit := "", ""
	var pp *popen
	if p == st.currentProcess() {
		status = "started"
	} else {
		closed, err := attr(p, "_closed")
		if err != nil {
			return nil, err
		}
		if pp, err = popenField(p); err != nil {
			return nil, err
		}
		switch {
		case closed == starlark.True:
			status = "closed"
		case st.isChild(p, "") != nil:
			status = "unknown"
		case pp == nil:
			status = "initial"
		default:
			status = "started"
			if code, done := pp.process.ExitCode(); done {
				status, exit = "stopped", exitName(code)
			}
		}
	}
	name, err := attr(p, "_name")
	if err != nil {
		return nil, err
	}
	shown, err := object.Repr(env, name)
	if err != nil {
		return nil, err
	}
	parent, err := attr(p, "_parent_pid")
	if err != nil {
		return nil, err
	}
	var b strings.Builder
	fmt.Fprintf(&b, "<%s name=%s", p.Class().Name(), shown)
	if pp != nil {
		fmt.Fprintf(&b, " pid=%d", pp.process.Pid())
	}
	fmt.Fprintf(&b, " parent=%s %s", parent, status)
	if exit != "" {
		b.WriteString(" exitcode=" + exit)
	}
	if isDaemon(p) {
		b.WriteString(" daemon")
	}
	b.WriteString(">")
	return text.Str(b.String()), nil
}

// exitName returns an exit code as a process's repr shows it.
func exitName(code int) string {
	if name, ok := signalNames[-code]; ok && code < 0 {
		return "-" + name
	}
	return strconv.Itoa(code)
}

// signalNames are POSIX's names of the signals that can end a process, by number.
var signalNames = map[int]string{
	1: "SIGHUP", 2: "SIGINT", 3: "SIGQUIT", 4: "SIGILL", 5: "SIGTRAP", 6: "SIGABRT", 7: "SIGBUS",
	8: "SIGFPE", 9: "SIGKILL", 10: "SIGUSR1", 11: "SIGSEGV", 12: "SIGUSR2", 13: "SIGPIPE",
	14: "SIGALRM", 15: "SIGTERM",
}
