package lower

import (
	"github.com/mpstar/mpstar/internal/syntax"
)

// This file follows bools through a file: to variables by assignments, to parameters by calls, to attributes and into containers.
// A name of an attribute stands for all attributes of that name. What the file does not show (elements of a message, of JSON) is not followed.

// A boolFact says that something may be a bool, or a container that holds some.
type boolFact struct{ value, held bool }

func (x boolFact) or(y boolFact) boolFact { return boolFact{x.value || y.value, x.held || y.held} }

// boolFacts are what is known of a file.
type boolFacts struct {
	*analysis
	symbols map[*symbol]boolFact
	attrs   map[string]boolFact
	results map[*symbol]boolFact // of calling what a variable is bound to
	methods map[string]boolFact  // of calling a function of the file by an attribute
	changed bool

	defs    map[*symbol][]*scope // the functions that def statements bind to a variable
	lambdas map[*symbol][]*scope // those that are assigned to it
	inits   map[*symbol][]*scope // the __init__ of the classes bound to it
	byName  map[string][]*scope  // all functions
	returns map[*scope][]syntax.Expr
}

// A flow is a place where values go somewhere else than to a variable.
type flow struct {
	scope  *scope
	call   *syntax.Call
	target syntax.Expr // an attribute or subscript that is assigned value to
	value  syntax.Expr
}

// maxBoolPasses bounds how often facts are drawn from facts. A program needs two or three.
const maxBoolPasses = 12

// maxCallees bounds how many functions a call is followed to: files with thousands of one name are not worth the time.
const maxCallees = 32

// boolFacts finds out what is known, once.
func (a *analysis) boolFacts() *boolFacts {
	if a.bools != nil {
		return a.bools
	}
	f := &boolFacts{
		analysis: a, symbols: map[*symbol]boolFact{}, attrs: map[string]boolFact{}, results: map[*symbol]boolFact{},
		methods: map[string]boolFact{}, defs: map[*symbol][]*scope{}, byName: map[string][]*scope{}, inits: map[*symbol][]*scope{},
		lambdas: map[*symbol][]*scope{},
		returns: map[*scope][]syntax.Expr{},
	}
	a.bools = f
	for _, s := range a.functions {
		f.function(s)
	}
	for _, s := range a.allScopes {
		for _, sym := range s.order {
			for _, src := range sym.sources {
				if lambda, ok := src.expr.(*syntax.Lambda); ok && src.kind == fromValue && a.scopes[lambda] != nil {
					f.lambdas[sym] = callee(f.lambdas[sym], a.scopes[lambda])
				}
			}
		}
	}
	for pass := 0; pass < maxBoolPasses; pass++ {
		f.changed = false
		f.pass()
		if !f.changed {
			break
		}
	}
	return f
}

// function notes by which names a function can be called, and what it returns.
func (f *boolFacts) function(s *scope) {
	switch n := s.node.(type) {
	case *syntax.FunctionDef:
		name := n.Name.Name
		f.byName[name] = callee(f.byName[name], s)
		if sym := s.parent.resolve(mangle(s.parent.class, name)); sym != nil {
			f.defs[sym] = callee(f.defs[sym], s)
		}
		if c := s.parent; c.kind == classScope && name == "__init__" {
			if sym := c.parent.resolve(mangle(c.parent.class, c.name)); sym != nil {
				f.inits[sym] = callee(f.inits[sym], s)
			}
		}
		eachReturn(n.Body, func(x syntax.Expr) { f.returns[s] = append(f.returns[s], x) })
	case *syntax.Lambda:
		f.returns[s] = []syntax.Expr{n.Body}
	}
}

// callee adds a function to those that a call may mean, unless they are many already.
func callee(list []*scope, s *scope) []*scope {
	if len(list) >= maxCallees {
		return list
	}
	return append(list, s)
}

