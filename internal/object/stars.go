package object

import (
	"fmt"
	"unicode/utf8"

	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/engine"
	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/text"
)

// This file makes calls with stars. The engine would collect the arguments in one of its instructions, which nothing interrupts.

// CallStars calls fn with positional arguments, the elements of starred, keyword arguments, and the items of mapping; starred and mapping may be nil. The
// call of fn takes the place of the innermost frame of the thread, which must be that of a Go function that returns what CallStars does.
// positional and keywords are the caller's no more.
func CallStars(thread *starlark.Thread, fn starlark.Value, positional starlark.Tuple, starred starlark.Value, keywords []starlark.Tuple, mapping starlark.Value) (
	starlark.Value, error) {

	f, isFunction := fn.(*starlark.Function)
	if t, ok := starred.(starlark.Tuple); ok && isFunction && len(positional) == 0 && len(t) < manyArguments {
		positional, starred = t, nil // the engine's functions copy what they keep
	}
	positional, keywords, wide, err := arguments(EnvOf(thread), fn, positional, starred, keywords, mapping)
	if err != nil {
		return nil, err
	}
	c, ok := fn.(starlark.Callable)
	if !ok || !engine.SetCallee(thread, c) {
		return starlark.Call(thread, fn, positional, keywords)
	}
	if isFunction && mustHold(positional, keywords, wide) {
		return callHolding(thread, f, positional, keywords, wide, func(args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
			return f.CallInternal(thread, args, kwargs)
		})
	}
	return c.CallInternal(thread, positional, keywords)
}

// CallStarsOnTop is CallStars for what has no frame to spare.
func CallStarsOnTop(thread *starlark.Thread, fn starlark.Value, positional starlark.Tuple, starred starlark.Value, keywords []starlark.Tuple,
	mapping starlark.Value) (starlark.Value, error) {

	positional, keywords, wide, err := arguments(EnvOf(thread), fn, positional, starred, keywords, mapping)
	if err != nil {
		return nil, err
	}
	return call(thread, fn, positional, keywords, wide)
}

// call is starlark.Call, but can be stopped where there are many arguments.
func call(thread *starlark.Thread, fn starlark.Value, args starlark.Tuple, kwargs []starlark.Tuple, wide bool) (starlark.Value, error) {
	if f, ok := fn.(*starlark.Function); ok && mustHold(args, kwargs, wide) {
		return callHolding(thread, f, args, kwargs, wide, func(args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
			return starlark.Call(thread, fn, args, kwargs)
		})
	}
	return starlark.Call(thread, fn, args, kwargs)
}

// arguments returns what a call gets; wide is set if names from the mapping are not ASCII.
func arguments(env *Env, fn starlark.Value, positional starlark.Tuple, starred starlark.Value, keywords []starlark.Tuple, mapping starlark.Value) (
	_ starlark.Tuple, _ []starlark.Tuple, wide bool, err error) {

	if mapping != nil {
		if keywords, wide, err = appendKeywords(env, fn, keywords, mapping); err != nil {
			return nil, nil, false, err
		}
	}
	if starred != nil {
		if positional, err = appendStarred(env, fn, positional, starred); err != nil {
			return nil, nil, false, err
		}
	}
	return positional, keywords, wide, nil
}

// fewElements is how many elements are copied without asking.
const fewElements = 1 << 10

func appendStarred(env *Env, fn starlark.Value, args starlark.Tuple, v starlark.Value) (starlark.Tuple, error) {
	var elems starlark.Indexable
	switch v := v.(type) {
	case starlark.Tuple:
		if len(v) <= fewElements {
			if len(args) == 0 {
				return append(make(starlark.Tuple, 0, len(v)), v...), nil
			}
			return append(args, v...), nil
		}
		elems = v
	case *starlark.List:
		elems = v
	default:
		if len(args) == 0 && !CanIterate(v) {
			return nil, argumentAfter(env, fn, "*", "an iterable", v)
		}
		list, err := Starred(env, v)
		if err != nil || len(args) == 0 {
			return list, err
		}
		elems = list
	}
	return env.Join(args, elems, 0)
}

