package multiprocessing

import (
	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/interp"
	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/text"
	"go.starlark.net/starlark"
)

// This file is about what children that are processes of the operating system may use, which is not CPython's: memory in bytes, cpu in seconds of
// processor time, files that are open at once. A context's set_limits is for all that it starts, workers of its pools and servers of its managers
// too; the attribute limits of a process object, a dict, is for that child, in place of its context's. A child's own children get no more than it has.

// limitNames are the limits, in the order of set_limits's parameters.
var limitNames = []string{"memory", "cpu", "files"}

// limit returns the field of that name, nil if there is none.
func limit(l *interp.OSLimits, name string) *int64 {
	switch name {
	case "memory":
		return &l.Memory
	case "cpu":
		return &l.CPU
	case "files":
		return &l.Files
	}
	return nil
}

// setLimit sets the limit of that name.
func setLimit(l *interp.OSLimits, name string, v starlark.Value) error {
	field := limit(l, name)
	if field == nil {
		return exception.New(exception.ValueError, "no limit '%s': limits are memory, cpu and files", name)
	}
	n, err := integer(v)
	if err != nil {
		return exception.New(exception.TypeError, "the limit '%s' must be an integer, not '%s'", name, object.TypeName(v))
	}
	i, ok := n.Int64()
	if !ok || i <= 0 {
		return exception.New(exception.ValueError, "the limit '%s' must be positive", name)
	}
	*field = i
	return nil
}

// limitable returns an error if children of that start method cannot be limited.
func limitable(method string) error {
	if method == "fork" {
		return valueError("limits are for children that are processes of the operating system: start methods 'spawn' and 'forkserver'")
	}
	if !interp.HasOSLimits {
		return exception.New(exception.NotImplementedError, "limits of a child are not available on this operating system")
	}
	return nil
}

// limitsOf returns the limits of a child that is about to be started.
func (st *state) limitsOf(p *object.Instance, method string) (l interp.OSLimits, err error) {
	v, ok := p.Own("limits")
	if !ok || v == starlark.None {
		return st.limits[method], nil
	}
	d, ok := v.(*starlark.Dict)
	if !ok {
		return l, exception.New(exception.TypeError, "limits must be a dict, not '%s'", object.TypeName(v))
	}
	if err := limitable(method); err != nil {
		return l, err
	}
	for _, item := range d.Items() {
		name, _ := text.AsString(item[0])
		if err := setLimit(&l, name, item[1]); err != nil {
			return l, err
		}
	}
	return l, nil
}

// setContextLimits is set_limits: None is no limit.
func (st *state) setContextLimits(_ *starlark.Thread, method string, a []starlark.Value) (starlark.Value, error) {
	if method == "" {
		method = st.startMethod()
	}
	if err := limitable(method); err != nil {
		return nil, err
	}
	var l interp.OSLimits
	for i, name := range limitNames {
		if a[i] == nil || a[i] == starlark.None {
			continue
		}
		if err := setLimit(&l, name, a[i]); err != nil {
			return nil, err
		}
	}
	if st.limits == nil {
		st.limits = make(map[string]interp.OSLimits)
	}
	st.limits[method] = l
	return starlark.None, nil
}

// contextLimits is get_limits: a dict of what set_limits has set.
func (st *state) contextLimits(_ *starlark.Thread, method string, _ []starlark.Value) (starlark.Value, error) {
	if method == "" {
		method = st.startMethod()
	}
	l := st.limits[method]
	d := starlark.NewDict(len(limitNames))
	for _, name := range limitNames {
		if n := *limit(&l, name); n > 0 {
			d.SetKey(starlark.String(name), starlark.MakeInt64(n))
		}
	}
	return d, nil
}
