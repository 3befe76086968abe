package lower

import (
	"strings"

	"github.com/mpstar/mpstar/internal/syntax"
)

// This file has the symbol table: scopes, the names in them, and the blocks of a function that
// become engine functions of their own. analyze.go fills it; after that it is read only, but for
// the types that infer.go adds.

type scopeKind uint8

const (
	moduleScope scopeKind = iota
	functionScope
	lambdaScope
	classScope
	compScope // a comprehension or a generator expression
)

// A scope is a region of text in which names have one meaning.
type scope struct {
	kind    scopeKind
	node    syntax.Node
	parent  *scope
	symbols map[string]*symbol
	order   []*symbol

	class     string // name of the innermost class around, for private names
	inClass   bool   // some class body is around: __class__ means something
	qualname  string
	name      string
	generator bool    // contains yield
	self      *symbol // the first parameter
	method    bool    // a function directly in a class body

	root     *block // body of a module, function, lambda or class
	defBlock *block // where in the parent's blocks the scope begins

	// of comprehensions
	captured  bool        // a nested function refers to a variable of it
	outerComp *scope      // the comprehension frame it is evaluated in
	callSpan  syntax.Span // what the enclosing frame is at meanwhile

	typed bool // infer.go has been here

	// of functions, for version.go
	loops bool     // has a loop
	parts bool     // parts of it are engine functions of their own
	comps []*scope // comprehensions
}

// A symbol is a name bound or declared in a scope.
type symbol struct {
	name     string
	scope    *scope
	param    bool
	bound    bool
	used     bool
	global   bool // declared global here
	nonlocal bool // declared nonlocal here

	// how it is bound
	bindings int  // number of binding occurrences, parameters aside
	deleted  bool // del
	walrus   bool
	outer    bool // bound by an inner scope's nonlocal or global
	captured bool // a nested function refers to it
	defs     bool // a def statement
	classes  bool
	imports  bool
	others   bool // anything else

	dynamic bool // of the module: lives in the module object

	// of functions: where it occurs, and so where it can live
	occ    map[*block]*occurrences
	binds  []*block        // blocks with bindings
	homes  map[*block]bool // whether the variable that lives there must be a Cell
	isHome bool            // homes has been filled

	sources []source
	typ     typ
	numeric bool // used as only a number can be
	tested  bool // an argument of isinstance or type
	operand bool // of an arithmetic operator
	sliced  bool // x[lo:hi]
	item    bool // x[i]
	assumed byte // the kind that version.go assumes it has: 0 for none
}

// A source is an expression whose value, or element, a symbol gets.
type source struct {
	kind  sourceKind
	expr  syntax.Expr
	op    syntax.Op
	scope *scope
}

type sourceKind uint8

const (
	fromUnknown sourceKind = iota
	fromValue
	fromElement // of an iterable
	fromAug     // x op= expr
	fromPart    // something in expr: an element of an element
)

// A block is a part of a function (module, class) that becomes one engine function:
// the whole body, or the body, a handler, else or finally of a try, or the body of a with.
type block struct {
	parent *block
	scope  *scope
	region *region // what it begins
	loop   bool    // runs several times per run of its parent
}

// A region is a stretch of code that is run from its start, once entered: a block, a branch of an
// if, the body of a loop.
type region struct {
	parent *region
	block  *block
	loop   bool
}

func (r *region) within(of *region) bool {
	for ; r != nil; r = r.parent {
		if r == of {
			return true
		}
	}
	return false
}

// occurrences are those of a symbol in a block and the blocks in it.
type occurrences struct {
	direct   bool    // some stand in the block itself
	definite bool    // the first is a binding that comes before all others on every path
	region   *region // where the first stands
	kids     []*block
}

// A blockKey names a block: a Try with a part, a WithItem, or an ExceptHandler.
type blockKey struct {
	node syntax.Node
	part int
}

const (
	tryBody = iota
	tryElse
	tryFinally
)

func (s *scope) symbol(name string) *symbol {
	sym := s.symbols[name]
	if sym == nil {
		sym = &symbol{name: name, scope: s}
		s.symbols[name] = sym
		s.order = append(s.order, sym)
	}
	return sym
}

// encloses reports whether the scope is one of those around another.
func (s *scope) encloses(inner *scope) bool {
	for cur := inner.parent; cur != nil; cur = cur.parent {
		if cur == s {
			return true
		}
	}
	return false
}

