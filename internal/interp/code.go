package interp

import (
	"strings"

	"github.com/mpstar/mpstar/internal/engine"
	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/lower"
	"github.com/mpstar/mpstar/internal/syntax"
	"github.com/mpstar/mpstar/internal/wire"
)

// This file is about how compiled files get into processes of the operating system: as
// source text, which compiles to the same code in all processes of a tree, since they
// run the same binary. From the root the compiled form comes with it. A child's would
// have to be trusted, for nobody checks what it says about stack depths and indices; so
// the root takes none, and gives none out but its own.

// A codeSource is what a file is compiled from.
type codeSource struct {
	compiled []byte // lower.Code's; nil if it is not known

	key, name, text, module string
	dialect                 syntax.Dialect
	dynamic, interactive    bool
	library                 bool
	expr                    bool
}

func sourceOf(c *lower.Code) codeSource {
	o := c.Options()
	return codeSource{
		key: c.Key(), name: c.Source().Name, text: strings.Join(c.Source().Lines, "\n") + "\n", module: o.ModuleName,
		dialect: c.Dialect(), dynamic: o.Dynamic, interactive: o.Interactive, expr: c.IsExpr(), library: o.Library,
	}
}

func (s *codeSource) encode(e *wire.Encoder) {
	e.String(s.key)
	e.String(s.name)
	e.String(s.text)
	e.String(s.module)
	e.Int(int(s.dialect))
	e.Bool(s.dynamic)
	e.Bool(s.interactive)
	e.Bool(s.expr)
	e.Bool(s.library)
	e.Bytes(s.compiled)
}

// maxCompiled bounds, in bytes, the compiled forms that go to children.
const maxCompiled = 16 << 20

// compiledSource is sourceOf with the compiled form, in a root.
func (rt *Runtime) compiledSource(c *lower.Code) codeSource {
	s := sourceOf(c)
	if rt.home == nil {
		if b := c.Compiled(); len(b) <= maxCompiled {
			s.compiled = b
		}
	}
	return s
}

func decodeSource(d *wire.Decoder) codeSource {
	return codeSource{
		key: d.String(), name: d.String(), text: d.String(), module: d.String(),
		dialect: syntax.Dialect(d.Int()), dynamic: d.Bool(), interactive: d.Bool(), expr: d.Bool(), library: d.Bool(), compiled: d.Bytes(),
	}
}

func (s *codeSource) options() lower.Options {
	return lower.Options{Dynamic: s.dynamic, Interactive: s.interactive, Library: s.library, ModuleName: s.module, Key: s.key,
		IsPredeclared: predeclared(s.dialect).Has, Direct: engine.Known(), Constants: engine.Known(), Quick: quickLoops()}
}

// load makes the code from its compiled form, if there is one, or compiles it.
func (s *codeSource) load() (*lower.Code, error) {
	if len(s.compiled) == 0 {
		return s.compile()
	}
	source := &syntax.Source{Name: s.name, Lines: strings.Split(strings.TrimSuffix(s.text, "\n"), "\n")}
	text := *s
	text.compiled = nil
	return lower.Load(s.compiled, source, s.dialect, s.options(), text.compile)
}

func (s *codeSource) compile() (*lower.Code, error) {
	opts := s.options()
	if s.expr {
		x, source, err := syntax.ParseExpr(s.name, []byte(strings.TrimSuffix(s.text, "\n")), s.dialect)
		if err != nil {
			return nil, err
		}
		return lower.Expr(x, source, s.dialect, opts)
	}
	f, err := syntax.Parse(s.name, []byte(s.text), s.dialect)
	if err != nil {
		return nil, err
	}
	return lower.File(f, opts)
}

// enter makes a compiled file known. A child tells the root, where others find it.
func (rt *Runtime) enter(c *lower.Code) {
	rt.codes.Store(c.Key(), c)
	if rt.home != nil && len(c.Functions()) > 0 && !strings.HasPrefix(c.Key(), frozenPrefix) {
		var e wire.Encoder
		s := sourceOf(c)
		s.encode(&e)
		rt.home.client.Notify(noteCode, e.Data())
	}
}

// code returns the compiled file that positions with this key belong to, nil if it is
// not known anywhere.
func (rt *Runtime) code(key string) *lower.Code {
	if c, ok := rt.codes.Load(key); ok {
		return c.(*lower.Code)
	}
	if rt.home == nil && !rt.hosts.used.Load() {
		return nil
	}
	return rt.findCode(key)
}

// findCode compiles a file whose source is known here, or in the root.
func (rt *Runtime) findCode(key string) *lower.Code {
	var src codeSource
	known := false
	if s, ok := rt.sources.Load(key); ok {
		src, known = s.(codeSource), true
	} else if name, ok := strings.CutPrefix(key, frozenPrefix); ok {
		if def := rt.defs[strings.TrimSuffix(name, ">")]; def != nil && def.Source != "" {
			src = codeSource{key: key, name: key, text: def.Source, module: def.Name, dialect: syntax.Python, dynamic: true, library: true}
			known = true
		}
	}
	if rt.home != nil && len(src.compiled) == 0 {
		if s, ok := rt.home.code(key); ok && (!known || s.text == src.text && s.expr == src.expr) {
			src, known = s, true
		}
	}
	if !known {
		return nil
	}
	code, err := src.load()
	if err != nil && len(src.compiled) > 0 {
		code, err = src.compile()
	}
	if err != nil {
		return nil
	}
	actual, _ := rt.codes.LoadOrStore(key, code)
	return actual.(*lower.Code)
}

// code asks the root for a file.
func (h *home) code(key string) (s codeSource, ok bool) {
	data, _, err := h.client.Request(askCode, wire.WholeString(key), nil)
	if err != nil || len(data) == 0 {
		return s, false
	}
	d := wire.NewDecoder(data)
	s = decodeSource(d)
	return s, d.OK() && s.key == key
}

// answerCode answers a child that asks for a file: with the root's own code, or the source that a child has sent.
func (rt *Runtime) answerCode(key string) []byte {
	var e wire.Encoder
	if c, ok := rt.codes.Load(key); ok {
		s := rt.compiledSource(c.(*lower.Code))
		s.encode(&e)
	} else if s, ok := rt.sources.Load(key); ok {
		src := s.(codeSource)
		src.encode(&e)
	}
	return e.B
}

func unknownCode(key string) error {
	return exception.New(exception.RuntimeError, "the code of %s is not known here", key)
}
