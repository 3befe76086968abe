package govalue

import (
	"context"
	"fmt"
	"math"
	"math/big"
	"reflect"
	"time"

	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/interp"
	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/text"
)

// Into sets a Go variable, which dst points to, from a script's value. what names the value in errors. The caller holds the
// interpreter's lock.
func Into(env *object.Env, v starlark.Value, dst any, what string) error {
	p := reflect.ValueOf(dst)
	if p.Kind() != reflect.Pointer || p.IsNil() {
		return fmt.Errorf("a value can be put where a pointer leads to, not into a %T", dst)
	}
	in, ok := env.Host.(*interp.Interp)
	if !ok {
		return into(env, v, p.Elem(), what)
	}
	var err error
	if !in.Host(func() { err = into(env, v, p.Elem(), what) }) {
		return interp.ErrEnded
	}
	return err
}

func into(env *object.Env, v starlark.Value, dst reflect.Value, path string) error {
	c := fromConverter{env: env}
	return c.into(v, dst, path)
}

func mismatch(path string, t reflect.Type, v starlark.Value) error {
	return &Error{path, fmt.Sprintf("must be %s, not %s", kindText(t), object.TypeName(v))}
}

// kindText says what scripts call the values that a Go type takes.
func kindText(t reflect.Type) string {
	switch t {
	case timeType:
		return "a time (a number of seconds since 1970, or a datetime)"
	case durationType:
		return "a number of seconds or a timedelta"
	case funcType:
		return "callable"
	case bigIntType:
		return "int"
	}
	switch t.Kind() {
	case reflect.Bool:
		return "bool"
	case reflect.String:
		return "str"
	case reflect.Float32, reflect.Float64:
		return "float"
	case reflect.Slice:
		if t.Elem().Kind() == reflect.Uint8 {
			return "bytes"
		}
		return "list"
	case reflect.Array:
		return fmt.Sprintf("a sequence of %d", t.Len())
	case reflect.Map:
		if t.Elem() == emptyType {
			return "set"
		}
		return "dict"
	case reflect.Struct:
		return "dict or an object with attributes"
	case reflect.Func:
		return "callable"
	case reflect.Pointer:
		return kindText(t.Elem()) + " or None"
	}
	if k := t.Kind(); k >= reflect.Int && k <= reflect.Uintptr {
		return "int"
	}
	return t.String()
}

func (c *fromConverter) into(v starlark.Value, dst reflect.Value, path string) error {
	if err := c.env.Tick(); err != nil {
		return err
	}
	t := dst.Type()
	v = object.Unwrap(v)
	switch t {
	case timeType:
		return c.time(v, dst, path)
	case durationType:
		return c.duration(v, dst, path)
	case bigIntType:
		n, ok := v.(starlark.Int)
		if !ok {
			return mismatch(path, t, v)
		}
		dst.Set(reflect.ValueOf(new(big.Int).Set(n.BigInt())))
		return nil
	case funcType:
		if !object.Callable(v) {
			return mismatch(path, t, v)
		}
		dst.Set(reflect.ValueOf(&Func{in: interp.Of(c.env.Thread), fn: v}))
		return nil
	}
	if t.Implements(valueType) || t == valueType {
		x := reflect.ValueOf(v)
		if !x.Type().AssignableTo(t) {
			return mismatch(path, t, v)
		}
		dst.Set(x)
		return nil
	}
	if i, ok := v.(*object.Instance); ok {
		if o, ok := i.Native.(*goObject); ok {
			if o.ptr.Type().AssignableTo(t) {
				dst.Set(o.ptr)
				return nil
			}
			return &Error{path, fmt.Sprintf("must be a %v, not a %v", t, o.ptr.Type())}
		}
	}
	if goer, ok := v.(interface{ Go() any }); ok {
		if x := reflect.ValueOf(goer.Go()); x.IsValid() && x.Type().AssignableTo(t) {
			dst.Set(x)
			return nil
		}
	}
	switch t.Kind() {
	case reflect.Interface:
		if v == starlark.None {
			dst.SetZero()
			return nil
		}
		x, err := c.from(v, path)
		if err != nil {
			return err
		}
		if !reflect.TypeOf(x).AssignableTo(t) {
			return mismatch(path, t, v)
		}
		dst.Set(reflect.ValueOf(x))
		return nil
	case reflect.Bool:
		b, ok := v.(starlark.Bool)
		if !ok {
			return mismatch(path, t, v)
		}
		dst.SetBool(bool(b))
		return nil
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		n, ok := asInt(v)
		if !ok {
			return mismatch(path, t, v)
		}
		i, ok := n.Int64()
		if !ok || dst.OverflowInt(i) {
			return &Error{path, fmt.Sprintf("%s does not fit into a Go %v", shortInt(n), t)}
		}
		dst.SetInt(i)
		return nil
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64, reflect.Uintptr:
		n, ok := asInt(v)
		if !ok {
			return mismatch(path, t, v)
		}
		i, ok := n.Uint64()
		if !ok || dst.OverflowUint(i) {
			return &Error{path, fmt.Sprintf("%s does not fit into a Go %v", shortInt(n), t)}
		}
		dst.SetUint(i)
		return nil
	case reflect.Float32, reflect.Float64:
		f, ok := starlark.AsFloat(v)
		if _, isBool := v.(starlark.Bool); !ok || isBool {
			return mismatch(path, t, v)
		}
		if math.IsInf(f, 0) {
			if n, isInt := v.(starlark.Int); isInt {
				return &Error{path, fmt.Sprintf("%s does not fit into a Go %v", shortInt(n), t)}
			}
		}
		dst.SetFloat(f)
		return nil
	case reflect.String:
		s, ok := text.AsString(v)
		if !ok {
			return mismatch(path, t, v)
		}
		dst.SetString(s)
		return nil
	case reflect.Slice, reflect.Array:
		return c.intoSequence(v, dst, path)
	case reflect.Map:
		return c.intoMap(v, dst, path)
	case reflect.Struct:
		return c.intoStruct(v, dst, path)
	case reflect.Pointer:
		if v == starlark.None {
			dst.SetZero()
			return nil
		}
		p := reflect.New(t.Elem())
		if err := c.into(v, p.Elem(), path); err != nil {
			return err
		}
		dst.Set(p)
		return nil
	case reflect.Func:
		if v == starlark.None {
			dst.SetZero()
			return nil
		}
		if !object.Callable(v) {
			return mismatch(path, t, v)
		}
		return c.intoFunc(v, dst, path)
	}
	return &Error{path, fmt.Sprintf("a Go %v can't be made of a value of a script", t)}
}

