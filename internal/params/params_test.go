package params

import (
	"fmt"
	"os/exec"
	"strings"
	"testing"

	"go.starlark.net/starlark"

	cpython "github.com/mpstar/mpstar/tests/oracle"
)

var cases = []struct {
	spec string
	args int
	kw   string
}{
	{"", 0, ""}, {"", 1, ""}, {"", 2, ""}, {"", 0, "x"},
	{"a", 0, ""}, {"a", 1, ""}, {"a", 2, ""}, {"a", 1, "a"}, {"a", 0, "a"}, {"a", 0, "b"},
	{"a, b", 0, ""}, {"a, b, c", 0, ""}, {"a, b, c", 1, "c"}, {"a, b=", 0, ""}, {"a, b=", 3, ""}, {"a=, b=", 3, ""}, {"a=", 2, ""},
	{"a, b=", 1, "b"}, {"a, b=", 1, "b c"}, {"a, *, k", 1, ""}, {"a, *, k, l", 1, ""}, {"a, *, k=", 2, "k"}, {"a, *, k", 1, "k"},
	{"*, k=", 1, "k"}, {"*, k=, l=", 1, "k l"}, {"*args", 3, ""}, {"a, *args", 0, ""}, {"a, *args, k=", 3, "k"}, {"**kwargs", 0, "x y"},
	{"a, **kwargs", 0, "x"}, {"a, /, b=", 0, "a"}, {"a, /, b=", 1, "b"}, {"a, /, **kwargs", 1, "a"},
}

func TestBindAgainstCPython(t *testing.T) {
	python, err := cpython.LookPath()
	if err != nil {
		t.Skip("no python3 to compare with")
	}
	var script strings.Builder
	call := func(args int, kw string) string {
		var list []string
		for i := range args {
			list = append(list, fmt.Sprint(i+1))
		}
		for i, k := range strings.Fields(kw) {
			list = append(list, fmt.Sprintf("%s=%d", k, i+11))
		}
		return strings.Join(list, ", ")
	}
	for _, c := range cases {
		for _, class := range []bool{false, true} {
			def, target := "def f("+strings.ReplaceAll(c.spec, "=", "=None")+"): pass", "f"
			if class {
				def, target = "class C:\n  def f(self, "+strings.ReplaceAll(c.spec, "=", "=None")+"): pass", "C().f"
				if c.spec == "a, /, b=" || strings.HasPrefix(c.spec, "a, /") {
					continue
				}
			}
			fmt.Fprintf(&script, "%s\ntry:\n  %s(%s)\n  print('ok')\nexcept TypeError as e: print(e)\n", def, target, call(c.args, c.kw))
		}
	}
	cmd := exec.Command(python, "-")
	cmd.Stdin = strings.NewReader(script.String())
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(string(out), "\n")
	for _, c := range cases {
		for _, class := range []bool{false, true} {
			l := Func("f", c.spec)
			if class {
				if strings.HasPrefix(c.spec, "a, /") {
					continue
				}
				l = Method("C.f", c.spec)
			}
			var args starlark.Tuple
			for i := range c.args {
				args = append(args, starlark.MakeInt(i+1))
			}
			var kwargs []starlark.Tuple
			for i, k := range strings.Fields(c.kw) {
				kwargs = append(kwargs, starlark.Tuple{starlark.String(k), starlark.MakeInt(i + 11)})
			}
			want := lines[0]
			lines = lines[1:]
			got := "ok"
			if _, err := l.Bind(args, kwargs); err != nil {
				got = strings.TrimPrefix(err.Error(), "TypeError: ")
			}
			if got != want {
				t.Errorf("%q called with %s:\ngot  %s\nwant %s", c.spec, call(c.args, c.kw), got, want)
			}
		}
	}
}

func TestSlots(t *testing.T) {
	l := Func("f", "a, b=, *args, k=, **kwargs")
	got, err := l.Bind(starlark.Tuple{starlark.MakeInt(1), starlark.MakeInt(2), starlark.MakeInt(3)},
		[]starlark.Tuple{{starlark.String("z"), starlark.MakeInt(4)}, {starlark.String("k"), starlark.MakeInt(5)}})
	if err != nil {
		t.Fatal(err)
	}
	if s := fmt.Sprint(got); s != `[1 2 5 (3,) {"z": 4}]` {
		t.Errorf("got %s", s)
	}
}
