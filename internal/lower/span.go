package lower

import (
	star "go.starlark.net/syntax"

	"github.com/mpstar/mpstar/internal/syntax"
)

// A spanTable gives each source extent that lowering refers to a small number. The
// number travels through the engine as the column of a position, next to the true line.
// Numbers are dealt in the order of lowering, so that neighbours in the code have neighbouring
// numbers, which the engine's line tables store in two bytes.
type spanTable struct {
	file    string
	entries []spanEntry // entry i has number i+1
	index   map[spanKey]int32
	callees map[int32]syntax.Span // of calls by ·method: the attributes
	fns     map[fnKey]int32
	frozen  bool // while the replica is lowered: it refers only to what is there
	missed  int  // references of the replica to what is not there: 0
}

type spanEntry struct {
	span   syntax.Span
	anchor syntax.Span
	comp   *scope // the innermost comprehension, or nil
	fn     int32  // the engine function that the code is in, 0 for the top level
}

type spanKey struct {
	span   syntax.Span
	anchor syntax.Span
	comp   *scope
	fn     int32
}

// An fnKey names an engine function: a part of a node or, without a node, what evaluates an extent
// inside the function numbered part.
type fnKey struct {
	node syntax.Node
	part int
	span syntax.Span
}

// newSpanTable makes a table with room for the extents of a file of so many lines.
func newSpanTable(key string, lines int) *spanTable {
	n := spansPerLine * min(lines, 2000)
	return &spanTable{
		file: key, entries: make([]spanEntry, 0, n), index: make(map[spanKey]int32, n),
		callees: map[int32]syntax.Span{}, fns: map[fnKey]int32{},
	}
}

// spansPerLine is how many extents a line has, as a guess.
const spansPerLine = 4

func (t *spanTable) span(col int32) (syntax.Span, bool) {
	if col < 1 || int(col) > len(t.entries) {
		return syntax.Span{}, false
	}
	return t.entries[col-1].span, true
}

func (t *spanTable) anchor(col int32) (syntax.Span, bool) {
	if col < 1 || int(col) > len(t.entries) {
		return syntax.Span{}, false
	}
	a := t.entries[col-1].anchor
	return a, a != syntax.Span{}
}

func (t *spanTable) callee(col int32) (syntax.Span, bool) {
	a, ok := t.callees[col]
	return a, ok
}

func (t *spanTable) frames(col int32) []Frame {
	if col < 1 || int(col) > len(t.entries) {
		return nil
	}
	var frames []Frame
	for s := t.entries[col-1].comp; s != nil; s = s.outerComp {
		frames = append(frames, Frame{Name: s.compName(), Span: s.callSpan})
	}
	for i, j := 0, len(frames)-1; i < j; i, j = i+1, j-1 {
		frames[i], frames[j] = frames[j], frames[i]
	}
	return frames
}

// at returns the number of an extent inside a comprehension (nil for none).
func (t *spanTable) at(key spanKey) int32 {
	if i, ok := t.index[key]; ok {
		return i
	}
	if t.frozen {
		t.missed++
		return 0
	}
	t.entries = append(t.entries, spanEntry{span: key.span, anchor: key.anchor, comp: key.comp, fn: key.fn})
	i := int32(len(t.entries))
	t.index[key] = i
	return i
}

// function returns the number of an engine function, which no other function has; around is that of the one that makes it.
func (t *spanTable) function(node syntax.Node, part int, span syntax.Span, around int32) int32 {
	key := fnKey{node, part, span}
	if i, ok := t.fns[key]; ok {
		return i
	}
	if t.frozen {
		t.missed++
		return 0
	}
	t.entries = append(t.entries, spanEntry{span: span, fn: around})
	i := int32(len(t.entries))
	t.fns[key] = i
	return i
}

// pos makes an engine position for an extent.
func (l *lowerer) pos(span syntax.Span) star.Position {
	return l.position(spanKey{span: span, comp: l.comp, fn: l.fn()})
}

// opPos makes an engine position for an extent with an anchor.
func (l *lowerer) opPos(span, anchor syntax.Span) star.Position {
	return l.position(spanKey{span: span, anchor: anchor, comp: l.comp, fn: l.fn()})
}

// fn is the number of the engine function that is being made.
func (l *lowerer) fn() int32 {
	if l.fr == nil {
		return 0
	}
	return l.fr.fn
}

func (l *lowerer) position(key spanKey) star.Position {
	line := key.span.Start.Line
	if line < 1 {
		line = 1
	}
	return star.MakePosition(&l.spans.file, line, l.spans.at(key))
}

func (l *lowerer) at(n syntax.Node) star.Position { return l.pos(n.Extent()) }
