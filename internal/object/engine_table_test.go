package object

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"go.starlark.net/starlark"
)

// unreachable are formats of the engine that no script can meet, and why.
var unreachable = map[string]string{
	"%s":                                 "the text was made by another format",
	"%s (did you mean .%s?)":             "the hint is cut off before the table is asked",
	"%s (did you mean %s?)":              "likewise",
	"profiler already running":           "scripts can't start the engine's profiler",
	"Starlark computation cancelled: %s": "a cancel is no exception",
}

// TestEngineTable holds the table against the source of the engine: every error
// that it can report is known by its exact format.
func TestEngineTable(t *testing.T) {
	known := make(map[string]bool)
	for _, r := range engineRows().all {
		if known[r.format] {
			t.Errorf("%q is in the table twice", r.format)
		}
		known[r.format] = true
	}
	out, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "go.starlark.net").Output()
	if err != nil {
		t.Skip("no go command to find the engine's source with:", err)
	}
	files, err := filepath.Glob(filepath.Join(strings.TrimSpace(string(out)), "starlark", "*.go"))
	if err != nil || len(files) == 0 {
		t.Fatal("the engine's source is not where go list says", err)
	}
	found := 0
	used := make(map[string]bool)
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		fset := token.NewFileSet()
		f, err := parser.ParseFile(fset, file, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(f, func(n ast.Node) bool {
			format, ok := errorFormat(n)
			if !ok {
				return true
			}
			found++
			used[format] = true
			if _, skip := unreachable[format]; !skip && !known[format] {
				t.Errorf("%s: %q is not in the table", fset.Position(n.Pos()), format)
			}
			return true
		})
	}
	if found < 150 {
		t.Errorf("found only %d formats in the engine's source; the search is broken", found)
	}
	for _, r := range engineRows().all {
		// The text of these two is put together in other ways.
		if !used[r.format] && r.format != "fail: %s" && r.format != "cannot load %s: %v" {
			t.Errorf("the engine has no %q any more", r.format)
		}
	}
}

// errorFormat returns the format of a call that makes an error.
func errorFormat(n ast.Node) (string, bool) {
	call, ok := n.(*ast.CallExpr)
	if !ok {
		return "", false
	}
	prefix, arg := "", 0
	switch fn := call.Fun.(type) {
	case *ast.SelectorExpr:
		pkg, ok := fn.X.(*ast.Ident)
		if !ok || pkg.Name+"."+fn.Sel.Name != "fmt.Errorf" && pkg.Name+"."+fn.Sel.Name != "errors.New" {
			return "", false
		}
	case *ast.Ident:
		if fn.Name != "nameErr" {
			return "", false
		}
		prefix, arg = "%s: ", 1
	default:
		return "", false
	}
	lit, ok := call.Args[arg].(*ast.BasicLit)
	if !ok {
		return "", false // an error handed on, or text built elsewhere
	}
	s, err := strconv.Unquote(lit.Value)
	if err != nil {
		return "", false
	}
	return prefix + s, true
}

