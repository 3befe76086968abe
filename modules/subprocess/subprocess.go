// Package subprocess is the module subprocess. It is written in the language (subprocess.py) over the module
// _subprocess, in which a program is started and its streams are taken piece by piece.
package subprocess

import (
	_ "embed"
	"errors"
	"io"
	"io/fs"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"time"

	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/interp"
	"github.com/mpstar/mpstar/internal/ipc"
	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/params"
	"github.com/mpstar/mpstar/internal/system"
	"github.com/mpstar/mpstar/internal/text"
)

//go:embed subprocess.py
var source string

// Modules returns the definitions of the module, and of the one that it is made with.
func Modules() []interp.Def {
	return []interp.Def{
		{Name: "subprocess", Doc: "Subprocesses with accessible I/O streams.", Source: source},
		{
			Name: "_subprocess",
			Doc:  "Programs and their streams.",
			Init: func(in *interp.Interp, m *object.Module) error {
				m.Set("start", object.NewFunc("start", params.Typed("start", start, params.IsStrs, params.IsStr, params.IsStr,
					params.IsStrs|params.OrNone, params.IsAny, params.IsAny, params.IsInt, params.IsAny)))
				m.Set("show", object.NewFunc("show", params.Typed("show", show, params.IsInt, params.IsBytes)))
				m.Set("windows", starlark.Bool(filepath.Separator == '\\'))
				return nil
			},
		},
	}
}

// ahead is how many bytes a program may be ahead of the script, or the script of the program, as in a pipe.
const ahead = 1 << 16

// A program is one that a script has started. Its streams are filled and emptied by goroutines that know
// no script values.
type program struct {
	p       system.Program
	changed *ipc.Event // something is there, or there is room, or it has ended

	mu     sync.Mutex
	room   *sync.Cond // the state has changed, for those goroutines
	out    [2][]byte  // standard output and error
	in     []byte
	shut   bool // the script writes no more
	broken bool // the program reads no more
	left   bool // the script's process has ended
	done   bool
	status system.Status
}

// programs are those that an interpreter has started and that may run.
type programs struct{ running []*program }

type programsKey struct{}

// CloseState ends what the script leaves running.
func (ps *programs) CloseState() {
	for _, p := range ps.running {
		p.mu.Lock()
		done := p.done
		p.left, p.shut = true, true
		p.room.Broadcast()
		p.mu.Unlock()
		if !done {
			p.p.Signal(interp.SIGKILL)
		}
	}
}

// end is one of the program's outputs.
type end struct {
	p  *program
	fd int
}

func (e end) Write(b []byte) (int, error) {
	p := e.p
	p.mu.Lock()
	defer p.mu.Unlock()
	for len(p.out[e.fd]) >= ahead && !p.left {
		p.room.Wait()
	}
	if p.left {
		return 0, io.ErrClosedPipe
	}
	p.out[e.fd] = append(p.out[e.fd], b...)
	p.changed.Set()
	return len(b), nil
}

// feed passes on what the script writes.
func (p *program) feed(w io.WriteCloser) {
	defer w.Close()
	for {
		p.mu.Lock()
		for len(p.in) == 0 && !p.shut && !p.done {
			p.room.Wait()
		}
		b := p.in
		p.in = nil
		p.mu.Unlock()
		p.changed.Set()
		if len(b) == 0 {
			return
		}
		if _, err := w.Write(b); err != nil {
			p.mu.Lock()
			p.broken = true
			p.mu.Unlock()
			p.changed.Set()
			return
		}
	}
}

var programClass = object.Later(func() *object.Class {
	return object.NewClass(object.Spec{Name: "Program", Module: "_subprocess", Final: true, Methods: methods.Get()})
})