// asInt reads an int; bool is not one here.
func asInt(v starlark.Value) (starlark.Int, bool) {
	n, ok := v.(starlark.Int)
	return n, ok
}

func shortInt(n starlark.Int) string {
	if _, ok := n.Int64(); ok {
		return n.String()
	}
	return fmt.Sprintf("an int of %d bits", n.BigInt().BitLen())
}

func (c *fromConverter) intoSequence(v starlark.Value, dst reflect.Value, path string) error {
	t := dst.Type()
	if t.Elem().Kind() == reflect.Uint8 {
		if b, ok := text.AsBytes(v); ok {
			if t.Kind() == reflect.Slice {
				dst.SetBytes([]byte(b))
				return nil
			}
			if len(b) == t.Len() {
				reflect.Copy(dst, reflect.ValueOf([]byte(b)))
				return nil
			}
			return &Error{path, fmt.Sprintf("must be %d bytes long, not %d", t.Len(), len(b))}
		}
	}
	if v == starlark.None && t.Kind() == reflect.Slice {
		dst.SetZero()
		return nil
	}
	_, isText := text.AsString(v)
	_, isMap := asMapping(v)
	if _, ok := v.(starlark.Iterable); !ok && !isInstance(v) || isText || isMap {
		return mismatch(path, t, v)
	}
	if err := c.enter(v, path); err != nil {
		return err
	}
	defer c.leave()
	elems, err := object.Elements(c.env, v)
	if err != nil {
		return err
	}
	if t.Kind() == reflect.Slice {
		dst.Set(reflect.MakeSlice(t, len(elems), len(elems)))
	} else if len(elems) != t.Len() {
		return &Error{path, fmt.Sprintf("must have %d elements, not %d", t.Len(), len(elems))}
	}
	for i, e := range elems {
		if err := c.into(e, dst.Index(i), fmt.Sprintf("%s[%d]", path, i)); err != nil {
			return err
		}
	}
	return nil
}

// asMapping returns a dict or the like; instances have the engine's interface without being one.
func asMapping(v starlark.Value) (starlark.IterableMapping, bool) {
	if isInstance(v) {
		return nil, false
	}
	d, ok := v.(starlark.IterableMapping)
	return d, ok
}

func isInstance(v starlark.Value) bool {
	_, ok := v.(*object.Instance)
	return ok
}

func (c *fromConverter) intoMap(v starlark.Value, dst reflect.Value, path string) error {
	t := dst.Type()
	if v == starlark.None {
		dst.SetZero()
		return nil
	}
	if s, ok := v.(*starlark.Set); ok && t.Elem() == emptyType {
		m := reflect.MakeMapWithSize(t, s.Len())
		elems, err := object.Elements(c.env, s)
		if err != nil {
			return err
		}
		for _, e := range elems {
			k := reflect.New(t.Key()).Elem()
			if err := c.intoKey(e, k, path); err != nil {
				return err
			}
			m.SetMapIndex(k, reflect.Zero(emptyType))
		}
		dst.Set(m)
		return nil
	}
	d, ok := asMapping(v)
	if !ok || t.Elem() == emptyType {
		return mismatch(path, t, v)
	}
	if err := c.enter(v, path); err != nil {
		return err
	}
	defer c.leave()
	items := d.Items()
	m := reflect.MakeMapWithSize(t, len(items))
	for _, item := range items {
		at := path + "[" + c.show(item[0]) + "]"
		k, x := reflect.New(t.Key()).Elem(), reflect.New(t.Elem()).Elem()
		if err := c.intoKey(item[0], k, at); err != nil {
			return err
		}
		if err := c.into(item[1], x, at); err != nil {
			return err
		}
		m.SetMapIndex(k, x)
	}
	dst.Set(m)
	return nil
}

