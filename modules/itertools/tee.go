package itertools

import (
	"fmt"

	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/builtin"
	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/number"
	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/text"
)

// teeBlock is how many values a block holds: pickles of CPython's have as many.
const teeBlock = 57

// A teeData is a block of the values that the iterators of a tee have read; the others find them here.
type teeData struct {
	in     *builtin.Inner
	values []starlark.Value
	next   *teeData // after a full block
	over   starlark.Value
	made   bool // by a script or a pickle, which may lay any number of them over each other
	busy   bool
}

func makeTeeData() *object.Class {
	return object.NewClass(object.Spec{
		Name: "_tee_dataobject", Module: "itertools", Final: true, Full: true,
		New: func(thread *starlark.Thread, _ *object.Class, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
			if len(args) != 3 || len(kwargs) > 0 {
				return nil, exception.New(exception.TypeError, "teedataobject expected 3 arguments, got %d", len(args)+len(kwargs))
			}
			in, err := builtin.Read(thread, args[0])
			if err != nil {
				return nil, err
			}
			l, ok := args[1].(*starlark.List)
			if !ok {
				return nil, exception.New(exception.TypeError, "teedataobject() argument 2 must be list, not %s", object.TypeName(args[1]))
			}
			d := &teeData{in: in, over: args[0], made: true}
			if l.Len() == teeBlock && args[2] != starlark.None {
				if d.next, ok = args[2].(*teeData); !ok {
					return nil, exception.New(exception.TypeError, "Invalid arguments")
				}
			} else if l.Len() > teeBlock || args[2] != starlark.None {
				return nil, exception.New(exception.ValueError, "Invalid arguments")
			}
			for i := range l.Len() {
				d.values = append(d.values, l.Index(i))
			}
			return d, nil
		},
		Methods: map[string]object.Method{
			"__reduce__": func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
				d := self.(*teeData)
				v, err := d.in.Value(thread)
				if err != nil {
					return nil, err
				}
				var next starlark.Value = starlark.None
				if d.next != nil {
					next = d.next
				}
				values := starlark.NewList(append([]starlark.Value(nil), d.values...))
				return starlark.Tuple{teeDataClass.Get(), starlark.Tuple{v, values, next}}, nil
			},
		},
	})
}

func (d *teeData) String() string {
	return fmt.Sprintf("<itertools._tee_dataobject object at %#x>", object.ID(d))
}
func (d *teeData) Type() string               { return "_tee_dataobject" }
func (d *teeData) Freeze()                    {}
func (d *teeData) Truth() starlark.Bool       { return true }
func (d *teeData) Hash() (uint32, error)      { return uint32(object.ID(d) >> 4), nil }
func (d *teeData) PythonClass() *object.Class { return teeDataClass.Get() }

// ReducedInMessages lets what a tee has read go to other interpreters.
func (d *teeData) ReducedInMessages() {}

// at returns value i of the block, which the source is asked for if it is the next.
func (d *teeData) at(thread *starlark.Thread, i int) (starlark.Value, bool, error) {
	if i < len(d.values) {
		return d.values[i], true, nil
	}
	if d.busy {
		return nil, false, exception.New(exception.RuntimeError, "cannot re-enter the tee iterator")
	}
	d.busy = true
	next := d.in.Next
	if d.made {
		next = func(thread *starlark.Thread) (starlark.Value, bool, error) { return builtin.Nested(thread, d.in.Next) }
	}
	v, ok, err := next(thread)
	d.busy = false
	if ok {
		d.values = append(d.values, v)
	}
	return v, ok, err
}

// after returns the block that follows a full one.
func (d *teeData) after() *teeData {
	if d.next == nil {
		d.next = &teeData{in: d.in, over: d.over, made: d.made}
	}
	return d.next
}

// A teeReader is one iterator of a tee.
type teeReader struct {
	data *teeData
	i    int
}

func (r *teeReader) next(thread *starlark.Thread) (starlark.Value, bool, error) {
	if r.i >= teeBlock {
		r.data, r.i = r.data.after(), 0
	}
	v, ok, err := r.data.at(thread, r.i)
	if ok {
		r.i++
	}
	return v, ok, err
}

func (r *teeReader) reduce(*starlark.Thread) (starlark.Tuple, error) {
	return starlark.Tuple{teeClass.Get(), starlark.Tuple{starlark.Tuple{}}, starlark.Tuple{r.data, starlark.MakeInt(r.i)}}, nil
}

func (r *teeReader) setState(_ *starlark.Thread, state starlark.Value) error {
	t, err := parts(state, 2)
	if err != nil {
		return err
	}
	d, ok := t[0].(*teeData)
	if !ok {
		return wrongPart(1, "itertools._tee_dataobject", t[0])
	}
	i, err := builtin.Position(t[1])
	if err != nil {
		return err
	}
	if i < 0 || i > teeBlock {
		return exception.New(exception.ValueError, "Index out of range")
	}
	r.data, r.i = d, min(i, len(d.values))
	return nil
}

func makeTee() *object.Class {
	return builtin.NewIteratorClass(builtin.IteratorSpec{Module: "itertools", Name: "_tee",
		Create: func(thread *starlark.Thread, cls *object.Class, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
			if len(args) != 1 || len(kwargs) > 0 {
				return nil, exception.New(exception.TypeError, "_tee expected 1 argument, got %d", len(args)+len(kwargs))
			}
			r, err := newTeeReader(thread, args[0])
			if err != nil {
				return nil, err
			}
			return r.iterator(thread)
		},
		Methods: map[string]object.Method{
			"__copy__": func(thread *starlark.Thread, self starlark.Value, _ starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
				r := *builtin.SourceOf(self).(*teeReader)
				return r.iterator(thread)
			},
		},
	})
}

func (r *teeReader) iterator(thread *starlark.Thread) (starlark.Value, error) {
	return builtin.NewIterator(thread, teeClass.Get(), &builtin.Source{Advance: r.next, Reduce: r.reduce, SetState: r.setState, Of: r}, r.data.over)
}

// newTeeReader begins to read v; the readers of one tee share what they have read.
func newTeeReader(thread *starlark.Thread, v starlark.Value) (*teeReader, error) {
	if r, ok := builtin.SourceOf(v).(*teeReader); ok {
		return &teeReader{r.data, r.i}, nil
	}
	in, err := builtin.Read(thread, v)
	if err != nil {
		return nil, err
	}
	return &teeReader{data: &teeData{in: in, over: v}}, nil
}

var teeSignature = &text.Signature{Func: "tee", Style: text.Positional, Params: []string{"iterable", "n"}, Required: 1}

var tee = object.Later(func() *starlark.Builtin {
	return object.NewFunc("tee", func(thread *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		if len(kwargs) > 0 {
			return nil, exception.New(exception.TypeError, "itertools.tee() takes no keyword arguments")
		}
		a, err := teeSignature.Parse(args, kwargs)
		if err != nil {
			return nil, err
		}
		n := 2
		if a[1] != nil {
			if n, err = number.Int(thread, a[1]); err != nil {
				return nil, err
			}
			if n < 0 {
				return nil, exception.New(exception.ValueError, "n must be >= 0")
			}
			if n > 1<<20 {
				return nil, exception.New(exception.MemoryError, "")
			}
		}
		first, err := newTeeReader(thread, a[0])
		if err != nil {
			return nil, err
		}
		env := object.EnvOf(thread)
		out, err := object.Make[starlark.Value](env, n)
		for i := 0; i < n && err == nil; i++ {
			r := *first
			if out[i], err = r.iterator(thread); err == nil {
				err = env.Tick()
			}
		}
		return starlark.Tuple(out), err
	})
})
