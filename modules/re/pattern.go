package re

import (
	"strings"

	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/cursor"
	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/interp"
	"github.com/mpstar/mpstar/internal/number"
	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/pickle"
	"github.com/mpstar/mpstar/internal/pieces"
	"github.com/mpstar/mpstar/internal/regex"
	"github.com/mpstar/mpstar/internal/text"
)

// A pattern is the state of a Pattern. It does not change.
type pattern struct {
	source starlark.Value
	prog   *regex.Program
}

// Transfer implements [pickle.Transferer]: the program is shared.
func (p *pattern) Transfer(to *pickle.Packer) (pickle.Import, error) {
	source, err := to.Pack(p.source)
	if err != nil {
		return nil, err
	}
	if _, err := to.Portable("re.pattern", pickle.Numbers(int(p.prog.Flags)), []pickle.Ref{source}); err != nil {
		return nil, err
	}
	return func(*pickle.Unpacker) (any, error) { return p, nil }, nil
}

func init() {
	pickle.Register("re.pattern", func(u *pickle.Unpacker, p *pickle.Portable) (any, error) {
		n, err := p.Numbers(1)
		if err != nil {
			return nil, err
		}
		v, err := p.Value(u, 0)
		if err != nil {
			return nil, err
		}
		src, isStr := text.AsString(v)
		isBytes := false
		if !isStr {
			if src, isBytes = text.AsBytes(v); !isBytes {
				return nil, p.Damaged()
			}
		}
		prog, err := regex.Compile(src, regex.Flags(n[0]), isBytes, nil)
		if err != nil {
			return nil, p.Damaged()
		}
		return &pattern{source: v, prog: prog}, nil
	})
}

func newPattern(env *object.Env, p *pattern) *object.Instance {
	i := object.NewInstance(env, patternClass.Get())
	i.Native = p
	return i
}

func patternOf(v starlark.Value) *pattern { return v.(*object.Instance).Native.(*pattern) }

var patternClass *object.Lazy[*object.Class]

// recompile is what pickles of patterns call.
var recompile starlark.Value

func init() {
	recompile = pickle.RegisterFunc("re", "_compile", func(thread *starlark.Thread, args starlark.Tuple) (starlark.Value, error) {
		if len(args) != 2 {
			return nil, exception.New(exception.TypeError, "_compile() takes 2 positional arguments but %d were given", len(args))
		}
		return compile(thread, args[0], args[1])
	})
}

