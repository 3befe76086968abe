package interp

import (
	"strings"

	"github.com/mpstar/mpstar/internal/engine"
	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/lower"
	"github.com/mpstar/mpstar/internal/remote"
	"github.com/mpstar/mpstar/internal/syntax"
)

// This file is about how compiled files get into processes of the operating system.
// They go as source text and are compiled there, to the same code, since all processes
// of a tree run the same binary. The engine's own compiled form would have to be
// trusted: what it says about stack depths and indices nobody checks.

// A codeSource is what a file is compiled from.
type codeSource struct {
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

func (s *codeSource) encode(e *remote.Encoder) {
	e.String(s.key)
	e.String(s.name)
	e.String(s.text)
	e.String(s.module)
	e.Int(int(s.dialect))
	e.Bool(s.dynamic)
	e.Bool(s.interactive)
	e.Bool(s.expr)
	e.Bool(s.library)
}

func decodeSource(d *remote.Decoder) codeSource {
	return codeSource{
		key: d.String(), name: d.String(), text: d.String(), module: d.String(),
		dialect: syntax.Dialect(d.Int()), dynamic: d.Bool(), interactive: d.Bool(), expr: d.Bool(), library: d.Bool(),
	}
}

func (s *codeSource) compile() (*lower.Code, error) {
	opts := lower.Options{Dynamic: s.dynamic, Interactive: s.interactive, Library: s.library, ModuleName: s.module, Key: s.key,
		IsPredeclared: predeclared(s.dialect).Has, Direct: engine.Known(), Constants: engine.Known()}
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
		var e remote.Encoder
		s := sourceOf(c)
		s.encode(&e)
		rt.home.client.Notify(noteCode, e.B)
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
	var code *lower.Code
	if s, ok := rt.sources.Load(key); ok {
		src := s.(codeSource)
		code, _ = src.compile()
	} else if name, ok := strings.CutPrefix(key, frozenPrefix); ok {
		if def := rt.defs[strings.TrimSuffix(name, ">")]; def != nil && def.Source != "" {
			src := codeSource{key: key, name: key, text: def.Source, module: def.Name, dialect: syntax.Python, dynamic: true, library: true}
			code, _ = src.compile()
		}
	} else if rt.home != nil {
		data, _, err := rt.home.client.Request(askCode, []byte(key), nil)
		if err == nil && len(data) > 0 {
			d := remote.NewDecoder(data)
			src := decodeSource(d)
			if d.OK() && src.key == key {
				code, _ = src.compile()
			}
		}
	}
	if code == nil {
		return nil
	}
	actual, _ := rt.codes.LoadOrStore(key, code)
	return actual.(*lower.Code)
}

func unknownCode(key string) error {
	return exception.New(exception.RuntimeError, "the code of %s is not known here", key)
}