// start takes the arguments, the file, the directory, the environment (pairs, or None) and, for each standard stream, whether
// the script has it; and for the error that it goes with the output.
func start(thread *starlark.Thread, args starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
	in := interp.Of(thread)
	argv := texts(args[0])
	file, dir := string(textOf(args[1])), string(textOf(args[2]))
	cmd := &system.Command{Args: argv, Dir: in.Dir(), Session: bool(args[7].Truth()), Group: false}
	if dir != "" {
		cmd.Dir = in.Resolve(dir)
	}
	env := in.Environ()
	if args[3] != starlark.None {
		env = map[string]string{}
		for _, pair := range texts(args[3]) {
			k, v, _ := strings.Cut(pair, "\x00")
			env[k] = v
		}
	}
	for k, v := range env {
		cmd.Env = append(cmd.Env, k+"="+v)
	}
	files := in.System().Files
	if dir != "" {
		if info, err := files.Stat(cmd.Dir); err != nil {
			return nil, failed(err, dir)
		} else if !info.IsDir() {
			return nil, failed(syscall.ENOTDIR, dir)
		}
	}
	if strings.ContainsRune(file, filepath.Separator) || strings.Contains(file, "/") {
		cmd.Path = file
		if !filepath.IsAbs(file) {
			cmd.Path = filepath.Join(cmd.Dir, file)
		}
		if info, err := files.Stat(cmd.Path); err != nil {
			return nil, failed(err, file)
		} else if info.IsDir() {
			return nil, failed(syscall.EACCES, file)
		}
	} else {
		path, err := in.System().Programs.Find(file, env["PATH"])
		if err != nil {
			return nil, failed(err, file)
		}
		cmd.Path = path
	}
	p := &program{changed: ipc.NewEvent()}
	p.room = sync.NewCond(&p.mu)
	if bool(args[4].Truth()) {
		cmd.Input = p.feed
	}
	if bool(args[5].Truth()) {
		cmd.Stdout = end{p, 0}
	}
	switch n, _ := starlark.AsInt32(args[6]); n {
	case 1:
		cmd.Stderr = end{p, 1}
	case 2:
		cmd.Stderr = cmd.Stdout
	}
	if err := in.Stdout().Flush(); err != nil {
		return nil, err
	}
	in.Reveal() // to the program, as its parent
	started, err := in.System().Programs.Start(cmd)
	if err != nil {
		return nil, failed(err, file)
	}
	p.p = started
	ps := in.State(programsKey{}, func() any { return new(programs) }).(*programs)
	ps.running = append(ps.running, p)
	go func() {
		status, _ := started.Wait()
		p.mu.Lock()
		p.done, p.status = true, status
		p.room.Broadcast()
		p.mu.Unlock()
		p.changed.Set()
	}()
	v := object.NewInstance(in.Env(), programClass.Get())
	v.Native = p
	return v, nil
}

type method = func(thread *starlark.Thread, p *program, args starlark.Tuple) (starlark.Value, error)

func bind(name string, fn method, kinds ...params.Kind) object.Method {
	return func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		if err := params.CheckKinds(name, args, kwargs, kinds...); err != nil {
			return nil, err
		}
		p, ok := self.(*object.Instance).Native.(*program)
		if !ok {
			return nil, exception.New(exception.ValueError, "%s() of a program that was not started", name)
		}
		return fn(thread, p, args)
	}
}

