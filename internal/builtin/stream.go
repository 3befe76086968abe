package builtin

import (
	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/object"
)

// An Advance returns the next value of an iterator; ok is false at the end. Package itertools
// makes iterators of it.
type Advance func(thread *starlark.Thread) (v starlark.Value, ok bool, err error)

// A Source is what an iterator object is made of.
type Source struct {
	Advance Advance
	Args    func() []starlark.Value // what the repr shows as arguments; "<itertools.chain object at 0x...>" if nil
}

func (s *Source) next(thread *starlark.Thread) (starlark.Value, bool, error) {
	return s.Advance(thread)
}
func (*Source) close() {}

// NewIterator returns an iterator object of a class that NewIteratorClass made. It
// reads the iterators among over, which bounds how deep they can lie in each other.
func NewIterator(thread *starlark.Thread, class *object.Class, src *Source, over ...starlark.Value) (starlark.Value, error) {
	srcs := make([]stream, 0, len(over))
	for _, v := range over {
		if it, ok := v.(*Iterator); ok {
			srcs = append(srcs, it)
		}
	}
	return nest(thread, class, src, srcs...)
}

// Iterate returns iter(v).
func Iterate(thread *starlark.Thread, v starlark.Value) (Advance, error) {
	s, err := iterate(thread, v)
	if err != nil {
		return nil, err
	}
	return s.next, nil
}

// nested is the key under which a thread counts how many iterators that Nested
// reads lie in each other.
const nested = "mpstar.nested"

// Nested is a step of an iterator that reads iterators which it meets only while it runs, and
// which may contain each other, or itself, to any depth.
func Nested(thread *starlark.Thread, next Advance) (v starlark.Value, ok bool, err error) {
	depth, _ := thread.Local(nested).(int)
	if depth > maxNesting {
		return nil, false, exception.New(exception.RecursionError, "maximum recursion depth exceeded: %d iterators over iterators", depth)
	}
	thread.SetLocal(nested, depth+1)
	defer thread.SetLocal(nested, depth)
	return next(thread)
}

// NewIteratorClass returns a class of iterators; create makes one with
// NewIterator.
func NewIteratorClass(module, name, doc string, static map[string]object.Method,
	create func(thread *starlark.Thread, cls *object.Class, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error)) *object.Class {
	spec := iteratorSpec(name)
	delete(spec.Methods, "__length_hint__")
	spec.Module = module
	spec.Doc = doc
	spec.Final = true
	spec.New = create
	spec.ClassMethods = static
	return object.NewClass(spec)
}

// Tick is called once per element by Go code that reads elements in a loop without calling
// scripts: a process that is being ended stops there.
type Tick struct{ ticker }

// NewTick returns a Tick of this thread.
func NewTick(thread *starlark.Thread) Tick { return Tick{ticker{thread: thread}} }

// Next counts an element.
func (t *Tick) Next() error { return t.tick() }
