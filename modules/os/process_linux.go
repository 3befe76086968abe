package os

import (
	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/number"
	"github.com/mpstar/mpstar/internal/text"
)

// linuxFunctions are those that only Linux has.
var linuxFunctions = []*starlark.Builtin{
	native("sched_getaffinity", text.Signature{Params: []string{"pid"}, Required: 1, Style: text.Single}, func(thread *starlark.Thread, a []starlark.Value) (starlark.Value, error) {
		pid, err := number.Int(thread, a[0])
		if err != nil {
			return nil, err
		}
		if pid > 1<<22 {
			pid = 0 // a child inside this process
		}
		list, err := machineOf(thread).Affinity(pid)
		if err != nil {
			return nil, failed(thread, err)
		}
		cpus := starlark.NewSet(len(list))
		for _, i := range list {
			if err := cpus.Insert(starlark.MakeInt(i)); err != nil {
				return nil, err
			}
		}
		return cpus, nil
	}),
}
