package object

import (
	"math"
	"strings"
	"unsafe"

	"go.starlark.net/starlark"
	"go.starlark.net/syntax"

	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/pieces"
	"github.com/mpstar/mpstar/internal/text"
)

// maxCompareDepth bounds the nesting of containers that are compared.
const maxCompareDepth = 900

func init() {
	// The engine gives up comparing at 10 levels, long before CPython does.
	starlark.CompareLimit = maxCompareDepth
}

var compareTokens = map[string]syntax.Token{
	"==": syntax.EQL, "!=": syntax.NEQ, "<": syntax.LT, "<=": syntax.LE, ">": syntax.GT, ">=": syntax.GE,
}

// compareNames are the methods of x op y and, turned round, of y.
var compareNames = map[syntax.Token]struct{ left, right string }{
	syntax.EQL: {"__eq__", "__eq__"}, syntax.NEQ: {"__ne__", "__ne__"},
	syntax.LT: {"__lt__", "__gt__"}, syntax.GT: {"__gt__", "__lt__"},
	syntax.LE: {"__le__", "__ge__"}, syntax.GE: {"__ge__", "__le__"},
}

// Equal returns the truth of x == y.
func Equal(env *Env, x, y starlark.Value) (bool, error) {
	if s, ok := x.(starlark.String); ok {
		if t, ok := y.(starlark.String); ok {
			return s == t, nil
		}
	}
	return env.compare(syntax.EQL, x, y, maxCompareDepth)
}

// Compare returns the truth of x op y, where op is "==", "!=", "<", "<=", ">" or ">=".
func Compare(env *Env, op string, x, y starlark.Value) (bool, error) {
	return env.compare(compareTokens[op], x, y, maxCompareDepth)
}

// RichCompare returns x op y, which a script's __eq__ and its like may make any
// value.
func RichCompare(env *Env, op string, x, y starlark.Value) (starlark.Value, error) {
	tok := compareTokens[op]
	if v, ok, err := env.compareByMethod(tok, x, y); ok || err != nil {
		return v, err
	}
	b, err := env.compareValues(tok, x, y, maxCompareDepth)
	return starlark.Bool(b), err
}

func (e *Env) compare(op syntax.Token, x, y starlark.Value, depth int) (bool, error) {
	if depth < 1 {
		return false, exception.New(exception.RecursionError, "maximum recursion depth exceeded in comparison")
	}
	if err := e.Tick(); err != nil {
		return false, err
	}
	if v, ok, err := e.compareByMethod(op, x, y); err != nil {
		return false, err
	} else if ok {
		return Truth(e, v)
	}
	return e.compareValues(op, x, y, depth)
}

// same is identity or equality: what containers compare their elements by.
func (e *Env) same(x, y starlark.Value, depth int) (bool, error) {
	switch x := x.(type) {
	case *Instance, *starlark.List, *starlark.Dict, *starlark.Set, *Class, *starlark.Function:
		if x == y {
			return true, nil
		}
	case starlark.Tuple:
		if y, ok := y.(starlark.Tuple); ok && len(x) == len(y) && unsafe.SliceData(x) == unsafe.SliceData(y) {
			return true, nil
		}
	case starlark.Float:
		// NaN is found in a list that it is in.
		if y, ok := y.(starlark.Float); ok && x != x && y != y {
			return math.Float64bits(float64(x)) == math.Float64bits(float64(y)), nil
		}
	}
	return e.compare(syntax.EQL, x, y, depth)
}

// compareByMethod compares by the methods of instances and of metaclasses. ok is
// false if there are none that know what to do.
func (e *Env) compareByMethod(op syntax.Token, x, y starlark.Value) (v starlark.Value, ok bool, err error) {
	cx, cy := methodClass(x), methodClass(y)
	if cx == nil && cy == nil {
		return nil, false, nil
	}
	names := compareNames[op]
	var left, right *slot
	if cx != nil {
		left = cx.find(names.left)
	}
	if cy != nil {
		right = cy.find(names.right)
	}
	first := right != nil && cx != cy && cx != nil && cy != nil && cy.IsSubclass(cx) && right.owner != ObjectType
	if first {
		if v, err = e.tryCompare(op, right, y, x); err != nil || v != NotImplemented {
			return v, err == nil, err
		}
	}
	if left != nil {
		if v, err = e.tryCompare(op, left, x, y); err != nil || v != NotImplemented {
			return v, err == nil, err
		}
	}
	if right != nil && !first {
		if v, err = e.tryCompare(swapped[op], right, y, x); err != nil || v != NotImplemented {
			return v, err == nil, err
		}
	}
	return nil, false, nil
}

var swapped = map[syntax.Token]syntax.Token{
	syntax.EQL: syntax.EQL, syntax.NEQ: syntax.NEQ, syntax.LT: syntax.GT, syntax.GT: syntax.LT,
	syntax.LE: syntax.GE, syntax.GE: syntax.LE,
}

