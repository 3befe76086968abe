package lower

import (
	"strings"

	"github.com/mpstar/mpstar/internal/syntax"
)

// This file is the analyzer's walk over statements. That over expressions is in walk_expr.go, over what is assigned to in walk_target.go.

func (w *analyzer) stmts(list []syntax.Stmt) {
	for _, s := range list {
		w.stmt(s)
	}
}

func (w *analyzer) stmt(s syntax.Stmt) {
	w.look.step()
	switch s := s.(type) {
	case *syntax.FunctionDef:
		if s.Async {
			w.fail(s, "'async' functions are not supported by mpstar")
		}
		for _, d := range s.Decorators {
			if id, ok := d.(*syntax.Ident); ok && w.pass == declaring {
				w.decorators[id.Name] = true
			}
			w.expr(d)
		}
		w.defaults(s.Args)
		w.bind(s.Name, s.Name.Name, bindDef, source{})
		w.enter(s, functionScope, s.Name.Name, func() {
			w.params(s.Args)
			w.stmts(s.Body)
		})
	case *syntax.ClassDef:
		for _, b := range s.Bases {
			if id, ok := b.(*syntax.Ident); ok && valueTypes[id.Name] {
				w.derives = true
			}
		}
		for _, d := range s.Decorators {
			w.expr(d)
		}
		w.exprs(s.Bases)
		w.keywords(s.Keywords)
		w.enter(s, classScope, s.Name.Name, func() { w.stmts(s.Body) })
		w.bind(s.Name, s.Name.Name, bindClass, source{})
	case *syntax.Return:
		if k := w.scope.kind; k == moduleScope || k == classScope {
			w.fail(s, "'return' outside function")
		}
		w.expr(s.Value)
	case *syntax.Delete:
		for _, t := range s.Targets {
			w.del(t)
		}
	case *syntax.Assign:
		w.expr(s.Value)
		for _, t := range s.Targets {
			w.target(t, source{kind: fromValue, expr: s.Value})
		}
	case *syntax.AugAssign:
		if id, ok := s.Target.(*syntax.Ident); ok {
			w.use(id, id.Name)
			w.expr(s.Value)
			if !isString(s.Value) {
				w.operand(id)
				w.operand(s.Value)
			}
			w.bind(id, id.Name, bindOther, source{kind: fromAug, expr: s.Value, op: s.Op})
			break
		}
		w.expr(s.Target)
		w.expr(s.Value)
		w.augTarget(s.Target)
	case *syntax.AnnAssign:
		if w.scope.kind == classScope || w.pass == declaring {
			w.annotation(s.Annotation)
		}
		w.expr(s.Value)
		if id, ok := s.Target.(*syntax.Ident); ok && s.Simple && w.pass == declaring {
			if sym := w.scope.symbols[w.mangle(id.Name)]; sym != nil && (sym.global || sym.nonlocal) {
				word := "global"
				if sym.nonlocal {
					word = "nonlocal"
				}
				w.fail(s, "annotated name '"+id.Name+"' can't be "+word)
			}
		}
		if s.Value != nil {
			w.target(s.Target, source{kind: fromValue, expr: s.Value})
		} else if id, ok := s.Target.(*syntax.Ident); ok {
			if w.pass == declaring && s.Simple {
				w.mention(id.Name)
				w.scope.symbol(w.mangle(id.Name)).bound = true
			}
		} else {
			w.expr(s.Target)
		}
	case *syntax.For:
		if s.Async {
			w.fail(s, "'async for' is not supported by mpstar")
		}
		w.expr(s.Iter)
		w.scope.function().loops = true
		w.loops++
		w.inRegion(true, func() {
			w.target(s.Target, source{kind: fromElement, expr: s.Iter})
			w.stmts(s.Body)
		})
		w.loops--
		w.inRegion(false, func() { w.stmts(s.Else) })
	case *syntax.While:
		w.scope.function().loops = true
		w.loops++
		w.inRegion(true, func() {
			w.expr(s.Test)
			w.stmts(s.Body)
		})
		w.loops--
		w.inRegion(false, func() { w.stmts(s.Else) })
	case *syntax.If:
		w.expr(s.Test)
		w.inRegion(false, func() { w.stmts(s.Body) })
		w.inRegion(false, func() { w.stmts(s.Else) })
	case *syntax.With:
		if s.Async {
			w.fail(s, "'async with' is not supported by mpstar")
		}
		w.with(s.Items, s.Body)
	case *syntax.Raise:
		w.expr(s.Exc)
		w.expr(s.Cause)
	case *syntax.Try:
		w.try(s)
	case *syntax.Assert:
		w.expr(s.Test)
		w.inRegion(false, func() { w.expr(s.Msg) })
	case *syntax.Import:
		for _, alias := range s.Names {
			name := alias.Name
			w.imports(name)
			if alias.AsName != nil {
				name = alias.AsName.Name
			} else if i := strings.IndexByte(name, '.'); i >= 0 {
				name = name[:i]
			}
			w.bind(alias, name, bindImport, source{})
		}
	case *syntax.ImportFrom:
		w.importFrom(s)
	case *syntax.Global:
		for _, id := range s.Names {
			w.declare(s, id, true)
		}
	case *syntax.Nonlocal:
		for _, id := range s.Names {
			w.declare(s, id, false)
		}
	case *syntax.ExprStmt:
		w.expr(s.X)
	case *syntax.Pass:
	case *syntax.Break:
		if w.loops == 0 {
			w.fail(s, "'break' outside loop")
		}
	case *syntax.Continue:
		if w.loops == 0 {
			w.fail(s, "'continue' not properly in loop")
		}
	case *syntax.Load:
		for _, id := range s.To {
			w.bind(id, id.Name, bindImport, source{})
		}
	case *syntax.Match:
		w.scope.function().parts = true
		w.match(s)
	}
}

