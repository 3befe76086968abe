package functools

import (
	"strings"

	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/pickle"
	"github.com/mpstar/mpstar/internal/text"
)

// A partial is a function with some of its arguments. It does not change.
type partial struct {
	fn       starlark.Value
	args     starlark.Tuple
	keywords *starlark.Dict
}

// Wrapped implements [pickle.Partial].
func (p *partial) Wrapped() starlark.Value { return p.fn }

// Transfer implements [pickle.Transferer].
func (p *partial) Transfer(to *pickle.Packer) (pickle.Import, error) {
	refs := make([]pickle.Ref, 3)
	for i, v := range []starlark.Value{p.fn, p.args, p.keywords} {
		var err error
		if refs[i], err = to.Pack(v); err != nil {
			return nil, err
		}
	}
	return to.Portable("functools.partial", nil, refs)
}

func init() {
	pickle.Register("functools.partial", func(u *pickle.Unpacker, p *pickle.Portable) (any, error) {
		var values [3]starlark.Value
		for i := range values {
			var err error
			if values[i], err = p.Value(u, i); err != nil {
				return nil, err
			}
		}
		args, _ := values[1].(starlark.Tuple)
		keywords, ok := values[2].(*starlark.Dict)
		if !ok {
			return nil, p.Damaged()
		}
		return &partial{values[0], args, keywords}, nil
	})
}

var partialClass = object.Later(func() *object.Class {
	return object.NewClass(object.Spec{
		Name: "partial", Module: "functools",
		Doc: "A function with some of its arguments given ahead.",
		New: newPartial,
		Methods: map[string]object.Method{
			"__init__": func(*starlark.Thread, starlark.Value, starlark.Tuple, []starlark.Tuple) (starlark.Value, error) {
				return starlark.None, nil
			},
			"__call__": callPartial,
			"__repr__": reprPartial,
			"__reduce__": func(_ *starlark.Thread, self starlark.Value, _ starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
				i := self.(*object.Instance)
				p := i.Native.(*partial)
				var attrs starlark.Value = starlark.None
				if names := i.Names(); len(names) > 0 {
					d := starlark.NewDict(len(names))
					for _, name := range names {
						v, _ := i.Own(name)
						d.SetKey(text.Str(name), v)
					}
					attrs = d
				}
				return starlark.Tuple{i.Class(), starlark.Tuple{p.fn}, starlark.Tuple{p.fn, p.args, p.keywords, attrs}}, nil
			},
			"__setstate__": restorePartial,
		},
		Properties: map[string]object.Property{
			"func":     part(func(p *partial) starlark.Value { return p.fn }, "the function that is called"),
			"args":     part(func(p *partial) starlark.Value { return p.args }, "the positional arguments that come first"),
			"keywords": part(func(p *partial) starlark.Value { return p.keywords }, "the arguments by name, which a call may replace"),
		},
	})
})

func init() {
	pickle.RegisterLater(func() { pickle.RegisterClass(partialClass.Get()) })
}

// restorePartial is what __reduce__ prepares: function, arguments, keywords and attributes.
func restorePartial(_ *starlark.Thread, self starlark.Value, args starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
	i := self.(*object.Instance)
	bad := exception.New(exception.TypeError, "invalid partial state")
	if len(args) != 1 {
		return nil, bad
	}
	state, ok := object.Unwrap(args[0]).(starlark.Tuple)
	if !ok || len(state) != 4 || !object.Callable(state[0]) {
		return nil, bad
	}
	given, ok := object.Unwrap(state[1]).(starlark.Tuple)
	if !ok {
		return nil, bad
	}
	keywords, ok := object.Unwrap(state[2]).(*starlark.Dict)
	if !ok && state[2] != starlark.None {
		return nil, bad
	}
	p := &partial{fn: state[0], args: given, keywords: new(starlark.Dict)}
	if keywords != nil {
		for _, item := range keywords.Items() {
			name, ok := text.AsString(item[0])
			if !ok {
				return nil, bad
			}
			p.keywords.SetKey(text.Str(name), item[1])
		}
	}
	if attrs, ok := object.Unwrap(state[3]).(*starlark.Dict); ok {
		for _, item := range attrs.Items() {
			if name, ok := text.AsString(item[0]); ok {
				i.Set(name, item[1])
			}
		}
	} else if state[3] != starlark.None {
		return nil, bad
	}
	i.Native = p
	return starlark.None, nil
}

func part(read func(p *partial) starlark.Value, doc string) object.Property {
	return object.Property{
		Get: func(_ *starlark.Thread, self starlark.Value) (starlark.Value, error) {
			return read(self.(*object.Instance).Native.(*partial)), nil
		},
		Set: func(*starlark.Thread, starlark.Value, starlark.Value) error {
			return exception.New(exception.AttributeError, "readonly attribute")
		},
		Doc: doc,
	}
}

func newPartial(thread *starlark.Thread, cls *object.Class, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	if len(args) == 0 {
		return nil, exception.New(exception.TypeError, "type 'partial' takes at least one argument")
	}
	fn := args[0]
	if !object.Callable(fn) {
		return nil, exception.New(exception.TypeError, "the first argument must be callable")
	}
	p := &partial{fn: fn, args: args[1:], keywords: new(starlark.Dict)}
	// A partial of a partial becomes one, unless attributes were set on the inner.
	if inner, ok := fn.(*object.Instance); ok && cls.Native() && inner.Class() == cls && len(inner.Names()) == 0 {
		q := inner.Native.(*partial)
		p.fn = q.fn
		p.args = append(append(starlark.Tuple(nil), q.args...), p.args...)
		for _, item := range q.keywords.Items() {
			if err := p.keywords.SetKey(item[0], item[1]); err != nil {
				return nil, err
			}
		}
	}
	for _, kw := range kwargs {
		if err := p.keywords.SetKey(object.KeywordKey(kw[0]), kw[1]); err != nil {
			return nil, err
		}
	}
	i := object.NewInstance(object.EnvOf(thread), cls)
	i.Native = p
	return i, nil
}

func callPartial(thread *starlark.Thread, self starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	p := self.(*object.Instance).Native.(*partial)
	if len(p.args) > 0 {
		args = append(append(make(starlark.Tuple, 0, len(p.args)+len(args)), p.args...), args...)
	}
	if p.keywords.Len() > 0 {
		merged := p.keywords.Items()
	next:
		for _, kw := range kwargs {
			name, _ := text.AsString(kw[0])
			for i := range merged {
				if key, _ := text.AsString(merged[i][0]); key == name {
					merged[i] = kw
					continue next
				}
			}
			merged = append(merged, kw)
		}
		kwargs = merged
	}
	return object.CallKw(thread, p.fn, args, kwargs)
}

func reprPartial(thread *starlark.Thread, self starlark.Value, _ starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
	env := object.EnvOf(thread)
	i := self.(*object.Instance)
	p := i.Native.(*partial)
	name := "functools.partial"
	if !i.Class().Native() {
		name = i.Class().Qualname()
	}
	var parts []string
	for _, v := range append(starlark.Tuple{p.fn}, p.args...) {
		s, err := object.Repr(env, v)
		if err != nil {
			return nil, err
		}
		parts = append(parts, s)
	}
	for _, item := range p.keywords.Items() {
		s, err := object.Repr(env, item[1])
		if err != nil {
			return nil, err
		}
		key, _ := text.AsString(item[0])
		parts = append(parts, key+"="+s)
	}
	return text.Str(name + "(" + strings.Join(parts, ", ") + ")"), nil
}
