package builtin

import (
	"fmt"
	"slices"
	"strings"

	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/syntax"
	"github.com/mpstar/mpstar/internal/text"
)

// This file describes functions and classes for help.

// A description is what a page says of a function or method.
type description struct {
	kind, name, module, signature, doc string
}

// entry is its signature and, further in, its text.
func (d description) entry() string {
	s := d.name + d.signature + "\n"
	if d.doc != "" {
		s += indented(d.doc, "    ")
	}
	return s
}

// describe returns what is known of a function; ok is false if v is none.
func describe(env *object.Env, v starlark.Value) (d description, ok bool) {
	switch f := v.(type) {
	case *starlark.Function:
		info := env.Info(f)
		return description{"function", info.Name, info.Module, signature(env, f, info), strings.TrimSpace(dedent(info.Doc))}, true
	case *object.BoundMethod:
		d, ok := describe(env, f.Func)
		if n, ok := f.Func.(*object.NativeMethod); ok {
			d = native(env, n, object.TypeOf(f.Self), n.Name())
		}
		if e := ownHelp(env, v, f.Func.Name()); e != nil {
			return description{"function", f.Func.Name(), kernelModule, e.signature, strings.TrimSpace(e.text)}, true
		}
		d.kind, d.signature = "method", withoutSelf(d.signature)
		return d, ok
	case *object.StaticMethod:
		return describe(env, f.Func)
	case *object.ClassMethod:
		d, ok := describe(env, f.Func)
		d.signature = withoutSelf(d.signature)
		return d, ok
	case *starlark.Builtin:
		recv := f.Receiver()
		if recv == nil {
			return native(env, v, nil, f.Name()), true
		}
		d := native(env, v, object.TypeOf(recv), f.Name())
		d.signature = withoutSelf(d.signature)
		return d, true
	case helper, quitter:
		return native(env, v, nil, v.(starlark.Callable).Name()), true
	case *object.NativeMethod:
		var class *object.Class
		if c, err := object.GetAttr(env.Thread, f, "__objclass__"); err == nil {
			class, _ = c.(*object.Class)
		}
		return native(env, v, class, f.Name()), true
	}
	return d, false
}

// native describes a function written in Go: by the table in help.txt or, if that has
// nothing, by what the function itself knows.
func native(env *object.Env, v starlark.Value, class *object.Class, name string) description {
	d := description{kind: "built-in function", name: name, signature: "(...)", doc: docOf(env, v)}
	e := (*helpEntry)(nil)
	switch {
	case class != nil:
		e = methodHelp(class, name)
	case isBuiltin(v, name):
		e, d.module = lookupHelp("", name), "builtins"
	default:
		if e = ownHelp(env, v, name); e != nil {
			d.module = kernelModule
		}
	}
	if e != nil {
		d.signature, d.doc = e.signature, strings.TrimSpace(e.text)
	}
	return d
}

// kernelModule is the module that help.txt describes beside the builtins.
const kernelModule = "multiprocessing"

// ownHelp returns the entry of a function of kernelModule.
func ownHelp(env *object.Env, v starlark.Value, name string) *helpEntry {
	e := lookupHelp(kernelModule, name)
	host, ok := env.Host.(Importer)
	if e == nil || !ok {
		return nil
	}
	m, err := host.Import(env.Thread, kernelModule)
	if err != nil {
		return nil
	}
	have, ok := m.Get(name)
	if b, bound := have.(*object.BoundMethod); bound {
		if f, ok := v.(*object.BoundMethod); ok && object.Is(b.Func, f.Func) {
			return e
		}
		have = b.Func
	}
	if !ok || !object.Is(have, v) {
		return nil
	}
	return e
}

// methodHelp returns the entry of a method of a class, which may be inherited. What a
// script defines has none.
func methodHelp(c *object.Class, name string) *helpEntry {
	for _, k := range c.MRO() {
		if !k.Native() {
			if v, ok := k.Lookup(name); ok {
				if _, script := v.(*starlark.Function); script {
					return nil
				}
			}
			continue
		}
		if e := lookupHelp(className(k), name); e != nil {
			return e
		}
	}
	return nil
}

// className is what help.txt calls a class.
func className(c *object.Class) string {
	if strings.HasPrefix(c.Module(), kernelModule) {
		return kernelModule + "." + c.Name()
	}
	return c.Name()
}

func isBuiltin(v starlark.Value, name string) bool {
	have, ok := Predeclared(syntax.Python)[name]
	return ok && object.Is(have, v)
}

// withoutSelf is the signature of a method that is bound.
func withoutSelf(signature string) string {
	first, rest, more := strings.Cut(strings.TrimSuffix(strings.TrimPrefix(signature, "("), ")"), ", ")
	switch {
	case first == "..." || strings.HasPrefix(first, "*"):
		return signature
	case !more || rest == "/":
		return "()"
	}
	return "(" + strings.TrimPrefix(rest, "/, ") + ")"
}