// argumentAfter is the complaint about what can't stand after stars in a call of fn.
func argumentAfter(env *Env, fn starlark.Value, stars, want string, v starlark.Value) error {
	return exception.New(exception.TypeError, "%s argument after %s must be %s, not %s", FunctionString(env, fn), stars, want, TypeName(v))
}

// FunctionString returns how messages call what is called: "__main__.f()".
func FunctionString(env *Env, fn starlark.Value) string {
	if name, err := GetAttr(env.Thread, fn, "__qualname__"); err == nil {
		if s, ok := text.AsString(name); ok {
			if m, err := GetAttr(env.Thread, fn, "__module__"); err == nil {
				if module, ok := text.AsString(m); ok && module != "builtins" {
					s = module + "." + s
				}
			}
			return s + "()"
		}
	}
	s, _ := Str(env, fn)
	return s
}

// Starred returns what *v passes: a tuple of its own unless v is one.
func Starred(env *Env, v starlark.Value) (starlark.Tuple, error) {
	if t, ok := v.(starlark.Tuple); ok {
		return t, nil
	}
	if !CanIterate(v) {
		return nil, exception.New(exception.TypeError, "Value after * must be an iterable, not %s", TypeName(v))
	}
	elems, err := Elements(env, v)
	return elems, err
}

// CanIterate reports whether v is of a type that can be iterated over.
func CanIterate(v starlark.Value) bool {
	switch v := v.(type) {
	case *Instance:
		if s := v.class.find("__iter__"); s != nil && !valueMethod(s) {
			return s.value != starlark.None
		}
		if s := v.class.made().overrides.getitem; s != nil && !valueMethod(s) {
			return true
		}
		switch v.base().(type) {
		case starlark.Iterable, starlark.String, Nexter:
			return true
		}
	case *Class:
		return v.meta != nil && v.meta.find("__iter__") != nil
	case starlark.Iterable, starlark.String, *text.Text, Nexter:
		return true
	}
	return false
}

// IsMapping reports whether v can stand after ** in a call.
func IsMapping(v starlark.Value) bool {
	switch v := Unwrap(v).(type) {
	case *Instance:
		_, ok := v.Class().Lookup("keys")
		return ok
	case starlark.IterableMapping:
		return true
	}
	return false
}

// Mappings are what stands after several ** in one call.
type Mappings struct{ starlark.Tuple }

// appendKeywords appends the items of a mapping, or of Mappings, under the names that the engine has for keyword arguments. wide is set if some of them are
// not ASCII.
func appendKeywords(env *Env, fn starlark.Value, kwargs []starlark.Tuple, m starlark.Value) (all []starlark.Tuple, wide bool, err error) {
	d, single := m.(*starlark.Dict)
	if !single {
		maps, ok := m.(Mappings)
		if !ok {
			maps = Mappings{starlark.Tuple{m}}
		}
		d = new(starlark.Dict)
		for _, m := range maps.Tuple {
			if !IsMapping(m) {
				return nil, false, argumentAfter(env, fn, "**", "a mapping", m)
			}
			if err := mergeKeywords(env, fn, d, m, &wide); err != nil {
				return nil, false, err
			}
		}
	}
	for _, kw := range kwargs {
		_, found, _ := d.Get(kw[0])
		if !found && single && isWide(kw[0]) {
			_, found, _ = d.Get(KeywordKey(kw[0]))
		}
		if found {
			return nil, false, repeated(env, fn, string(kw[0].(starlark.String)))
		}
	}
	name := func(k starlark.Value) (starlark.Value, error) {
		s, ok := k.(starlark.String)
		if !ok {
			chars, ok := text.AsString(k)
			if !ok {
				return nil, notString(k)
			}
			s, wide = starlark.String(chars), true
		}
		return s, nil
	}
	if d.Len() <= fewElements {
		items := d.Items()
		for _, item := range items {
			if item[0], err = name(item[0]); err != nil {
				return nil, false, err
			}
		}
		if len(kwargs) == 0 {
			return items, wide, nil
		}
		return append(kwargs, items...), wide, nil
	}
	if err := env.Reserve(int64(d.Len()) * 5 * elementSize); err != nil {
		return nil, false, err
	}
	all = append(make([]starlark.Tuple, 0, len(kwargs)+d.Len()), kwargs...)
	err = EachEntry(env, d, func(k, v starlark.Value) error {
		k, err := name(k)
		all = append(all, starlark.Tuple{k, v})
		return err
	})
	return all, wide, err
}

