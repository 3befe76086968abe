package os

import (
	"errors"
	"os/exec"
	"runtime"
	"sync"

	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/interp"
	"github.com/mpstar/mpstar/internal/ipc"
	"github.com/mpstar/mpstar/internal/text"
)

var systemFunc = native("system", text.Signature{Params: []string{"command"}, Required: 1}, func(thread *starlark.Thread, a []starlark.Value) (starlark.Value, error) {
	f, err := readPath(thread, a[0])
	if err != nil {
		return nil, err
	}
	in := interp.Of(thread)
	var cmd *exec.Cmd
	if runtime.GOOS == "windows" {
		cmd = exec.Command("cmd.exe", "/c", f.path)
	} else {
		cmd = exec.Command("/bin/sh", "-c", f.path)
	}
	cmd.Dir = in.Dir()
	for k, v := range in.Environ() {
		cmd.Env = append(cmd.Env, k+"="+v)
	}
	if err := in.Stdout().Flush(); err != nil {
		return nil, err
	}
	err = run(thread, cmd)
	var exit *exec.ExitError
	switch {
	case err == nil:
		return starlark.MakeInt(0), nil
	case errors.As(err, &exit):
		return starlark.MakeInt(waitStatus(exit.ProcessState)), nil
	}
	if _, ok := err.(*exec.Error); ok {
		return nil, exception.New(exception.OSError, "os.system: %v", err)
	}
	return nil, err
})

// A relay takes what a command writes until the script's thread, which alone may
// touch the interpreter's streams, passes it on.
type relay struct {
	mu       sync.Mutex
	out, err []byte
	done     bool
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
func run(thread *starlark.Thread, cmd *exec.Cmd) error {
	in := interp.Of(thread)
	r := &relay{changed: ipc.NewEvent()}
	r.room = sync.NewCond(&r.mu)
	cmd.Stdout, cmd.Stderr = relayEnd{r: r, buf: &r.out}, relayEnd{r: r, buf: &r.err}
	if err := cmd.Start(); err != nil {
		return err
	}
	go func() {
		err := cmd.Wait()
		r.mu.Lock()
		r.done, r.failure = true, err
		r.mu.Unlock()
		r.changed.Set()
	}()
	for {
		if err := r.changed.Wait(in.Task(thread), ipc.Forever); err != nil {
			cmd.Process.Kill()
			r.mu.Lock()
			r.done = true
			r.room.Broadcast()
			r.mu.Unlock()
			return in.Err(thread, err)
		}
		r.mu.Lock()
		r.changed.Clear()
		out, errs, done, failure := r.out, r.err, r.done, r.failure
		r.out, r.err = nil, nil
		r.room.Broadcast()
		r.mu.Unlock()
		if len(out) > 0 {
			if err := in.Stdout().WriteString(string(out)); err != nil {
				return err
			}
			if err := in.Stdout().Flush(); err != nil {
				return err
			}
		}
		if len(errs) > 0 {
			if err := in.Stderr().WriteString(string(errs)); err != nil {
				return err
			}
		}
		if done {
			return failure
		}
	}
}
