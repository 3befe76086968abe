package lower

import (
	"github.com/mpstar/mpstar/internal/syntax"
)

// analysis is what is known of a file before it is lowered.
type analysis struct {
	look    *look
	file    *syntax.File
	opts    Options
	dialect syntax.Dialect
	eval    bool

	types     map[syntax.Expr]typ // of expressions that are costly to infer again
	defNames  map[string]bool     // of all functions; nil until it is asked for
	inferring *scope              // whose symbols have no final types yet

	// What flow.go needs, in the order of the source, and what it has found out.
	functions []*scope // of defs and lambdas
	allScopes []*scope
	flows     []flow
	bools     *boolFacts

	module *scope
	scopes map[syntax.Node]*scope
	blocks map[blockKey]*block

	// mentions are all identifiers, attribute, parameter and keyword names of the file.
	mentions   map[string]bool
	nonASCII   bool            // some string literal is not ASCII
	wide       bool            // some string literal or name of a keyword argument is not ASCII
	usesSets   bool            // a set display, a set comprehension or the name set
	selfAttrs  map[string]bool // attributes assigned through a method's first parameter
	otherAttrs map[string]bool // attributes assigned through other names
	decorators map[string]bool // names used as decorators
	futureAnn  bool            // from __future__ import annotations

	allDynamic bool // every module-level name lives in the module
	starImport bool // there is a from m import *
	derives    bool // a class derives from int, str, list ...
	richEq     bool // == may mean more than the engine's
	richOrder  bool // likewise <
	richIn     bool // likewise in
	inplace    bool // likewise +=
	annotate   bool // annotations of functions are asked for
	foreign    bool // values of classes can come in that the file does not name: from other files of the program
	indexes    bool // objects other than ints may be indexes
}

// The two passes over the tree.
const (
	declaring = iota // make the scopes, find what is bound where
	recording        // note in which blocks the occurrences stand
)

// An analyzer walks a tree in the order of evaluation.
type analyzer struct {
	*analysis
	pass   int
	scope  *scope
	block  *block
	region *region
	loops  int // loops around, in the current function
	depth  int // functions around
	iters  int // comprehension iterables around
}

// maxFunctions bounds how deep functions may nest: the replica has each nested function once
// more for each function around it.
const maxFunctions = 100

func analyze(f *syntax.File, opts Options, ask *look) *analysis {
	a := &analysis{
		look: ask, file: f, opts: opts, dialect: f.Dialect,
		types:  map[syntax.Expr]typ{},
		scopes: map[syntax.Node]*scope{}, blocks: map[blockKey]*block{},
		mentions: map[string]bool{}, selfAttrs: map[string]bool{}, otherAttrs: map[string]bool{},
		decorators: map[string]bool{},
	}
	a.module = &scope{kind: moduleScope, symbols: map[string]*symbol{}}
	a.module.root = &block{scope: a.module}
	a.allScopes = append(a.allScopes, a.module)
	a.allDynamic = opts.Dynamic

	w := &analyzer{analysis: a, pass: declaring, scope: a.module}
	w.stmts(f.Body)
	w.declareDone(a.module)

	root := &region{block: a.module.root}
	a.module.root.region = root
	w = &analyzer{analysis: a, pass: recording, scope: a.module, block: a.module.root, region: root}
	w.stmts(f.Body)

	a.decideFlags()
	a.decideModule()
	return a
}

// declareDone checks what can be checked only when a scope is complete.
func (w *analyzer) declareDone(s *scope) {
	for _, sym := range s.order {
		if !sym.nonlocal {
			continue
		}
		outer := s.resolve(sym.name)
		if outer == nil || outer.scope.kind == moduleScope {
			continue // reported where the declaration stands
		}
		outer.outer, outer.captured = true, true
	}
}

// valueTypes are the types whose values the engine compares with its own only.
var valueTypes = map[string]bool{
	"int": true, "float": true, "str": true, "bytes": true, "list": true, "tuple": true, "dict": true, "set": true, "frozenset": true,
}