func (c *fromConverter) intoKey(v starlark.Value, k reflect.Value, path string) error {
	if err := c.into(v, k, "the key of "+path); err != nil {
		return err
	}
	if !k.Comparable() {
		return &Error{path, fmt.Sprintf("a '%s' object can't be the key of a Go map", object.TypeName(v))}
	}
	return nil
}

// intoStruct takes the fields from a dict's items or an object's attributes. A name that the struct lacks is an error; a field that
// is not given stays as it is.
func (c *fromConverter) intoStruct(v starlark.Value, dst reflect.Value, path string) error {
	t := dst.Type()
	if d, ok := asMapping(v); ok {
		if err := c.enter(v, path); err != nil {
			return err
		}
		defer c.leave()
		for _, item := range d.Items() {
			at := path + "[" + c.show(item[0]) + "]"
			name, _ := text.AsString(item[0])
			f, ok := fieldNamed(t, name)
			if !ok {
				return &Error{at, fmt.Sprintf("a Go %v has no such field", t)}
			}
			if err := c.into(item[1], dst.FieldByIndex(f.index), at); err != nil {
				return err
			}
		}
		return nil
	}
	i, ok := v.(*object.Instance)
	if !ok || i.Native != nil {
		return mismatch(path, t, v)
	}
	if err := c.enter(v, path); err != nil {
		return err
	}
	defer c.leave()
	for _, f := range fieldsOf(t) {
		x, ok := i.Own(f.name)
		if !ok {
			continue
		}
		if err := c.into(x, dst.FieldByIndex(f.index), path+"."+f.name); err != nil {
			return err
		}
	}
	return nil
}

// number asks a value for seconds: it is a number, or has the method (datetime.timestamp, timedelta.total_seconds).
func (c *fromConverter) number(v starlark.Value, method string) (float64, bool, error) {
	if _, isBool := v.(starlark.Bool); !isBool {
		if f, ok := starlark.AsFloat(v); ok {
			return f, true, nil
		}
	}
	m, err := object.GetAttr(c.env.Thread, v, method)
	if err != nil {
		return 0, false, nil
	}
	r, err := object.Call(c.env.Thread, m)
	if err != nil {
		return 0, false, err
	}
	f, ok := starlark.AsFloat(r)
	return f, ok, nil
}

func (c *fromConverter) time(v starlark.Value, dst reflect.Value, path string) error {
	f, ok, err := c.number(v, "timestamp")
	if err != nil {
		return err
	}
	if !ok || math.IsNaN(f) || math.Abs(f) > 1e12 {
		return mismatch(path, timeType, v)
	}
	whole := math.Floor(f)
	dst.Set(reflect.ValueOf(time.Unix(int64(whole), int64(math.Round((f-whole)*1e6))*1000)))
	return nil
}

func (c *fromConverter) duration(v starlark.Value, dst reflect.Value, path string) error {
	f, ok, err := c.number(v, "total_seconds")
	if err != nil {
		return err
	}
	if !ok || math.IsNaN(f) || math.Abs(f) > float64(math.MaxInt64)/1e9 {
		return mismatch(path, durationType, v)
	}
	dst.SetInt(int64(math.Round(f * 1e9)))
	return nil
}

// intoFunc makes a Go function that calls a script's. If its last result is an error, exceptions are returned; otherwise they panic,
// which comes back to the script as the exception that it was if the panic passes through a Go function that the script called.
func (c *fromConverter) intoFunc(v starlark.Value, dst reflect.Value, path string) error {
	t := dst.Type()
	results := t.NumOut()
	if results == 0 || t.Out(results-1) != errorType {
		return &Error{path, fmt.Sprintf("a Go %v can't report exceptions: its last result must be an error", t)}
	}
	results--
	if results > 1 {
		return &Error{path, fmt.Sprintf("a Go %v has more results than a function of a script", t)}
	}
	f := &Func{in: interp.Of(c.env.Thread), fn: v}
	dst.Set(reflect.MakeFunc(t, func(in []reflect.Value) []reflect.Value {
		ctx := context.Background()
		if len(in) > 0 && t.In(0) == contextType {
			ctx, _ = in[0].Interface().(context.Context)
			in = in[1:]
		}
		args := make([]any, 0, len(in))
		for i, a := range in {
			if t.IsVariadic() && i == len(in)-1 {
				for j := range a.Len() {
					args = append(args, a.Index(j).Interface())
				}
				break
			}
			args = append(args, a.Interface())
		}
		out := make([]reflect.Value, 0, 2)
		if results == 1 {
			out = append(out, reflect.New(t.Out(0)).Elem())
		}
		err := f.Do(ctx, func(th *starlark.Thread, call func(args ...any) (starlark.Value, error)) error {
			v, err := call(args...)
			if err != nil || results == 0 {
				return err
			}
			return into(object.EnvOf(th), v, out[0], "result")
		})
		e := reflect.New(errorType).Elem()
		if err != nil {
			e.Set(reflect.ValueOf(err))
		}
		return append(out, e)
	}))
	return nil
}