func init() {
	window := []string{"string", "pos", "endpos"}
	patternClass = object.Later(func() *object.Class {
		return object.NewClass(object.Spec{
			Name: "Pattern", Module: "re", Final: true, Doc: "Compiled regular expression object.",
			New: uncallable("re.Pattern"),
			Methods: map[string]object.Method{
				"match":     patternMethod("match", 1, window, finder(regex.AtStart)),
				"fullmatch": patternMethod("fullmatch", 1, window, finder(regex.Whole)),
				"search":    patternMethod("search", 1, window, finder(regex.Anywhere)),
				"findall": patternMethod("findall", 1, window, func(thread *starlark.Thread, p *object.Instance, a []starlark.Value) (starlark.Value, error) {
					return findall(thread, p, a[0], a[1], a[2])
				}),
				"finditer": patternMethod("finditer", 1, window, func(thread *starlark.Thread, p *object.Instance, a []starlark.Value) (starlark.Value, error) {
					return finditer(thread, p, a[0], a[1], a[2])
				}),
				"scanner": patternMethod("scanner", 1, window, func(thread *starlark.Thread, p *object.Instance, a []starlark.Value) (starlark.Value, error) {
					c, err := newScan(thread, p, a[0], a[1], a[2])
					if err != nil {
						return nil, err
					}
					i := object.NewInstance(object.EnvOf(thread), scannerClass.Get())
					i.Native = c
					return i, nil
				}),
				"split": patternMethod("split", 1, []string{"string", "maxsplit"}, func(thread *starlark.Thread, p *object.Instance, a []starlark.Value) (starlark.Value, error) {
					return split(thread, p, a[0], a[1])
				}),
				"sub": patternMethod("sub", 2, []string{"repl", "string", "count"}, func(thread *starlark.Thread, p *object.Instance, a []starlark.Value) (starlark.Value, error) {
					s, _, err := replace(thread, p, a[0], a[1], a[2])
					return s, err
				}),
				"subn": patternMethod("subn", 2, []string{"repl", "string", "count"}, func(thread *starlark.Thread, p *object.Instance, a []starlark.Value) (starlark.Value, error) {
					s, n, err := replace(thread, p, a[0], a[1], a[2])
					return starlark.Tuple{s, starlark.MakeInt(n)}, err
				}),
				"__reduce__": func(thread *starlark.Thread, self starlark.Value, _ starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
					flags, err := object.GetAttr(thread, self, "flags")
					return starlark.Tuple{recompile, starlark.Tuple{patternOf(self).source, flags}}, err
				},
				"__repr__": func(thread *starlark.Thread, self starlark.Value, _ starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
					s, err := patternRepr(object.EnvOf(thread), patternOf(self))
					return text.Str(s), err
				},
				"__eq__": func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
					if o, ok := args[0].(*object.Instance); ok && o.Class() == patternClass.Get() {
						p, q := patternOf(self), patternOf(o)
						if p.prog.Flags != q.prog.Flags || p.prog.Bytes != q.prog.Bytes {
							return starlark.False, nil
						}
						same, err := object.Equal(object.EnvOf(thread), p.source, q.source)
						return starlark.Bool(same), err
					}
					return object.NotImplemented, nil
				},
				"__hash__": func(thread *starlark.Thread, self starlark.Value, _ starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
					p := patternOf(self)
					h, err := object.Hash(object.EnvOf(thread), p.source)
					return starlark.MakeInt64(h ^ int64(p.prog.Flags)), err
				},
				"__copy__": itself, "__deepcopy__": itself,
			},
			ClassMethods: map[string]object.Method{"__class_getitem__": itself},
			Properties: map[string]object.Property{
				"pattern": patternProperty(func(_ *object.Env, p *pattern) starlark.Value { return p.source }),
				"flags":   patternProperty(func(_ *object.Env, p *pattern) starlark.Value { return starlark.MakeInt(int(p.prog.Flags)) }),
				"groups":  patternProperty(func(_ *object.Env, p *pattern) starlark.Value { return starlark.MakeInt(p.prog.Groups) }),
				"groupindex": patternProperty(func(_ *object.Env, p *pattern) starlark.Value {
					d := starlark.NewDict(len(p.prog.Order))
					for _, name := range p.prog.Order {
						if d.SetKey(text.Str(name), starlark.MakeInt(p.prog.Names[name])) != nil {
							break
						}
					}
					return d
				}),
			},
		})
	})
}

func itself(_ *starlark.Thread, self starlark.Value, _ starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
	return self, nil
}

func uncallable(name string) func(*starlark.Thread, *object.Class, starlark.Tuple, []starlark.Tuple) (starlark.Value, error) {
	return func(*starlark.Thread, *object.Class, starlark.Tuple, []starlark.Tuple) (starlark.Value, error) {
		return nil, exception.New(exception.TypeError, "cannot create '%s' instances", name)
	}
}

func patternProperty(get func(env *object.Env, p *pattern) starlark.Value) object.Property {
	return object.Property{Get: func(thread *starlark.Thread, self starlark.Value) (starlark.Value, error) {
		return get(object.EnvOf(thread), patternOf(self)), nil
	}}
}

func patternMethod(name string, required int, names []string, fn func(thread *starlark.Thread, p *object.Instance, a []starlark.Value) (starlark.Value, error)) object.Method {
	signature := &text.Signature{Owner: "Pattern", Func: name, Params: names, Required: required}
	return func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		a, err := signature.Parse(args, kwargs)
		if err != nil {
			return nil, err
		}
		return fn(thread, self.(*object.Instance), a)
	}
}

// reprFlags are the flags in the order in which a pattern's repr has them.
var reprFlags = []regex.Flags{
	regex.Template, regex.IgnoreCase, regex.Locale, regex.MultiLine, regex.DotAll, regex.Unicode,
	regex.Verbose, regex.Debug, regex.ASCII,
}

