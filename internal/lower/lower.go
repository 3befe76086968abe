// Package lower turns a parsed file into a program for the engine.
//
// [File] takes a [syntax.File] and makes a tree of go.starlark.net/syntax nodes, which
// starlark.FileProgram resolves and compiles. What Starlark has goes over as it is; what only
// Python has (class, try, with, import, yield, ...) becomes calls of intrinsics, predeclared
// functions whose names begin with "·" and so can't be written in source. docs/architecture.md
// lists them.
//
// The package begins at File in this file. A file goes through these steps:
//
//   - scope.go and analyze.go: which name is bound where, as CPython's symbol table has it, and
//     whether a variable can be one of the engine's or must live in a cell or in the module
//   - infer.go: the types that follow from literals, loops and arithmetic; where they are known
//     operators stay native
//   - file.go, stmt.go, expr.go and one file per construct: the lowering itself
//   - vast.go and operand.go: what the engine would take long for and could not be stopped at
//   - replica.go: the second program of the file, which defines its functions and runs nothing
//
// For instance
//
//	try:
//	    x = f()
//	except OSError:
//	    return
//	print(x)
//
// inside a function becomes
//
//	x = ·cell("x")
//	def ·body1(): x.v = f()
//	def ·except2(·exc): return (None,)
//	·s1 = ·try(·body1, ((lambda: OSError, ·except2),), None, None)
//	if ·s1: return ·s1[0]
//	print(x.v)
package lower

import (
	"errors"
	"slices"
	"strings"
	"sync"

	"go.starlark.net/resolve"
	"go.starlark.net/starlark"
	star "go.starlark.net/syntax"

	"github.com/mpstar/mpstar/internal/syntax"
)

// Options say how a file is to be lowered. The zero value is that of a main script.
type Options struct {
	// Dynamic puts every module-level name into the module object: for the prompt, exec and
	// imported modules, where other code can bind the names.
	Dynamic bool
	// Interactive hands the values of expression statements at module level to ·display.
	Interactive bool
	// ModuleName is the module's __name__; "" means "__main__".
	ModuleName string
	// Key names this file among those that one interpreter compiles. It is the file name of
	// every position in the program. "" means the name of the source.
	Key string
	// IsPredeclared reports whether a name is a builtin of the file's dialect. Names that
	// begin with "·" always count as predeclared. Nil means that there are none.
	IsPredeclared func(name string) bool
	// Direct says that whoever runs the replica sets its static globals himself, once it has run: then it asks
	// for none.
	Direct bool
	// Library leaves out what takes time and matters to scripts in general alone: for modules that are compiled in.
	Library bool
	// Constants says that whoever runs a program replaces those of its constants that begin with ConstantMark, at the
	// call of ·module with which it begins.
	Constants bool
	// Look, if it is not nil, is asked every millisecond or so whether to go on. Its error ends the lowering, which returns it. The Code does not
	// keep it.
	Look func() error
	// Quick takes loops out of the programs, for whoever runs them to run by package quick: see [Code.Quicks]. It needs Constants.
	Quick bool
}

// A Kind says what in the source an engine function was made from.
type Kind uint8

const (
	Def       Kind = iota // a def statement
	Lambda                // a lambda expression
	ClassBody             // the body of a class statement
	Generator             // a generator expression; its name is "<genexpr>"
	Body                  // part of the function that it is in: a try or with body, a handler ...
)

// A Function describes an engine function of a Code. It is immutable.
type Function struct {
	Name     string // as in __name__: "f", "<lambda>", "<genexpr>"
	Qualname string // as in __qualname__: "C.f", "f.<locals>.g"
	Module   string
	Doc      string
	HasDoc   bool
	Kind     Kind
	Index    int32       // the span index that names the function in its file
	Span     syntax.Span // of the def, lambda, class or statement
	// Tree is the *syntax.FunctionDef, *syntax.Lambda, *syntax.ClassDef, *syntax.GeneratorExp
	// or, for a Body, the statement it is part of.
	Tree syntax.Node
	// Generator says that calling the function makes a generator.
	Generator bool
	// Method says that the function stands directly in a class body.
	Method bool
	// PosOnly is the number of positional-only parameters; the engine takes them for ordinary ones.
	PosOnly int
	// Params are the names of the positional parameters, then of the keyword-only ones, as in
	// co_varnames.
	Params []string
	// Free are the names of the engine function's free variables, in the engine's order.
	// Those that begin with "·" are of lowering's making.
	Free []string
}

// A Code is a lowered and compiled file. It is immutable and may be used by many
// goroutines and interpreters at once.
type Code struct {
	source  *syntax.Source
	dialect syntax.Dialect
	key     string
	opts    Options
	eval    bool // Expr made it

	an      *analysis
	spans   *spanTable
	program *starlark.Program
	quicks  []*Quick
	funcs   map[int32]*Function
	records []*funcRecord
	main    *star.File

	plain []Plain

	mainLayout, replicaLayout struct {
		once sync.Once
		*Layout
	}

	namedOnce sync.Once
	named     map[int32][]int // function index -> globals that it names
	uses      sync.Map        // usesKey -> []int

	replicaOnce   sync.Once
	replica       *starlark.Program
	replicaQuicks []*Quick
	replicaFile   *star.File
	replicaErr    error

	compiledOnce sync.Once
	compiled     []byte

	loaded *loadedCode // of a Code that Load made: it has none of the trees
}

