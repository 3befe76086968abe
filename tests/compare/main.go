// Compare runs other people's scripts under CPython 3.11 and under mpstar and
// says where the two differ.
//
//	go run ./tests/compare [-mpstar FILE] [-cache DIR] [-match REGEXP] [-importing REGEXP] [-limit 20s] DIR...
//
// It takes the .py files below the directories that import multiprocessing or
// concurrent.futures, or what -importing says, each text once, and leaves out those that need a module
// that is not in CPython's library, standard input, the network, commands or
// asyncio, or that CPython itself does not finish in time. The rest run in
// an empty working directory, those without threading first. Exit code, the
// lines of standard output in any order, and the last line of standard error,
// which names the exception, are compared, with process ids, times and addresses
// masked. A script whose output varies under CPython too, with the order of events or
// with chance, is the same if it prints the same kinds of lines (their numbers do not count) or what one of five runs of CPython prints.
//
// The table says of each script whether it is the same, differs, or fails here
// though it does not fail under CPython, with the first lines that differ. After it come the
// counts, by cause, and for modules that are absent how many scripts ask for each and how many ask for
// no other.
//
// CPython's results are kept in -cache, if given, so that only mpstar runs again.
//
// The scripts do whatever they do: run this where they can do no harm, without a
// network ("unshare -n" on Linux) and as nobody in particular. Progress goes to standard error.
package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"flag"
	"io/fs"
	"log"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/mpstar/mpstar/tests/oracle"
)

func main() {
	log.SetFlags(0)
	log.SetPrefix("compare: ")
	binary := flag.String("mpstar", "", "the mpstar `binary`; built from this module if not given")
	cache := flag.String("cache", "", "keep CPython's results in this `directory`")
	match := flag.String("match", "", "only scripts whose path matches this `regexp`")
	importing := flag.String("importing", "multiprocessing|concurrent", "only scripts that import a module whose name matches this `regexp`")
	jobs := flag.Int("j", 2*runtime.NumCPU(), "scripts to run at a time; most of them sleep")
	limit := flag.Duration("limit", 20*time.Second, "leave out scripts that CPython does not finish in this time")
	flag.Parse()
	if flag.NArg() == 0 {
		flag.Usage()
		os.Exit(2)
	}
	python, ok := oracle.Python()
	if !ok {
		log.Fatal("no python3 of version 3.11")
	}
	tmp, err := os.MkdirTemp("", "compare")
	if err != nil {
		log.Fatal(err)
	}
	defer os.RemoveAll(tmp)
	if *binary == "" {
		*binary = filepath.Join(tmp, "mpstar.exe")
		if err := build(*binary); err != nil {
			log.Fatal(err)
		}
	}
	only, err := regexp.Compile(*match)
	if err != nil {
		log.Fatal(err)
	}
	imports, err := regexp.Compile(`(?m)^\s*(import|from)\s[^#\n]*(` + *importing + `)`)
	if err != nil {
		log.Fatal(err)
	}
	files, err := collect(flag.Args(), only, imports)
	if err != nil {
		log.Fatal(err)
	}
	if len(files) == 0 {
		log.Fatalf("no .py file there whose path matches %q imports what matches %q", *match, *importing)
	}
	scripts, err := survey(python, files)
	if err != nil {
		log.Fatal(err)
	}
	r := &runner{python: python, mpstar: *binary, cache: *cache, tmp: tmp, limit: *limit}
	var wg sync.WaitGroup
	turn := make(chan struct{}, max(*jobs, 1))
	for _, s := range scripts {
		wg.Add(1)
		turn <- struct{}{}
		go func() {
			defer wg.Done()
			defer func() { <-turn }()
			r.run(s)
			log.Printf("%-10s  %s  [%s]", s.result, s.Path, s.cause)
		}()
	}
	wg.Wait()
	report(os.Stdout, scripts)
}

func build(binary string) error {
	_, err := oracle.Limits{Timeout: 5 * time.Minute}.Command("go", "build", "-o", binary, "github.com/mpstar/mpstar/cmd/mpstar")
	if err == nil {
		_, err = os.Stat(binary)
	}
	return err
}

