package tests

import (
	"context"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"testing"
	"time"
)

var (
	mutations = flag.Int("mutations", 150, "how many damaged scripts TestDamagedScripts runs")
	damage    = flag.Uint64("damage", 1, "seed of TestDamagedScripts")
)

// token splits a script roughly: names, numbers, strings, operators, and white space
// with the indentation that follows a line end.
var token = regexp.MustCompile(`[A-Za-z_]\w*|\d[\w.]*|"[^"\n]*"|'[^'\n]*'|\n[ \t]*|[ \t]+|[-+*/%&|^<>=!]=?|.`)

// harmless keeps scripts away that, damaged, could do something to the machine.
var harmless = regexp.MustCompile(`\bos\.(remove|unlink|rename|replace|rmdir|removedirs|chmod|makedirs|mkdir|kill|killpg)\b|\bopen\(`)

// invented are the names that lowering makes.
var invented = regexp.MustCompile(`·[a-z_.]`)

// spare are tokens that are put where they do not belong.
var spare = []string{
	"None", "0", "-1", "10**9", "[]", "{}", "()", "'x'", "b'x'", "lambda: 1", "self", "yield 1", "yield", "return", "break", "continue", "raise", "del x",
	"not", "in", "is", "*", "**", "global x", "nonlocal x", "pass", "1.5", "float('nan')", "range(3)", "print", "super()", "type", "__name__", "import sys", "...",
}

var (
	operand = regexp.MustCompile(`^[A-Za-z_0-9"']`)
	values  = []string{"None", "0", "-1", "10**9", "[]", "{}", "()", "(1, 'x')", "'x'", "''", "b'x'", "1.5", "float('nan')", "True", "range(3)", "print", "type", "int", "object()", "NotImplemented", "{1, 2}", "iter([1])", "'é'", "(lambda *a: a)"}
)

// mutate damages a script in one to four places.
func mutate(r *rand.Rand, tokens []string) string {
	t := append([]string(nil), tokens...)
	for range 1 + r.IntN(4) {
		i := r.IntN(len(t))
		switch r.IntN(9) {
		case 0:
			t = append(t[:i], t[i+1:]...)
		case 1:
			t = append(t[:i+1], t[i:]...)
		case 2:
			j := r.IntN(len(t))
			t[i], t[j] = t[j], t[i]
		case 3:
			t[i] = spare[r.IntN(len(spare))]
		case 5, 6, 7, 8: // an operand gives way to another: most of these still parse
			j, k := r.IntN(len(t)), r.IntN(len(t))
			for n := 0; n < len(t) && !operand.MatchString(t[j]); n++ {
				j = (j + 1) % len(t)
			}
			for n := 0; n < len(t) && !operand.MatchString(t[k]); n++ {
				k = (k + 1) % len(t)
			}
			t[j] = t[k]
			if r.IntN(3) == 0 {
				t[j] = values[r.IntN(len(values))]
			}
		case 4: // a run of tokens goes
			j := min(len(t), i+1+r.IntN(12))
			t = append(t[:i], t[j:]...)
		}
		if len(t) == 0 {
			break
		}
	}
	return strings.Join(t, "")
}

// TestDamagedScripts runs scripts with tokens deleted, doubled, swapped and replaced:
// whatever they do now, the host must not notice more than an exit code. With
// -mutations it runs more of them, with -damage others.
func TestDamagedScripts(t *testing.T) {
	var sources [][]string
	for _, pattern := range []string{"../scripts/*.py", "testdata/*/*.py", "conformance/*.py", "conformance/*/*.py", "../internal/*/testdata/*.py", filepath.Join(seedDir, "*.py")} {
		files, _ := filepath.Glob(pattern)
		for _, f := range files {
			b, err := os.ReadFile(f)
			if err != nil {
				t.Fatal(err)
			}
			if src := string(b); !harmless.MatchString(src) && len(src) < 20_000 {
				sources = append(sources, token.FindAllString(src, -1))
			}
		}
	}
	if len(sources) == 0 {
		t.Fatal("no scripts")
	}
	file := filepath.Join(t.TempDir(), "script.py")
	r := rand.New(rand.NewPCG(*damage, 2))
	ran, refused := 0, 0
	for i := range *mutations {
		src := mutate(r, sources[r.IntN(len(sources))])
		key := fmt.Sprintf("%s.%d", file, i)
		ctx, cancel := context.WithTimeout(context.Background(), 300*time.Millisecond)
		done := make(chan struct{})
		go func() {
			defer close(done)
			_, out, err := inProcess(ctx, key, src, nil)
			switch {
			case err != nil:
				refused++
			case strings.Contains(out, "internal error"), strings.Contains(out, "computation cancelled"), invented.MatchString(out) && !strings.Contains(src, "·"):
				t.Errorf("mutation %d of seed %d:\n%s\n%s", i, *damage, src, out)
			}
			ran++
		}()
		select {
		case <-done:
		case <-time.After(3 * time.Minute):
			stacks := make([]byte, 1<<18)
			t.Fatalf("mutation %d of seed %d does not end:\n%s\n%s", i, *damage, src, stacks[:runtime.Stack(stacks, true)])
		}
		cancel()
	}
	t.Logf("%d scripts, %d of them refused by the parser", ran, refused)
}
