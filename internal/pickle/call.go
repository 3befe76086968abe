package pickle

import (
	"strings"
	"sync"

	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/text"
	"go.starlark.net/starlark"
)

// This file implements the opcodes that find, make and build objects, and with them
// what a pickle may call.

func (r *Reader) objectStep(code byte) error {
	switch code {
	case opGlobal:
		module, err := r.in.line()
		if err != nil {
			return err
		}
		m := string(module)
		name, err := r.in.line()
		if err != nil {
			return err
		}
		v, err := r.find(m, string(name))
		if err != nil {
			return err
		}
		r.push(v)
	case opStackGlobal:
		vs, err := r.popN(2)
		if err != nil {
			return err
		}
		module, ok1 := text.AsString(vs[0])
		name, ok2 := text.AsString(vs[1])
		if !ok1 || !ok2 {
			return unpickling("STACK_GLOBAL requires str")
		}
		v, err := r.find(module, name)
		if err != nil {
			return err
		}
		r.push(v)
	case opInst:
		module, err := r.in.line()
		if err != nil {
			return err
		}
		m := string(module)
		name, err := r.in.line()
		if err != nil {
			return err
		}
		cls, err := r.find(m, string(name))
		if err != nil {
			return err
		}
		vs, err := r.popMark()
		if err != nil {
			return err
		}
		return r.instantiate(cls, vs)
	case opObj:
		vs, err := r.popMark()
		if err != nil {
			return err
		}
		if len(vs) == 0 {
			return unpickling("unpickling stack underflow")
		}
		return r.instantiate(vs[0], vs[1:])
	case opReduce:
		vs, err := r.popN(2)
		if err != nil {
			return err
		}
		args, ok := vs[1].(starlark.Tuple)
		if !ok {
			return exception.New(exception.TypeError, "argument list must be a tuple, not %s", object.TypeName(vs[1]))
		}
		v, err := r.call(vs[0], args)
		if err != nil {
			return err
		}
		r.push(v)
	case opNewObj:
		vs, err := r.popN(2)
		if err != nil {
			return err
		}
		cls, args := vs[0], vs[1]
		t, ok := args.(starlark.Tuple)
		if !ok {
			return unpickling("NEWOBJ expected an arg tuple, got %s", object.TypeName(args))
		}
		return r.newObject("NEWOBJ", cls, t, nil)
	case opNewObjEx:
		vs, err := r.popN(3)
		if err != nil {
			return err
		}
		cls, args, kwargs := vs[0], vs[1], vs[2]
		t, ok := args.(starlark.Tuple)
		if !ok {
			return unpickling("NEWOBJ_EX args argument must be a tuple, not %s", object.TypeName(args))
		}
		d, ok := kwargs.(*starlark.Dict)
		if !ok {
			return unpickling("NEWOBJ_EX kwargs argument must be a dict, not %s", object.TypeName(kwargs))
		}
		return r.newObject("NEWOBJ_EX", cls, t, d)
	case opBuild:
		state, err := r.pop()
		if err != nil {
			return err
		}
		obj, err := r.top()
		if err != nil {
			return err
		}
		return r.build(obj, state)
	}
	return nil
}

// find resolves a global.
func (r *Reader) find(module, name string) (starlark.Value, error) {
	if r.protocol < 3 && r.Fix {
		module, name = newName(module, name)
	}
	if r.Trust == nil {
		if v := Known(module, name); v != nil {
			return v, nil
		}
	}
	if r.Find == nil {
		return nil, unpickling("a pickle names %s.%s, which is not known here", module, name)
	}
	v, err := r.Find(module, name)
	if err != nil {
		return nil, err
	}
	switch v.(type) {
	case *object.Instance, *starlark.List, *starlark.Dict, *starlark.Set:
		if r.found == nil {
			r.found = make(map[starlark.Value]bool)
		}
		r.found[v] = true
	}
	return v, nil
}

// Known returns what a name means in every interpreter, nil if nothing: the built-in
// classes, and the functions that make objects.
func Known(module, name string) starlark.Value {
	if b, ok := libraryFuncs[[2]string{module, name}]; ok {
		return b
	}
	if module == "builtins" {
		return builtinNamed(name)
	}
	return nil
}