func patternRepr(env *object.Env, p *pattern) (string, error) {
	src, err := object.Repr(env, p.source)
	if err != nil {
		return "", err
	}
	if text.Len(src) > 200 {
		src = src[:text.Offset(text.Str(src), 200)]
	}
	flags := p.prog.Flags
	if !p.prog.Bytes && flags&(regex.Locale|regex.Unicode|regex.ASCII) == regex.Unicode {
		flags &^= regex.Unicode
	}
	var names []string
	for _, f := range reprFlags {
		if flags&f != 0 {
			names = append(names, "re."+flagName(f))
			flags &^= f
		}
	}
	if flags != 0 {
		names = append(names, hexFlags(flags))
	}
	if len(names) == 0 {
		return "re.compile(" + src + ")", nil
	}
	return "re.compile(" + src + ", " + strings.Join(names, "|") + ")", nil
}

// A subject is what a pattern looks at.
type subject struct {
	v     starlark.Value
	s     string
	bytes bool
}

func subjectOf(env *object.Env, p *pattern, v starlark.Value) (subject, error) {
	if s, ok := text.AsString(v); ok {
		if p.prog.Bytes {
			return subject{}, exception.New(exception.TypeError, "cannot use a bytes pattern on a string-like object")
		}
		return subject{v: v, s: s}, nil
	}
	if s, ok, err := text.AsBytesPaced(env.Check, v); err != nil {
		return subject{}, err
	} else if ok {
		if !p.prog.Bytes {
			return subject{}, exception.New(exception.TypeError, "cannot use a string pattern on a bytes-like object")
		}
		return subject{v: v, s: s, bytes: true}, nil
	}
	return subject{}, exception.New(exception.TypeError, "expected string or bytes-like object, got '%s'", object.TypeName(v))
}

func (s *subject) len() int {
	if s.bytes {
		return len(s.s)
	}
	return text.CharIndex(s.v, len(s.s))
}

func (s *subject) offset(i int) int {
	if s.bytes {
		return i
	}
	return text.Offset(s.v, i)
}

func (s *subject) index(off int) int {
	if s.bytes {
		return off
	}
	return text.CharIndex(s.v, off)
}

func (s *subject) value(str string) starlark.Value {
	if s.bytes {
		return text.Bytes(str)
	}
	return text.Str(str)
}

// whole is value for what may be long. It can be stopped.
func (s *subject) whole(env *object.Env, str string) (starlark.Value, error) {
	if s.bytes {
		return text.Bytes(str), nil
	}
	return env.Text(str)
}

// slice returns part of the subject, in bytes; from < 0 is a group that did not match.
func (s *subject) slice(from, to int) starlark.Value {
	if from < 0 {
		return s.value("")
	}
	return s.value(s.s[from:to])
}

// A scan is a search that goes on from match to match.
type scan struct {
	p        *object.Instance
	subject  subject
	pos, end int // as the script gave them, in characters
	next     int // in bytes
	avoid    bool
	over     bool
	m        regex.Matcher
}

func newScan(thread *starlark.Thread, p *object.Instance, str, pos, endpos starlark.Value) (*scan, error) {
	sub, err := subjectOf(object.EnvOf(thread), patternOf(p), str)
	if err != nil {
		return nil, err
	}
	n := sub.len()
	c := &scan{p: p, subject: sub, end: n}
	for i, v := range [...]starlark.Value{pos, endpos} {
		if v == nil {
			continue
		}
		x, err := number.Index(thread, v)
		if err != nil {
			return nil, err
		}
		k, ok := x.Int64()
		switch {
		case !ok && x.Sign() > 0:
			k = int64(n)
		case !ok:
			k = 0
		}
		k = max(0, min(k, int64(n)))
		if i == 0 {
			c.pos = int(k)
		} else {
			c.end = int(k)
		}
	}
	stop, begin := len(sub.s), 0
	if c.end < n {
		stop = sub.offset(c.end)
	}
	if c.pos > 0 {
		begin = sub.offset(c.pos)
	}
	c.next = begin
	c.over = c.next > stop
	c.m.Program = patternOf(p).prog
	c.m.Reset(sub.s[:stop])
	in := interp.Of(thread)
	c.m.Poll = func() error {
		// Other threads of the interpreter get their turn too.
		in.Unlocked(func() {})
		return in.Check(thread)
	}
	return c, nil
}

