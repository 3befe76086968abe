package collections

import (
	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/engine"
	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/interp"
	"github.com/mpstar/mpstar/internal/object"
)

var moveFirstFunction = object.NewFunc("move_first", moveFirst)

func initOrder(_ *interp.Interp, m *object.Module) error {
	m.Set("move_first", moveFirstFunction)
	return nil
}

// moveFirst makes the last entry of a dict, or of an instance of a class that derives from dict, the first one.
func moveFirst(_ *starlark.Thread, args starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
	if len(args) != 1 {
		return nil, exception.New(exception.TypeError, "move_first() takes exactly one argument (%d given)", len(args))
	}
	d, ok := object.Unwrap(args[0]).(*starlark.Dict)
	if !ok {
		return nil, exception.New(exception.TypeError, "move_first() argument must be a dict, not %s", object.TypeName(args[0]))
	}
	if d.Len() < 2 || engine.MoveFirst(d) {
		return starlark.None, nil
	}
	items := d.Items()
	if err := d.Clear(); err != nil {
		return nil, err
	}
	n := len(items) - 1
	if err := d.SetKey(items[n][0], items[n][1]); err != nil {
		return nil, err
	}
	for _, item := range items[:n] {
		if err := d.SetKey(item[0], item[1]); err != nil {
			return nil, err
		}
	}
	return starlark.None, nil
}
