package os

import (
	"io"
	"maps"
	"slices"
	"syscall"
	"time"

	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/interp"
	"github.com/mpstar/mpstar/internal/number"
	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/pieces"
	"github.com/mpstar/mpstar/internal/structseq"
	"github.com/mpstar/mpstar/internal/system"
	"github.com/mpstar/mpstar/internal/text"
)

// maxRandom bounds what one call of urandom returns.
const maxRandom = 1 << 30

var terminalSize = object.Later(func() *structseq.Type {
	return structseq.New(structseq.Spec{Name: "terminal_size", Module: "os", Doc: "How many columns and lines a terminal has.", Fields: []string{"columns", "lines"}})
})

var timesClass = object.Later(func() *structseq.Type {
	return structseq.New(structseq.Spec{Name: "times_result", Module: coreModule, Doc: "The processor time of this process and its children.",
		Fields: []string{"user", "system", "children_user", "children_system", "elapsed"}})
})

var processFunctions = object.Later(func() []*starlark.Builtin {
	return []*starlark.Builtin{
		native("getpid", nothing, func(thread *starlark.Thread, a []starlark.Value) (starlark.Value, error) {
			return starlark.MakeInt(interp.Of(thread).Pid()), nil
		}),
		native("getppid", nothing, func(thread *starlark.Thread, a []starlark.Value) (starlark.Value, error) {
			return starlark.MakeInt(interp.Of(thread).ParentPid()), nil
		}),
		native("cpu_count", nothing, func(thread *starlark.Thread, a []starlark.Value) (starlark.Value, error) {
			return starlark.MakeInt(machineOf(thread).CPUs()), nil
		}),
		native("urandom", text.Signature{Params: []string{"size"}, Required: 1, Style: text.Single}, func(thread *starlark.Thread, a []starlark.Value) (starlark.Value, error) {
			n, err := number.Int(thread, a[0])
			switch {
			case err != nil:
				return nil, err
			case n < 0:
				return nil, exception.New(exception.ValueError, "negative argument not allowed")
			case n > maxRandom:
				return nil, exception.New(exception.MemoryError, "")
			}
			check := object.EnvOf(thread).Check
			b, err := pieces.Make[byte](n, check)
			for at := 0; at < n && err == nil; at += pieces.Size {
				if _, err = io.ReadFull(interp.Of(thread).System().Random, b[at:min(n, at+pieces.Size)]); err == nil && n > pieces.Size {
					err = check()
				}
			}
			if err != nil {
				return nil, err
			}
			return text.Bytes(b), nil
		}),
		native("strerror", text.Signature{Params: []string{"code"}, Required: 1, Style: text.Single}, func(thread *starlark.Thread, a []starlark.Value) (starlark.Value, error) {
			n, err := number.Int(thread, a[0])
			if err != nil {
				return nil, err
			}
			return text.Str(strerror(syscall.Errno(n))), nil
		}),
		native("_exit", text.Signature{Params: []string{"status"}, Required: 1}, func(thread *starlark.Thread, a []starlark.Value) (starlark.Value, error) {
			n, err := number.Int(thread, a[0])
			if err != nil {
				return nil, err
			}
			in := interp.Of(thread)
			in.Process().ExitNow(n & 0xff)
			return nil, in.Check(thread)
		}),
		native("abort", nothing, func(thread *starlark.Thread, a []starlark.Value) (starlark.Value, error) {
			in := interp.Of(thread)
			in.Process().ExitNow(-6) // as SIGABRT
			return nil, in.Check(thread)
		}),
		native("kill", text.Signature{Params: []string{"pid", "signal"}, Required: 2, Style: text.Packed}, kill),
		native("times", nothing, func(thread *starlark.Thread, a []starlark.Value) (starlark.Value, error) {
			t, err := machineOf(thread).Times()
			if err != nil {
				return nil, failed(thread, err)
			}
			vs := make([]starlark.Value, len(t))
			for i, d := range t {
				vs[i] = starlark.Float(float64(d/(10*time.Millisecond)) / 100) // in ticks, as the system counts them
			}
			return timesClass.Get().Make(object.EnvOf(thread), vs...), nil
		}),
		native("getloadavg", nothing, func(thread *starlark.Thread, a []starlark.Value) (starlark.Value, error) {
			l, err := machineOf(thread).LoadAverage()
			if err != nil {
				return nil, exception.New(exception.OSError, "Load averages are unobtainable")
			}
			return starlark.Tuple{starlark.Float(l[0]), starlark.Float(l[1]), starlark.Float(l[2])}, nil
		}),
		native("get_terminal_size", text.Signature{Params: []string{"fd"}, Style: text.Packed}, func(thread *starlark.Thread, a []starlark.Value) (starlark.Value, error) {
			fd := 1
			if a[0] != nil {
				var err error
				if fd, err = number.Int(thread, a[0]); err != nil {
					return nil, err
				}
			}
			width, height, err := machineOf(thread).TerminalSize(fd)
			if err != nil {
				return nil, failed(thread, err)
			}
			return terminalSize.Get().Make(object.EnvOf(thread), starlark.MakeInt(width), starlark.MakeInt(height)), nil
		}),
		native("isatty", text.Signature{Params: []string{"fd"}, Required: 1, Style: text.Single}, func(thread *starlark.Thread, a []starlark.Value) (starlark.Value, error) {
			fd, err := number.Int(thread, a[0])
			if err != nil {
				return nil, err
			}
			return starlark.Bool(machineOf(thread).Terminal(fd)), nil
		}),
	}
})

