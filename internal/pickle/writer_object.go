package pickle

import (
	"strings"

	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/text"
	"go.starlark.net/starlark"
)

// saveObject writes what has no opcodes of its own: globals by name, all else as
// what it is reduced to.
func (w *Writer) saveObject(v starlark.Value, key any) error {
	if i, ok := v.(*object.Instance); ok {
		if b, ok := i.Native.(BufferHolder); ok {
			return w.saveBuffer(i, b, key)
		}
	}
	if w.Reduce != nil {
		r, err := w.Reduce(v)
		if err != nil {
			return err
		}
		if r != nil {
			return w.reduced(r, v, key)
		}
	}
	switch v := v.(type) {
	case *object.Class:
		return w.saveClass(v, key)
	case *starlark.Function:
		return w.saveGlobal(v, "", key)
	case *starlark.Builtin:
		if v.Receiver() == nil {
			return w.saveGlobal(v, "", key)
		}
	case *object.AttrDict:
		if object.TypeOf(v) == object.DictType {
			return w.saveDict(v.Snapshot(), key)
		}
	}
	r, err := Reduce(w.Thread, v, w.protocol)
	if err != nil {
		return err
	}
	return w.reduced(r, v, key)
}

// reduced writes a reduction. obj is the value that it was made of, nil if it has
// none that could be referred to.
func (w *Writer) reduced(r *Reduction, obj starlark.Value, key any) error {
	if r.Name != "" {
		return w.saveGlobal(obj, r.Name, key)
	}
	if err := w.call(r, obj); err != nil {
		return err
	}
	if obj != nil {
		// An object that its own arguments refer to has been written by them.
		if w.has(key) {
			w.op(opPop)
			w.known(key)
			return nil
		}
		w.memoize(key)
	}
	env := object.EnvOf(w.Thread)
	if r.Items != nil {
		elems, err := object.Elements(env, r.Items)
		if err != nil {
			return err
		}
		if err := w.appends(elems); err != nil {
			return err
		}
	}
	if r.Pairs != nil {
		elems, err := object.Elements(env, r.Pairs)
		if err != nil {
			return err
		}
		if err := w.setItems(elems); err != nil {
			return err
		}
	}
	if r.State == nil {
		return nil
	}
	if r.Setter != nil {
		if err := w.save(r.Setter); err != nil {
			return err
		}
		if err := w.save(obj); err != nil {
			return err
		}
		if err := w.at(here, r.State); err != nil {
			return err
		}
		w.op(opTuple2, opReduce, opPop)
		return nil
	}
	if err := w.saveState(r.State); err != nil {
		return err
	}
	w.op(opBuild)
	return nil
}

// call writes the call that makes the object.
func (w *Writer) call(r *Reduction, obj starlark.Value) error {
	name := ""
	if w.protocol >= 2 {
		name = w.specialName(r.Func)
	}
	args := r.Args
	switch {
	case name == "__newobj_ex__":
		if len(args) != 3 {
			return exception.New(picklingError, "length of the NEWOBJ_EX argument tuple must be exactly 3, not %d", len(args))
		}
		cls, ok := args[0].(*object.Class)
		if !ok {
			return exception.New(picklingError, "first item from NEWOBJ_EX argument tuple must be a class, not %s", object.TypeName(args[0]))
		}
		if obj != nil && object.TypeOf(obj) != cls {
			return exception.New(picklingError, "args[0] from __newobj_ex__ args has the wrong class")
		}
		if w.protocol >= 4 {
			for _, a := range args {
				if err := w.at(here, a); err != nil {
					return err
				}
			}
			w.op(opNewObjEx)
			return nil
		}
		return w.newObjPartial(args)
	case name == "__newobj__":
		if len(args) < 1 {
			return exception.New(picklingError, "__newobj__ arglist is empty")
		}
		cls, ok := args[0].(*object.Class)
		if !ok {
			return exception.New(picklingError, "args[0] from __newobj__ args has the wrong class")
		}
		if obj != nil && object.TypeOf(obj) != cls {
			return exception.New(picklingError, "args[0] from __newobj__ args has the wrong class")
		}
		if err := w.at(here, cls); err != nil {
			if obj != nil && cls.Native() {
				return cannotPickle(obj) // a class of ours that goes by no name makes objects with a state of their own
			}
			return err
		}
		if err := w.args(args[1:]); err != nil {
			return err
		}
		w.op(opNewObj)
		return nil
	}
	if err := w.at(here, r.Func); err != nil {
		return err
	}
	if err := w.args(args); err != nil {
		return err
	}
	w.op(opReduce)
	return nil
}

