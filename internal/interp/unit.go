package interp

import (
	"fmt"
	"strings"

	"github.com/mpstar/mpstar/internal/engine"
	"github.com/mpstar/mpstar/internal/lower"
	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/pickle"
	"github.com/mpstar/mpstar/internal/syntax"
	"go.starlark.net/starlark"
)

// A unit is a compiled file in one interpreter: the code, the module it fills,
// and the means to make its functions.
type unit struct {
	code   *lower.Code
	module *object.Module

	// anchor is a function of the file's own program. It leads to the static
	// globals, which the engine keeps to itself otherwise.
	anchor *starlark.Function

	// root is what anchor is made from, in a child that does not run the replica.
	root *engine.Proto

	// initial are the global variables that anchor begins with; nil: none has a value. It is not changed.
	initial []starlark.Value

	// maker returns the factory of the function with a span index. It belongs
	// to a run of the file's replica: in a child that is the module itself, in
	// an interpreter that ran the file's main program it is a shadow of it,
	// made when a function first arrives that this interpreter never had.
	maker  starlark.Value
	shadow bool

	// plain says that the replica may define the file's plain functions
	// itself: in the parent they are what the file made them.
	plain bool

	result starlark.Value // of an expression that eval evaluates

	// plainFuncs are the functions of the code's Plain, where they have been seen. While these are few they stand in fewPlain: most processes need
	// one or two.
	plainFuncs []*starlark.Function
	fewPlain   []plainFunc

	// Where the static globals come from, until the replica has run or, where there is a root, anchor has been made: fill
	// sets them, or else the replica asks globals for each.
	fill    func() error
	globals func(name string) (starlark.Value, bool, error)

	// late are the static globals of a child that may not be there yet; nil if all are.
	late *lateStatics

	// refs are what stand for the plain functions in snapshots, others what stand for others, by their indexes.
	refs   []*pickle.FunctionRef
	others map[int32]*pickle.FunctionRef

	// restless are static globals, by their slots, that have changed between two starts.
	restless map[int]bool
}

// Compile parses and lowers a source text for this runtime. key names it in the
// runtime; two texts must not share one.
func (rt *Runtime) Compile(key, filename string, src []byte, d syntax.Dialect, opts lower.Options) (*lower.Code, error) {
	f, err := syntax.Parse(filename, src, d)
	if err != nil {
		return nil, err
	}
	return rt.CompileFile(key, f, opts)
}

// CompileFile lowers a parsed file for this runtime.
func (rt *Runtime) CompileFile(key string, f *syntax.File, opts lower.Options) (*lower.Code, error) {
	code, err := Lower(key, f, opts)
	if err != nil {
		return nil, err
	}
	rt.Use(code)
	return code, nil
}

// Lower lowers a parsed file for any runtime that Uses it. key names it there.
func Lower(key string, f *syntax.File, opts lower.Options) (*lower.Code, error) {
	opts.Key = key
	opts.IsPredeclared = predeclared(f.Dialect).Has
	opts.Direct, opts.Constants = engine.Known(), engine.Known()
	opts.Quick = quickLoops()
	return lower.File(f, opts)
}

// quickLoops reports whether loops can run without the engine.
func quickLoops() bool { return engine.Known() && engine.CancelKnown() }

// Use makes a lowered file known to this runtime.
func (rt *Runtime) Use(code *lower.Code) { rt.enter(code) }

// UniqueKey returns a key for a text that has no file of its own, such as one
// line typed at the prompt.
func (rt *Runtime) UniqueKey(name string) string {
	return fmt.Sprintf("%s#%d", name, rt.sequence.Add(1))
}

// RunMain runs code as the main script: in a new module __main__.
func (in *Interp) RunMain(t *starlark.Thread, code *lower.Code, file string) error {
	return in.RunIn(t, code, in.NewMain(file))
}

// RunIn runs code with m as its module, and says before what it is warned of. The caller holds the lock.
func (in *Interp) RunIn(t *starlark.Thread, code *lower.Code, m *object.Module) error {
	for _, w := range code.Warnings() {
		source := code.Source()
		line := fmt.Sprintf("%s:%d: SyntaxWarning: %s\n", source.Name, w.Line, w.Msg)
		if i := int(w.Line) - 1; i >= 0 && i < len(source.Lines) {
			line += "  " + strings.TrimSpace(source.Lines[i]) + "\n"
		}
		if err := in.Write(t, 2, line); err != nil {
			return err
		}
	}
	return in.execCode(t, code, m)
}