// TestEngineErrors checks what becomes of errors as the engine words them.
func TestEngineErrors(t *testing.T) {
	env := NewEnv(nil)
	for _, test := range []struct{ msg, want string }{
		{"unknown binary op: int + string", "TypeError: unsupported operand type(s) for +: 'int' and 'str'"},
		{"unknown binary op: string + int", `TypeError: can only concatenate str (not "int") to str`},
		{"unknown binary op: list + tuple", `TypeError: can only concatenate list (not "tuple") to list`},
		{"unknown binary op: string * string", "TypeError: can't multiply sequence by non-int of type 'str'"},
		{"unknown binary op: int in int", "TypeError: argument of type 'int' is not iterable"},
		{"unknown binary op: ·list - int", "TypeError: unsupported operand type(s) for -: 'list' and 'int'"},
		{"unknown unary op: - string", "TypeError: bad operand type for unary -: 'str'"},
		{"floating-point division by zero", "ZeroDivisionError: division by zero"},
		{"floored division by zero", "ZeroDivisionError: integer division or modulo by zero"},
		{"int < string not implemented", "TypeError: '<' not supported between instances of 'int' and 'str'"},
		{"list index 5 out of range [-3:2]", "IndexError: list index out of range"},
		{"index 0 out of range: empty tuple", "IndexError: tuple index out of range"},
		{"index 0 out of range: empty string", "IndexError: string index out of range"},
		{"list index: got string, want int", "TypeError: list indices must be integers or slices, not str"},
		{"string index: got string, want int", "TypeError: string indices must be integers, not 'str'"},
		{"list index: 99999999999 out of range", "IndexError: list index out of range"},
		{`key "a" not in dict`, "KeyError: 'a'"},
		{`key "it's \"q\"\n" not in dict`, `KeyError: 'it\'s "q"\n'`},
		{"key 5 not in dict", "KeyError: 5"},
		{"key -2.5 not in dict", "KeyError: -2.5"},
		{`key (1, "x", None) not in dict`, "KeyError: (1, 'x', None)"},
		{"key <C object at 0x1> not in dict", "KeyError: <C object at 0x1>"},
		{`key "a not in dict" not in dict`, "KeyError: 'a not in dict'"},
		{"string has no .foo field or method", "AttributeError: 'str' object has no attribute 'foo'"},
		{"string has no .uper field or method (did you mean .upper?)", "AttributeError: 'str' object has no attribute 'uper'"},
		{"can't assign to .x field of int", "AttributeError: 'int' object has no attribute 'x'"},
		{"int value is not iterable", "TypeError: 'int' object is not iterable"},
		{"got int in sequence assignment", "TypeError: cannot unpack non-iterable int object"},
		{"too many values to unpack (got 3, want 2)", "ValueError: too many values to unpack (expected 2)"},
		{"too few values to unpack (got 1, want 2)", "ValueError: not enough values to unpack (expected 2, got 1)"},
		{"unhashable type: list", "TypeError: unhashable type: 'list'"},
		{"setdefault: unhashable type: dict", "TypeError: unhashable type: 'dict'"},
		{"invalid call of non-function (int)", "TypeError: 'int' object is not callable"},
		{"local variable x referenced before assignment", "UnboundLocalError: cannot access local variable 'x' where it is not associated with a value"},
		{"global variable x referenced before assignment", "NameError: name 'x' is not defined"},
		{"Starlark stack overflow", "RecursionError: maximum recursion depth exceeded"},
		{"excessive repeat (5 * 1000000000 elements)", "MemoryError"},
		{"invalid slice operand int", "TypeError: 'int' object is not subscriptable"},
		{"zero is not a valid slice step", "ValueError: slice step cannot be zero"},
		{"invalid start index: got string, want int", "TypeError: slice indices must be integers or None or have an __index__ method"},
		{"cannot insert into hash table during iteration", "RuntimeError: dictionary changed size during iteration"},
		{"function f missing 2 arguments (a, b)", "TypeError: f() missing 2 required positional arguments: 'a' and 'b'"},
		{"function f accepts 1 positional argument (2 given)", "TypeError: f() takes 1 positional argument but 2 were given"},
		{"function f accepts no arguments (1 given)", "TypeError: f() takes 0 positional arguments but 1 was given"},
		{`function f got an unexpected keyword argument "x"`, "TypeError: f() got an unexpected keyword argument 'x'"},
		{`function f got multiple values for parameter "x"`, "TypeError: f() got multiple values for argument 'x'"},
		{"pop: index 0 out of range: empty list", "IndexError: pop from empty list"},
		{"pop: list index 5 out of range [-1:0]", "IndexError: pop index out of range"},
		{"index: value not in list", "ValueError: value is not in list"},
		{"index: substring not found", "ValueError: substring not found"},
		{"int: invalid literal with base 10: x", "ValueError: invalid literal for int() with base 10: 'x'"},
		{"f: for parameter n: got string, want int", "TypeError: 'str' object cannot be interpreted as an integer"},
		{"f: missing argument for n", "TypeError: f() missing required argument 'n'"},
		{"nothing the engine says", "RuntimeError: nothing the engine says"},
	} {
		exc, _, ok := env.fromEngine(errorString(test.msg), nil)
		if !ok {
			t.Errorf("%q is not catchable", test.msg)
			continue
		}
		got := strings.TrimSuffix(FormatExceptionOnly(env, exc), "\n")
		if got != test.want {
			t.Errorf("%q\n got  %s\n want %s", test.msg, got, test.want)
		}
	}
	if _, _, ok := env.fromEngine(errorString("Starlark computation cancelled: limit"), nil); ok {
		t.Error("a cancel became an exception")
	}
}

type errorString string

func (e errorString) Error() string { return string(e) }

func TestBindMessage(t *testing.T) {
	params := []Param{{Name: "a"}, {Name: "b", Optional: true}, {Name: "k", Kind: KeywordParam}}
	info := FunctionInfo{Qualname: "f", Params: params}
	for _, test := range []struct {
		npos  int
		given []string
		want  string
	}{
		{1, []string{"k"}, ""},
		{0, []string{"k"}, "f() missing 1 required positional argument: 'a'"},
		{1, nil, "f() missing 1 required keyword-only argument: 'k'"},
		{3, nil, "f() takes from 1 to 2 positional arguments but 3 were given"},
		{3, []string{"k"}, "f() takes from 1 to 2 positional arguments but 3 positional arguments (and 1 keyword-only argument) were given"},
		{1, []string{"a"}, "f() got multiple values for argument 'a'"},
		{1, []string{"x"}, "f() got an unexpected keyword argument 'x'"},
	} {
		if got := bindMessage(info, test.npos, test.given); got != test.want {
			t.Errorf("f with %d and %v: got %q, want %q", test.npos, test.given, got, test.want)
		}
	}
}

func TestHashes(t *testing.T) {
	// The values are CPython's.
	for _, test := range []struct {
		v    starlark.Value
		want int64
	}{
		{starlark.MakeInt(-1), -2},
		{starlark.MakeInt64(1<<61 - 1), 0},
		{starlark.True, 1},
		{starlark.Float(1.5), 1152921504606846977},
		{starlark.Float(-2.25), -576460752303423490},
		{starlark.Float(1e300), 1224995262755759164},
		{starlark.Float(0.1), 230584300921369408},
		{starlark.Tuple{}, 5740354900026072187},
		{starlark.Tuple{starlark.MakeInt(1)}, -6644214454873602895},
		{starlark.Tuple{starlark.MakeInt(1), starlark.MakeInt(2), starlark.MakeInt(3)}, 529344067295497451},
		{starlark.Tuple{starlark.Float(1.5), starlark.MakeInt(2)}, 8274728468405361693},
	} {
		got, err := Hash(noEnv, test.v)
		if err != nil || got != test.want {
			t.Errorf("hash(%v) = %d, %v; want %d", test.v, got, err, test.want)
		}
	}
}