func (f *boolFacts) pass() {
	for _, s := range f.allScopes {
		for _, sym := range s.order {
			for _, src := range sym.sources {
				f.symbol(sym, f.sourceFact(src))
			}
			if s.kind == classScope {
				f.attr(sym.name, f.symbols[sym])
			}
		}
	}
	for sym, defs := range f.defs {
		for _, s := range defs {
			f.result(sym, f.returnFact(s))
		}
	}
	for sym, lambdas := range f.lambdas {
		for _, s := range lambdas {
			f.result(sym, f.returnFact(s))
		}
	}
	for name, defs := range f.byName {
		for _, s := range defs {
			if fact := f.methods[name].or(f.returnFact(s)); fact != f.methods[name] {
				f.methods[name], f.changed = fact, true
			}
		}
	}
	for _, s := range f.functions {
		f.defaults(s)
	}
	if f.opts.Library {
		return
	}
	for _, fl := range f.flows {
		if fl.call != nil {
			f.call(fl.call, fl.scope)
		} else {
			f.store(fl.target, f.fact(fl.value, fl.scope), fl.scope)
		}
	}
}

func (f *boolFacts) fact(e syntax.Expr, s *scope) boolFact {
	return boolFact{f.boolish(e, s, maxBoolDepth), f.holds(e, s, maxBoolDepth)}
}

// elementFact is that of an element of an expression's value.
func (f *boolFacts) elementFact(e syntax.Expr, s *scope) boolFact {
	held := f.holds(e, s, maxBoolDepth)
	return boolFact{held, held}
}

func (f *boolFacts) sourceFact(src source) boolFact {
	switch src.kind {
	case fromValue, fromAug:
		x := f.fact(src.expr, src.scope)
		if src.kind == fromAug {
			x.value = false // True + True is none
		}
		return x
	case fromElement, fromPart:
		return f.elementFact(src.expr, src.scope)
	}
	return boolFact{}
}

func (f *boolFacts) symbol(sym *symbol, fact boolFact) {
	if sym == nil {
		return
	}
	if fact = fact.or(f.symbols[sym]); fact != f.symbols[sym] {
		f.symbols[sym], f.changed = fact, true
	}
}

func (f *boolFacts) result(sym *symbol, fact boolFact) {
	if fact = fact.or(f.results[sym]); fact != f.results[sym] {
		f.results[sym], f.changed = fact, true
	}
}

func (f *boolFacts) attr(name string, fact boolFact) {
	if fact = fact.or(f.attrs[name]); fact != f.attrs[name] {
		f.attrs[name], f.changed = fact, true
	}
}

func (f *boolFacts) returnFact(s *scope) boolFact {
	var fact boolFact
	for _, x := range f.returns[s] {
		fact = fact.or(f.fact(x, s))
	}
	return fact
}

func (f *boolFacts) defaults(s *scope) {
	args := argumentsOf(s)
	if args == nil {
		return
	}
	positional := positionalOf(args)
	for i, d := range args.Defaults {
		f.param(s, positional[len(positional)-len(args.Defaults)+i], f.fact(d, s.parent))
	}
	for i, d := range args.KwDefaults {
		if d != nil {
			f.param(s, args.KwOnly[i], f.fact(d, s.parent))
		}
	}
}

func argumentsOf(s *scope) *syntax.Arguments {
	switch n := s.node.(type) {
	case *syntax.FunctionDef:
		return n.Args
	case *syntax.Lambda:
		return n.Args
	}
	return nil
}

func positionalOf(args *syntax.Arguments) []*syntax.Arg {
	return append(args.PosOnly[:len(args.PosOnly):len(args.PosOnly)], args.Args...)
}

func (f *boolFacts) param(s *scope, arg *syntax.Arg, fact boolFact) {
	if arg != nil && fact != (boolFact{}) {
		f.symbol(s.symbols[mangle(s.class, arg.Name)], fact)
	}
}

// store notes that a value gets to where an attribute or subscript refers.
func (f *boolFacts) store(target syntax.Expr, fact boolFact, s *scope) {
	held := boolFact{held: fact.value || fact.held}
	switch t := target.(type) {
	case *syntax.Attribute:
		f.attr(t.Name, fact)
	case *syntax.Subscript:
		f.store(t.X, held, s)
	case *syntax.Ident:
		f.symbol(s.resolve(mangle(s.class, t.Name)), held)
	}
}

