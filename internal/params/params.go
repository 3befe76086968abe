// Package params binds the arguments of native functions that CPython writes in
// Python: any parameter may be given by name, and mistakes read as they do for a
// def. (Functions that CPython writes in C complain in other words: see
// [text.Signature].)
//
//	var randrange = params.Method("Random.randrange", "start, stop=, step=")
//
//	a, err := randrange.Bind(args, kwargs) // a[0] is start; a[1] is nil if stop was not given
package params

import (
	"fmt"
	"strings"
	"sync"

	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/text"
)

// A List is the parameters of one function. It is immutable and may be shared.
type List struct {
	name   string
	spec   string
	parsed sync.Once
	names  []string
	// optional[i] says that names[i] has a default; the first positional ones of
	// names may be given by position, the first posonly ones only so.
	optional            []bool
	positional, posonly int
	self                int // 1 for a method: messages count self
	varargs, kwargs     int // index of the slot, or -1
	slots               int
}

// Func returns the parameters of a function with the given qualified name. The
// spec is a def's parameter list without the values of its defaults: "a, b=, /, c=, *, d=, *args,
// **kwargs".
func Func(name, spec string) *List {
	return &List{name: name, spec: spec}
}

// parse reads the spec when the function is first called: most never are.
func (l *List) parse() {
	l.varargs, l.kwargs, l.positional = -1, -1, -1
	for _, p := range strings.Split(l.spec, ",") {
		p = strings.TrimSpace(p)
		switch {
		case p == "":
		case p == "/":
			l.posonly = len(l.names)
		case p == "*":
			l.positional = len(l.names)
		case strings.HasPrefix(p, "**"):
			l.kwargs = 0
		case p[0] == '*':
			l.varargs = 0
			l.positional = len(l.names)
		default:
			name, optional := strings.CutSuffix(p, "=")
			l.names = append(l.names, name)
			l.optional = append(l.optional, optional)
		}
	}
	if l.positional < 0 {
		l.positional = len(l.names)
	}
	l.slots = len(l.names)
	if l.varargs == 0 {
		l.varargs = l.slots
		l.slots++
	}
	if l.kwargs == 0 {
		l.kwargs = l.slots
		l.slots++
	}
}

// Method is Func for a method; spec is without self, and so are the arguments
// given to Bind.
func Method(name, spec string) *List {
	return &List{name: name, spec: spec, self: 1} // in one expression, as Func's: the linker lays out package variables set to it
}

// Bind distributes a call's arguments over slots, one per parameter in the order
// of the spec, except that *args (a tuple) and **kwargs (a dict) come last. What
// was not given is nil.
func (l *List) Bind(args starlark.Tuple, kwargs []starlark.Tuple) ([]starlark.Value, error) {
	l.parsed.Do(l.parse)
	if len(kwargs) == 0 && len(args) == l.slots && l.positional == l.slots {
		return args, nil
	}
	slots := make([]starlark.Value, l.slots)
	copy(slots[:l.positional], args)
	var rest *starlark.Dict
	if l.kwargs >= 0 {
		rest = new(starlark.Dict)
		slots[l.kwargs] = rest
	}
	byName := 0
next:
	for _, kw := range kwargs {
		key, _ := starlark.AsString(kw[0])
		for i := l.posonly; i < len(l.names); i++ {
			if l.names[i] != key {
				continue
			}
			if slots[i] != nil {
				return nil, l.errorf("got multiple values for argument '%s'", key)
			}
			slots[i] = kw[1]
			if i >= l.positional {
				byName++
			}
			continue next
		}
		if rest == nil {
			for i := range l.posonly {
				if l.names[i] == key {
					return nil, l.errorf("got some positional-only arguments passed as keyword arguments: '%s'", key)
				}
			}
			return nil, l.errorf("got an unexpected keyword argument '%s'", key)
		}
		if err := rest.SetKey(text.Str(key), kw[1]); err != nil {
			return nil, err
		}
	}
	if l.varargs >= 0 {
		slots[l.varargs] = starlark.Tuple(nil)
		if len(args) > l.positional {
			slots[l.varargs] = append(starlark.Tuple(nil), args[l.positional:]...)
		}
	} else if len(args) > l.positional {
		return nil, l.tooMany(len(args), byName)
	}
	if err := l.missing(slots, 0, l.positional, "positional"); err != nil {
		return nil, err
	}
	if err := l.missing(slots, l.positional, len(l.names), "keyword-only"); err != nil {
		return nil, err
	}
	return slots, nil
}

func (l *List) tooMany(given, byName int) error {
	least := 0
	for _, o := range l.optional[:l.positional] {
		if !o {
			least++
		}
	}
	given += l.self
	most := l.positional + l.self
	takes, plural := fmt.Sprint(most), "s"
	if least += l.self; least < most {
		takes = fmt.Sprintf("from %d to %d", least, most)
	} else if most == 1 {
		plural = ""
	}
	extra, verb := "", "were"
	if byName > 0 {
		s, k := "s", "s"
		if given == 1 {
			s = ""
		}
		if byName == 1 {
			k = ""
		}
		extra = fmt.Sprintf(" positional argument%s (and %d keyword-only argument%s)", s, byName, k)
	} else if given == 1 {
		verb = "was"
	}
	return l.errorf("takes %s positional argument%s but %d%s %s given", takes, plural, given, extra, verb)
}

func (l *List) missing(slots []starlark.Value, from, to int, kind string) error {
	var names []string
	for i := from; i < to; i++ {
		if slots[i] == nil && !l.optional[i] {
			names = append(names, "'"+l.names[i]+"'")
		}
	}
	var list, plural string
	switch n := len(names); n {
	case 0:
		return nil
	case 1:
		list = names[0]
	case 2:
		list, plural = names[0]+" and "+names[1], "s"
	default:
		list, plural = strings.Join(names[:n-1], ", ")+", and "+names[n-1], "s"
	}
	return l.errorf("missing %d required %s argument%s: %s", len(names), kind, plural, list)
}

func (l *List) errorf(format string, args ...any) error {
	return exception.New(exception.TypeError, "%s() %s", l.name, fmt.Sprintf(format, args...))
}
