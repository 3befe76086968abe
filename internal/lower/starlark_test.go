package lower_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"runtime"
	"strings"
	"testing"

	"go.starlark.net/lib/json"
	"go.starlark.net/lib/math"
	"go.starlark.net/lib/time"
	"go.starlark.net/resolve"
	"go.starlark.net/starlark"
	"go.starlark.net/starlarkstruct"
	"go.starlark.net/starlarktest"
	star "go.starlark.net/syntax"

	"github.com/mpstar/mpstar/internal/lower"
	"github.com/mpstar/mpstar/internal/syntax"
)

// collector gathers what a chunk's assertions report.
type collector struct{ msgs []string }

func (c *collector) Error(args ...any) { c.msgs = append(c.msgs, fmt.Sprint(args...)) }

// TestStarlarkSuite runs the engine's own tests, in the Starlark dialect, through our parser
// and lowering and through the engine's, with the same options. Both must do the same.
func TestStarlarkSuite(t *testing.T) {
	pkg, _ := runtime.FuncForPC(reflect.ValueOf(starlark.ExecFileOptions).Pointer()).FileLine(0)
	dir := filepath.Join(filepath.Dir(pkg), "testdata")
	if _, err := os.Stat(dir); err != nil {
		t.Skip("the engine's sources are not there")
	}
	files, _ := filepath.Glob(filepath.Join(dir, "*.star"))
	if len(files) < 15 {
		t.Fatalf("found %d files in %s", len(files), dir)
	}
	load := func(_ *starlark.Thread, module string) (starlark.StringDict, error) {
		switch module {
		case "assert.star":
			return starlarktest.LoadAssertModule()
		case "json.star":
			return starlark.StringDict{"json": json.Module}, nil
		case "time.star":
			return starlark.StringDict{"time": time.Module}, nil
		case "math.star":
			return starlark.StringDict{"math": math.Module}, nil
		}
		return nil, fmt.Errorf("no module %s", module)
	}
	pre := starlark.StringDict{
		"struct":    starlark.NewBuiltin("struct", starlarkstruct.Make),
		"hasfields": starlark.NewBuiltin("hasfields", starlarkstruct.Make),
		"fibonacci": starlark.MakeInt(1),
	}
	chunks, ran, refused := 0, 0, 0
	for _, file := range files {
		base := filepath.Base(file)
		if base == "proto.star" || base == "benchmark.star" {
			continue
		}
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		// assert is a keyword of Python.
		text := strings.ReplaceAll(string(data), "\r\n", "\n")
		text = regexp.MustCompile(`\bassert\b`).ReplaceAllString(text, "assert_")
		text = strings.NewReplacer(`"assert_.star", "assert_"`, `"assert.star", assert_="assert"`, "assert_.star", "assert.star", `="assert_"`, `="assert"`).Replace(text)
		line := 1
		for _, chunk := range strings.Split(text, "\n---\n") {
			chunks++
			src := strings.Repeat("\n", line-1) + chunk
			at := fmt.Sprintf("%s:%d", base, line)
			line += strings.Count(chunk, "\n") + 2

			var want, got collector
			thread := &starlark.Thread{Load: load}
			starlarktest.SetReporter(thread, &want)
			_, wantErr := starlark.ExecFileOptions(lower.EngineOptions(), thread, base, src, pre)

			f, err := syntax.Parse(base, []byte(src), syntax.Starlark)
			var code *lower.Code
			if err == nil {
				code, err = lower.File(f, lower.Options{IsPredeclared: pre.Has})
			}
			if err == nil {
				ran++
				if _, err := code.Replica(); err != nil {
					t.Errorf("%s: replica: %v", at, err)
				}
				thread := &starlark.Thread{Load: load}
				starlarktest.SetReporter(thread, &got)
				w := newWorld()
				all := make(starlark.StringDict)
				for _, name := range []string{"module", "mod", "enginemul", "enginemod", "kwargs", "dict", "callstar", "callmap", "callboth", "callnamed", "star", "maps", "extended", "starlist"} {
					all["·"+name] = w.pre["·"+name]
				}
				for _, name := range []string{"·attr", "·starlark_method"} {
					all[name] = starlark.NewBuiltin(name, func(_ *starlark.Thread, _ *starlark.Builtin, args starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
						return args[0].(starlark.HasAttrs).Attr(string(args[1].(starlark.String)))
					})
				}
				for k, v := range pre {
					all[k] = v
				}
				_, err = code.Program().Init(thread, all)
			}
			var syn star.Error
			if errors.As(wantErr, &syn) {
				refused++
				continue // what the engine's grammar refuses may be Python's
			}
			wantText, wantLine := describe(wantErr)
			gotText, gotLine := describe(err)
			if wantText != gotText || wantLine != gotLine {
				t.Errorf("%s: got %q at %d, want %q at %d", at, gotText, gotLine, wantText, wantLine)
				if code != nil && testing.Verbose() {
					t.Log(lower.Dump(code))
				}
			}
			columns := regexp.MustCompile(`:\d+: in `)
			if g, w := columns.ReplaceAllString(fmt.Sprint(got.msgs), ""), columns.ReplaceAllString(fmt.Sprint(want.msgs), ""); g != w {
				t.Errorf("%s: assertions: got %q, want %q", at, g, w)
			}
		}
	}
	t.Logf("%d chunks: %d ran lowered, the engine's grammar refuses %d", chunks, ran, refused)
	if ran < chunks/2 {
		t.Errorf("only %d of %d chunks ran", ran, chunks)
	}
}

// describe returns an error's message and line.
func describe(err error) (string, int) {
	var eval *starlark.EvalError
	var list resolve.ErrorList
	var syn *syntax.Error
	switch {
	case err == nil:
		return "", 0
	case errors.As(err, &list):
		return list[0].Msg, int(list[0].Pos.Line)
	case errors.As(err, &syn):
		return syn.Msg, int(syn.Span.Start.Line)
	case errors.As(err, &eval):
		for i := range eval.CallStack {
			if pos := eval.CallStack.At(i).Pos; strings.HasSuffix(pos.Filename(), ".star") {
				return eval.Msg, int(pos.Line)
			}
		}
		return eval.Msg, 0
	}
	return err.Error(), 0
}