// MergeKeywords puts the items of a mapping after ** into a dict, under the names that the engine has for keyword arguments; the dict must not have
// them yet. fn, or nil, is what is called.
func MergeKeywords(env *Env, fn starlark.Value, d *starlark.Dict, m starlark.Value) error {
	return mergeKeywords(env, fn, d, m, new(bool))
}

// mergeKeywords also sets wide if some of the names are not ASCII.
func mergeKeywords(env *Env, fn starlark.Value, d *starlark.Dict, m starlark.Value, wide *bool) error {
	return EachItem(env, m, func(k, v starlark.Value) error {
		s, ok := text.AsString(k)
		if !ok {
			return exception.New(exception.TypeError, "keywords must be strings")
		}
		if _, ok := k.(starlark.String); !ok {
			k, *wide = starlark.String(s), true
		}
		if d.Len() > 0 {
			if _, found, _ := d.Get(k); found {
				return repeated(env, fn, s)
			}
		}
		return env.SetKey(d, k, v)
	})
}

func repeated(env *Env, fn starlark.Value, name string) error {
	what := ""
	if fn != nil {
		what = FunctionString(env, fn) + " "
	}
	return exception.New(exception.TypeError, "%sgot multiple values for keyword argument '%s'", what, name)
}

func notString(v starlark.Value) error {
	return fmt.Errorf("keywords must be strings, not %s", v.Type())
}

// EachItem calls f for the items of a mapping. It can be stopped.
func EachItem(env *Env, m starlark.Value, f func(k, v starlark.Value) error) error {
	var items []starlark.Tuple
	switch x := Unwrap(m).(type) {
	case *starlark.Dict:
		return EachEntry(env, x, f)
	case *Instance:
		if ok, err := HasAttr(env.Thread, x, "keys"); err != nil {
			return err
		} else if !ok {
			return exception.New(exception.TypeError, "'%s' object is not a mapping", TypeName(m))
		}
		items = x.Items()
		if err := env.TakePending(); err != nil {
			return err
		}
	case starlark.IterableMapping:
		items = x.Items()
	default:
		return exception.New(exception.TypeError, "'%s' object is not a mapping", TypeName(m))
	}
	for _, item := range items {
		if err := env.Tick(); err != nil {
			return err
		}
		if err := f(item[0], item[1]); err != nil {
			return err
		}
	}
	return nil
}

// EachEntry calls f, which must not change the dict, for its entries. It can be stopped.
func EachEntry(env *Env, d *starlark.Dict, f func(k, v starlark.Value) error) error {
	entries, ok := engine.EntriesOf(d)
	if !ok || d.Len() <= fewElements {
		for _, item := range d.Items() {
			if err := f(item[0], item[1]); err != nil {
				return err
			}
		}
		return nil
	}
	for k, v := entries.Next(); k != nil; k, v = entries.Next() {
		if err := env.Tick(); err != nil {
			return err
		}
		if err := f(k, v); err != nil {
			return err
		}
	}
	return nil
}

// KeywordKey returns the str that stands in a dict for the name of a keyword argument. The engine's name is a string of its own, also where there are
// characters beyond ASCII.
func KeywordKey(name starlark.Value) starlark.Value {
	if s, ok := name.(starlark.String); ok {
		return text.Str(string(s))
	}
	return name
}

// WideKeywords returns what the parameter ** of a function got, with the names as strs of the script's.
func WideKeywords(env *Env, d *starlark.Dict) (*starlark.Dict, error) {
	found := false
	err := EachEntry(env, d, func(k, _ starlark.Value) error {
		found = found || isWide(k)
		return nil
	})
	if err != nil || !found {
		return d, err
	}
	names := new(starlark.Dict)
	return names, EachEntry(env, d, func(k, v starlark.Value) error { return names.SetKey(KeywordKey(k), v) })
}

