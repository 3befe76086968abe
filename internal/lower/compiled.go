package lower

import (
	"bytes"
	varint "encoding/binary"
	"errors"
	"sync"

	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/syntax"
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
		var w compiledWriter
		doc, hasDoc := c.Doc()
		w.bool(hasDoc)
		w.string(doc)
		w.int(len(c.plain))
		for _, p := range c.plain {
			w.string(p.Name)
			w.int(int(p.Index))
		}
		var program bytes.Buffer
		if err := replica.Write(&program); err != nil {
			return
		}
		w.string(program.String())
		w.int(len(c.funcs))
		for _, fn := range c.funcs {
			w.function(fn)
		}
		c.compiled = w.b
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
	r := compiledReader{b: compiled}
	c.loaded.hasDoc, c.loaded.doc = r.bool(), r.string()
	c.plain = make([]Plain, r.count())
	for i := range c.plain {
		c.plain[i] = Plain{r.string(), int32(r.int())}
	}
	program := r.bytes()
	if r.bad {
		return nil, errCompiled
	}
	c.loaded.funcs = r.b
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
		r := compiledReader{b: l.funcs}
		n := r.count()
		l.byIndex = make(map[int32]*Function, n)
		for range n {
			fn := r.function()
			if r.bad {
				break
			}
			l.byIndex[fn.Index] = fn
		}
		l.funcs = nil
	})
	return l.byIndex[index]
}

type compiledWriter struct{ b []byte }

func (w *compiledWriter) int(n int) { w.b = varint.AppendVarint(w.b, int64(n)) }

func (w *compiledWriter) string(s string) {
	w.int(len(s))
	w.b = append(w.b, s...)
}

func (w *compiledWriter) strings(ss []string) {
	w.int(len(ss))
	for _, s := range ss {
		w.string(s)
	}
}

func (w *compiledWriter) bool(b bool) {
	if b {
		w.int(1)
	} else {
		w.int(0)
	}
}

func (w *compiledWriter) function(fn *Function) {
	w.string(fn.Name)
	w.string(fn.Qualname)
	w.string(fn.Module)
	w.string(fn.Doc)
	w.bool(fn.HasDoc)
	w.int(int(fn.Kind))
	w.int(int(fn.Index))
	for _, pos := range []syntax.Pos{fn.Span.Start, fn.Span.End} {
		w.int(int(pos.Line))
		w.int(int(pos.Col))
	}
	w.bool(fn.Generator)
	w.bool(fn.Method)
	w.int(fn.PosOnly)
	w.strings(fn.Params)
	w.strings(fn.Free)
}

// A compiledReader reads what a compiledWriter wrote. After the first part that is not there bad is true, and all others are zero.
type compiledReader struct {
	b   []byte
	bad bool
}

func (r *compiledReader) int() int {
	n, size := varint.Varint(r.b)
	if size <= 0 {
		r.b, r.bad = nil, true
		return 0
	}
	r.b = r.b[size:]
	return int(n)
}

// count reads how many parts follow, each of at least one byte.
func (r *compiledReader) count() int {
	n := r.int()
	if n < 0 || n > len(r.b) {
		r.b, r.bad = nil, true
		return 0
	}
	return n
}

func (r *compiledReader) bytes() []byte {
	n := r.count()
	b := r.b[:n]
	r.b = r.b[n:]
	return b
}

func (r *compiledReader) string() string { return string(r.bytes()) }

func (r *compiledReader) strings() []string {
	n := r.count()
	if n == 0 {
		return nil
	}
	ss := make([]string, n)
	for i := range ss {
		ss[i] = r.string()
	}
	return ss
}

func (r *compiledReader) bool() bool { return r.int() != 0 }

func (r *compiledReader) function() *Function {
	fn := &Function{Name: r.string(), Qualname: r.string(), Module: r.string(), Doc: r.string(), HasDoc: r.bool()}
	fn.Kind, fn.Index = Kind(r.int()), int32(r.int())
	for _, pos := range []*syntax.Pos{&fn.Span.Start, &fn.Span.End} {
		pos.Line, pos.Col = int32(r.int()), int32(r.int())
	}
	fn.Generator, fn.Method, fn.PosOnly = r.bool(), r.bool(), r.int()
	fn.Params, fn.Free = r.strings(), r.strings()
	return fn
}