// methodClass returns the class whose methods decide what operators do with v:
// that of an instance, and that of a class with a metaclass.
func methodClass(v starlark.Value) *Class {
	switch v := v.(type) {
	case *Instance:
		return v.class
	case *Class:
		return v.meta
	}
	return nil
}

// tryCompare calls a comparison method. object's own methods and those of the
// engine's types leave the matter to the caller.
func (e *Env) tryCompare(op syntax.Token, s *slot, self, other starlark.Value) (starlark.Value, error) {
	if s.value == starlark.None {
		return NotImplemented, nil
	}
	if s.owner == ObjectType {
		if op == syntax.NEQ {
			// object.__ne__ is the opposite of __eq__.
			if c := methodClass(self); c != nil {
				if eq := c.find("__eq__"); eq != nil && eq.owner != ObjectType && !valueMethod(eq) {
					v, err := callSlot(e.Thread, eq, self, other)
					if err != nil || v == NotImplemented {
						return v, err
					}
					t, err := Truth(e, v)
					return starlark.Bool(!t), err
				}
			}
		}
		return NotImplemented, nil
	}
	if valueMethod(s) {
		return NotImplemented, nil
	}
	return callSlot(e.Thread, s, self, other)
}

// compareValues compares without asking methods of scripts, except those of
// elements.
func (e *Env) compareValues(op syntax.Token, x, y starlark.Value, depth int) (bool, error) {
	x0, y0 := x, y
	x, y = Unwrap(x), Unwrap(y)
	if nx, ny, ok := numbers(x, y); ok {
		return compareNumbers(op, nx, ny)
	}
	switch x := x.(type) {
	case starlark.String, *text.Text:
		// Text is another type to the engine, which orders only values of one.
		a, _ := text.AsString(x)
		if b, ok := text.AsString(y); ok {
			return e.compareTexts(op, a, b)
		}
	case text.Bytes:
		if y, ok := y.(text.Bytes); ok && len(x) > pieces.Size {
			return e.compareTexts(op, string(x), string(y))
		}
	case *starlark.List:
		if y, ok := y.(*starlark.List); ok {
			return e.compareSeqs(op, x, y, depth, pythons)
		}
	case starlark.Tuple:
		if y, ok := y.(starlark.Tuple); ok {
			return e.compareSeqs(op, x, y, depth, pythons)
		}
	case *starlark.Set:
		if y, ok := y.(*starlark.Set); ok {
			return e.compareSets(op, x, y)
		}
	case *starlark.Dict:
		if y, ok := y.(*AttrDict); ok {
			return e.compareValues(op, x, y.Snapshot(), depth)
		}
		if y, ok := y.(*starlark.Dict); ok && (op == syntax.EQL || op == syntax.NEQ) {
			eq, err := e.dictsEqual(x, y, depth, pythons)
			return eq == (op == syntax.EQL), err
		}
	case *AttrDict:
		return e.compareValues(op, x.Snapshot(), y, depth)
	case *Instance, *Class, *BoundMethod:
		switch op {
		case syntax.EQL:
			return sameObject(x, y), nil
		case syntax.NEQ:
			return !sameObject(x, y), nil
		}
		return false, compareError(op, x0, y0)
	}
	switch y.(type) {
	case *Instance, *Class, *BoundMethod:
		switch op {
		case syntax.EQL, syntax.NEQ:
			return op == syntax.NEQ, nil
		}
		return false, compareError(op, x0, y0)
	}
	if a, b, ok := setsOf(x, y); ok {
		return e.compareSets(op, a, b)
	}
	if c, ok := x.(Comparer); ok {
		if b, ok, err := c.CompareWith(op, y); ok || err != nil {
			return b, err
		}
	}
	if c, ok := y.(Comparer); ok {
		if b, ok, err := c.CompareWith(swapped[op], x); ok || err != nil {
			return b, err
		}
	}
	b, err := starlark.CompareDepth(op, x, y, depth)
	if p := e.TakePending(); p != nil {
		err = p
	}
	if err != nil && !isPython(err) && strings.HasSuffix(err.Error(), " not implemented") {
		err = compareError(op, x0, y0) // the engine knows the operands' types, not their classes
	}
	return b, err
}

// A Comparer is a value that may equal, or be ordered with, values of another type.
type Comparer interface {
	starlark.Value
	// CompareWith returns self op y; ok is false if it does not know y.
	CompareWith(op syntax.Token, y starlark.Value) (result, ok bool, err error)
}

// sameObject is identity of objects, and of methods of the same object.
func sameObject(x, y starlark.Value) bool {
	if m, ok := x.(*BoundMethod); ok {
		n, ok := y.(*BoundMethod)
		return ok && Is(m.Func, n.Func) && Is(m.Self, n.Self)
	}
	return Is(x, y)
}

func compareError(op syntax.Token, x, y starlark.Value) error {
	return exception.New(exception.TypeError, "'%s' not supported between instances of '%s' and '%s'", op, TypeName(x), TypeName(y))
}

