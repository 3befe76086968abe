package lower

import (
	"strconv"

	star "go.starlark.net/syntax"

	"github.com/mpstar/mpstar/internal/syntax"
)

// A lowerer makes one engine file: the program or the replica.
type lowerer struct {
	*analysis
	spans *spanTable
	scope *scope // whose names are meant; comprehensions included
	comp  *scope // the comprehension frame around, for positions
	fr    *frame
	temps int

	texts   map[literalKey]string // hoisted literals, by value
	hoisted []star.Stmt
	funcs   map[int32]*Function
	records []*funcRecord
	replica bool
	vasts   map[star.Expr]guard // what guarded notes
	augs    map[*star.AssignStmt]augGuard
	keys    map[star.Expr]star.Position // what key notes

	// ownDefaults makes a replica evaluate the defaults of a function, which are literals, instead of
	// asking for them.
	ownDefaults bool
}

type literalKey struct {
	value string
	bytes bool
}

// A frame is an engine function that is being made.
type frame struct {
	parent *frame
	scope  *scope
	block  *block
	fn     int32 // its number, 0 for the top level
	body   bool  // part of a function: return, break and continue are signals
	loops  []*loop
	before []star.Stmt // what goes before the outermost of loops
	out    []star.Stmt
	sig    signals  // those that the body can return
	inline *inlined // how they leave it, if it is no function of its own
	cond   int      // conditions around the current statement, within the frame
	// assigned are a class body's names that the namespace surely has.
	assigned map[string]bool
	// stmtScope is the scope of the current statement: an expression of another is in a lambda
	// or comprehension.
	stmtScope *scope
}

// A loop is a for or while statement of the frame.
type loop struct {
	broke string // a variable that says whether break was used, if else needs it
	left  bool   // a return in it leaves the body of a with statement in place
}

type signals struct{ ret, brk, cont bool }

func newLowerer(an *analysis, spans *spanTable) *lowerer {
	return &lowerer{analysis: an, spans: spans, scope: an.module, texts: map[literalKey]string{}, funcs: map[int32]*Function{}}
}

// temp returns a fresh name.
func (l *lowerer) temp(prefix string) string {
	l.temps++
	return mark + prefix + strconv.Itoa(l.temps)
}

func (l *lowerer) emit(s ...star.Stmt) { l.fr.out = append(l.fr.out, s...) }

// statements lowers statements into a list of their own, in the current frame.
func (l *lowerer) statements(list []syntax.Stmt) []star.Stmt {
	return l.collect(func() { l.stmts(list) })
}

func (l *lowerer) collect(f func()) []star.Stmt {
	saved := l.fr.out
	l.fr.out = nil
	f()
	out := l.fr.out
	l.fr.out = saved
	return out
}

// start is the position of what stands at a file's beginning.
func (l *lowerer) start() star.Position {
	span := syntax.Span{Start: syntax.Pos{Line: 1, Col: 1}, End: syntax.Pos{Line: 1, Col: 1}}
	if len(l.analysis.file.Body) > 0 {
		span = l.analysis.file.Body[0].Extent()
	}
	return l.pos(span)
}

// file lowers the whole file.
func (l *lowerer) file() *star.File {
	// The first number is the module's own: the engine takes the position of the first
	// statement for that of the top-level function.
	l.fr = &frame{scope: l.module, block: l.module.root}
	pos := l.start()
	body := l.collect(func() {
		if l.eval {
			x := l.analysis.file.Body[0].(*syntax.ExprStmt).X
			l.emit(exprStmt(intrinsic(pos, "result", l.expr(x))))
			return
		}
		l.stmts(l.analysis.file.Body)
	})
	stmts := l.prologue(pos)
	return &star.File{Path: l.spans.file, Stmts: append(stmts, body...), Options: fileOptions}
}

// prologue makes the head of a program: the module, the literals, and all static globals as
// globals of the engine, so that none of their uses is resolved to something else.
func (l *lowerer) prologue(pos star.Position) []star.Stmt {
	stmts := []star.Stmt{assign(ident(mark+"g", pos), intrinsic(pos, "module", lambda(pos, nil, none(pos))), pos)}
	stmts = append(stmts, l.hoisted...)
	loads := map[string]bool{}
	for _, s := range l.analysis.file.Body {
		if load, ok := s.(*syntax.Load); ok && !l.opts.Dynamic {
			for _, id := range load.To {
				loads[id.Name] = true
			}
		}
	}
	var vars []star.Expr
	for _, sym := range l.module.order {
		if !sym.bound || sym.dynamic || loads[sym.name] {
			continue
		}
		if l.dialect == syntax.Starlark && (l.opts.IsPredeclared(sym.name) || universe(sym.name)) {
			continue // as the engine has it: the builtin until it is assigned
		}
		vars = append(vars, ident(sym.name, pos))
	}
	return append(stmts, declare(vars, pos)...)
}

// declare makes variables known to the resolver without binding them.
func declare(vars []star.Expr, pos star.Position) []star.Stmt {
	switch len(vars) {
	case 0:
		return nil
	case 1:
		return []star.Stmt{forStmt(pos, vars[0], tuple(pos), nil)}
	}
	return []star.Stmt{forStmt(pos, tuple(pos, vars...), tuple(pos), nil)}
}

// literal returns a reference to a literal that has to be made by an intrinsic. It is made
// once, at the start of the file.
func (l *lowerer) literal(value string, bytes bool, pos star.Position) star.Expr {
	key := literalKey{value, bytes}
	name, ok := l.texts[key]
	if !ok {
		name = literalMark + strconv.Itoa(len(l.texts)+1)
		if l.replica {
			name = replicaLiteralMark + strconv.Itoa(len(l.texts)+1)
		}
		l.texts[key] = name
		lit, fn := str(value, pos), "text"
		if bytes {
			lit.Token, fn = star.BYTES, "bytes"
		}
		l.hoisted = append(l.hoisted, assign(ident(name, pos), intrinsic(pos, fn, lit), pos))
	}
	return ident(name, pos)
}