// machineOf returns what the scripts of a thread's interpreter are told of the machine.
func machineOf(thread *starlark.Thread) system.Machine { return interp.Of(thread).System().Machine }

// kill sends a signal: to a process of this runtime through its process table, to
// any other through the system.
func kill(thread *starlark.Thread, a []starlark.Value) (starlark.Value, error) {
	pid, err := number.Int(thread, a[0])
	if err != nil {
		return nil, err
	}
	sig, err := number.Int(thread, a[1])
	if err != nil {
		return nil, err
	}
	if pid <= 0 {
		return nil, exception.New(exception.NotImplementedError, "os.kill() of a process group is not supported: pid %d", pid)
	}
	in := interp.Of(thread)
	if p, ok := in.Runtime().Lookup(pid); ok {
		if sig == 0 {
			return starlark.None, nil
		}
		if sig < 0 || sig >= interp.NSIG {
			return nil, failed(thread, syscall.EINVAL)
		}
		if !p.Signal(sig) {
			return nil, exception.New(exception.NotImplementedError, "os.kill() of a process of the tree: signal %d is not supported, since such a process can't be stopped", sig)
		}
		if err := in.Check(thread); err != nil { // it may have been this process
			return nil, err
		}
		return starlark.None, in.RunSignals(thread)
	}
	if pid == in.Runtime().HostPid() {
		return nil, failed(thread, syscall.EPERM) // the host
	}
	if err := in.System().Programs.Kill(pid, sig); err != nil {
		return nil, failed(thread, err)
	}
	return starlark.None, nil
}

// unsupported are functions that need what an interpreter inside a process does
// not have; each says what to use.
var unsupported = object.Later(func() (fs []*starlark.Builtin) {
	const useProcess = "use multiprocessing.Process"
	const useOpen = "use open()"
	insteads := map[string]string{
		"fork": useProcess, "forkpty": useProcess, "wait": "use Process.join", "waitpid": "use Process.join", "wait3": "use Process.join", "wait4": "use Process.join",
		"pipe2": "use multiprocessing.Pipe", "popen": "use os.system",
		"execl": useProcess, "execle": useProcess, "execlp": useProcess, "execv": useProcess, "execve": useProcess, "execvp": useProcess, "execvpe": useProcess,
		"spawnl": useProcess, "spawnv": useProcess, "posix_spawn": useProcess,
		"dup": useOpen, "dup2": useOpen, "lseek": useOpen, "fstat": "use os.stat",
		"nice": "all processes share one priority", "setpriority": "all processes share one priority", "setuid": "all processes share one user", "setgid": "all processes share one group",
		"setsid": useProcess, "killpg": "use os.kill", "register_at_fork": useProcess, "umask": "all processes share one umask",
	}
	for _, name := range slices.Sorted(maps.Keys(insteads)) { // in one order in all processes
		instead := insteads[name]
		fs = append(fs, object.NewFunc(name, func(*starlark.Thread, starlark.Tuple, []starlark.Tuple) (starlark.Value, error) {
			return nil, exception.New(exception.NotImplementedError, "os.%s is not part of mpstar; %s", name, instead)
		}))
	}
	return fs
})

var getlogin = object.Later(func() *starlark.Builtin {
	return native("getlogin", nothing, func(thread *starlark.Thread, a []starlark.Value) (starlark.Value, error) {
		name, err := machineOf(thread).Login()
		if err != nil {
			return nil, failed(thread, err)
		}
		return text.Str(name), nil
	})
})