// numbers returns x and y as Int or Float if both are numbers, bools included.
func numbers(x, y starlark.Value) (nx, ny starlark.Value, ok bool) {
	nx, ny = number(x), number(y)
	return nx, ny, nx != nil && ny != nil
}

func number(v starlark.Value) starlark.Value {
	switch v := v.(type) {
	case starlark.Int, starlark.Float:
		return v
	case starlark.Bool:
		return boolInt(v)
	}
	return nil
}

func compareNumbers(op syntax.Token, x, y starlark.Value) (bool, error) {
	// The engine orders NaN; it is not equal to itself either.
	if f, ok := x.(starlark.Float); ok && f != f {
		return op == syntax.NEQ, nil
	}
	if f, ok := y.(starlark.Float); ok && f != f {
		return op == syntax.NEQ, nil
	}
	return starlark.Compare(op, x, y)
}

func (e *Env) compareSeqs(op syntax.Token, x, y starlark.Indexable, depth int, how comparison) (bool, error) {
	if x.Len() != y.Len() && (op == syntax.EQL || op == syntax.NEQ) {
		return op == syntax.NEQ, nil
	}
	for i := 0; i < x.Len() && i < y.Len(); i++ {
		a, b := x.Index(i), y.Index(i)
		eq, err := e.sameBy(how, a, b, depth-1)
		if err != nil {
			return false, err
		}
		if eq {
			if err := e.Tick(); err != nil {
				return false, err
			}
			continue
		}
		switch op {
		case syntax.EQL:
			return false, nil
		case syntax.NEQ:
			return true, nil
		}
		if how == starlarks {
			return e.starlarkCompare(op, a, b, depth-1)
		}
		return e.compare(op, a, b, depth-1)
	}
	return orderHolds(op, x.Len()-y.Len()), nil
}

// A comparison is how containers compare their elements.
type comparison uint8

const (
	pythons comparison = iota
	starlarks
)

func (e *Env) sameBy(how comparison, x, y starlark.Value, depth int) (bool, error) {
	if how == starlarks {
		return e.starlarkCompare(syntax.EQL, x, y, depth)
	}
	return e.same(x, y, depth)
}

func (e *Env) compareTexts(op syntax.Token, x, y string) (bool, error) {
	if len(x) != len(y) && (op == syntax.EQL || op == syntax.NEQ) {
		return op == syntax.NEQ, nil
	}
	order, err := pieces.Compare(x, y, e.Check)
	return err == nil && orderHolds(op, order), err
}

// orderHolds returns x op y, where order is negative, 0 or positive as x is less
// than, equal to or greater than y.
func orderHolds(op syntax.Token, order int) bool {
	switch op {
	case syntax.EQL:
		return order == 0
	case syntax.NEQ:
		return order != 0
	case syntax.LT:
		return order < 0
	case syntax.LE:
		return order <= 0
	case syntax.GT:
		return order > 0
	}
	return order >= 0
}

func (e *Env) dictsEqual(x, y *starlark.Dict, depth int, how comparison) (bool, error) {
	if x.Len() != y.Len() {
		return false, nil
	}
	for key, value := range x.Entries() {
		if err := e.Tick(); err != nil {
			return false, err
		}
		v, found, err := e.Item(y, key)
		if p := e.TakePending(); p != nil {
			err = p
		}
		if err != nil {
			return false, err
		}
		if !found {
			return false, nil
		}
		if eq, err := e.sameBy(how, value, v, depth-1); err != nil || !eq {
			return false, err
		}
	}
	return true, nil
}

// compareSets orders sets by inclusion.
func (e *Env) compareSets(op syntax.Token, x, y *starlark.Set) (bool, error) {
	switch op {
	case syntax.GE, syntax.GT:
		x, y = y, x
		op = swapped[op]
	}
	switch {
	case op == syntax.LT && x.Len() >= y.Len(), op == syntax.LE && x.Len() > y.Len():
		return false, nil
	case (op == syntax.EQL || op == syntax.NEQ) && x.Len() != y.Len():
		return op == syntax.NEQ, nil
	}
	for k := range x.Elements() {
		if err := e.Tick(); err != nil {
			return false, err
		}
		found, err := e.HasElement(y, k)
		if p := e.TakePending(); p != nil {
			err = p
		}
		if err != nil {
			return false, err
		}
		if !found {
			return op == syntax.NEQ, nil
		}
	}
	return op != syntax.NEQ, nil
}

// CompareSameType lets the engine compare instances.
func (i *Instance) CompareSameType(op syntax.Token, y starlark.Value, depth int) (bool, error) {
	i.env.inKeys++
	r, err := i.env.compare(op, i, y, depth)
	i.env.inKeys--
	if err != nil {
		i.env.Raise(err)
	}
	return r, err
}

// CompareSameType lets the engine compare bound methods.
func (m *BoundMethod) CompareSameType(op syntax.Token, y starlark.Value, depth int) (bool, error) {
	switch op {
	case syntax.EQL:
		return sameObject(m, y), nil
	case syntax.NEQ:
		return !sameObject(m, y), nil
	}
	return false, compareError(op, m, y)
}
