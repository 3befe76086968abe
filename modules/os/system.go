package os

import (
	"github.com/mpstar/mpstar/internal/object"
	"sync"

	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/interp"
	"github.com/mpstar/mpstar/internal/ipc"
	"github.com/mpstar/mpstar/internal/system"
	"github.com/mpstar/mpstar/internal/text"
)

var systemFunc = object.Later(func() *starlark.Builtin {
	return native("system", text.Signature{Params: []string{"command"}, Required: 1}, func(thread *starlark.Thread, a []starlark.Value) (starlark.Value, error) {
		f, err := readName(thread, a[0])
		if err != nil {
			return nil, err
		}
		in := interp.Of(thread)
		cmd := &system.Command{Path: "/bin/sh", Args: []string{"sh", "-c", f.path}, Dir: in.Dir()}
		if osName == "nt" {
			if cmd.Path, err = in.System().Programs.Find("cmd.exe", in.Environ()["PATH"]); err != nil {
				return nil, failed(thread, err)
			}
			cmd.Args = []string{"cmd.exe", "/c", f.path}
		}
		for k, v := range in.Environ() {
			cmd.Env = append(cmd.Env, k+"="+v)
		}
		if err := in.Stdout().Flush(); err != nil {
			return nil, err
		}
		status, err := run(thread, cmd)
		if err != nil {
			return nil, err
		}
		return starlark.MakeInt(status.Raw), nil
	})
})

// A relay takes what a command writes until the script's thread, which alone may
// touch the interpreter's streams, passes it on.
type relay struct {
	mu       sync.Mutex
	out, err []byte
	done     bool
	status   system.Status
	failure  error
	changed  *ipc.Event // something is there, or done
	room     *sync.Cond // the relay is not full
}

// relaySize is how far a command may be ahead of the script.
const relaySize = 1 << 20

// relayEnd is the command's standard output or error.
type relayEnd struct {
	r   *relay
	buf *[]byte
}

func (e relayEnd) Write(p []byte) (int, error) {
	e.r.mu.Lock()
	defer e.r.mu.Unlock()
	for len(*e.buf) >= relaySize && !e.r.done {
		e.r.room.Wait()
	}
	*e.buf = append(*e.buf, p...)
	e.r.changed.Set()
	return len(p), nil
}

// run runs a command, passing its output on as it comes. If the script's process
// ends or is interrupted meanwhile, so is the command.
func run(thread *starlark.Thread, cmd *system.Command) (system.Status, error) {
	in := interp.Of(thread)
	r := &relay{changed: ipc.NewEvent()}
	r.room = sync.NewCond(&r.mu)
	cmd.Stdout, cmd.Stderr = relayEnd{r: r, buf: &r.out}, relayEnd{r: r, buf: &r.err}
	in.Reveal() // to the program, as its parent
	program, err := in.System().Programs.Start(cmd)
	if err != nil {
		return system.Status{}, failed(thread, err)
	}
	go func() {
		status, err := program.Wait()
		r.mu.Lock()
		r.done, r.status, r.failure = true, status, err
		r.mu.Unlock()
		r.changed.Set()
	}()
	for {
		if err := r.changed.Wait(in.Task(thread), ipc.Forever); err != nil {
			program.Signal(interp.SIGKILL)
			r.mu.Lock()
			r.done = true
			r.room.Broadcast()
			r.mu.Unlock()
			return system.Status{}, in.Err(thread, err)
		}
		r.mu.Lock()
		r.changed.Clear()
		out, errs, done, status, failure := r.out, r.err, r.done, r.status, r.failure
		r.out, r.err = nil, nil
		r.room.Broadcast()
		r.mu.Unlock()
		if len(out) > 0 {
			if err := in.Stdout().WriteString(string(out)); err != nil {
				return system.Status{}, err
			}
			if err := in.Stdout().Flush(); err != nil {
				return system.Status{}, err
			}
		}
		if len(errs) > 0 {
			if err := in.Stderr().WriteString(string(errs)); err != nil {
				return system.Status{}, err
			}
		}
		if done {
			return status, failure
		}
	}
}
