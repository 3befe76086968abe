package object

import (
	"fmt"
	"hash/maphash"
	"reflect"

	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/exception"
)

// ID returns a number that no other value alive has: what id() returns. Values
// without an address (ints, strings) get one from their contents.
func ID(v starlark.Value) uint64 {
	if r := reflect.ValueOf(v); r.Kind() == reflect.Pointer {
		return uint64(r.Pointer())
	}
	if t, ok := v.(starlark.Tuple); ok && len(t) > 0 {
		return uint64(reflect.ValueOf(&t[0]).Pointer())
	}
	h, _ := v.Hash()
	return uint64(maphash.String(idSeed, v.Type()))&0xffff<<32 | uint64(h)<<4 | 1<<20
}

var idSeed = maphash.MakeSeed()

// Is reports whether x and y are the same object. Values that have no identity
// in the engine are the same when they are equal.
func Is(x, y starlark.Value) bool {
	switch x := x.(type) {
	case starlark.Tuple:
		y, ok := y.(starlark.Tuple)
		return ok && len(x) == len(y) && (len(x) == 0 || &x[0] == &y[0])
	case starlark.Int, starlark.Float, starlark.String, starlark.Bytes, starlark.Bool, starlark.NoneType:
		if reflect.TypeOf(x) != reflect.TypeOf(y) {
			return false
		}
		eq, err := starlark.Equal(x, y)
		return err == nil && eq
	}
	if !reflect.TypeOf(x).Comparable() || !reflect.TypeOf(y).Comparable() {
		return false
	}
	return x == y
}

func hashPointer[T any](p *T) uint32 {
	n := uint64(reflect.ValueOf(p).Pointer())
	return uint32(n>>4) ^ uint32(n>>32)
}

func hashIdentity(v starlark.Value) uint32 {
	n := ID(v)
	return uint32(n>>4) ^ uint32(n>>32)
}

// addressRepr returns "<what at 0x...>".
func addressRepr[T any](what string, p *T) string {
	return fmt.Sprintf("<%s at 0x%012x>", what, reflect.ValueOf(p).Pointer())
}

var errNoHash = func(v starlark.Value) error {
	return exception.New(exception.TypeError, "unhashable type: '%s'", TypeName(v))
}