// File lowers and compiles a file. An error is a *syntax.Error, for what is wrong in the source
// (as CPython's compiler finds it) or is not supported.
func File(f *syntax.File, opts Options) (*Code, error) {
	return compile(f, opts, false)
}

// Expr lowers and compiles an expression, for eval. The program hands the value to the
// intrinsic ·result; all names are dynamic.
func Expr(x syntax.Expr, src *syntax.Source, dialect syntax.Dialect, opts Options) (*Code, error) {
	opts.Dynamic = true
	body := []syntax.Stmt{&syntax.ExprStmt{Span: x.Extent(), X: x}}
	return compile(&syntax.File{Source: src, Dialect: dialect, Body: body}, opts, true)
}

func compile(f *syntax.File, opts Options, eval bool) (code *Code, err error) {
	if opts.ModuleName == "" {
		opts.ModuleName = "__main__"
	}
	if opts.Key == "" {
		opts.Key = f.Source.Name
	}
	if opts.IsPredeclared == nil {
		opts.IsPredeclared = func(string) bool { return false }
	}
	defer catch(&err)

	ask := look{ask: opts.Look}
	opts.Look = nil
	an := analyze(f, opts, &ask)
	an.eval = eval
	l := newLowerer(an, newSpanTable(opts.Key, len(f.Source.Lines)))
	tree := l.file()
	quicks := l.quicken(tree)
	tree = l.constants(tree)
	l.countBranches(tree)
	an.look = nil // the Code belongs to many
	c := &Code{
		source: f.Source, dialect: f.Dialect, key: opts.Key, opts: opts, eval: eval,
		an: an, spans: l.spans, funcs: l.funcs, records: l.records, main: tree, quicks: quicks,
	}
	if c.program, err = c.compile(tree); err != nil {
		return nil, err
	}
	for _, rec := range l.records {
		rec.fn.Free = rec.free()
	}
	for _, rec := range l.plainFunctions(l.records) {
		c.plain = append(c.plain, Plain{rec.fn.Name, rec.fn.Index})
	}
	slices.SortFunc(c.plain, func(a, b Plain) int { return int(a.Index) - int(b.Index) })
	l.spans.frozen = true
	return c, nil
}

// catch turns the panic by which analysis and lowering leave their recursions into an error.
func catch(err *error) {
	switch r := recover().(type) {
	case nil:
	case *syntax.Error:
		*err = r
	case stopped:
		*err = r.err
	default:
		panic(r)
	}
}

// fileOptions are the switches of the engine's resolver and compiler: all on.
var fileOptions = &star.FileOptions{
	Set: true, While: true, TopLevelControl: true, GlobalReassign: true, Recursion: true,
}

func (c *Code) compile(tree *star.File) (*starlark.Program, error) {
	prog, err := starlark.FileProgram(tree, func(name string) bool {
		return strings.HasPrefix(name, mark) || c.opts.IsPredeclared(name)
	})
	if err == nil {
		return prog, nil
	}
	se := &syntax.Error{Kind: "SyntaxError", Msg: err.Error(), Filename: c.source.Name}
	var list resolve.ErrorList
	if errors.As(err, &list) {
		se.Msg = list[0].Msg
		if span, ok := c.spans.span(list[0].Pos.Col); ok {
			locate(se, c.source, span)
		}
	}
	return nil, se
}

// Program returns the program that runs the file.
func (c *Code) Program() *starlark.Program { return c.trees().program }

// Replica returns the program that defines the file's functions without running the file. It is
// lowered and compiled on the first call.
func (c *Code) Replica() (*starlark.Program, error) {
	c.replicaOnce.Do(func() {
		defer catch(&c.replicaErr)
		l := newLowerer(c.an, c.spans)
		tree := l.replicaFile(c.records)
		c.replicaQuicks = l.quicken(tree)
		c.replicaFile = l.constants(tree)
		c.replica, c.replicaErr = c.compile(c.replicaFile)
	})
	return c.replica, c.replicaErr
}

// Source returns the text the code was made from.
func (c *Code) Source() *syntax.Source { return c.source }

// Options returns what File was given.
func (c *Code) Options() Options { return c.opts }

// IsExpr reports whether Expr made the code.
func (c *Code) IsExpr() bool { return c.eval }

// Key returns the name under which the code's positions carry the file.
func (c *Code) Key() string { return c.key }

// Dialect returns the file's dialect.
func (c *Code) Dialect() syntax.Dialect { return c.dialect }

// ModuleName returns the __name__ that the file runs under.
func (c *Code) ModuleName() string { return c.opts.ModuleName }

// Warnings returns what the compiler of Python's files warns of.
func (c *Code) Warnings() []syntax.Warning {
	if c.an == nil || c.an.file == nil || c.dialect != syntax.Python {
		return nil
	}
	return c.an.file.Warnings
}