func (w *analyzer) with(items []*syntax.WithItem, body []syntax.Stmt) {
	if len(items) == 0 {
		w.stmts(body)
		return
	}
	item := items[0]
	w.expr(item.Context)
	w.inBlock(blockKey{item, 0}, func() {
		if item.Vars != nil {
			w.target(item.Vars, source{})
		}
		w.with(items[1:], body)
	})
}

func (w *analyzer) try(s *syntax.Try) {
	if s.Star {
		w.fail(s, "'except*' is not supported by mpstar")
	}
	w.inBlock(blockKey{s, tryBody}, func() { w.stmts(s.Body) })
	for i, h := range s.Handlers {
		if h.Type == nil && i < len(s.Handlers)-1 {
			w.fail(h, "default 'except:' must be last")
		}
		w.expr(h.Type)
		w.inBlock(blockKey{h, 0}, func() {
			if h.Name != nil {
				w.bind(h.Name, h.Name.Name, bindOther, source{})
			}
			w.stmts(h.Body)
		})
	}
	w.inBlock(blockKey{s, tryElse}, func() { w.stmts(s.Else) })
	w.inBlock(blockKey{s, tryFinally}, func() { w.stmts(s.Finally) })
}

// imports notes that the file imports the module.
func (w *analyzer) imports(module string) {
	if w.pass != declaring {
		return
	}
	for _, part := range strings.Split(module, ".") {
		w.mentions[part] = true
	}
	w.foreign = w.foreign || module != "" && !Standard(module)
}

func (w *analyzer) importFrom(s *syntax.ImportFrom) {
	w.foreign = w.foreign || s.Level > 0
	w.imports(s.Module)
	for _, alias := range s.Names {
		if s.Module == "__future__" && s.Level == 0 {
			w.future(alias)
		}
		if alias.Name == "*" {
			if w.scope.kind != moduleScope {
				w.fail(s, "import * only allowed at module level")
			}
			w.allDynamic, w.starImport = true, true
			continue
		}
		w.mention(alias.Name)
		name := alias.Name
		if alias.AsName != nil {
			name = alias.AsName.Name
		}
		w.bind(alias, name, bindImport, source{kind: fromUnknown})
	}
}

func (w *analyzer) future(alias *syntax.Alias) {
	switch alias.Name {
	case "annotations":
		w.futureAnn = true
	case "nested_scopes", "generators", "division", "absolute_import", "with_statement", "print_function",
		"unicode_literals", "generator_stop":
	case "barry_as_FLUFL":
		w.fail(alias, "future feature barry_as_FLUFL is not supported by mpstar")
	case "braces":
		w.fail(alias, "not a chance")
	default:
		w.fail(alias, "future feature "+alias.Name+" is not defined")
	}
}

func (w *analyzer) defaults(args *syntax.Arguments) {
	w.exprs(args.Defaults)
	w.exprs(args.KwDefaults)
	for _, list := range [][]*syntax.Arg{args.PosOnly, args.Args, args.KwOnly, {args.Vararg, args.Kwarg}} {
		for _, arg := range list {
			if arg != nil {
				w.annotation(arg.Annotation)
			}
		}
	}
}

// annotation walks an annotation: it is evaluated late, if at all.
func (w *analyzer) annotation(x syntax.Expr) {
	if x != nil && !w.futureAnn {
		w.inRegion(false, func() { w.expr(x) })
	}
}

func (w *analyzer) params(args *syntax.Arguments) {
	param := func(arg *syntax.Arg) {
		if arg == nil {
			return
		}
		w.mention(arg.Name)
		sym := w.scope.symbol(w.mangle(arg.Name))
		if w.pass == recording {
			sym.record(w.scope.root, w.region, true)
			return
		}
		if sym.param {
			w.fail(arg, "duplicate argument '"+arg.Name+"' in function definition")
		}
		sym.param, sym.bound = true, true
		if w.scope.self == nil {
			w.scope.self = sym
		}
	}
	for _, list := range [][]*syntax.Arg{args.PosOnly, args.Args, {args.Vararg}, args.KwOnly, {args.Kwarg}} {
		for _, arg := range list {
			param(arg)
		}
	}
}