// signature writes the parameters of a script's function, with their defaults.
func signature(env *object.Env, f *starlark.Function, info object.FunctionInfo) string {
	// The engine has *args behind the parameters by keyword only.
	params := slices.Clone(info.Params)
	slices.SortStableFunc(params, func(a, b object.Param) int { return place(a.Kind) - place(b.Kind) })
	var parts []string
	star := false
	for i, p := range params {
		s := p.Name
		switch p.Kind {
		case object.VarargsParam:
			s, star = "*"+s, true
		case object.KwargsParam:
			s = "**" + s
		case object.KeywordParam:
			if !star {
				parts, star = append(parts, "*"), true
			}
		}
		if p.Optional {
			s += "=" + defaultText(env, f, p.Name)
		}
		parts = append(parts, s)
		if info.PosOnly > 0 && i == info.PosOnly-1 {
			parts = append(parts, "/")
		}
	}
	return "(" + strings.Join(parts, ", ") + ")"
}

func place(k object.ParamKind) int {
	return slices.Index([]object.ParamKind{object.PositionalParam, object.VarargsParam, object.KeywordParam, object.KwargsParam}, k)
}

func defaultText(env *object.Env, f *starlark.Function, name string) string {
	for i := range f.NumParams() {
		if object.ParamName(f, i) != name {
			continue
		}
		if v := f.ParamDefault(i); v != nil {
			if r, err := object.Repr(env, v); err == nil {
				return shortened(r)
			}
		}
	}
	return "..."
}

func heading(c *object.Class) string {
	var bases []string
	for _, b := range c.Bases() {
		bases = append(bases, qualified(b, c.Module()))
	}
	return fmt.Sprintf("class %s(%s)", c.Name(), strings.Join(bases, ", "))
}

func qualified(c *object.Class, in string) string {
	if c.Module() == in {
		return c.Name()
	}
	return c.FullName()
}

// class writes a class: its members, those it inherits too, by class and by kind.
func (m *manual) class(c *object.Class) {
	var b strings.Builder
	if e := lookupHelp("", className(c)); e != nil && (c.Module() == "builtins" || c.Module() != "__main__" && className(c) != c.Name()) {
		b.WriteString(c.Name() + e.signature + "\n\n" + e.text + "\n")
	} else {
		if init, ok := c.Lookup("__init__"); ok {
			if f, ok := init.(*starlark.Function); ok {
				b.WriteString(c.Name() + withoutSelf(signature(m.env, f, m.env.Info(f))) + "\n\n")
			}
		}
		if doc := docOf(m.env, c); doc != "" {
			b.WriteString(doc + "\n\n")
		}
	}
	if mro := c.MRO(); len(mro) > 2 {
		b.WriteString("Method resolution order:\n")
		for _, k := range mro {
			b.WriteString("    " + qualified(k, c.Module()) + "\n")
		}
		b.WriteString("\n")
	}
	seen := make(map[string]bool)
	var parts []string
	for _, k := range c.MRO() {
		if k == object.ObjectType && c != k {
			continue // what every object has says nothing about this one
		}
		parts = append(parts, m.members(c, k, seen)...)
	}
	rule := strings.Repeat("-", 70) + "\n"
	b.WriteString(strings.Join(parts, rule))
	m.WriteString(heading(c) + "\n" + strings.ReplaceAll(indented(b.String(), " |  "), " |\n", " |  \n") + "\n")
}

// members writes what k, a class that c inherits from or c itself, has for c.
func (m *manual) members(c, k *object.Class, seen map[string]bool) []string {
	kinds := []string{"Methods", "Class methods", "Static methods", "Properties", "Data and other attributes"}
	bodies := make([]string, len(kinds))
	names := make([]string, 0, 16)
	values := make(map[string]starlark.Value)
	k.Own(func(name string, v starlark.Value) bool {
		if !seen[name] && !hiddenMember(name) {
			names = append(names, name)
			values[name] = v
		}
		seen[name] = true
		return true
	})
	slices.Sort(names)
	for _, name := range names {
		v := values[name]
		d, ok := describe(m.env, v)
		d.name = name
		if e := methodHelp(k, name); e != nil {
			d.signature, d.doc = e.signature, strings.TrimSpace(e.text)
		}
		switch v.(type) {
		case *object.ClassMethod:
			bodies[1] += d.entry() + "\n"
			continue
		case *object.StaticMethod:
			bodies[2] += d.entry() + "\n"
			continue
		}
		if ok {
			bodies[0] += d.entry() + "\n"
			continue
		}
		if isProperty(v) {
			if p, ok := v.(*object.ScriptProperty); ok && p.Doc != nil {
				doc, _ := text.AsString(p.Doc)
				d.doc = strings.TrimSpace(dedent(doc))
			}
			bodies[3] += d.entry() + "\n"
			continue
		}
		if r, err := object.Repr(m.env, v); err == nil {
			bodies[4] += name + " = " + shortened(r) + "\n\n"
		}
	}
	var parts []string
	for i, body := range bodies {
		if body == "" {
			continue
		}
		where := " defined here:\n\n"
		if k != c {
			where = " inherited from " + qualified(k, c.Module()) + ":\n\n"
		}
		parts = append(parts, kinds[i]+where+body)
	}
	return parts
}

// hiddenMember reports whether a name is the interpreter's own.
func hiddenMember(name string) bool {
	switch name {
	case "__module__", "__doc__", "__dict__", "__weakref__", "__qualname__", "__slots__":
		return true
	}
	return false
}

func isProperty(v starlark.Value) bool {
	switch v.Type() {
	case "property", "getset_descriptor", "member_descriptor":
		return true
	}
	return false
}
