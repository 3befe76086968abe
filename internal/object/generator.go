package object

import (
	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/exception"
)

// A Generator is a generator object: the handle that scripts have on a coroutine.
type Generator struct {
	env            *Env
	co             *coroutine
	next           NativeNext // in place of a body, if it is not nil
	name, qualname string
}

// A NativeNext computes the next value of a generator that has no body; ok is false at its end.
type NativeNext func(thread *starlark.Thread) (v starlark.Value, ok bool, err error)

// NewGenerator returns a generator that runs body, a function without
// parameters in which Yield is called.
func NewGenerator(env *Env, body starlark.Value, name, qualname string) *Generator {
	return &Generator{env: env, co: &coroutine{env: env, body: body}, name: name, qualname: qualname}
}

// NewNativeGenerator returns a generator whose values next computes, on the thread of whoever asks. It
// needs no goroutine. What is sent to it is ignored, as by a generator expression.
func NewNativeGenerator(env *Env, next NativeNext, name, qualname string) *Generator {
	return &Generator{env: env, co: &coroutine{env: env}, next: next, name: name, qualname: qualname}
}

// Yield hands v to whoever resumed the generator that runs on thread, and returns
// what it is resumed with.
func Yield(thread *starlark.Thread, v starlark.Value) (starlark.Value, error) {
	return EnvOf(thread).yield(thread, v)
}

func (g *Generator) run(sent starlark.Value, thrown error) (starlark.Value, bool, error) {
	if g.next != nil {
		return g.runNative(sent, thrown)
	}
	begun := g.co.state != created
	v, done, err := g.co.run(sent, thrown)
	if !begun && !done && err == nil {
		g.env.gens.watch(g, g.co)
	}
	return v, done, err
}

// runNative is run for a generator without a body.
func (g *Generator) runNative(sent starlark.Value, thrown error) (starlark.Value, bool, error) {
	co := g.co
	if co.state == suspended && thrown != nil {
		co.state, g.next = ended, endOfNative
	}
	if co.state == running || co.state == ended || thrown != nil ||
		co.state == created && sent != nil && sent != starlark.None {
		return co.run(sent, thrown) // which needs no body to refuse
	}
	co.state = running
	v, ok, err := g.next(g.env.Thread)
	if ok && err == nil {
		co.state = suspended
		return v, false, nil
	}
	co.state, g.next = ended, endOfNative
	if err == nil {
		return starlark.None, true, nil
	}
	exc, err := g.env.match(err, StopIteration)
	if exc != nil {
		err = nil // the loop that such a generator stands for ends with it
	}
	return starlark.None, true, err
}

// endOfNative is the rest of a generator that is over: what it referred to is let go.
func endOfNative(*starlark.Thread) (starlark.Value, bool, error) { return nil, false, nil }

// Next returns the next value; ok is false when the generator has ended.
func (g *Generator) Next(thread *starlark.Thread) (starlark.Value, bool, error) {
	v, done, err := g.run(nil, nil)
	return v, !done && err == nil, err
}

// Iterate lets the engine iterate over the generator.
func (g *Generator) Iterate() starlark.Iterator { return &nexterIterator{env: g.env, src: g} }

// Has lets the engine ask whether the generator yields a value; it is consumed up to it.
func (g *Generator) Has(x starlark.Value) (bool, error) { return containsByIteration(g.env, g, x) }

// Close is generator.close.
func (g *Generator) Close() error {
	co := g.co
	switch co.state {
	case ended:
		return nil
	case created:
		co.finish()
		return nil
	}
	_, done, err := g.run(nil, settled(NewException(g.env, GeneratorExit)))
	if err != nil {
		if exc, err2 := g.env.match(err, GeneratorExit); exc == nil {
			if exc, err2 = g.env.match(err2, StopIteration); exc == nil {
				return err2
			}
		}
		return nil
	}
	if !done {
		return exception.New(exception.RuntimeError, "generator ignored GeneratorExit")
	}
	return nil
}

// stopIteration is what a generator's methods raise at its end.
func stopIteration(v starlark.Value) error {
	if v == nil || v == starlark.None {
		return exception.WithArgs(exception.StopIteration)
	}
	return exception.WithArgs(exception.StopIteration, v)
}

func (g *Generator) String() string        { return addressRepr("generator object "+g.qualname, g) }
func (g *Generator) Type() string          { return "generator" }
func (g *Generator) PythonClass() *Class   { return GeneratorType }
func (g *Generator) Freeze()               {}
func (g *Generator) Truth() starlark.Bool  { return true }
func (g *Generator) Hash() (uint32, error) { return hashPointer(g), nil }

// Attr returns a method or one of the gi_ attributes.
func (g *Generator) Attr(name string) (starlark.Value, error) {
	switch name {
	case "__name__":
		return textValue(g.name), nil
	case "__qualname__":
		return textValue(g.qualname), nil
	case "gi_running":
		return starlark.Bool(g.co.state == running), nil
	case "gi_suspended":
		return starlark.Bool(g.co.state == suspended), nil
	case "gi_frame":
		if g.co.state == ended {
			return starlark.None, nil
		}
		return newFrame(g.env, Frame{Func: g.name, Line: g.line()}), nil
	case "gi_code":
		if fn, ok := g.co.body.(*starlark.Function); ok {
			code := newCode(g.env, fn)
			code.Set("co_name", textValue(g.name))
			return code, nil
		}
		return starlark.None, nil
	case "gi_yieldfrom":
		return starlark.None, nil
	}
	return slotAttr(g, name)
}