// decideFlags finds out which of Python's costlier meanings the file can need.
func (a *analysis) decideFlags() {
	any := func(names ...string) bool {
		for _, n := range names {
			if a.mentions[n] {
				return true
			}
		}
		return false
	}
	a.foreign = a.foreign || a.opts.Interactive || a.opts.Dynamic && a.opts.ModuleName != "" && !Standard(a.opts.ModuleName)
	types := a.derives || a.foreign || any("bytearray", "memoryview", "Enum", "IntEnum", "Flag", "IntFlag", "StrEnum", "dataclass", "Decimal",
		"Fraction", "total_ordering", "complex", "namedtuple", "NamedTuple", "Counter", "OrderedDict", "deque", "array",
		"HTTPStatus", "frozenset", "Manager", "SyncManager", "ShareableList", "signal", "authkey", "AuthenticationString",
		// tuples with named items
		"version_info", "struct_time", "gmtime", "localtime", "strptime", "stat_result", "terminal_size", "get_terminal_size", "uname")
	a.richEq = types || any("__eq__", "__ne__")
	a.richOrder = a.richEq || any("__lt__", "__le__", "__gt__", "__ge__")
	a.richIn = types || any("__contains__", "__eq__")
	a.inplace = a.derives || a.foreign || any("bytearray", "deque", "Counter", "array", "Manager", "SyncManager", "ShareableList",
		"__iadd__", "__isub__", "__imul__", "__itruediv__", "__ifloordiv__", "__imod__", "__iand__", "__ior__", "__ixor__",
		"__ilshift__", "__irshift__", "__ipow__", "__imatmul__")
	a.indexes = a.derives || a.foreign || any("__index__", "IntEnum", "IntFlag", "slice")
	a.annotate = any("__annotations__", "get_type_hints", "signature", "inspect")
}

// decideModule chooses between static and dynamic for the module's names.
func (a *analysis) decideModule() {
	if a.unshadowed("exec") || a.unshadowed("globals") || a.mentions["__main__"] || a.mentions["modules"] && a.mentions["sys"] {
		a.allDynamic = true
	}
	for _, sym := range a.module.order {
		sym.dynamic = a.allDynamic || sym.outer || sym.deleted || sym.walrus ||
			a.dialect == syntax.Python && a.opts.IsPredeclared(sym.name) || isModuleAttr(sym.name)
		for _, b := range sym.binds {
			if b != a.module.root {
				sym.dynamic = true
			}
		}
	}
}

// isModuleAttr reports whether a module has the name from the start.
func isModuleAttr(name string) bool {
	switch name {
	case "__name__", "__file__", "__doc__", "__spec__", "__package__", "__loader__", "__builtins__", "__cached__",
		"__annotations__", "__dict__", "__path__":
		return true
	}
	return false
}

// unshadowed reports whether the file uses a name and means the builtin.
func (a *analysis) unshadowed(name string) bool {
	return a.mentions[name] && a.module.resolve(name) == nil
}

func (w *analyzer) mangle(name string) string { return mangle(w.scope.class, name) }

func (w *analyzer) mention(name string) {
	if w.pass == declaring {
		w.mentions[name] = true
	}
}

// enter walks a nested scope.
func (w *analyzer) enter(n syntax.Node, kind scopeKind, name string, walk func()) *scope {
	outer := *w
	var s *scope
	if _, generator := n.(*syntax.GeneratorExp); kind != compScope || generator {
		w.scope.function().parts = true
	}
	if w.pass == declaring {
		s = &scope{kind: kind, node: n, parent: w.scope, symbols: map[string]*symbol{}, name: name}
		s.class, s.inClass = w.scope.class, w.scope.inClass
		s.method = kind == functionScope && w.scope.kind == classScope
		if kind == classScope {
			s.class, s.inClass = name, true
		}
		s.qualname = w.qualname(kind, name)
		if kind != compScope {
			s.root = &block{scope: s}
		} else {
			f := w.scope.function()
			f.comps = append(f.comps, s)
		}
		w.scopes[n] = s
		w.allScopes = append(w.allScopes, s)
		if kind == functionScope || kind == lambdaScope {
			w.functions = append(w.functions, s)
		}
	} else {
		s = w.scopes[n]
		s.defBlock = w.block
	}
	w.scope = s
	if kind != compScope {
		w.loops, w.iters = 0, 0
		w.block = s.root
		w.region = &region{block: s.root}
		s.root.region = w.region
	}
	if kind == functionScope || kind == lambdaScope {
		if w.depth++; w.depth > maxFunctions {
			w.fail(n, "too many statically nested functions")
		}
	}
	walk()
	if w.pass == declaring {
		w.declareDone(s)
	}
	*w = outer
	return s
}

func (w *analyzer) qualname(kind scopeKind, name string) string {
	p := w.scope.function()
	if kind != compScope && kind != lambdaScope {
		if sym := p.symbols[mangle(w.scope.class, name)]; sym != nil && sym.global {
			return name
		}
	}
	switch {
	case p.kind == moduleScope:
		return name
	case p.kind == classScope:
		return p.qualname + "." + name
	}
	return p.qualname + ".<locals>." + name
}