// Doc returns the module's docstring.
func (c *Code) Doc() (doc string, ok bool) {
	if l := c.loaded; l != nil {
		return l.doc, l.hasDoc
	}
	return docstring(c.an.file.Body)
}

// Span returns the source extent for the column of an engine position in this file.
func (c *Code) Span(col int32) (syntax.Span, bool) { return c.trees().spans.span(col) }

// Anchor returns the part of a span that CPython marks with ^ instead of ~: the operator of a
// binary operation, or the brackets of a subscript.
func (c *Code) Anchor(col int32) (syntax.Span, bool) { return c.trees().spans.anchor(col) }

// Callee returns the extent of the attribute that a call by ·method reads first. The call itself is what Span returns.
func (c *Code) Callee(col int32) (syntax.Span, bool) { return c.trees().spans.callee(col) }

// Function returns what is known of the function at an engine column, nil if there is none. The
// column of an engine function's Position is its index. A Code that was loaded does not tell the Tree.
func (c *Code) Function(col int32) *Function {
	if c.loaded != nil {
		return c.loaded.function(col)
	}
	return c.funcs[col]
}

// FunctionAt returns the function whose code has a position of the engine column: the function
// of a frame, given where the frame is. Nil stands for the top level.
func (c *Code) FunctionAt(col int32) *Function {
	c = c.trees()
	if fn := c.funcs[col]; fn != nil {
		return fn
	}
	if col < 1 || int(col) > len(c.spans.entries) {
		return nil
	}
	return c.funcs[c.spans.entries[col-1].fn]
}

// FunctionAround returns the function that makes the one which an engine column is the number of. Nil stands for the top level.
func (c *Code) FunctionAround(col int32) *Function {
	c = c.trees()
	if col < 1 || int(col) > len(c.spans.entries) {
		return nil
	}
	return c.funcs[c.spans.entries[col-1].fn]
}

// Variables returns the names that the innermost def or lambda around an engine column binds, its
// parameters first; nil at the top level.
func (c *Code) Variables(col int32) []string {
	c = c.trees()
	fn := c.FunctionAt(col)
	if fn == nil {
		return nil
	}
	var inner *funcRecord
	for _, rec := range c.records { // an outer function comes before those in it
		at := rec.fn.Span
		if rec.fn == fn || !before(fn.Span.Start, at.Start) && !before(at.End, fn.Span.End) {
			inner = rec
		}
	}
	if inner == nil || inner.scope.kind == classScope {
		return nil
	}
	var names []string
	for _, sym := range inner.scope.order {
		if (sym.param || sym.bound) && !sym.global && !sym.nonlocal {
			names = append(names, sym.name)
		}
	}
	return names
}

func before(a, b syntax.Pos) bool { return a.Line < b.Line || a.Line == b.Line && a.Col < b.Col }

// Functions returns the functions of the kinds Def and Lambda in the order of the source.
func (c *Code) Functions() []*Function {
	c = c.trees()
	fns := make([]*Function, len(c.records))
	for i, rec := range c.records {
		fns[i] = rec.fn
	}
	return fns
}

// A Frame is one that CPython 3.11 would have on its stack and the engine hasn't: that of a
// comprehension, or of a generator expression that was lowered to one.
type Frame struct {
	Name string      // "<listcomp>", "<setcomp>", "<dictcomp>" or "<genexpr>"
	Span syntax.Span // where the enclosing frame is meanwhile
}

// Comprehensions returns the comprehension frames in which CPython would run the code at an
// engine column, outermost first.
func (c *Code) Comprehensions(col int32) []Frame { return c.trees().spans.frames(col) }

// InComprehension returns the name of the innermost comprehension frame at an engine
// column, "" if there is none.
func (c *Code) InComprehension(col int32) string {
	frames := c.trees().spans.frames(col)
	if len(frames) == 0 {
		return ""
	}
	return frames[len(frames)-1].Name
}

// Interactive reports whether the text was typed at a prompt.
func (c *Code) Interactive() bool { return c.opts.Interactive }

// Names returns the module-level names: the static ones are globals of the engine's
// module, the dynamic ones live in the module object.
func (c *Code) Names() (static, dynamic []string) {
	for _, sym := range c.trees().an.module.order {
		if !sym.bound {
			continue
		}
		if sym.dynamic {
			dynamic = append(dynamic, sym.name)
		} else {
			static = append(static, sym.name)
		}
	}
	return static, dynamic
}

// fail ends the lowering with a SyntaxError at a node.
func (a *analysis) fail(n syntax.Node, msg string) {
	e := &syntax.Error{Kind: "SyntaxError", Msg: msg, Filename: a.file.Source.Name}
	locate(e, a.file.Source, n.Extent())
	panic(e)
}

func locate(e *syntax.Error, src *syntax.Source, span syntax.Span) {
	e.Span = span
	if i := int(span.Start.Line) - 1; i >= 0 && i < len(src.Lines) {
		e.Text = src.Lines[i]
	}
}
