package lower

import (
	"strings"

	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/engine"
)

// A Layout says where a program of a Code keeps its static globals: at which index of [engine.Globals]. It is
// immutable.
type Layout struct {
	// Statics are the globals that the source has names for, but for those that Plain has, and the literals that are
	// made at the start of the file.
	Statics []Static
	// Plain are the indexes of the plain functions' names, in the order of [Code.Plain].
	Plain []int
	// PlainAt says, for each global, which of the plain functions' names it is, -1 for none.
	PlainAt []int
	// Scope is where the module itself is, -1 if nowhere.
	Scope int
	index map[string]int
}

// A Static is a static global.
type Static struct {
	Name  string
	Index int
}

// Index returns where the global called name is.
func (l *Layout) Index(name string) (i int, ok bool) {
	i, ok = l.index[name]
	return i, ok
}

// Layout returns the layout of p, which is the code's program or its replica. It is nil if the engine does not tell.
func (c *Code) Layout(p *starlark.Program) *Layout {
	l := &c.mainLayout
	if c.loaded != nil && p != c.replica {
		return c.trees().Layout(p)
	}
	if p != c.program {
		l = &c.replicaLayout
	}
	l.once.Do(func() {
		if engine.Known() {
			l.Layout = c.layout(p)
		}
	})
	return l.Layout
}

func (c *Code) layout(p *starlark.Program) *Layout {
	names := engine.Names(p)
	l := &Layout{Plain: make([]int, len(c.plain)), Scope: -1, index: make(map[string]int, len(names))}
	for i, name := range names {
		switch {
		case name == mark+"g":
			l.Scope = i
		case !strings.HasPrefix(name, mark) || strings.HasPrefix(name, literalMark):
			l.index[name] = i
		}
	}
	l.PlainAt = make([]int, len(names))
	for i := range names {
		l.PlainAt[i] = -1
	}
	for i, p := range c.plain {
		l.Plain[i] = l.index[p.Name]
		l.PlainAt[l.Plain[i]] = i
	}
	for i, name := range names {
		if _, ok := l.index[name]; ok && l.PlainAt[i] < 0 {
			l.Statics = append(l.Statics, Static{name, i})
		}
	}
	return l
}