// inBlock walks a part that becomes an engine function of its own.
func (w *analyzer) inBlock(key blockKey, walk func()) {
	if w.pass == declaring {
		walk()
		return
	}
	w.scope.function().parts = true
	outer, region := w.block, w.region
	b := &block{parent: outer, scope: w.scope}
	for r := region; r != nil && r.block == outer; r = r.parent {
		b.loop = b.loop || r.loop
	}
	w.blocks[key] = b
	w.block = b
	w.region = newRegion(region, b, false)
	b.region = w.region
	walk()
	w.block, w.region = outer, region
}

func newRegion(parent *region, b *block, loop bool) *region {
	return &region{parent: parent, block: b, loop: loop}
}

// inRegion walks a part that may not be run, or run more than once.
func (w *analyzer) inRegion(loop bool, walk func()) {
	outer := w.region
	w.region = newRegion(outer, w.block, loop)
	walk()
	w.region = outer
}

// use notes a reference to a name.
func (w *analyzer) use(n syntax.Node, name string) {
	w.mention(name)
	name = w.mangle(name)
	if w.pass == declaring {
		w.scope.symbol(name).used = true
		return
	}
	w.occurrence(name, false)
}

// occurrence notes where an occurrence stands.
func (w *analyzer) occurrence(name string, binding bool) *symbol {
	sym := w.scope.resolve(name)
	if sym == nil {
		return nil
	}
	s := sym.scope
	for cur := w.scope; cur != s; cur = cur.parent {
		if cur.kind == compScope {
			if _, gen := cur.node.(*syntax.GeneratorExp); !gen {
				continue
			}
		}
		sym.captured = true
		if s.kind == compScope {
			s.captured = true
		}
	}
	switch s.kind {
	case moduleScope:
		if binding {
			if w.scope.function() == s {
				sym.record(w.block, w.region, true)
			} else {
				sym.outer = true
			}
		}
	case functionScope, lambdaScope:
		b, r := blockOf(sym, w.scope, w.block), w.region
		if w.scope.function() != s {
			r = b.region // any region of the block does: it is no binding
			binding = false
		}
		sym.record(b, r, binding)
	}
	return sym
}

type bindKind uint8

const (
	bindOther bindKind = iota
	bindDef
	bindClass
	bindImport
	bindDel
	bindWalrus
)

// bind notes that a name is bound, to a value from src.
func (w *analyzer) bind(n syntax.Node, name string, kind bindKind, src source) {
	w.mention(name)
	name = w.mangle(name)
	if w.pass == declaring {
		sym := w.scope.symbol(name)
		sym.bound = true
		if sym.global || sym.nonlocal {
			sym.bound = false
			if sym.global {
				w.module.symbol(name).bound = true
			}
		}
		return
	}
	sym := w.occurrence(name, true)
	if sym == nil {
		return
	}
	sym.bindings++
	switch kind {
	case bindDef:
		sym.defs = true
	case bindClass:
		sym.classes = true
	case bindImport:
		sym.imports = true
	default:
		sym.others = true
	}
	sym.deleted = sym.deleted || kind == bindDel
	sym.walrus = sym.walrus || kind == bindWalrus
	src.scope = w.scope
	sym.sources = append(sym.sources, src)
}

// declare handles a global or nonlocal statement.
func (w *analyzer) declare(n syntax.Node, id *syntax.Ident, global bool) {
	word := "nonlocal"
	if global {
		word = "global"
	}
	name := w.mangle(id.Name)
	if w.pass == recording {
		if !global {
			if outer := w.scope.resolve(name); outer == nil || outer.scope.kind == moduleScope {
				w.fail(n, "no binding for nonlocal '"+id.Name+"' found")
			}
		}
		return
	}
	w.mention(id.Name)
	if w.scope.kind == moduleScope {
		if !global {
			w.fail(n, "nonlocal declaration not allowed at module level")
		}
		return
	}
	sym := w.scope.symbol(name)
	switch {
	case sym.param:
		w.fail(n, "name '"+id.Name+"' is parameter and "+word)
	case sym.global && !global || sym.nonlocal && global:
		w.fail(n, "name '"+id.Name+"' is nonlocal and global")
	case sym.bound:
		w.fail(n, "name '"+id.Name+"' is assigned to before "+word+" declaration")
	case sym.used:
		w.fail(n, "name '"+id.Name+"' is used prior to "+word+" declaration")
	}
	if global {
		sym.global = true
		m := w.module.symbol(name)
		m.outer = true
	} else {
		sym.nonlocal = true
	}
}