// instantiate implements INST and OBJ, which make instances of classes of Python 1.
func (r *Reader) instantiate(cls starlark.Value, vs []starlark.Value) error {
	args := append(starlark.Tuple(nil), vs...)
	if c, ok := cls.(*object.Class); ok && len(args) == 0 && !builtinClass(c) {
		if _, has := c.Lookup("__getinitargs__"); !has {
			return r.newObject("INST", c, args, nil)
		}
	}
	v, err := r.call(cls, args)
	if err != nil {
		return err
	}
	r.push(v)
	return nil
}

// call calls fn, if a pickle may.
func (r *Reader) call(fn starlark.Value, args starlark.Tuple) (starlark.Value, error) {
	if !object.Callable(fn) {
		return nil, exception.New(exception.TypeError, "'%s' object is not callable", object.TypeName(fn))
	}
	if !r.trusted(fn) && !(r.Allow != nil && r.Allow(fn)) {
		if err := mayCall(fn, args, r.ClassesOnly); err != nil {
			return nil, err
		}
		if f, ok := fn.(*starlark.Function); ok && r.ClassesOnly {
			return nil, unpickling("a pickle from another program cannot call %s, which is no class", f.Name())
		}
	}
	if len(args) > 0 && (fn == object.SetType || fn == object.FrozensetType || fn == object.DictType) {
		if err := r.elements(args[0]); err != nil {
			return nil, err
		}
	}
	return object.CallKw(r.Thread, fn, args, nil)
}

func (r *Reader) trusted(fn starlark.Value) bool { return r.Trust != nil && r.Trust(fn) }

// elements makes sure that the elements of what a set or dict is made of can be hashed.
func (r *Reader) elements(v starlark.Value) error {
	switch v := v.(type) {
	case *starlark.List:
		for i := range v.Len() {
			if err := r.key(v.Index(i), 0); err != nil {
				return err
			}
		}
	case starlark.Tuple:
		return r.key(v, 0)
	}
	return nil
}

func (r *Reader) newObject(op string, cls starlark.Value, args starlark.Tuple, kwargs *starlark.Dict) error {
	c, ok := cls.(*object.Class)
	if !ok {
		return unpickling("%s class argument must be a type, not %s", op, object.TypeName(cls))
	}
	if !r.trusted(c) {
		if err := mayCall(c, args, r.ClassesOnly); err != nil {
			return err
		}
	}
	var named []starlark.Tuple
	if kwargs != nil {
		named = kwargs.Items()
		for _, kw := range named {
			if _, ok := text.AsString(kw[0]); !ok {
				return exception.New(exception.TypeError, "keywords must be strings")
			}
		}
	}
	v, err := c.New(r.Thread, args, named)
	if err != nil {
		return err
	}
	r.push(v)
	return nil
}

// RegisterClass says that pickles may make instances of a native class by calling
// it, which must do nothing else. Packages call it while they are initialised.
func RegisterClass(classes ...*object.Class) {
	for _, c := range classes {
		constructible[c] = anyArgs
	}
}

// RegisterLater has f call RegisterClass and RegisterClassIf when a pickle first calls a class: see [object.Lazy].
func RegisterLater(f func()) { registerLater = append(registerLater, f) }

// RegisterClassIf is RegisterClass for a class whose arguments matter: check says why a pickle may not call it with these.
func RegisterClassIf(c *object.Class, check Check) { constructible[c] = check }

// A Check says why a pickle may not call something with these arguments. If classesOnly, the pickle is from another
// program, and calls no functions.
type Check func(args starlark.Tuple, classesOnly bool) error

var (
	constructible = map[*object.Class]Check{}
	registerLater []func()
)

// mayConstruct are all of them.
var mayConstruct = sync.OnceValue(func() map[*object.Class]Check {
	for _, f := range registerLater {
		f()
	}
	return constructible
})

func anyArgs(starlark.Tuple, bool) error { return nil }

