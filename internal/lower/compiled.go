package lower

import (
	"bytes"
	"errors"
	"sync"

	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/syntax"
	"github.com/mpstar/mpstar/internal/wire"
)

// This file is about the compiled form of a Code, for another process of the same binary: the replica, and what is asked of the
// functions most often. All else is found out from the source when it is first asked for, by compiling that: tracebacks, the main program.

// Compiled returns the compiled form of the code. It is nil if the replica can't be compiled.
func (c *Code) Compiled() []byte {
	c.compiledOnce.Do(func() {
		replica, err := c.Replica()
		if err != nil {
			return
		}
		var w wire.Encoder
		doc, hasDoc := c.Doc()
		w.Bool(hasDoc)
		w.String(doc)
		w.Count(len(c.plain))
		for _, p := range c.plain {
			w.String(p.Name)
			w.Int(int(p.Index))
		}
		var program bytes.Buffer
		if err := replica.Write(&program); err != nil {
			return
		}
		w.String(program.String())
		w.Count(len(c.funcs))
		for _, fn := range c.funcs {
			encodeFunction(&w, fn)
		}
		c.compiled = w.B
	})
	return c.compiled
}

// Load makes a Code from its compiled form and the source that it was compiled from. compile compiles the source once more; it is called
// when something is asked of the Code that is not in the compiled form, and must do what was done the first time.
//
// The form is trusted: it must come from Compiled of the same binary.
func Load(compiled []byte, source *syntax.Source, dialect syntax.Dialect, opts Options, compile func() (*Code, error)) (*Code, error) {
	if opts.ModuleName == "" {
		opts.ModuleName = "__main__"
	}
	c := &Code{source: source, dialect: dialect, key: opts.Key, opts: opts, loaded: &loadedCode{compile: compile}}
	r := wire.NewDecoder(compiled)
	c.loaded.hasDoc, c.loaded.doc = r.Bool(), r.String()
	c.plain = make([]Plain, r.Count())
	for i := range c.plain {
		c.plain[i] = Plain{r.String(), int32(r.Int())}
	}
	program := r.Bytes()
	if r.Bad() {
		return nil, errCompiled
	}
	c.loaded.funcs = r.B
	var err error
	if c.replica, err = starlark.CompiledProgram(bytes.NewReader(program)); err != nil {
		return nil, err
	}
	c.replicaOnce.Do(func() {})
	c.compiled = compiled
	c.compiledOnce.Do(func() {})
	return c, nil
}

var errCompiled = errors.New("lower: damaged compiled code")

// A loadedCode is what a Code has instead of trees.
type loadedCode struct {
	doc    string
	hasDoc bool

	funcs     []byte
	funcsOnce sync.Once
	byIndex   map[int32]*Function

	compile func() (*Code, error)
	once    sync.Once
	whole   *Code
}

// trees returns the Code that has the trees of c's source: c itself, unless it was loaded.
func (c *Code) trees() *Code {
	l := c.loaded
	if l == nil {
		return c
	}
	l.once.Do(func() {
		whole, err := l.compile()
		if err != nil {
			// The source was compiled before; so this is what is left of one that was damaged on its way.
			whole, _ = File(&syntax.File{Source: c.source, Dialect: c.dialect}, c.opts)
		}
		l.whole = whole
	})
	return l.whole
}

// function returns the function with an index, without its Tree.
func (l *loadedCode) function(index int32) *Function {
	l.funcsOnce.Do(func() {
		r := wire.NewDecoder(l.funcs)
		n := r.Count()
		l.byIndex = make(map[int32]*Function, n)
		for range n {
			fn := decodeFunction(r)
			if r.Bad() {
				break
			}
			l.byIndex[fn.Index] = fn
		}
		l.funcs = nil
	})
	return l.byIndex[index]
}

func encodeFunction(w *wire.Encoder, fn *Function) {
	w.String(fn.Name)
	w.String(fn.Qualname)
	w.String(fn.Module)
	w.String(fn.Doc)
	w.Bool(fn.HasDoc)
	w.Int(int(fn.Kind))
	w.Int(int(fn.Index))
	for _, pos := range []syntax.Pos{fn.Span.Start, fn.Span.End} {
		w.Int(int(pos.Line))
		w.Int(int(pos.Col))
	}
	w.Bool(fn.Generator)
	w.Bool(fn.Method)
	w.Int(fn.PosOnly)
	w.Strings(fn.Params)
	w.Strings(fn.Free)
}

func decodeFunction(r *wire.Decoder) *Function {
	fn := &Function{Name: r.String(), Qualname: r.String(), Module: r.String(), Doc: r.String(), HasDoc: r.Bool()}
	fn.Kind, fn.Index = Kind(r.Int()), int32(r.Int())
	for _, pos := range []*syntax.Pos{&fn.Span.Start, &fn.Span.End} {
		pos.Line, pos.Col = int32(r.Int()), int32(r.Int())
	}
	fn.Generator, fn.Method, fn.PosOnly = r.Bool(), r.Bool(), r.Int()
	fn.Params, fn.Free = r.Strings(), r.Strings()
	return fn
}
