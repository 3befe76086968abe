package os

import (
	"slices"
	"syscall"

	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/interp"
	"github.com/mpstar/mpstar/internal/number"
	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/text"
)

// linuxFunctions are those that only Linux has.
var linuxFunctions = object.Later(func() []*starlark.Builtin {
	return []*starlark.Builtin{
		native("sched_getaffinity", text.Signature{Params: []string{"pid"}, Required: 1, Style: text.Single}, func(thread *starlark.Thread, a []starlark.Value) (starlark.Value, error) {
			pid, err := number.Int(thread, a[0])
			if err != nil {
				return nil, err
			}
			if _, ok := interp.Of(thread).Runtime().Lookup(pid); ok && pid != interp.Of(thread).Pid() {
				pid = 0 // a child inside this process
			}
			list, err := affinityOf(thread, pid)
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
		native("sched_setaffinity", text.Signature{Params: []string{"pid", "mask"}, Required: 2, Style: text.Positional}, setAffinity),
	}
})

// An affinity is what a script has asked for with sched_setaffinity. It is what sched_getaffinity then tells, and nothing else: the processes
// of a tree share the host's threads.
type affinity struct{ cpus []int }

type affinityKey struct{}

// affinityOf returns the processors that a process may use.
func affinityOf(thread *starlark.Thread, pid int) ([]int, error) {
	in := interp.Of(thread)
	if pid == 0 || pid == in.Pid() {
		if own := in.State(affinityKey{}, func() any { return new(affinity) }).(*affinity); own.cpus != nil {
			return own.cpus, nil
		}
	}
	return machineOf(thread).Affinity(pid)
}

func setAffinity(thread *starlark.Thread, a []starlark.Value) (starlark.Value, error) {
	in := interp.Of(thread)
	env := object.EnvOf(thread)
	pid, err := number.Int(thread, a[0])
	if err != nil {
		return nil, err
	}
	if pid != 0 && pid != in.Pid() {
		return nil, exception.New(exception.NotImplementedError, "os.sched_setaffinity() of another process is not part of mpstar")
	}
	elems, err := object.Elements(env, a[1])
	if err != nil {
		return nil, err
	}
	all, err := machineOf(thread).Affinity(0)
	if err != nil {
		return nil, failed(thread, err)
	}
	asked := make(map[int]bool)
	for _, v := range elems {
		if _, ok := number.IsInt(v); !ok {
			return nil, exception.New(exception.TypeError, "expected an iterator of ints, but iterator yielded <class '%s'>", object.TypeName(v))
		}
		n, err := number.Int(thread, v)
		if err != nil {
			return nil, err
		}
		if n < 0 {
			return nil, exception.New(exception.ValueError, "negative CPU number")
		}
		asked[n] = true
	}
	cpus := slices.DeleteFunc(slices.Clone(all), func(n int) bool { return !asked[n] })
	if len(cpus) == 0 {
		return nil, failed(thread, syscall.EINVAL)
	}
	in.State(affinityKey{}, func() any { return new(affinity) }).(*affinity).cpus = cpus
	return starlark.None, nil
}