// function returns the scope itself, or the innermost around it that is not a comprehension.
func (s *scope) function() *scope {
	for s.kind == compScope {
		s = s.parent
	}
	return s
}

func (s *scope) module() *scope {
	for s.parent != nil {
		s = s.parent
	}
	return s
}

// resolve finds what a name in a scope refers to, nil if it is bound nowhere in the file.
func (s *scope) resolve(name string) *symbol {
	for cur := s; cur != nil; cur = cur.parent {
		if cur != s && cur.kind == classScope {
			continue
		}
		sym := cur.symbols[name]
		switch {
		case sym == nil:
		case sym.global:
			return boundOrNil(s.module().symbols[name])
		case sym.nonlocal:
		case sym.bound:
			return sym
		}
	}
	return nil
}

// resolveOutside is resolve for a class scope's name that is not in the namespace.
func (s *scope) resolveOutside(name string) *symbol {
	for cur := s.parent; cur != nil; cur = cur.parent {
		if cur.kind != classScope {
			return cur.resolve(name)
		}
	}
	return nil
}

func boundOrNil(sym *symbol) *symbol {
	if sym == nil || !sym.bound {
		return nil
	}
	return sym
}

// blockOf returns the block of sym's scope in which code of scope s, at block b, stands.
func blockOf(sym *symbol, s *scope, b *block) *block {
	for s != sym.scope {
		b = s.defBlock
		s = s.parent
	}
	return b
}

// mangle applies the rule for private names in classes.
func mangle(class, name string) string {
	if class == "" || !strings.HasPrefix(name, "__") || strings.HasSuffix(name, "__") || strings.Contains(name, ".") {
		return name
	}
	class = strings.TrimLeft(class, "_")
	if class == "" {
		return name
	}
	return "_" + class + name
}

func (s *scope) compName() string {
	switch s.node.(type) {
	case *syntax.ListComp:
		return "<listcomp>"
	case *syntax.SetComp:
		return "<setcomp>"
	case *syntax.DictComp:
		return "<dictcomp>"
	}
	return "<genexpr>"
}

// record notes an occurrence of the symbol in block b of its scope.
func (sym *symbol) record(b *block, r *region, binding bool) {
	if sym.occ == nil {
		sym.occ = map[*block]*occurrences{}
	}
	if binding && (len(sym.binds) == 0 || sym.binds[len(sym.binds)-1] != b) {
		sym.binds = append(sym.binds, b)
	}
	var kid *block
	for cur := b; cur != nil; cur = cur.parent {
		o := sym.occ[cur]
		if o == nil {
			o = &occurrences{definite: binding, region: r}
			sym.occ[cur] = o
		} else if o.definite && !r.within(o.region) {
			o.definite = false
		}
		if cur == b {
			o.direct = true
		} else if !containsBlock(o.kids, kid) {
			o.kids = append(o.kids, kid)
		}
		kid = cur
	}
}

func containsBlock(list []*block, b *block) bool {
	for _, x := range list {
		if x == b {
			return true
		}
	}
	return false
}

// place decides in which blocks of its function the symbol's variable lives: in the smallest
// that hold all occurrences, or in several where each begins by binding it.
func (sym *symbol) place() {
	sym.isHome = true
	sym.homes = map[*block]bool{}
	root := sym.scope.root
	if root == nil || sym.occ[root] == nil || sym.param {
		sym.homes[root] = false
	} else {
		sym.placeIn(root)
	}
	for home := range sym.homes {
		sym.homes[home] = sym.outer || sym.deleted || sym.walrus
	}
	for _, b := range sym.binds {
		if home := sym.home(b); home != b {
			sym.homes[home] = true
		}
	}
}

func (sym *symbol) placeIn(b *block) {
	o := sym.occ[b]
	down := !o.direct
	if down && !(len(o.kids) == 1 && !o.kids[0].loop) {
		down = !sym.captured
		for _, kid := range o.kids {
			down = down && sym.occ[kid].definite
		}
	}
	if !down {
		sym.homes[b] = false
		return
	}
	for _, kid := range o.kids {
		sym.placeIn(kid)
	}
}

// home returns the block whose variable a reference from block b means.
func (sym *symbol) home(b *block) *block {
	for cur := b; cur != nil; cur = cur.parent {
		if _, ok := sym.homes[cur]; ok {
			return cur
		}
	}
	return sym.scope.root
}