// args writes an argument tuple. Its elements say themselves where they are.
func (w *Writer) args(args starlark.Tuple) error { return w.at(step{attr: "args"}, args) }

// newObjPartial writes a call of __new__ with keywords below protocol 4, as a partial
// of it.
func (w *Writer) newObjPartial(args starlark.Tuple) error {
	return exception.New(picklingError, "an object whose __getnewargs_ex__ returns keywords needs protocol 4, not %d", w.protocol)
}

// specialName returns the __name__ of the functions that have opcodes of their own.
func (w *Writer) specialName(fn starlark.Value) string {
	switch fn := fn.(type) {
	case *starlark.Builtin:
		return fn.Name()
	case *starlark.Function:
		return object.EnvOf(w.Thread).Info(fn).Name
	}
	return ""
}

// appends writes the elements of an object that was reduced.
func (w *Writer) appends(elems []starlark.Value) error {
	for i := 0; i < len(elems); {
		n := min(len(elems)-i, batch)
		single := w.protocol == 0 || n == 1
		if w.protocol == 0 {
			n = 1
		}
		if !single {
			w.op(opMark)
		}
		for end := i + n; i < end; i++ {
			if err := w.at(step{index: i}, elems[i]); err != nil {
				return err
			}
		}
		if single {
			w.op(opAppend)
		} else {
			w.op(opAppends)
		}
	}
	return nil
}

// setItems writes the pairs of an object that was reduced.
func (w *Writer) setItems(elems []starlark.Value) error {
	items := make([]starlark.Tuple, len(elems))
	for i, e := range elems {
		t, ok := object.Unwrap(e).(starlark.Tuple)
		if !ok || len(t) != 2 {
			return exception.New(exception.TypeError, "dict items iterator must return 2-tuples")
		}
		items[i] = t
	}
	for len(items) > 0 {
		n := min(len(items), batch)
		if w.protocol == 0 || n == 1 {
			if err := w.pairs(items[:1], opSetItem); err != nil {
				return err
			}
			items = items[1:]
			continue
		}
		w.op(opMark)
		if err := w.pairs(items[:n], 0); err != nil {
			return err
		}
		w.op(opSetItems)
		items = items[n:]
	}
	return nil
}

// saveState writes the state of an object. The names of attributes are written as
// names, and errors show them as attributes.
func (w *Writer) saveState(v starlark.Value) error {
	d, ok := v.(*starlark.Dict)
	if !ok || w.Persistent != nil {
		return w.at(here, v)
	}
	w.boundary()
	key := memoKey(v)
	if w.known(key) {
		return nil
	}
	items, err := object.Items(object.EnvOf(w.Thread), d)
	if err != nil {
		return err
	}
	for _, item := range items {
		if _, ok := item[0].(starlark.String); !ok {
			return w.saveDict(d, key)
		}
	}
	if w.protocol > 0 {
		w.op(opEmptyDict)
	} else {
		w.op(opMark, opDict)
	}
	w.memoize(key)
	for len(items) > 0 {
		n := min(len(items), batch)
		single := w.protocol == 0 || d.Len() == 1
		if single {
			n = 1
		} else {
			w.op(opMark)
		}
		for _, item := range items[:n] {
			name := string(item[0].(starlark.String))
			if err := w.saveName(name); err != nil {
				return err
			}
			if err := w.at(step{attr: name}, item[1]); err != nil {
				return err
			}
		}
		if single {
			w.op(opSetItem)
		} else {
			w.op(opSetItems)
		}
		items = items[n:]
	}
	return nil
}

