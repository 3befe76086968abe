package multiprocessing

import (
	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/interp"
	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/text"
	"go.starlark.net/starlark"
)

// limitsOf reads the attribute limits of a process object, which is not CPython's: a dict
// of what a child that is a process of the operating system may use, memory in bytes, cpu
// in seconds of processor time, files that are open at once.
func (st *state) limitsOf(p *object.Instance, method string) (l interp.OSLimits, err error) {
	v, ok := p.Own("limits")
	if !ok || v == starlark.None {
		return l, nil
	}
	d, ok := v.(*starlark.Dict)
	if !ok {
		return l, exception.New(exception.TypeError, "limits must be a dict, not '%s'", object.TypeName(v))
	}
	if method == "fork" {
		return l, valueError("limits are for children that are processes of the operating system: start methods 'spawn' and 'forkserver'")
	}
	for _, item := range d.Items() {
		n, err := integer(item[1])
		if err != nil {
			return l, err
		}
		i, ok := n.Int64()
		if !ok || i <= 0 {
			return l, valueError("limits must be positive")
		}
		switch name, _ := text.AsString(item[0]); name {
		case "memory":
			l.Memory = i
		case "cpu":
			l.CPU = i
		case "files":
			l.Files = i
		default:
			return l, valueError("limits are memory, cpu and files")
		}
	}
	return l, nil
}
