// Package random is the module random. The same seed gives the same numbers as
// under CPython, for every function.
//
// The generator is a Mersenne Twister (mersenne.go, seed.go), from which a source
// draws (source.go). Distributions are in distribution.go, what picks from
// sequences in sequence.go, the classes Random and SystemRandom in class.go, what their instances keep in state.go.
//
// Functions of the module work on a generator that each interpreter has for
// itself; a child process's begins with a seed of its own, as after CPython's fork. An
// instance of Random goes into a child with its state.
package random

import (
	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/interp"
	"github.com/mpstar/mpstar/internal/object"
)

// Module returns the definition of the module.
func Module() interp.Def {
	return interp.Def{
		Name: "random",
		Doc:  "Random variable generators.",
		Init: func(in *interp.Interp, m *object.Module) error {
			m.Set("Random", randomClass.Get())
			m.Set("SystemRandom", systemClass.Get())
			for _, f := range functions.Get() {
				m.Set(f.Name(), f)
			}
			return nil
		},
	}
}

// functions are the methods of Random, of the interpreter's own instance. They are
// not bound to it, lest one that a child inherits be its parent's.
var functions = object.Later(func() (fs []*starlark.Builtin) {
	for _, m := range methods.Get() {
		if m.name == "random" {
			fs = append(fs, object.NewFunc(m.name, func(thread *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
				if len(args)+len(kwargs) > 0 {
					_, err := m.bind(args, kwargs)
					return nil, err
				}
				return starlark.Float(generator{words: &hiddenOf(interp.Of(thread)).state.twister}.float64()), nil
			}))
			continue
		}
		fs = append(fs, object.NewFunc(m.name, func(thread *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
			a, err := m.bind(args, kwargs)
			if err != nil {
				return nil, err
			}
			h := hiddenOf(interp.Of(thread))
			c := call{thread: thread, self: h.self, state: h.state, source: h.source}
			return m.fn(&c, a)
		}))
	}
	return fs
})

type hiddenKey struct{}

// hidden is the interpreter's own instance of Random.
type hidden struct {
	self   *object.Instance
	state  *state
	source source
}

func hiddenOf(in *interp.Interp) *hidden {
	return in.State(hiddenKey{}, func() any {
		s := new(state)
		s.seedKey(nil, entropy(in))
		h := &hidden{self: object.NewInstance(in.Env(), randomClass.Get()), state: s, source: generator{words: &s.twister}}
		h.self.Native = s
		return h
	}).(*hidden)
}

// entropy returns a seed that no other generator has.
func entropy(in *interp.Interp) []uint32 {
	var key []uint32
	for range 8 {
		n := in.Seed()
		key = append(key, uint32(n), uint32(n>>32))
	}
	return key
}
