package tests

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/mpstar/mpstar/modules"
)

// builtinNames are the names of CPython 3.11's module builtins.
const builtinNames = `
ArithmeticError AssertionError AttributeError BaseException BaseExceptionGroup BlockingIOError
BrokenPipeError BufferError BytesWarning ChildProcessError ConnectionAbortedError ConnectionError
ConnectionRefusedError ConnectionResetError DeprecationWarning EOFError Ellipsis EncodingWarning
EnvironmentError Exception ExceptionGroup False FileExistsError FileNotFoundError FloatingPointError
FutureWarning GeneratorExit IOError ImportError ImportWarning IndentationError IndexError
InterruptedError IsADirectoryError KeyError KeyboardInterrupt LookupError MemoryError
ModuleNotFoundError NameError None NotADirectoryError NotImplemented NotImplementedError OSError
OverflowError PendingDeprecationWarning PermissionError ProcessLookupError RecursionError
ReferenceError ResourceWarning RuntimeError RuntimeWarning StopAsyncIteration StopIteration
SyntaxError SyntaxWarning SystemError SystemExit TabError TimeoutError True TypeError
UnboundLocalError UnicodeDecodeError UnicodeEncodeError UnicodeError UnicodeTranslateError
UnicodeWarning UserWarning ValueError Warning ZeroDivisionError __build_class__ __debug__ __doc__
__import__ __loader__ __name__ __package__ __spec__ abs aiter all anext any ascii bin bool
breakpoint bytearray bytes callable chr classmethod compile complex copyright credits delattr dict
dir divmod enumerate eval exec exit filter float format frozenset getattr globals hasattr hash help
hex id input int isinstance issubclass iter len license list locals map max memoryview min next
object oct open ord pow print property quit range repr reversed round set setattr slice sorted
staticmethod str sum super tuple type vars zip`

// multiprocessingNames is CPython 3.11's multiprocessing.__all__.
const multiprocessingNames = `
Array AuthenticationError Barrier BoundedSemaphore BufferTooShort Condition Event JoinableQueue Lock
Manager Pipe Pool Process ProcessError Queue RLock RawArray RawValue Semaphore SimpleQueue
TimeoutError Value active_children allow_connection_pickling cpu_count current_process
freeze_support get_all_start_methods get_context get_logger get_start_method log_to_stderr
parent_process reducer set_executable set_forkserver_preload set_start_method`

var (
	link        = regexp.MustCompile(`\[([^\]]+)\]\(([^)]+)\)`)
	differences = regexp.MustCompile(`(?m)^\t\t\{"([^"]+)", `)
)

// TestCompatibilityTable checks docs/compatibility.md: every row has a state and a
// test that exists, every difference is both there and in TestDifferences, every
// conformance script is named, and no name of builtins or multiprocessing is left
// out.
func TestCompatibilityTable(t *testing.T) {
	page, err := os.ReadFile("../docs/compatibility.md")
	if err != nil {
		t.Fatal(err)
	}
	src, err := os.ReadFile("difference_test.go")
	if err != nil {
		t.Fatal(err)
	}
	shown := make(map[string]bool) // differences, and whether the page has them
	for _, m := range differences.FindAllSubmatch(src, -1) {
		shown[string(m[1])] = false
	}
	linked := make(map[string]bool)
	for i, line := range strings.Split(string(page), "\n") {
		if !strings.HasPrefix(line, "|") || strings.HasPrefix(line, "|---") || strings.HasPrefix(line, "| feature") {
			continue
		}
		cells := strings.Split(strings.Trim(line, "| "), " | ")
		if len(cells) != 3 {
			t.Errorf("line %d has %d cells, want 3: %s", i+1, len(cells), line)
			continue
		}
		links := link.FindAllStringSubmatch(cells[2], -1)
		if len(links) == 0 {
			t.Errorf("line %d names no test: %s", i+1, line)
		}
		for _, l := range links {
			file := filepath.Join("..", "docs", filepath.FromSlash(l[2]))
			linked[file] = true
			if _, err := os.Stat(file); err != nil {
				t.Errorf("line %d: %v", i+1, err)
			}
			if filepath.Base(file) == "difference_test.go" {
				if _, ok := shown[l[1]]; !ok {
					t.Errorf("line %d: TestDifferences has no row %q", i+1, l[1])
				}
				shown[l[1]] = true
			}
		}
	}
	for name, ok := range shown {
		if !ok {
			t.Errorf("difference %q is not in the table", name)
		}
	}
	for _, script := range scripts(t, ".py", ".star") {
		if file := filepath.Join("..", "tests", script); strings.HasPrefix(script, "conformance") && !linked[file] {
			t.Errorf("no row names %s", script)
		}
	}
	for _, name := range strings.Fields(builtinNames + multiprocessingNames) {
		if !strings.Contains(string(page), "`"+name+"`") {
			t.Errorf("%s is not in the table", name)
		}
	}
}

// TestArchitectureTable checks that docs/architecture.md names every package and the
// README and docs/compatibility.md every module.
func TestArchitectureTable(t *testing.T) {
	read := func(name string) string {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		return string(text)
	}
	architecture := read("../docs/architecture.md")
	files, err := filepath.Glob("../internal/*/*.go")
	if err != nil || len(files) == 0 {
		t.Fatal("no packages", err)
	}
	for _, f := range files {
		if pkg := "`internal/" + filepath.Base(filepath.Dir(f)) + "`"; !strings.Contains(architecture, pkg) {
			t.Errorf("docs/architecture.md does not list %s", pkg)
		}
	}
	readme, table := read("../README.md"), read("../docs/compatibility.md")
	for _, m := range modules.All() {
		// The parts of a package go with the package.
		if strings.HasPrefix(m.Name, "multiprocessing") || m.Name == "concurrent" || strings.HasPrefix(m.Name, "concurrent.futures.") || strings.HasPrefix(m.Name, "_") && m.Name != "__future__" {
			continue
		}
		if !strings.Contains(table, m.Name) {
			t.Errorf("docs/compatibility.md does not name module %s", m.Name)
		}
		if m.Name != "__future__" && !strings.Contains(m.Name, ".") && !strings.Contains(readme, "`"+m.Name+"`") {
			t.Errorf("README.md does not name module %s", m.Name)
		}
	}
}
