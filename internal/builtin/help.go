package builtin

import (
	"errors"
	"slices"
	"strings"

	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/syntax"
	"github.com/mpstar/mpstar/internal/text"
)

// A helper is help.
type helper struct{}

// Immutable lets other interpreters share the function.
func (helper) Immutable() {}

func (helper) Name() string { return "help" }

func (helper) String() string {
	return "Type help() for interactive help, or help(object) for help about object."
}
func (helper) Type() string          { return "_Helper" }
func (helper) Freeze()               {}
func (helper) Truth() starlark.Bool  { return true }
func (helper) Hash() (uint32, error) { return 1, nil }

const overview = `mpstar runs Python's statements and its multiprocessing module, on Starlark.

    help(x)          what is known of a value: a function, a class, a module, anything
    help('name')     the same for a module or a builtin that has that name
    dir(x)           the names of its attributes
    help('modules')  the modules that can be imported

Processes are interpreters of their own; a function, a lambda or a method typed here can be
the target of one:

    from multiprocessing import Process, Queue
    q = Queue()
    p = Process(target=lambda: q.put('from a child')); p.start()
    q.get()
`

// CallInternal prints what is known of a value.
func (helper) CallInternal(thread *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if err := positional("help", args, kwargs, 0, 1); err != nil {
		return nil, err
	}
	m := manual{thread: thread, env: object.EnvOf(thread)}
	if len(args) == 0 {
		m.WriteString(overview)
	} else if err := m.page(args[0]); err != nil {
		return nil, err
	}
	return printer(object.Str)(thread, starlark.Tuple{text.Str(m.String())}, []starlark.Tuple{{starlark.String("end"), starlark.String("")}})
}

// A manual writes pages in the layout of CPython's help.
type manual struct {
	strings.Builder
	thread *starlark.Thread
	env    *object.Env
}

// page writes what there is on v.
func (m *manual) page(v starlark.Value) error {
	if name, ok := text.AsString(v); ok {
		return m.named(name)
	}
	switch x := v.(type) {
	case *object.Module:
		m.module(x)
	case *object.Class:
		m.WriteString("Help on class " + x.Name() + " in module " + x.Module() + ":\n\n")
		m.class(x)
	default:
		if e, ok := describe(m.env, v); ok {
			m.WriteString("Help on " + e.kind + " " + e.name)
			if e.module != "" {
				m.WriteString(" in module " + e.module)
			}
			m.WriteString(":\n\n")
			m.WriteString(e.entry() + "\n")
			return nil
		}
		c := object.TypeOf(v)
		m.WriteString("Help on " + c.Name() + " object:\n\n")
		m.class(c)
	}
	return nil
}

// named writes what there is on a name: a module's, a builtin's, or a path to
// something within a module.
func (m *manual) named(name string) error {
	if name == "modules" {
		m.modules()
		return nil
	}
	if v, ok := Predeclared(syntax.Python)[name]; ok {
		return m.page(v)
	}
	host, ok := m.env.Host.(Importer)
	if !ok {
		return notOffered("help")
	}
	// The longest part that is a module, and attributes behind it.
	for end := len(name); end > 0; end = strings.LastIndexByte(name[:end], '.') {
		mod, err := host.Import(m.thread, name[:end])
		var e *exception.Error
		if errors.As(err, &e) && e.Kind == exception.ModuleNotFoundError {
			continue
		}
		if err != nil {
			return err
		}
		var v starlark.Value = mod
		for _, attr := range strings.Split(name[end:], ".")[1:] {
			if v, err = object.GetAttr(m.thread, v, attr); err != nil {
				m.unknown(name)
				return nil
			}
		}
		return m.page(v)
	}
	m.unknown(name)
	return nil
}

func (m *manual) unknown(name string) {
	m.WriteString("No documentation found for '" + name + "'.\nUse help() for an overview, help('modules') for a list of modules.\n")
}

// A Lister knows which modules can be imported.
type Lister interface{ Importable() []string }