// isWide reports whether a name of a keyword argument is no str as it is.
func isWide(name starlark.Value) bool {
	s, ok := name.(starlark.String)
	for i := 0; ok && i < len(s); i++ {
		if s[i] >= utf8.RuneSelf {
			return true
		}
	}
	return false
}

const (
	// manyKeywords is how many keyword arguments of a call take the engine a millisecond.
	manyKeywords = 1 << 12
	// manyArguments is how many positional arguments it copies in a tenth of one.
	manyArguments = 1 << 14
)

// mustHold reports whether a call's arguments are left to callHolding.
func mustHold(args starlark.Tuple, kwargs []starlark.Tuple, wide bool) bool {
	return wide || len(kwargs) >= manyKeywords || len(args) >= manyArguments
}

// callHolding makes a call of fn, the next that the thread makes, with many arguments or with wide keywords. Those that its parameters * and ** take do not
// go through the engine: it gets the others, and the parameters get theirs before the function's first instruction.
func callHolding(thread *starlark.Thread, fn *starlark.Function, args starlark.Tuple, kwargs []starlark.Tuple, wide bool,
	call func(starlark.Tuple, []starlark.Tuple) (starlark.Value, error)) (starlark.Value, error) {

	if !engine.CanSetVariable() {
		return call(args, kwargs)
	}
	var held [2]starlark.Value // of * and **
	last := fn.NumParams()
	if fn.HasKwargs() {
		last--
		if wide || len(kwargs) >= manyKeywords {
			rest, d, err := holdKeywords(EnvOf(thread), fn, kwargs, wide)
			if err != nil {
				return nil, err
			}
			kwargs, held[1] = rest, d
		}
	}
	star := last - 1
	if named := star - fn.NumKwonlyParams(); fn.HasVarargs() && len(args)-named >= manyArguments {
		args, held[0] = args[:named:named], args[named:]
	}
	if held[0] == nil && held[1] == nil {
		return call(args, kwargs)
	}
	turn, waiting := thread.OnMaxSteps, true
	done := func() {
		if waiting {
			thread.OnMaxSteps, waiting = turn, false
		}
	}
	defer done()
	thread.OnMaxSteps = func(thread *starlark.Thread) {
		done()
		if thread.DebugFrame(0).Callable() == starlark.Callable(fn) {
			for i, v := range held {
				if v != nil {
					engine.SetVariable(thread, star+i, v)
				}
			}
		}
		if turn == nil {
			thread.SetMaxExecutionSteps(1<<64 - 1)
		} else {
			turn(thread)
		}
	}
	thread.SetMaxExecutionSteps(thread.Steps + 1)
	return call(args, kwargs)
}

// holdKeywords returns those keyword arguments that parameters of fn are named for, and the others in a dict.
func holdKeywords(env *Env, fn *starlark.Function, kwargs []starlark.Tuple, wide bool) (rest []starlark.Tuple, d *starlark.Dict, err error) {
	names := make(map[starlark.String]bool)
	last := fn.NumParams() - 1
	for i := range last {
		name, _ := fn.Param(i)
		names[starlark.String(name)] = i < last-1 || !fn.HasVarargs()
	}
	if d, err = env.NewDict(len(kwargs)); err != nil {
		return nil, nil, err
	}
	for _, kw := range kwargs {
		if err := env.Tick(); err != nil {
			return nil, nil, err
		}
		name := kw[0].(starlark.String)
		if names[name] {
			rest = append(rest, kw)
			continue
		}
		n := d.Len()
		key := starlark.Value(name)
		if wide {
			key = KeywordKey(name)
		}
		if err := d.SetKey(key, kw[1]); err != nil {
			return nil, nil, err
		}
		if d.Len() == n {
			return nil, nil, fmt.Errorf("function %s got multiple values for parameter %s", fn.Name(), name)
		}
	}
	return rest, d, nil
}