func (w *Writer) saveClass(c *object.Class, key any) error {
	switch c {
	case object.NoneTypeClass:
		return w.reduced(&Reduction{Func: object.TypeType, Args: starlark.Tuple{starlark.None}}, c, key)
	case object.NotImplementedType:
		return w.reduced(&Reduction{Func: object.TypeType, Args: starlark.Tuple{object.NotImplemented}}, c, key)
	case object.EllipsisType:
		return w.reduced(&Reduction{Func: object.TypeType, Args: starlark.Tuple{object.Ellipsis}}, c, key)
	}
	return w.saveGlobal(c, "", key)
}

// saveGlobal writes v as a name by which it can be found.
func (w *Writer) saveGlobal(v starlark.Value, name string, key any) error {
	module, qualname, err := w.globalName(v, name)
	if err != nil {
		return err
	}
	if w.protocol >= 4 {
		if err := w.saveName(module); err != nil {
			return err
		}
		if err := w.saveName(qualname); err != nil {
			return err
		}
		w.op(opStackGlobal)
		w.memoize(key)
		return nil
	}
	if dot := strings.LastIndexByte(qualname, '.'); dot >= 0 {
		return w.saveNested(v, module, qualname[:dot], qualname[dot+1:], key)
	}
	if w.protocol < 3 {
		if w.Fix {
			module, qualname = oldName(module, qualname)
		}
		for _, s := range []string{module, qualname} {
			if _, err := text.Encode(s, "ascii", "strict"); err != nil {
				return exception.New(picklingError, "can't pickle global identifier '%s.%s' using pickle protocol %d", module, qualname, w.protocol)
			}
		}
	}
	w.out = append(append(append(w.out, opGlobal), module...), '\n')
	w.out = append(append(w.out, qualname...), '\n')
	w.memoize(key)
	return nil
}

// saveNested writes an attribute of a class for protocols whose names have no dots.
func (w *Writer) saveNested(v starlark.Value, module, owner, name string, key any) error {
	if w.Outer == nil {
		return exception.New(picklingError, "%s.%s.%s has a dotted name, which needs protocol 4, not %d", module, owner, name, w.protocol)
	}
	outer, err := w.Outer(module, owner)
	if err != nil {
		return err
	}
	return w.reduced(&Reduction{Func: getAttr, Args: starlark.Tuple{outer, text.Str(name)}}, v, key)
}

// globalName returns the names under which v is to be found.
func (w *Writer) globalName(v starlark.Value, name string) (module, qualname string, err error) {
	if b, ok := v.(*starlark.Builtin); ok {
		if n, ok := libraryNames[b]; ok {
			return n.module, n.name, nil
		}
	}
	if name == "" {
		if c, ok := v.(*object.Class); ok && builtinClass(c) {
			return "builtins", c.Name(), nil
		}
	}
	if w.Global != nil {
		return w.Global(v, name)
	}
	return GlobalName(object.EnvOf(w.Thread), v, name)
}

// GlobalName returns the module and the qualified name that a class or function
// says it has.
func GlobalName(env *object.Env, v starlark.Value, name string) (module, qualname string, err error) {
	module, qualname = "builtins", name
	switch v := v.(type) {
	case *object.Class:
		module = v.Module()
		if name == "" {
			qualname = v.Qualname()
		}
	case *starlark.Function:
		info := env.Info(v)
		module = info.Module
		if name == "" {
			qualname = info.Qualname
		}
	case *starlark.Builtin:
		if name == "" {
			qualname = v.Name()
		}
	case *object.Instance:
		module = v.Class().Module()
		if own, ok := v.Own("__module__"); ok { // of a function's wrapper
			module, _ = text.AsString(own)
		}
	}
	if strings.Contains(qualname, "<locals>") {
		return "", "", exception.New(exception.AttributeError, "Can't pickle local object '%s'", qualname)
	}
	return module, qualname, nil
}
