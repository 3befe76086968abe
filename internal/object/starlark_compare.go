package object

import (
	"go.starlark.net/starlark"
	"go.starlark.net/syntax"

	"github.com/mpstar/mpstar/internal/pieces"
	"github.com/mpstar/mpstar/internal/text"
)

// StarlarkCompare is starlark.Compare, with its results and its complaints, for what is large or nested: it can be stopped.
func (e *Env) StarlarkCompare(op syntax.Token, x, y starlark.Value) (bool, error) {
	return e.starlarkCompare(op, x, y, starlark.CompareLimit)
}

func (e *Env) starlarkCompare(op syntax.Token, x, y starlark.Value, depth int) (bool, error) {
	if err := e.Tick(); err != nil {
		return false, err
	}
	if depth < 1 {
		return starlark.CompareDepth(op, x, y, depth)
	}
	switch x := x.(type) {
	case *starlark.List:
		if y, ok := y.(*starlark.List); ok {
			return e.compareSeqs(op, x, y, depth, starlarks)
		}
	case starlark.Tuple:
		if y, ok := y.(starlark.Tuple); ok {
			return e.compareSeqs(op, x, y, depth, starlarks)
		}
	case *starlark.Dict:
		if y, ok := y.(*starlark.Dict); ok && (op == syntax.EQL || op == syntax.NEQ) {
			eq, err := e.dictsEqual(x, y, depth, starlarks)
			return eq == (op == syntax.EQL), err
		}
	case *starlark.Set:
		if y, ok := y.(*starlark.Set); ok {
			return e.compareSets(op, x, y)
		}
	case starlark.String:
		if y, ok := y.(starlark.String); ok && len(x) > pieces.Size {
			return e.compareTexts(op, string(x), string(y))
		}
	case starlark.Bytes:
		if y, ok := y.(starlark.Bytes); ok && len(x) > pieces.Size {
			return e.compareTexts(op, string(x), string(y))
		}
	case *text.Text, text.Bytes: // of modules
		return e.compareValues(op, x, y, depth)
	}
	return starlark.CompareDepth(op, x, y, depth)
}