// MayKeep says why an iterator that a pickle makes may not keep fn, to call it when it is read.
func MayKeep(fn starlark.Value, classesOnly bool) error {
	switch f := fn.(type) {
	case starlark.NoneType:
		return nil
	case *object.Class:
		if builtinClass(f) {
			return nil
		}
		return mayCall(fn, nil, classesOnly)
	case *starlark.Builtin:
		if _, ok := libraryNames[f]; !ok && !classesOnly && !indirect[f.Name()] {
			return nil
		}
	case *starlark.Function:
		if !classesOnly {
			return mayCall(fn, nil, classesOnly)
		}
	case *object.Instance:
		if p, ok := f.Native.(Partial); ok {
			return MayKeep(p.Wrapped(), classesOnly)
		}
		if !classesOnly {
			return nil
		}
	case *object.BoundMethod, *object.NativeMethod:
		if !classesOnly {
			return nil
		}
	}
	return unpickling("a pickle cannot make an iterator that calls %s", callableName(fn))
}

// indirect are functions that call, or change, what they are given.
var indirect = set("call setitem delitem map filter")

// mayCall says why a pickle may not call fn. What it may call are classes and functions
// of scripts, exceptions, RegisterClass's classes, and the built-in types with
// arguments that cost no more than the pickle holds.
func mayCall(fn starlark.Value, args starlark.Tuple, classesOnly bool) error {
	switch fn := fn.(type) {
	case *object.Class:
		if !fn.Native() || fn.IsSubclass(object.BaseException) {
			return nil
		}
		if check := mayConstruct()[fn]; check != nil {
			return check(args, classesOnly)
		}
		if builtinClass(fn) {
			return mayMake(fn, args)
		}
	case *starlark.Function:
		if !strings.HasPrefix(fn.Position().Filename(), "<frozen ") {
			return nil
		}
	case *object.BoundMethod:
		if f, ok := fn.Func.(*starlark.Function); ok && !classesOnly {
			return mayCall(f, args, classesOnly)
		}
	case *starlark.Builtin:
		if _, ok := libraryNames[fn]; ok {
			if check := libraryChecks[fn]; check != nil {
				return check(args, classesOnly)
			}
			return nil
		}
	case *object.Instance:
		if p, ok := fn.Native.(Partial); ok {
			if c, ok := p.Wrapped().(*object.Class); ok && !c.Native() {
				return nil
			}
		}
	}
	return unpickling("a pickle cannot call %s", callableName(fn))
}

func callableName(fn starlark.Value) string {
	if c, ok := fn.(starlark.Callable); ok {
		return strings.TrimPrefix(c.Name(), "·.")
	}
	return object.TypeName(fn) + " object"
}

// A Partial is the native state of a callable that calls another one. A pickle may call it if that is a class of a script or of ours that is
// written in the language.
type Partial interface{ Wrapped() starlark.Value }

// mayMake checks the arguments of a built-in type.
func mayMake(c *object.Class, args starlark.Tuple) error {
	switch c {
	case object.BytearrayType, object.BytesType:
		if len(args) == 0 {
			return nil
		}
		_, isText := text.AsString(args[0])
		_, isBytes := text.AsBytes(args[0])
		if _, isList := args[0].(*starlark.List); isText || isBytes || isList {
			return nil
		}
	case object.ListType, object.TupleType, object.SetType, object.FrozensetType, object.DictType:
		if len(args) == 0 {
			return nil
		}
		switch args[0].(type) {
		case *starlark.List, starlark.Tuple, *starlark.Dict, *starlark.Set:
			return nil
		}
	case object.IntType, object.FloatType, object.BoolType, object.ComplexType, object.StrType:
		for _, a := range args {
			switch a := a.(type) {
			case starlark.Int, starlark.Float, starlark.Bool:
			case starlark.String:
				if len(a) > maxDigits {
					return unpickling("a pickle cannot call %s with a str this long", c.Name())
				}
			default:
				if c != object.StrType {
					return unpickling("a pickle cannot call %s with a '%s' object", c.Name(), object.TypeName(a))
				}
			}
		}
		return nil
	case object.TypeType:
		if len(args) == 1 {
			return nil
		}
	case object.RangeType, object.SliceType, object.ObjectType, object.NoneTypeClass:
		return nil
	}
	return unpickling("a pickle cannot call %s with these arguments", c.Name())
}

// What follows is CPython's, for names in pickles that mean these functions.
