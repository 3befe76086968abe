package object

import (
	"strings"

	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/exception"
)

const (
	// suggestionNames and suggestionLength bound what is compared.
	suggestionNames  = 750
	suggestionLength = 40
	// An edit costs moveCost; another case of a letter caseCost.
	moveCost, caseCost = 2, 1
)

// suggest returns the name of names that is most like name, or "". At most a third of the
// characters may have to be changed.
func suggest(name string, names []string) string {
	if len(names) >= suggestionNames || len(name) > suggestionLength {
		return ""
	}
	best, least := "", -1
	for _, n := range names {
		if n == name || strings.HasPrefix(n, "·") || len(n) > suggestionLength {
			continue
		}
		limit := (len(name) + len(n) + 3) * moveCost / 6
		if least >= 0 {
			limit = min(limit, least-1)
		}
		if d := distance(name, n); d <= limit {
			best, least = n, d
		}
	}
	return best
}

// distance is what it costs to turn a into b by inserting, deleting and replacing.
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j * moveCost
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = (i + 1) * moveCost
		for j := range len(b) {
			d := min(diagonal+replaceCost(a[i], b[j]), row[j]+moveCost, row[j+1]+moveCost)
			diagonal, row[j+1] = row[j+1], d
		}
	}
	return row[len(b)]
}

func replaceCost(a, b byte) int {
	switch {
	case a == b:
		return 0
	case a|0x20 == b|0x20 && 'a' <= a|0x20 && a|0x20 <= 'z':
		return caseCost
	}
	return moveCost
}

// A namer is a Host that knows which names the code of a frame sees: the variables of its
// function, and its module.
type namer interface {
	NamesAt(f starlark.CallFrame) (variables []string, module *Module)
}

// complete sets what CPython sets on a NameError or an AttributeError of its own: name and
// obj. The engine's words do not lead to obj; err is nil for them.
func (e *Env) complete(exc *Instance, err *exception.Error, stack starlark.CallStack) {
	if exc.class != NameError && exc.class != AttributeError {
		return
	}
	x := ExceptionOf(exc)
	if len(x.Args) != 1 {
		return
	}
	msg, _ := plainString(x.Args[0])
	name, ok := "", false
	if exc.class == NameError {
		if name, ok = strings.CutPrefix(msg, "name '"); ok {
			name, ok = strings.CutSuffix(name, "' is not defined")
		}
	} else if i := strings.LastIndex(msg, " has no attribute '"); i >= 0 {
		name, ok = strings.CutSuffix(msg[i+len(" has no attribute '"):], "'")
	}
	if !ok {
		return
	}
	x.SetField("name", textValue(name))
	if exc.class == NameError {
		e.suggestName(x, name, stack)
	} else if err != nil && err.Obj != nil {
		x.SetField("obj", err.Obj)
	} else if owner, _, ok := strings.Cut(strings.TrimPrefix(msg, "'"), "' object has"); ok {
		x.owner = owner
	}
}

// suggestName keeps, in a NameError about name, the name that could have been meant.
func (e *Env) suggestName(x *Exception, name string, stack starlark.CallStack) {
	host, ok := e.Host.(namer)
	if !ok {
		return
	}
	for i := len(stack) - 1; i >= 0; i-- {
		variables, m := host.NamesAt(stack[i])
		if m == nil {
			continue
		}
		for _, names := range [][]string{variables, m.Names(), m.Builtins.Keys()} {
			if x.hint = suggest(name, names); x.hint != "" {
				break
			}
		}
		return
	}
}

// hint returns the end of an uncaught exception's last line: ". Did you mean: 'x'?" for a NameError or
// an AttributeError (not for classes derived from them), if there is a name like it.
func hint(env *Env, exc *Instance) string {
	x := ExceptionOf(exc)
	found := ""
	switch exc.class {
	case NameError:
		found = x.hint
	case AttributeError:
		name, ok := plainString(orNone(x.Field("name")))
		obj := x.Field("obj")
		if obj == nil || obj == starlark.None {
			obj = builtinTypes[x.owner]
		}
		if !ok || obj == nil {
			return ""
		}
		names, err := Dir(env.Thread, obj)
		if err != nil {
			env.TakePending()
			return ""
		}
		found = suggest(name, names)
	}
	if found == "" {
		return ""
	}
	return ". Did you mean: '" + found + "'?"
}

// builtinTypes have a value of each of the engine's types: where the engine found no attribute it
// says of what type the value was, not which.
var builtinTypes = map[string]starlark.Value{
	"str": starlark.String(""), "int": starlark.MakeInt(0), "float": starlark.Float(0), "bool": starlark.False,
	"list": starlark.NewList(nil), "tuple": starlark.Tuple{}, "dict": new(starlark.Dict), "set": new(starlark.Set),
}
