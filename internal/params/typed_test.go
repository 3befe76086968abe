package params_test

import (
	"testing"

	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/params"
	"github.com/mpstar/mpstar/internal/text"
)

func TestTyped(t *testing.T) {
	one, big, s, none := starlark.MakeInt(1), starlark.MakeInt(1).Lsh(40), starlark.String("s"), starlark.None
	list := func(v ...starlark.Value) starlark.Value { return starlark.NewList(v) }
	for _, c := range []struct {
		kinds  []params.Kind
		args   starlark.Tuple
		kwargs []starlark.Tuple
		want   string
	}{
		{nil, nil, nil, ""},
		{nil, starlark.Tuple{one}, nil, "TypeError: f() takes exactly 0 arguments (1 given)"},
		{[]params.Kind{params.IsAny}, nil, nil, "TypeError: f() takes exactly 1 argument (0 given)"},
		{nil, nil, []starlark.Tuple{{s, one}}, "TypeError: f() takes no keyword arguments"},
		{[]params.Kind{params.IsAny, params.IsInt}, starlark.Tuple{none, one}, nil, ""},
		{[]params.Kind{params.IsAny, params.IsInt}, starlark.Tuple{none, s}, nil, "TypeError: f() argument 2 must be int, not str"},
		{[]params.Kind{params.IsInt}, starlark.Tuple{big}, nil, "OverflowError: f() argument 1: Python int too large to convert to C int"},
		{[]params.Kind{params.IsBits}, starlark.Tuple{big}, nil, ""},
		{[]params.Kind{params.IsBits}, starlark.Tuple{starlark.MakeInt(-1)}, nil, "OverflowError: f() argument 1: Python int too large to convert to C int"},
		{[]params.Kind{params.IsNumber}, starlark.Tuple{big}, nil, ""},
		{[]params.Kind{params.IsNumber}, starlark.Tuple{s}, nil, "TypeError: f() argument 1 must be float, not str"},
		{[]params.Kind{params.IsStr | params.OrNone}, starlark.Tuple{none}, nil, ""},
		{[]params.Kind{params.IsStr | params.OrNone}, starlark.Tuple{one}, nil, "TypeError: f() argument 1 must be str, not int"},
		{[]params.Kind{params.IsBytes}, starlark.Tuple{text.Bytes("b")}, nil, ""},
		{[]params.Kind{params.IsBytes}, starlark.Tuple{s}, nil, "TypeError: f() argument 1 must be bytes, not str"},
		{[]params.Kind{params.IsList}, starlark.Tuple{list(one)}, nil, ""},
		{[]params.Kind{params.IsList}, starlark.Tuple{starlark.Tuple{}}, nil, "TypeError: f() argument 1 must be list, not tuple"},
		{[]params.Kind{params.IsStrs}, starlark.Tuple{list(s, s)}, nil, ""},
		{[]params.Kind{params.IsStrs}, starlark.Tuple{list(s, one)}, nil, "TypeError: f() argument 1 must be list of str, not list"},
	} {
		called := false
		f := params.Typed("f", func(*starlark.Thread, starlark.Tuple, []starlark.Tuple) (starlark.Value, error) {
			called = true
			return none, nil
		}, c.kinds...)
		_, err := f(nil, c.args, c.kwargs)
		got := ""
		if err != nil {
			got = err.Error()
		}
		if got != c.want || called != (c.want == "") {
			t.Errorf("f%v, kinds %v: %q, called: %t; want %q", c.args, c.kinds, got, called, c.want)
		}
	}
}
