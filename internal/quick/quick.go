// Package quick runs loops, and functions that have loops or call themselves, in place of the engine.
//
// Package lower takes them out of a program's tree ([lower.Quick]); what stays there is a call of what [Program.Entry] returns. The first call turns the
// nodes into Go closures, one for each, over variables that hold ints and floats as machine words. Where both operands of an operator
// are such numbers, it is done here; for everything else the closures call what the engine itself would call. So a node means exactly what it means to
// the engine, and what runs quickly is arithmetic, comparisons, ranges, items of lists and calls between such functions: five to thirty
// times as fast as in the engine.
//
//	p := quick.NewProgram(prog, python, load, lookup)
//	p.Entry(0)      // what ·quick.0 is to that program
//
// It begins at door.CallInternal in this file. compile.go, stmt.go, loop.go, expr.go, call.go and comprehension.go make closures; op.go and compare.go are the
// operators; value.go is what variables hold; machine.go is what one call needs, and how it gives way: to the interpreter's
// other threads, to signals and limits. slow.go asks the engine.
//
// A Program, its entries and the closures are immutable once made, and shared by all interpreters: what they touch hangs off the machine and
// the frames of a call.
//
// Tracebacks: while an entry runs, the engine's stack has a frame named [FrameName] whose position is where the closures are. It stands in place of the
// frame of the function that called it. A function that is called by another here has a frame of its own, named [CallName].
package quick

import (
	"sync"
	"sync/atomic"

	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/engine"
	"github.com/mpstar/mpstar/internal/lower"
)

// FrameName is the name of a frame that stands in place of the one that called; CallName that of a function's own.
const (
	FrameName = "·quick"
	CallName  = "·called"
)

// A Program is what was taken out of one program of the engine.
type Program struct {
	prog   *starlark.Program
	python bool                             // its dialect
	lookup func(name string) starlark.Value // predeclared names
	load   func() []*lower.Quick
	once   sync.Once
	// What load returned, and what follows from it.
	entries []*entry
	byFunc  map[int32]*entry
	globals map[string]int // where the engine has them
}

// NewProgram returns what runs the quicks of prog. load returns them; it is called when the first of them is. lookup returns the value of a predeclared
// name, nil if there is none; a method's name comes after [lower.MethodMark].
func NewProgram(prog *starlark.Program, python bool, load func() []*lower.Quick, lookup func(name string) starlark.Value) *Program {
	return &Program{prog: prog, python: python, load: load, lookup: lookup}
}

// Entry returns what the program calls ·quick.i.
func (p *Program) Entry(i int) starlark.Callable { return &door{p: p, i: i} }

// Compile makes the closures of ·quick.i now, for tests; its first call does so otherwise.
func (p *Program) Compile(i int) {
	p.open()
	p.entries[i].code()
}

// open makes the entries.
func (p *Program) open() {
	p.once.Do(func() {
		p.byFunc = map[int32]*entry{}
		for _, q := range p.load() {
			e := &entry{p: p, q: q}
			p.entries = append(p.entries, e)
			if q.Function != 0 {
				p.byFunc[q.Function] = e
			}
		}
		p.globals = map[string]int{}
		for i, name := range engine.Names(p.prog) {
			p.globals[name] = i
		}
	})
}

func (p *Program) global(name string) (int, bool) {
	i, ok := p.globals[name]
	return i, ok
}

// A door is a value that the engine calls to run a Quick.
type door struct {
	p *Program
	i int
	e atomic.Pointer[entry]
}

// Name is not shown: see FrameName.
func (d *door) Name() string          { return "·entry" }
func (d *door) String() string        { return "·entry" }
func (d *door) Type() string          { return "builtin_function_or_method" }
func (d *door) Freeze()               {}
func (d *door) Truth() starlark.Bool  { return true }
func (d *door) Hash() (uint32, error) { return 0, nil }

// An entry is a Quick, which is compiled when it is first called.
type entry struct {
	p    *Program
	q    *lower.Quick
	once sync.Once
	made *code
}

// A code is a compiled Quick.
type code struct {
	slots int      // variables, and what closures keep there
	names []string // of the slots
	outs  []int    // the slots of a loop's Outs
	run   stmt
	at    []position
}

func (e *entry) code() *code {
	e.once.Do(func() { e.made = compile(e.p, e.q) })
	return e.made
}

// CallInternal runs it with the variables that the program passes.
func (d *door) CallInternal(thread *starlark.Thread, args starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
	e := d.e.Load()
	if e == nil {
		d.p.open()
		e = d.p.entries[d.i]
		d.e.Store(e)
	}
	caller, ok := thread.DebugFrame(1).Callable().(*starlark.Function)
	if !ok {
		panic("quick: an entry called by none but the engine's functions")
	}
	c := e.code()
	m := newMachine(e.p, thread, caller)
	f := m.frame(c)
	f.globals = engine.Globals(caller)
	for i, v := range args {
		f.slots[i] = unbox(v)
	}
	var err error
	if engine.SetCallee(thread, f) { // a frame less, of which there are few for recursion
		if c.run(f) == toError {
			err = f.err
		}
	} else {
		_, err = starlark.Call(thread, f, nil, nil)
	}
	var result starlark.Value = starlark.None
	if err == nil {
		if e.q.Function != 0 {
			if f.ret.k != unbound {
				result = f.ret.box()
			}
		} else if len(e.q.Outs) > 0 || f.ret.k != unbound {
			result = e.outs(f)
		}
	}
	if err == nil {
		m.release(f)
	} else {
		clear(f.slots) // the frame itself the engine asks yet where it is
	}
	m.end()
	return result, err
}

// outs makes what a loop returns to the function around it.
func (e *entry) outs(f *frame) starlark.Value {
	t := make(starlark.Tuple, 1+len(e.q.Outs))
	t[0] = starlark.None
	if f.ret.k != unbound {
		t[0] = starlark.Tuple{f.ret.box()}
	}
	for i, slot := range f.code.outs {
		switch v := f.slots[slot]; {
		case v.k == unbound:
			t[i+1] = starlark.None
		case e.q.Sure[i]:
			t[i+1] = v.box()
		default:
			t[i+1] = starlark.Tuple{v.box()}
		}
	}
	return t
}
