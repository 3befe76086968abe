//go:build unix

package os

import (
	"github.com/mpstar/mpstar/internal/object"
	"syscall"

	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/number"
	"github.com/mpstar/mpstar/internal/text"
)

// statusFunctions take such a status apart.
var statusFunctions = object.Later(func() []*starlark.Builtin {
	return []*starlark.Builtin{
		status("WIFEXITED", func(s syscall.WaitStatus) starlark.Value { return starlark.Bool(s.Exited()) }),
		status("WEXITSTATUS", func(s syscall.WaitStatus) starlark.Value { return starlark.MakeInt(int(s) >> 8 & 0xff) }),
		status("WIFSIGNALED", func(s syscall.WaitStatus) starlark.Value { return starlark.Bool(s.Signaled()) }),
		status("WTERMSIG", func(s syscall.WaitStatus) starlark.Value { return starlark.MakeInt(int(s) & 0x7f) }),
		status("waitstatus_to_exitcode", func(s syscall.WaitStatus) starlark.Value {
			if s.Signaled() {
				return starlark.MakeInt(-int(s.Signal()))
			}
			return starlark.MakeInt(s.ExitStatus())
		}),
	}
})

func status(name string, fn func(s syscall.WaitStatus) starlark.Value) *starlark.Builtin {
	return native(name, text.Signature{Params: []string{"status"}, Required: 1}, func(thread *starlark.Thread, a []starlark.Value) (starlark.Value, error) {
		n, err := number.Int(thread, a[0])
		if err != nil {
			return nil, err
		}
		return fn(syscall.WaitStatus(n)), nil
	})
}
