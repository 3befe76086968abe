// Package govalue turns Go values into values of scripts and back. Package runtime documents the rules for those who
// embed scripts; this package is where they are kept.
//
//	v, err := govalue.To(env, map[string]int{"a": 1})  // {'a': 1}
//	x, err := govalue.From(env, v)                     // map[string]any{"a": int64(1)}
//	err = govalue.Into(env, v, &m, "m")                // into a variable with a type
//	fn, err := govalue.Func("f", strings.ToUpper)      // a function that scripts call
//
// to.go and from.go have the values, into.go conversion to a type, function.go functions, object.go Go objects and
// classes, callback.go functions of scripts that Go code calls.
package govalue

import (
	"fmt"
	"math/big"
	"reflect"
	"slices"
	"strings"
	"time"

	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/interp"
	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/structseq"
	"github.com/mpstar/mpstar/internal/text"
)

// maxDepth bounds how deep values are nested that are converted. It also ends cycles of pointers.
const maxDepth = 1000

// An Error says which part of a value can't be converted, and why.
type Error struct {
	Path string // "args[1]['conn'].Addr"
	Why  string // "channels have no counterpart in scripts"
}

func (e *Error) Error() string {
	if e.Path == "" {
		return e.Why
	}
	return e.Path + ": " + e.Why
}

// As lets scripts see the error as a TypeError.
func (e *Error) As(target any) bool {
	if p, ok := target.(**exception.Error); ok {
		*p = exception.New(exception.TypeError, "%s", e.Error())
		return true
	}
	return false
}

// To returns the script's value for a Go value. Nothing in it is shared with x, but for what a pointer, a function or a frozen
// starlark.Value refers to. The caller holds the interpreter's lock.
func To(env *object.Env, x any) (starlark.Value, error) {
	c := toConverter{env: env}
	return c.whole(reflect.ValueOf(x), "")
}

// whole converts a value that Go code may change once the host does not wait for the script any more: not later than that.
func (c *toConverter) whole(v reflect.Value, path string) (x starlark.Value, err error) {
	in, ok := c.env.Host.(*interp.Interp)
	if !ok {
		return c.to(v, path, 0)
	}
	if !in.Host(func() { x, err = c.to(v, path, 0) }) {
		return nil, interp.ErrEnded
	}
	return x, err
}

type toConverter struct{ env *object.Env }

var (
	timeType     = reflect.TypeFor[time.Time]()
	durationType = reflect.TypeFor[time.Duration]()
	bigIntType   = reflect.TypeFor[*big.Int]()
	errorType    = reflect.TypeFor[error]()
	valueType    = reflect.TypeFor[starlark.Value]()
	emptyType    = reflect.TypeFor[struct{}]()
	funcType     = reflect.TypeFor[*Func]()
	tupleType    = reflect.TypeFor[Tuple]()
	objectType   = reflect.TypeFor[*Object]()
	setType      = reflect.TypeFor[Set]()
)

// A Tuple is a tuple of a script.
type Tuple []any

// A Set is a set or frozenset of a script.
type Set map[any]struct{}

// An Object is an instance of a class of a script: what From makes of it.
type Object struct {
	Class string         // the class's name, with its module unless that is the script's own
	Attrs map[string]any // the instance's own attributes
}

func (c *toConverter) to(v reflect.Value, path string, depth int) (starlark.Value, error) {
	if !v.IsValid() {
		return starlark.None, nil
	}
	if depth > maxDepth {
		return nil, &Error{path[:min(len(path), 60)] + "...", "nested too deep, or in a cycle"}
	}
	t := v.Type()
	switch t.Kind() {
	case reflect.Pointer, reflect.Interface, reflect.Func:
		if v.IsNil() {
			return starlark.None, nil
		}
	}
	if t.Implements(valueType) {
		x := v.Interface().(starlark.Value)
		x.Freeze()
		return x, nil
	}
	switch t {
	case timeType:
		return starlark.Float(seconds(v.Interface().(time.Time))), nil
	case durationType:
		return starlark.Float(time.Duration(v.Int()).Seconds()), nil
	case bigIntType:
		return starlark.MakeBigInt(new(big.Int).Set(v.Interface().(*big.Int))), nil
	case funcType:
		f := v.Interface().(*Func)
		if f.in == nil || f.in.Env() != c.env {
			return nil, &Error{path, "a function of a script can only be handed back to the process that it came from"}
		}
		return f.fn, nil
	case tupleType:
		elems, err := c.elements(v, path, depth)
		return starlark.Tuple(elems), err
	case setType:
		return c.set(v, path, depth)
	case objectType:
		return c.instance(v.Interface().(*Object), path, depth)
	}
	if t.Implements(errorType) {
		return errorValue(c.env, v.Interface().(error)), nil
	}
	switch t.Kind() {
	case reflect.Bool:
		return starlark.Bool(v.Bool()), nil
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		return starlark.MakeInt64(v.Int()), nil
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64, reflect.Uintptr:
		return starlark.MakeUint64(v.Uint()), nil
	case reflect.Float32, reflect.Float64:
		return starlark.Float(v.Float()), nil
	case reflect.String:
		return text.Str(strings.ToValidUTF8(v.String(), "\uFFFD")), nil
	case reflect.Slice:
		if t.Elem().Kind() == reflect.Uint8 {
			return text.Bytes(v.Bytes()), nil
		}
		elems, err := c.elements(v, path, depth)
		return starlark.NewList(elems), err
	case reflect.Array:
		elems, err := c.elements(v, path, depth)
		return starlark.Tuple(elems), err
	case reflect.Map:
		if t.Elem() == emptyType {
			return c.set(v, path, depth)
		}
		return c.dict(v, path, depth)
	case reflect.Struct:
		return c.structure(v, path, depth)
	case reflect.Interface:
		return c.to(v.Elem(), path, depth)
	case reflect.Pointer:
		if t.Elem().Kind() == reflect.Struct {
			return wrap(c.env, v)
		}
		return c.to(v.Elem(), path, depth+1)
	case reflect.Func:
		fn, err := Function(functionName(v), v.Interface())
		if err != nil {
			return nil, &Error{path, err.Error()}
		}
		return fn, nil
	case reflect.Chan:
		return nil, &Error{path, fmt.Sprintf("a %v can't be given to a script as it is: see FromChannel and ToChannel in modules/multiprocessing", t)}
	}
	return nil, &Error{path, fmt.Sprintf("a %v has no counterpart in scripts", t)}
}