// adders are methods that put what they are given into a container.
var adders = map[string]bool{
	"append": true, "add": true, "insert": true, "appendleft": true, "extend": true, "update": true, "setdefault": true, "put": true,
}

// call notes what a call passes on.
func (f *boolFacts) call(e *syntax.Call, s *scope) {
	switch fn := e.Fn.(type) {
	case *syntax.Ident:
		sym := s.resolve(mangle(s.class, fn.Name))
		if sym == nil {
			break
		}
		for _, list := range [][]*scope{f.defs[sym], f.inits[sym], f.lambdas[sym]} {
			for _, to := range list {
				f.arguments(e, s, to)
			}
		}
	case *syntax.Attribute:
		for _, to := range f.byName[fn.Name] {
			f.arguments(e, s, to)
		}
		if adders[fn.Name] {
			for _, x := range e.Args {
				f.store(fn.X, f.fact(x, s), s)
			}
		}
	case *syntax.Lambda:
		f.arguments(e, s, f.scopes[fn])
	}
	// A function among the arguments may be called with the others: map(f, xs), Process(target=f, args=...).
	var passed []*scope
	for _, x := range e.Args {
		passed = append(passed, f.functionsOf(x, s)...)
	}
	for _, k := range e.Keywords {
		passed = append(passed, f.functionsOf(k.Value, s)...)
	}
	if len(passed) == 0 {
		return
	}
	var fact boolFact
	for _, x := range e.Args {
		fact = fact.or(f.fact(x, s))
	}
	for _, k := range e.Keywords {
		fact = fact.or(f.fact(k.Value, s))
	}
	if fact == (boolFact{}) {
		return
	}
	for _, to := range passed {
		for _, arg := range positionalOf(argumentsOf(to)) {
			f.param(to, arg, boolFact{true, fact.held})
		}
	}
}

// functionsOf returns the functions of the file that an argument may be.
func (f *boolFacts) functionsOf(x syntax.Expr, s *scope) []*scope {
	switch x := x.(type) {
	case *syntax.Ident:
		return f.defs[s.resolve(mangle(s.class, x.Name))]
	case *syntax.Lambda:
		return []*scope{f.scopes[x]}
	case *syntax.Attribute:
		return f.byName[x.Name]
	}
	return nil
}

// arguments notes what the arguments of a call give to the parameters of a function.
func (f *boolFacts) arguments(e *syntax.Call, s *scope, to *scope) {
	args := argumentsOf(to)
	if args == nil {
		return
	}
	positional := positionalOf(args)
	if attr, ok := e.Fn.(*syntax.Attribute); to.method && (!ok || !f.isClassName(attr.X, s)) && len(positional) > 0 {
		positional = positional[1:] // self
	}
	for i, x := range e.Args {
		if star, ok := x.(*syntax.Starred); ok {
			fact := f.elementFact(star.X, s)
			for _, arg := range positional {
				f.param(to, arg, fact)
			}
			continue
		}
		switch fact := f.fact(x, s); {
		case i < len(positional):
			f.param(to, positional[i], fact)
		default:
			f.param(to, args.Vararg, boolFact{held: fact.value || fact.held})
		}
	}
	for _, k := range e.Keywords {
		fact := f.fact(k.Value, s)
		for _, arg := range append(positional[:len(positional):len(positional)], args.KwOnly...) {
			if arg.Name == k.Name {
				f.param(to, arg, fact)
			}
		}
	}
}

// isClassName reports whether an expression is a class of the file: then a method called by it gets self as an argument.
func (f *boolFacts) isClassName(e syntax.Expr, s *scope) bool {
	id, ok := e.(*syntax.Ident)
	if !ok {
		return false
	}
	sym := s.resolve(mangle(s.class, id.Name))
	return sym != nil && sym.classes
}
