package object

import (
	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/exception"
)

// ClassStatement runs a class statement. body is called with the namespace and the
// cell that will hold the class.
func ClassStatement(thread *starlark.Thread, name, qualname string, body starlark.Value, bases starlark.Tuple, kwargs *starlark.Dict, doc starlark.Value) (starlark.Value, error) {
	env := EnvOf(thread)
	def := ClassDef{Name: name, Qualname: qualname, Module: "__main__", Attrs: NewNamespace()}
	if fn, ok := body.(*starlark.Function); ok {
		def.Module = env.Info(fn).Module
	}
	original := bases
	bases, err := resolveBases(thread, bases)
	if err != nil {
		return nil, err
	}
	for _, b := range bases {
		c, ok := b.(*Class)
		if !ok {
			return nil, exception.New(exception.TypeError, "the bases of a class must be classes, not '%s'", TypeName(b))
		}
		def.Bases = append(def.Bases, c)
	}
	var factory starlark.Value // a metaclass that is not a class
	var rest []starlark.Tuple
	if kwargs != nil {
		for _, kw := range kwargs.Items() {
			if kw[0] != starlark.String("metaclass") {
				rest = append(rest, kw)
				continue
			}
			if c, ok := kw[1].(*Class); ok && c.IsSubclass(TypeType) {
				def.Meta = c
			} else {
				factory = kw[1]
			}
		}
	}
	if err := prepare(thread, &def, bases, rest); err != nil {
		return nil, err
	}
	ns := def.Attrs
	if doc != nil && doc != starlark.None {
		ns.Set("__doc__", doc)
	}
	if replaced(original, bases) {
		ns.Set("__orig_bases__", original)
	}
	cell := NewCell("__class__", nil)
	if _, err := callValue(thread, body, starlark.Tuple{ns, cell}, nil); err != nil {
		return nil, err
	}
	var made starlark.Value
	if factory != nil {
		made, err = callValue(thread, factory, starlark.Tuple{textValue(name), bases, ns.Dict().Snapshot()}, rest)
	} else {
		// Methods may use super() while __init_subclass__ or __set_name__ run.
		def.cell = cell
		made, err = BuildClass(thread, def, rest)
	}
	if err != nil {
		return nil, err
	}
	if c, ok := made.(*Class); ok {
		c.annotations = append(c.annotations, ns.annotations...)
	}
	cell.SetValue(made)
	return made, nil
}

// resolveBases replaces bases that stand for classes: those with __mro_entries__.
func resolveBases(thread *starlark.Thread, bases starlark.Tuple) (starlark.Tuple, error) {
	env := EnvOf(thread)
	for i, b := range bases {
		if _, ok := b.(*Class); ok {
			continue
		}
		m, err := Special(env, b, "__mro_entries__")
		if err != nil {
			return nil, err
		}
		if m == nil {
			continue
		}
		r, err := Call(thread, m, bases)
		if err != nil {
			return nil, err
		}
		entries, ok := r.(starlark.Tuple)
		if !ok {
			return nil, exception.New(exception.TypeError, "__mro_entries__ must return a tuple")
		}
		out := append(append(append(starlark.Tuple{}, bases[:i]...), entries...), bases[i+1:]...)
		return resolveBases(thread, out)
	}
	return bases, nil
}

func replaced(original, bases starlark.Tuple) bool {
	for i, b := range original {
		if i >= len(bases) || b != bases[i] {
			return true
		}
	}
	return len(original) != len(bases)
}

// prepare asks a metaclass of a script for the names that the body begins with.
func prepare(thread *starlark.Thread, def *ClassDef, bases starlark.Tuple, kwargs []starlark.Tuple) error {
	meta, err := metaclassOf(def.Meta, def.Bases)
	if err != nil {
		return err
	}
	if meta.Native() {
		return nil
	}
	s := meta.find("__prepare__")
	if s == nil {
		return nil
	}
	f, err := s.bindClass(EnvOf(thread), meta)
	if err != nil {
		return err
	}
	r, err := callValue(thread, f, starlark.Tuple{textValue(def.Name), bases}, kwargs)
	if err != nil {
		return err
	}
	d, ok := r.(*starlark.Dict)
	if !ok {
		return exception.New(exception.TypeError, "%s.__prepare__() must return a dict here, not %s", meta.name, TypeName(r))
	}
	for _, item := range d.Items() {
		name, err := wantName(item[0])
		if err != nil {
			return err
		}
		def.Attrs.Set(name, item[1])
	}
	return nil
}

// An annotation is the annotation of a name; thunk computes it.
type annotation struct {
	name  string
	thunk starlark.Value
	value starlark.Value // once thunk was called
}

// Annotate records an annotation of a class body or a function. thunk is called when
// somebody asks for __annotations__.
func Annotate(env *Env, target starlark.Value, name string, thunk starlark.Value) error {
	switch t := target.(type) {
	case *Namespace:
		t.annotations = append(t.annotations, &annotation{name: name, thunk: thunk})
	case *Scope:
		t.Module.annotations = append(t.Module.annotations, &annotation{name: name, thunk: thunk})
	case *Module:
		t.annotations = append(t.annotations, &annotation{name: name, thunk: thunk})
	case *starlark.Function:
		ns := env.attrs.ensure(t)
		ns.annotations = append(ns.annotations, &annotation{name: name, thunk: thunk})
	default:
		return exception.New(exception.SystemError, "can't annotate a '%s'", TypeName(target))
	}
	return nil
}

// evaluate returns annotations as a dict.
func evaluate(thread *starlark.Thread, notes []*annotation) (*starlark.Dict, error) {
	d := starlark.NewDict(len(notes))
	for _, a := range notes {
		if a.value == nil {
			v, err := callValue(thread, a.thunk, nil, nil)
			if err != nil {
				return nil, err
			}
			a.value = v
		}
		if err := d.SetKey(textValue(a.name), a.value); err != nil {
			return nil, err
		}
	}
	return d, nil
}