func (c *toConverter) elements(v reflect.Value, path string, depth int) ([]starlark.Value, error) {
	elems := make([]starlark.Value, v.Len())
	for i := range elems {
		var err error
		if elems[i], err = c.to(v.Index(i), fmt.Sprintf("%s[%d]", path, i), depth+1); err != nil {
			return nil, err
		}
	}
	return elems, nil
}

func (c *toConverter) dict(v reflect.Value, path string, depth int) (starlark.Value, error) {
	d := starlark.NewDict(v.Len())
	for _, k := range sortedKeys(v) {
		at := fmt.Sprintf("%s[%s]", path, keyText(k))
		key, err := c.to(k, at, depth+1)
		if err != nil {
			return nil, err
		}
		x, err := c.to(v.MapIndex(k), at, depth+1)
		if err != nil {
			return nil, err
		}
		if err := d.SetKey(key, x); err != nil {
			return nil, &Error{at, "the key: " + err.Error()}
		}
	}
	return d, nil
}

func (c *toConverter) set(v reflect.Value, path string, depth int) (starlark.Value, error) {
	s := starlark.NewSet(v.Len())
	for _, k := range sortedKeys(v) {
		x, err := c.to(k, path, depth+1)
		if err != nil {
			return nil, err
		}
		if err := s.Insert(x); err != nil {
			return nil, &Error{path, err.Error()}
		}
	}
	return s, nil
}

// structure makes an object with the exported fields as attributes.
func (c *toConverter) structure(v reflect.Value, path string, depth int) (starlark.Value, error) {
	i := object.NewInstance(c.env, structseq.Namespace)
	for _, f := range fieldsOf(v.Type()) {
		x, err := c.to(v.FieldByIndex(f.index), path+"."+f.goName, depth+1)
		if err != nil {
			return nil, err
		}
		i.Set(f.name, x)
	}
	return i, nil
}

func (c *toConverter) instance(o *Object, path string, depth int) (starlark.Value, error) {
	i := object.NewInstance(c.env, structseq.Namespace)
	for _, k := range sortedKeys(reflect.ValueOf(o.Attrs)) {
		x, err := c.to(reflect.ValueOf(o.Attrs[k.String()]), path+"."+k.String(), depth+1)
		if err != nil {
			return nil, err
		}
		i.Set(k.String(), x)
	}
	return i, nil
}

// sortedKeys returns a map's keys in an order that is the same each time.
func sortedKeys(v reflect.Value) []reflect.Value {
	keys := v.MapKeys()
	slices.SortFunc(keys, func(a, b reflect.Value) int {
		for a.Kind() == reflect.Interface && !a.IsNil() {
			a = a.Elem()
		}
		for b.Kind() == reflect.Interface && !b.IsNil() {
			b = b.Elem()
		}
		switch {
		case a.CanInt() && b.CanInt():
			return compare(a.Int(), b.Int())
		case a.CanUint() && b.CanUint():
			return compare(a.Uint(), b.Uint())
		case a.CanFloat() && b.CanFloat():
			return compare(a.Float(), b.Float())
		}
		return strings.Compare(fmt.Sprint(a), fmt.Sprint(b))
	})
	return keys
}

func compare[T int64 | uint64 | float64](a, b T) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

func keyText(k reflect.Value) string {
	if k.Kind() == reflect.String {
		return text.Repr(k.String())
	}
	return fmt.Sprint(k)
}

// seconds returns a time as module time's functions have it: seconds since 1970.
func seconds(t time.Time) float64 {
	return float64(t.Unix()) + float64(t.Nanosecond())/1e9
}
