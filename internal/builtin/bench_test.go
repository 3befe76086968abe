package builtin

import (
	"testing"

	"go.starlark.net/starlark"

	psyntax "github.com/mpstar/mpstar/internal/syntax"

	"github.com/mpstar/mpstar/internal/object"
)

// BenchmarkCalls measures builtins over a list, dict or range of 1000 elements.
func BenchmarkCalls(b *testing.B) {
	const n = 1000
	thread := newThread(&host{})
	var ints, floats, strs []starlark.Value
	d := new(starlark.Dict)
	for i := range n {
		x := i * 7919 % n
		ints = append(ints, starlark.MakeInt(x))
		floats = append(floats, starlark.Float(x))
		strs = append(strs, starlark.String(starlark.MakeInt(x).String()))
		d.SetKey(starlark.MakeInt(i), starlark.MakeInt(x))
	}
	r, _ := NewRange(0, n, 1)
	names := Predeclared(psyntax.Python)
	drain := func(v starlark.Value) {
		it := starlark.Iterate(v)
		var x starlark.Value
		for it.Next(&x) {
		}
		it.Done()
	}
	list := starlark.NewList(ints)
	for _, c := range []struct {
		name string
		fn   string
		args starlark.Tuple
		use  func(starlark.Value)
	}{
		{"sum", "sum", starlark.Tuple{list}, nil},
		{"sum range", "sum", starlark.Tuple{r}, nil},
		{"max", "max", starlark.Tuple{list}, nil},
		{"sorted ints", "sorted", starlark.Tuple{list}, nil},
		{"sorted floats", "sorted", starlark.Tuple{starlark.NewList(floats)}, nil},
		{"sorted strs", "sorted", starlark.Tuple{starlark.NewList(strs)}, nil},
		{"set", "set", starlark.Tuple{list}, nil},
		{"list of range", "list", starlark.Tuple{r}, nil},
		{"enumerate", "enumerate", starlark.Tuple{list}, drain},
		{"zip", "zip", starlark.Tuple{list, list}, drain},
		{"items", "", starlark.Tuple{newView(thread, d, dictItems)}, drain},
		{"values", "", starlark.Tuple{newView(thread, d, dictValues)}, drain},
		{"range", "", starlark.Tuple{r}, drain},
		{"map str", "map", starlark.Tuple{object.StrType, list}, drain},
	} {
		b.Run(c.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				v := c.args[0]
				if c.fn != "" {
					var err error
					if v, err = starlark.Call(thread, names[c.fn], c.args, nil); err != nil {
						b.Fatal(err)
					}
				}
				if c.use != nil {
					c.use(v)
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/n, "ns/element")
		})
	}
}
