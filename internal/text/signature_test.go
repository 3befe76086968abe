package text

import (
	"testing"

	"go.starlark.net/starlark"
)

func TestSignature(t *testing.T) {
	split := Signature{Func: "split", Params: []string{"sep", "maxsplit"}}
	table := Signature{Func: "translate", Params: []string{"table", "delete"}, Required: 1, PosOnly: 1}
	need := Signature{Func: "f", Params: []string{"a", "b", "c"}, Required: 2, MaxPos: 1}
	single := Signature{Owner: "str", Func: "join", Style: Single, Params: []string{"iterable"}}
	nothing := Signature{Owner: "str", Func: "upper", Style: Nothing}
	exact := Signature{Func: "insert", Style: Positional, Params: []string{"index", "item"}, Required: 2}
	packed := Signature{Func: "find", Style: Packed, Params: []string{"sub", "start", "end"}, Required: 1}
	for _, test := range []struct {
		sig    Signature
		args   int
		kwargs []string
		want   string // the error, or "" if all is well
	}{
		{split, 0, nil, ""},
		{split, 1, []string{"maxsplit"}, ""},
		{split, 3, nil, "TypeError: split() takes at most 2 arguments (3 given)"},
		{split, 0, []string{"sep", "maxsplit", "x"}, "TypeError: split() takes at most 2 keyword arguments (3 given)"},
		{split, 1, []string{"sep"}, "TypeError: argument for split() given by name ('sep') and position (1)"},
		{split, 0, []string{"x"}, "TypeError: 'x' is an invalid keyword argument for split()"},
		{table, 0, []string{"delete"}, "TypeError: translate() takes at least 1 positional argument (0 given)"},
		{table, 1, []string{"table"}, "TypeError: 'table' is an invalid keyword argument for translate()"},
		{need, 2, nil, "TypeError: f() takes exactly 1 positional argument (2 given)"},
		{need, 1, nil, "TypeError: f() missing required argument 'b' (pos 2)"},
		{need, 1, []string{"b"}, ""},
		{single, 0, nil, "TypeError: str.join() takes exactly one argument (0 given)"},
		{single, 1, []string{"x"}, "TypeError: str.join() takes no keyword arguments"},
		{nothing, 2, nil, "TypeError: str.upper() takes no arguments (2 given)"},
		{exact, 1, nil, "TypeError: insert expected 2 arguments, got 1"},
		{packed, 0, nil, "TypeError: find() takes at least 1 argument (0 given)"},
		{packed, 4, nil, "TypeError: find() takes at most 3 arguments (4 given)"},
	} {
		var args starlark.Tuple
		for i := range test.args {
			args = append(args, starlark.MakeInt(i))
		}
		var kwargs []starlark.Tuple
		for _, k := range test.kwargs {
			kwargs = append(kwargs, starlark.Tuple{starlark.String(k), starlark.None})
		}
		slots, err := test.sig.Parse(args, kwargs)
		got := ""
		if err != nil {
			got = err.Error()
		} else if len(slots) != len(test.sig.Params) {
			t.Errorf("%s: %d slots", test.sig.Func, len(slots))
		}
		if got != test.want {
			t.Errorf("%s with %d arguments and %v: %q, want %q", test.sig.Func, test.args, test.kwargs, got, test.want)
		}
	}
}