// NewMain makes an empty __main__.
func (in *Interp) NewMain(file string) *object.Module {
	m := in.addModule("__main__", file)
	m.Set("__package__", starlark.None)
	m.Set("__spec__", starlark.None)
	return m
}

func (in *Interp) addModule(name, file string) *object.Module {
	m := &object.Module{Name: name, File: file, Env: in.env}
	m.Missing = in.askModule(m)
	in.setModule(name, m)
	return m
}

func (in *Interp) setModule(name string, m *object.Module) {
	if _, ok := in.modules[name]; !ok && !in.isLate(name) {
		in.order = append(in.order, name)
	}
	in.modules[name] = m
}

// execCode runs code with m as its module. The caller holds the lock.
func (in *Interp) execCode(t *starlark.Thread, code *lower.Code, m *object.Module) error {
	u := in.newUnit(code, m)
	if doc, ok := code.Doc(); ok {
		m.Set("__doc__", str(doc))
	}
	return in.initProgram(t, u, code.Program())
}

func (in *Interp) newUnit(code *lower.Code, m *object.Module) *unit {
	u := &unit{code: code, module: m}
	in.units[code.Key()] = u
	return u
}

func (in *Interp) initProgram(t *starlark.Thread, u *unit, p *starlark.Program) error {
	names := predeclared(u.code.Dialect())
	u.module.Builtins = names
	in.loading = append(in.loading, u)
	n := len(in.loading)
	_, err := p.Init(t, names)
	in.loading = in.loading[:n-1]
	if pending := in.env.Pending(); pending != nil {
		return pending
	}
	return err
}

// unitOf returns the unit whose code calls the intrinsic that runs on t now.
func (in *Interp) unitOf(t *starlark.Thread) *unit {
	for depth := 1; depth < t.CallStackDepth(); depth++ {
		if fn, ok := t.DebugFrame(depth).Callable().(*starlark.Function); ok {
			return in.units[fn.Position().Filename()]
		}
	}
	return nil
}

// Unpacked functions are made by the factories of their file. unitFor returns the
// unit with its maker.
func (in *Interp) unitFor(t *starlark.Thread, key string) (*unit, error) {
	u := in.units[key]
	if u == nil {
		code := in.rt.code(key)
		if code == nil {
			return nil, unknownCode(key)
		}
		u = &unit{code: code, module: &object.Module{Name: code.ModuleName(), Env: in.env}}
		in.units[key] = u
	}
	if u.code == nil {
		if u.code = in.rt.code(key); u.code == nil {
			return nil, unknownCode(key)
		}
	}
	if u.maker != nil {
		return u, nil
	}
	if err := u.setRoot(); err != nil {
		return nil, err
	}
	if u.fill != nil || u.globals != nil {
		// A child that is being made: something in the snapshot led to a function
		// before its file's turn came.
		return u, in.runReplica(t, u)
	}
	// This interpreter ran the main program: its functions see its globals.
	// The shadow's static globals are those of the moment.
	u.shadow = true
	u.copyStatics(u.anchor)
	if err := in.runReplica(t, u); err != nil {
		return nil, err
	}
	return u, nil
}

func (in *Interp) runReplica(t *starlark.Thread, u *unit) error {
	p, err := u.code.Replica()
	if err != nil {
		return err
	}
	anchor := u.anchor
	if err := in.initProgram(t, u, p); err != nil {
		return err
	}
	if u.shadow && anchor != nil {
		u.anchor = anchor
	}
	u.globals = nil
	if fill := u.fill; fill != nil {
		u.fill = nil
		return fill()
	}
	return nil
}

// ModuleOf returns the name of the module whose code is in the file that frames call
// by this name, "<unknown>" if there is none.
func (in *Interp) ModuleOf(file string) string {
	for _, u := range in.units {
		if u.code.Source().Name == file && u.module.Name != "" {
			return u.module.Name
		}
	}
	return "<unknown>"
}