var methods = object.Later(func() map[string]object.Method {
	return map[string]object.Method{
		"pid": bind("pid", func(_ *starlark.Thread, p *program, _ starlark.Tuple) (starlark.Value, error) {
			return starlark.MakeInt(p.p.Pid()), nil
		}),
		// code returns the exit code, None while the program runs.
		"code": bind("code", func(thread *starlark.Thread, p *program, _ starlark.Tuple) (starlark.Value, error) {
			p.mu.Lock()
			defer p.mu.Unlock()
			if !p.done {
				return starlark.None, nil
			}
			ps := interp.Of(thread).State(programsKey{}, func() any { return new(programs) }).(*programs)
			for i, q := range ps.running {
				if q == p {
					ps.running = append(ps.running[:i], ps.running[i+1:]...)
					break
				}
			}
			return starlark.MakeInt(p.status.Code), nil
		}),
		"signal": bind("signal", func(_ *starlark.Thread, p *program, args starlark.Tuple) (starlark.Value, error) {
			n, _ := starlark.AsInt32(args[0])
			p.p.Signal(n) // one that has ended hears nothing
			return starlark.None, nil
		}, params.IsInt),
		// take returns what has come on standard output (0) or error (1), None at the end.
		"take": bind("take", func(_ *starlark.Thread, p *program, args starlark.Tuple) (starlark.Value, error) {
			fd, _ := starlark.AsInt32(args[0])
			if fd != 0 && fd != 1 {
				return nil, exception.New(exception.ValueError, "take() argument must be 0 or 1, not %d", fd)
			}
			p.mu.Lock()
			defer p.mu.Unlock()
			b := p.out[fd]
			p.out[fd] = nil
			p.room.Broadcast()
			if len(b) == 0 && p.done {
				return starlark.None, nil
			}
			return text.Bytes(b), nil
		}, params.IsInt),
		// put gives the program some of the bytes, and returns how many; -1 if it takes none any more.
		"put": bind("put", func(_ *starlark.Thread, p *program, args starlark.Tuple) (starlark.Value, error) {
			b, _ := text.AsBytes(args[0])
			p.mu.Lock()
			defer p.mu.Unlock()
			if p.broken || p.done {
				return starlark.MakeInt(-1), nil
			}
			n := min(len(b), max(ahead-len(p.in), 0))
			p.in = append(p.in, b[:n]...)
			p.room.Broadcast()
			return starlark.MakeInt(n), nil
		}, params.IsBytes),
		"shut": bind("shut", func(_ *starlark.Thread, p *program, _ starlark.Tuple) (starlark.Value, error) {
			p.mu.Lock()
			defer p.mu.Unlock()
			p.shut = true
			p.room.Broadcast()
			return starlark.None, nil
		}),
		"calm": bind("calm", func(_ *starlark.Thread, p *program, _ starlark.Tuple) (starlark.Value, error) {
			p.changed.Clear()
			return starlark.None, nil
		}),
		// wait waits for a change since the last calm, or for some seconds: then it returns False.
		"wait": bind("wait", func(thread *starlark.Thread, p *program, args starlark.Tuple) (starlark.Value, error) {
			in := interp.Of(thread)
			task := in.Task(thread)
			deadline := ipc.Forever
			if s, ok := starlark.AsFloat(args[0]); ok && s < 1e9 {
				deadline = task.Deadline(time.Duration(s * float64(time.Second)))
			}
			err := p.changed.Wait(task, deadline)
			if err == ipc.ErrTimeout {
				return starlark.False, nil
			}
			return starlark.True, in.Err(thread, err)
		}, params.IsNumber|params.OrNone),
	}
})

// show passes on what a program has written to a standard stream that it shares with the script.
func show(thread *starlark.Thread, args starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
	in := interp.Of(thread)
	b, _ := text.AsBytes(args[1])
	stream := in.Stdout()
	if n, _ := starlark.AsInt32(args[0]); n == 1 {
		stream = in.Stderr()
	}
	if err := stream.WriteString(string(b)); err != nil {
		return nil, err
	}
	return starlark.None, stream.Flush()
}

func textOf(v starlark.Value) string {
	s, _ := text.AsString(v)
	return s
}

func texts(v starlark.Value) (list []string) {
	l, _ := v.(*starlark.List)
	for i := 0; l != nil && i < l.Len(); i++ {
		list = append(list, textOf(l.Index(i)))
	}
	return list
}

func failed(err error, name string) error {
	var errno syscall.Errno
	switch {
	case errors.As(err, &errno):
	case errors.Is(err, fs.ErrNotExist):
		errno = syscall.ENOENT
	case errors.Is(err, fs.ErrPermission):
		return exception.New(exception.PermissionError, "%v", err)
	default:
		return exception.New(exception.OSError, "%v", err)
	}
	kind := exception.OSError
	switch errno {
	case syscall.ENOENT:
		kind = exception.FileNotFoundError
	case syscall.EACCES, syscall.EPERM:
		kind = exception.PermissionError
	case syscall.ENOTDIR:
		kind = exception.NotADirectoryError
	}
	return exception.WithArgs(kind, starlark.MakeInt(int(errno)), text.Str(message(errno)), text.Str(name))
}

// message is the C library's text of an error, which begins with a capital.
func message(errno syscall.Errno) string {
	s := errno.Error()
	return strings.ToUpper(s[:1]) + s[1:]
}