func (m *manual) modules() {
	l, ok := m.env.Host.(Lister)
	if !ok {
		return
	}
	names := slices.DeleteFunc(l.Importable(), func(n string) bool { return strings.HasPrefix(n, "_") })
	slices.Sort(names)
	m.WriteString("Modules that can be imported, beside those in files:\n\n")
	width := 0
	for _, n := range names {
		width = max(width, len(n)+2)
	}
	columns := max(1, 80/max(width, 1))
	rows := (len(names) + columns - 1) / columns
	for r := range rows {
		line := ""
		for i := r; i < len(names); i += rows {
			line += names[i] + strings.Repeat(" ", width-len(names[i]))
		}
		m.WriteString(strings.TrimRight(line, " ") + "\n")
	}
}

func (m *manual) section(title, body string) {
	m.WriteString(title + "\n" + indented(body, "    ") + "\n")
}

// indented puts each line of a text further in.
func indented(s, by string) string {
	var b strings.Builder
	for line := range strings.Lines(s) {
		b.WriteString(strings.TrimRight(by+line, " \n") + "\n")
	}
	return b.String()
}

func (m *manual) module(mod *object.Module) {
	doc := docOf(m.env, mod)
	first, rest, _ := strings.Cut(doc, "\n")
	title := mod.Name
	if first != "" {
		title += " - " + first
	}
	m.WriteString("Help on module " + mod.Name + ":\n\n")
	m.section("NAME", title+"\n")
	if rest = strings.Trim(rest, "\n"); rest != "" {
		m.section("DESCRIPTION", rest+"\n")
	}
	var classes, functions, data strings.Builder
	names := mod.Names()
	slices.Sort(names)
	for _, name := range names {
		v, ok := mod.Get(name)
		if !ok || strings.HasPrefix(name, "_") {
			continue
		}
		switch x := v.(type) {
		case *object.Module:
			continue
		case *object.Class:
			if mod.File == "" || x.Module() == mod.Name {
				classes.WriteString(heading(x) + "\n")
				if doc := firstLine(docOf(m.env, x)); doc != "" {
					classes.WriteString("    " + doc + "\n")
				}
			}
			continue
		}
		if e, ok := describe(m.env, v); ok {
			if mod.File == "" || e.module == mod.Name {
				functions.WriteString(e.entry())
			}
			continue
		}
		if r, err := object.Repr(m.env, v); err == nil {
			data.WriteString(name + " = " + shortened(r) + "\n")
		}
	}
	for _, s := range []struct{ title, body string }{{"CLASSES", classes.String()}, {"FUNCTIONS", functions.String()}, {"DATA", data.String()}} {
		if s.body != "" {
			m.section(s.title, s.body)
		}
	}
	file := mod.File
	if file == "" {
		file = "(built-in)"
	}
	m.section("FILE", file+"\n")
}

func firstLine(s string) string {
	line, _, _ := strings.Cut(strings.TrimLeft(s, "\n "), "\n")
	return line
}

// shortened bounds what one value takes of a page.
func shortened(s string) string {
	if r := []rune(s); len(r) > 60 {
		return string(r[:57]) + "..."
	}
	return s
}

// docOf returns an object's doc string, with its indentation evened out.
func docOf(env *object.Env, v starlark.Value) string {
	doc, err := object.GetAttr(env.Thread, v, "__doc__")
	if err != nil {
		return ""
	}
	s, _ := text.AsString(doc)
	return strings.TrimSpace(dedent(s))
}

// dedent takes the indentation that all lines but the first share away from them.
func dedent(s string) string {
	lines := strings.Split(strings.ReplaceAll(s, "\t", "        "), "\n")
	margin := -1
	for _, line := range lines[1:] {
		if body := strings.TrimLeft(line, " "); body != "" && (margin < 0 || len(line)-len(body) < margin) {
			margin = len(line) - len(body)
		}
	}
	for i, line := range lines {
		if i > 0 && margin > 0 {
			line = line[min(margin, len(line)):]
		}
		lines[i] = strings.TrimRight(line, " ")
	}
	return strings.Join(lines, "\n")
}