// collect returns the files below dirs that import what this is about, each text once.
func collect(dirs []string, only, imports *regexp.Regexp) ([]string, error) {
	seen := make(map[[32]byte]bool)
	var files []string
	for _, dir := range dirs {
		err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
			if err != nil || !d.Type().IsRegular() || filepath.Ext(path) != ".py" || !only.MatchString(path) {
				return err
			}
			text, err := os.ReadFile(path)
			if err != nil || !imports.Match(text) {
				return err
			}
			if sum := sha256.Sum256(text); !seen[sum] {
				seen[sum] = true
				files = append(files, path)
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	return files, nil
}

// A result says how a script did.
type result string

const (
	skipped result = "skipped"
	same    result = "same"
	differs result = "differs"
	fails   result = "fails here"
)

// A script is one file and what became of it.
type script struct {
	Path    string
	Modules []string // what it imports of CPython's library
	Skip    string   // why it can't be compared; "" if it can

	result result
	cause  string
	lines  []string // the first that differ, and the exception
}

func (s *script) threading() bool {
	return slices.Contains(s.Modules, "threading") || slices.Contains(s.Modules, "concurrent.futures")
}

// survey reads the scripts without running them.
func survey(python string, files []string) ([]*script, error) {
	out, err := runSurvey(python, files)
	if err != nil {
		return nil, err
	}
	var scripts []*script
	dec := json.NewDecoder(bytes.NewReader(out))
	for dec.More() {
		s := new(script)
		if err := dec.Decode(s); err != nil {
			return nil, err
		}
		scripts = append(scripts, s)
	}
	slices.SortStableFunc(scripts, func(a, b *script) int {
		switch {
		case a.threading() == b.threading():
			return strings.Compare(a.Path, b.Path)
		case b.threading():
			return -1
		}
		return 1
	})
	return scripts, nil
}

// A runner runs scripts; its methods may be called at the same time.
type runner struct {
	python, mpstar, cache, tmp string
	limit                      time.Duration
}

func (r *runner) run(s *script) {
	if s.Skip != "" {
		s.result, s.cause = skipped, s.Skip
		return
	}
	want, err := r.reference(s.Path, 1)
	if err != nil {
		s.result, s.cause = skipped, "is not done under CPython in time"
		return
	}
	if want.Exit < 0 || interpreterFailed(want) {
		s.result, s.cause = skipped, "fails under CPython: "+cause(lastLine(want.Stderr))
		return
	}
	dir, err := os.MkdirTemp(r.tmp, "cwd")
	if err != nil {
		s.result, s.cause = skipped, err.Error()
		return
	}
	got, err := oracle.Limits{Timeout: r.limit + 5*time.Second, Dir: dir}.Command(r.mpstar, s.Path)
	if err != nil {
		s.result, s.cause = fails, "is not done in time"
		_, s.lines, _ = cutLines(err.Error(), 6)
		return
	}
	judge(s, want, got)
	for n := 2; n <= runs && s.result == differs && want.Exit == got.Exit; n++ {
		// What CPython does not print twice either can only be compared by its kind, or
		// with whatever CPython prints at another time.
		again, err := r.reference(s.Path, n)
		if err != nil {
			return
		}
		if variable(want, again) && sameKinds(want, again, got) {
			s.result, s.cause, s.lines = same, "by the kinds of lines: CPython's output varies too", nil
			return
		}
		other := new(script)
		if judge(other, again, got); other.result == same {
			s.result, s.cause, s.lines = same, "as another run of CPython: its output varies too", nil
			return
		}
	}
}

// runs is how often CPython runs a script at most.
const runs = 5

// interpreterFailed reports whether the script needs what isn't on this machine.
func interpreterFailed(r *oracle.Result) bool {
	last := lastLine(r.Stderr)
	return r.Exit != 0 && (strings.HasPrefix(last, "ModuleNotFoundError") || strings.HasPrefix(last, "FileNotFoundError") ||
		strings.HasPrefix(last, "ImportError"))
}

// reference runs a script under CPython for the nth time, or finds what it printed
// when it last did.
func (r *runner) reference(path string, n int) (*oracle.Result, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	sum := sha256.Sum256(append([]byte(path+strings.Repeat("\n", n)), text...))
	kept := filepath.Join(r.cache, hex.EncodeToString(sum[:12])+".json")
	if r.cache != "" {
		if data, err := os.ReadFile(kept); err == nil {
			var res *oracle.Result
			if err := json.Unmarshal(data, &res); err == nil && res == nil {
				return nil, oracle.ErrTimeout
			} else if err == nil {
				return res, nil
			}
		}
	}
	dir, err := os.MkdirTemp(r.tmp, "cwd")
	if err != nil {
		return nil, err
	}
	res, err := oracle.Limits{Timeout: r.limit, Dir: dir}.Run(r.python, path)
	if r.cache != "" {
		data, jerr := json.Marshal(res)
		if jerr == nil && os.MkdirAll(r.cache, 0o700) == nil {
			os.WriteFile(kept, data, 0o600)
		}
	}
	return res, err
}