// line returns the line where the generator is.
func (g *Generator) line() int {
	if t := g.co.thread; t != nil && t.CallStackDepth() > 1 {
		return int(t.CallFrame(1).Pos.Line)
	}
	if fn, ok := g.co.body.(*starlark.Function); ok {
		return int(fn.Position().Line)
	}
	return 0
}

// AttrNames returns the names of the generator's attributes.
func (g *Generator) AttrNames() []string {
	return []string{"__iter__", "__name__", "__next__", "__qualname__", "close", "gi_code", "gi_frame",
		"gi_running", "gi_suspended", "gi_yieldfrom", "send", "throw"}
}

func generatorSpec() Spec {
	step := func(g *Generator, sent starlark.Value, thrown error) (starlark.Value, error) {
		v, done, err := g.run(sent, thrown)
		if err != nil {
			return nil, err
		}
		if done {
			return nil, stopIteration(v)
		}
		return v, nil
	}
	return Spec{Methods: map[string]Method{
		"__iter__": func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
			return self, nil
		},
		"__next__": func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
			return step(self.(*Generator), nil, nil)
		},
		"send": func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
			v, err := oneArg("generator.send", args, kwargs)
			if err != nil {
				return nil, err
			}
			return step(self.(*Generator), v, nil)
		},
		"throw": func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
			if len(args) == 0 || len(args) > 3 {
				return nil, exception.New(exception.TypeError, "throw expected at least 1 argument, got %d", len(args))
			}
			g := self.(*Generator)
			v := args[0]
			if c, ok := v.(*Class); ok && len(args) > 1 && args[1] != starlark.None {
				if _, isExc := args[1].(*Instance); isExc {
					v = args[1]
				} else {
					made, err := Call(thread, c, args[1])
					if err != nil {
						return nil, err
					}
					v = made
				}
			}
			exc, err := exceptionFrom(thread, v, "exceptions must be classes or instances deriving from BaseException, not %s")
			if err != nil {
				return nil, err
			}
			return step(g, nil, settled(exc))
		},
		"close": func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
			return starlark.None, self.(*Generator).Close()
		},
	}}
}

// YieldFrom hands on what src yields to whoever resumed the generator that runs
// on thread, and what is sent or thrown to src. It returns what src returned.
func YieldFrom(thread *starlark.Thread, src starlark.Value) (starlark.Value, error) {
	env := EnvOf(thread)
	if g, ok := src.(*Generator); ok {
		return env.yieldFromGenerator(thread, g)
	}
	it, err := Iterate(env, src)
	if err != nil {
		return nil, err
	}
	defer it.Done()
	if m, ok := it.(*methodIterator); ok {
		return env.yieldFromInstance(thread, m.self)
	}
	if n, ok := it.(*nexterIterator); ok {
		if g, ok := n.src.(*Generator); ok {
			return env.yieldFromGenerator(thread, g)
		}
	}
	var v starlark.Value
	for it.Next(&v) {
		sent, err := env.yield(thread, v)
		if err != nil {
			return nil, err
		}
		if sent != starlark.None {
			return nil, exception.New(exception.AttributeError, "'%s' object has no attribute 'send'", TypeName(src))
		}
	}
	if err := env.TakePending(); err != nil {
		return nil, err
	}
	return starlark.None, nil
}

func (e *Env) yieldFromGenerator(thread *starlark.Thread, g *Generator) (starlark.Value, error) {
	var sent starlark.Value
	var thrown error
	for {
		v, done, err := g.run(sent, thrown)
		if err != nil || done {
			return v, err
		}
		sent, thrown = nil, nil
		r, err := e.yield(thread, v)
		if err == nil {
			sent = r
			continue
		}
		if _, ok := err.(Uncatchable); ok {
			return nil, err
		}
		if raised, ok := err.(*Raised); ok && raised.Exc.class.IsSubclass(GeneratorExit) {
			if cerr := g.Close(); cerr != nil {
				return nil, cerr
			}
			return nil, err
		}
		thrown = err
	}
}

// yieldFromInstance delegates to an iterator that a script wrote.
func (e *Env) yieldFromInstance(thread *starlark.Thread, i *Instance) (starlark.Value, error) {
	method := func(name string, arg starlark.Value) (starlark.Value, error) {
		f, err := i.Attr(name)
		if err != nil {
			return nil, err
		}
		if arg == nil {
			return Call(thread, f)
		}
		return Call(thread, f, arg)
	}
	v, err := method("__next__", nil)
	for {
		if err != nil {
			exc, err := e.match(err, StopIteration)
			if exc == nil {
				return nil, err
			}
			if v := ExceptionOf(exc).Field("value"); v != nil {
				return v, nil
			}
			return starlark.None, nil
		}
		sent, yerr := e.yield(thread, v)
		switch {
		case yerr == nil && sent == starlark.None:
			v, err = method("__next__", nil)
			continue
		case yerr == nil:
			v, err = method("send", sent)
			continue
		}
		raised, ok := yerr.(*Raised)
		if !ok {
			return nil, yerr
		}
		name := "throw"
		if raised.Exc.class.IsSubclass(GeneratorExit) {
			name = "close"
		}
		has, herr := HasAttr(thread, i, name)
		if herr != nil {
			return nil, herr
		}
		if !has {
			return nil, yerr
		}
		if name == "close" {
			if _, err := method("close", nil); err != nil {
				return nil, err
			}
			return nil, yerr
		}
		v, err = method("throw", raised.Exc)
	}
}
