// Package structseq makes the classes of tuples whose items have names, such as
// time.struct_time, os.stat_result and sys.version_info.
//
//	var uname = object.Later(func() *structseq.Type {
//		return structseq.New(structseq.Spec{
//			Name: "uname_result", Module: "posix", Fields: []string{"sysname", "nodename", "release", "version", "machine"},
//		})
//	})
//
//	return uname.Get().Make(env, values...)
package structseq

import (
	"maps"
	"slices"
	"strings"

	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/text"
)

// A Spec describes a class.
type Spec struct {
	Name, Module, Doc string
	// Fields are the names of the tuple's items, in order. An empty name is an
	// item that has none.
	Fields []string
	// Hidden fields can be read by name but are not items of the tuple.
	Hidden []string
	// Final classes, such as that of sys.version_info, can't be called.
	Final bool
}

// A Type is such a class. It is immutable and shared by all interpreters.
type Type struct {
	Class *object.Class
	spec  Spec
}

// New returns a new class. Call it in an [object.Later].
func New(spec Spec) *Type {
	t := &Type{spec: spec}
	t.Class = object.NewClass(object.Spec{
		Name:   spec.Name,
		Module: spec.Module,
		Doc:    spec.Doc,
		Bases:  []*object.Class{object.TupleType},
		Later:  t.attributes,
		Final:  true,
	})
	return t
}

// Natives says what in a Type is known to other processes: see [object.Lazy].
func (t *Type) Natives() []starlark.Value { return []starlark.Value{t.Class} }

// attributes makes what the class has.
func (t *Type) attributes(s *object.Spec) {
	spec := &t.spec
	properties := make(map[string]object.Property)
	names := starlark.Tuple{}
	unnamed := 0
	for i, name := range spec.Fields {
		if name == "" {
			unnamed++
			continue
		}
		names = append(names, starlark.String(name))
		properties[name] = object.Property{Get: func(thread *starlark.Thread, self starlark.Value) (starlark.Value, error) {
			return t.items(self)[i], nil
		}}
	}
	for _, name := range spec.Hidden {
		properties[name] = object.Property{Get: func(thread *starlark.Thread, self starlark.Value) (starlark.Value, error) {
			if i, ok := self.(*object.Instance); ok {
				if v, ok := i.Own(hidden + name); ok {
					return v, nil
				}
			}
			return starlark.None, nil
		}}
	}
	s.Properties = properties
	s.Static = map[string]object.Method{"__new__": t.construct}
	s.Methods = map[string]object.Method{
		"__repr__": func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
			return t.repr(object.EnvOf(thread), self)
		},
		"__dir__": func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
			names := make(map[string]bool)
			for _, c := range t.Class.MRO() {
				c.Own(func(name string, _ starlark.Value) bool {
					names[name] = true
					return true
				})
			}
			var list []starlark.Value
			for _, name := range slices.Sorted(maps.Keys(names)) {
				list = append(list, text.Str(name))
			}
			return starlark.NewList(list), nil
		},
		"__setattr__": func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
			name, _ := text.AsString(args[0])
			if properties[name].Get != nil {
				return nil, exception.New(exception.AttributeError, "readonly attribute")
			}
			return nil, exception.New(exception.AttributeError, "'%s.%s' object has no attribute '%s'", spec.Module, spec.Name, name)
		},
		"__init__": func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
			return starlark.None, nil
		},
	}
	s.Values = map[string]starlark.Value{
		"n_fields":          starlark.MakeInt(len(spec.Fields) + len(spec.Hidden)),
		"n_sequence_fields": starlark.MakeInt(len(spec.Fields)),
		"n_unnamed_fields":  starlark.MakeInt(unnamed),
		"__match_args__":    names,
	}
}

// hidden begins the names under which hidden fields are kept among an instance's
// attributes; no identifier begins so.
const hidden = "·"

// Make returns an instance with these items, then hidden fields; of the latter
// some at the end may be missing: they are None.
func (t *Type) Make(env *object.Env, values ...starlark.Value) *object.Instance {
	n := len(t.spec.Fields)
	i := object.NewInstance(env, t.Class)
	i.Native = starlark.Tuple(values[:n:n])
	for k, v := range values[n:] {
		i.Set(hidden+t.spec.Hidden[k], v)
	}
	return i
}

func (t *Type) items(self starlark.Value) starlark.Tuple {
	items, _ := object.Unwrap(self).(starlark.Tuple)
	if len(items) < len(t.spec.Fields) {
		return make(starlark.Tuple, len(t.spec.Fields))
	}
	return items
}

// construct is __new__; its first argument is the class.
func (t *Type) construct(thread *starlark.Thread, _ starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if len(args) == 0 || args[0] != starlark.Value(t.Class) {
		return nil, exception.New(exception.TypeError, "%s.__new__(X): X is not a subtype of %s", t.spec.Name, t.spec.Name)
	}
	args = args[1:]
	name := t.spec.Module + "." + t.spec.Name
	if t.spec.Final {
		return nil, exception.New(exception.TypeError, "cannot create '%s' instances", name)
	}
	slots, err := signature.Parse(args, kwargs)
	if err != nil {
		return nil, err
	}
	env := object.EnvOf(thread)
	it, err := object.Iterate(env, slots[0])
	if err != nil {
		return nil, exception.New(exception.TypeError, "constructor requires a sequence")
	}
	it.Done()
	values, err := object.Elements(env, slots[0])
	if err != nil {
		return nil, err
	}
	least, most := len(t.spec.Fields), len(t.spec.Fields)+len(t.spec.Hidden)
	switch n := len(values); {
	case least == most && n != least:
		return nil, exception.New(exception.TypeError, "%s() takes a %d-sequence (%d-sequence given)", name, least, n)
	case n < least:
		return nil, exception.New(exception.TypeError, "%s() takes an at least %d-sequence (%d-sequence given)", name, least, n)
	case n > most:
		return nil, exception.New(exception.TypeError, "%s() takes an at most %d-sequence (%d-sequence given)", name, most, n)
	}
	return t.Make(env, values...), nil
}

var signature = &text.Signature{Func: "structseq", Params: []string{"sequence", "dict"}, Required: 1}

func (t *Type) repr(env *object.Env, self starlark.Value) (starlark.Value, error) {
	var b strings.Builder
	b.WriteString(t.spec.Module + "." + t.spec.Name + "(")
	items := t.items(self)
	comma := ""
	for i, name := range t.spec.Fields {
		if name == "" {
			continue
		}
		s, err := object.Repr(env, items[i])
		if err != nil {
			return nil, err
		}
		b.WriteString(comma + name + "=" + s)
		comma = ", "
	}
	b.WriteByte(')')
	return text.Str(b.String()), nil
}