// step looks for the next match; c.m.Slots then says where it is.
func (c *scan) step(mode regex.Mode) (bool, error) {
	if c.over {
		return false, nil
	}
	found, err := c.m.Search(c.next, mode, c.avoid)
	if err != nil || !found {
		c.over = true
		return false, err
	}
	c.avoid = c.m.Slots[1] == c.m.Slots[0]
	c.next = c.m.Slots[1]
	return true, nil
}

// group returns what group g matched, or missing.
func (c *scan) group(g int, missing starlark.Value) starlark.Value {
	from, to := c.m.Slots[2*g], c.m.Slots[2*g+1]
	if from < 0 || to < from {
		return missing
	}
	return c.subject.slice(from, to)
}

func finder(mode regex.Mode) func(*starlark.Thread, *object.Instance, []starlark.Value) (starlark.Value, error) {
	return func(thread *starlark.Thread, p *object.Instance, a []starlark.Value) (starlark.Value, error) {
		return find(thread, p, mode, a[0], a[1], a[2])
	}
}

func find(thread *starlark.Thread, p *object.Instance, mode regex.Mode, str, pos, endpos starlark.Value) (starlark.Value, error) {
	c, err := newScan(thread, p, str, pos, endpos)
	if err != nil {
		return nil, err
	}
	found, err := c.step(mode)
	if err != nil || !found {
		return starlark.None, err
	}
	return c.match(thread), nil
}

func findall(thread *starlark.Thread, p *object.Instance, str, pos, endpos starlark.Value) (starlark.Value, error) {
	c, err := newScan(thread, p, str, pos, endpos)
	if err != nil {
		return nil, err
	}
	var found pieces.List[starlark.Value]
	empty := c.subject.value("")
	for n := 1; ; n++ {
		ok, err := c.step(regex.Anywhere)
		if err != nil {
			return nil, err
		}
		if !ok {
			list, err := found.Join(object.EnvOf(thread).Check)
			if err != nil {
				return nil, err
			}
			return starlark.NewList(list), nil
		}
		switch groups := c.m.Groups; groups {
		case 0, 1:
			found.Push(c.group(groups, empty))
		default:
			t := make(starlark.Tuple, groups)
			for i := range t {
				t[i] = c.group(i+1, empty)
			}
			found.Push(t)
		}
		if n%1024 == 0 {
			if err := c.m.Poll(); err != nil {
				return nil, err
			}
		}
	}
}

var finditerClass = object.Later(func() *object.Class { return cursor.NewClass(object.Spec{Name: "callable_iterator"}) })

func finditer(thread *starlark.Thread, p *object.Instance, str, pos, endpos starlark.Value) (starlark.Value, error) {
	c, err := newScan(thread, p, str, pos, endpos)
	if err != nil {
		return nil, err
	}
	return cursor.New(object.EnvOf(thread), finditerClass.Get(), func(thread *starlark.Thread) (starlark.Value, bool, error) {
		ok, err := c.step(regex.Anywhere)
		if err != nil || !ok {
			return nil, false, err
		}
		return c.match(thread), true, nil
	}), nil
}

// scannerClass is what Pattern.scanner returns: match and search go on from match to match.
var scannerClass = object.Later(func() *object.Class {
	return object.NewClass(object.Spec{
		Name: "SRE_Scanner", Module: "_sre", Final: true, New: uncallable("_sre.SRE_Scanner"),
		Methods: map[string]object.Method{"match": scannerMethod(regex.AtStart), "search": scannerMethod(regex.Anywhere)},
		Properties: map[string]object.Property{"pattern": {Get: func(_ *starlark.Thread, self starlark.Value) (starlark.Value, error) {
			return self.(*object.Instance).Native.(*scan).p, nil
		}}},
	})
})

func scannerMethod(mode regex.Mode) object.Method {
	return func(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
		if len(args) > 0 {
			return nil, exception.New(exception.TypeError, "a scanner's methods take no arguments (%d given)", len(args))
		}
		c := self.(*object.Instance).Native.(*scan)
		ok, err := c.step(mode)
		if err != nil || !ok {
			return starlark.None, err
		}
		return c.match(thread), nil
	}
}
