package cli

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"time"
	"unicode/utf8"

	"github.com/mpstar/mpstar/internal/interp"
	"github.com/mpstar/mpstar/internal/lower"
	"github.com/mpstar/mpstar/internal/syntax"
	"github.com/mpstar/mpstar/internal/system"
	"github.com/mpstar/mpstar/modules"
	"go.starlark.net/starlark"
	"golang.org/x/term"
)

// A script is the program to run.
type script struct {
	src     []byte
	name    string // in messages: the path, "<string>", "<stdin>"
	argv0   string
	file    string // __file__; "" if there is none
	dir     string // what sys.path begins with
	pkg     string // __package__, of a module that -m runs
	dialect syntax.Dialect
}

func run(name string, c command, stdin io.Reader, stdout, stderr io.Writer) int {
	if !c.hasCmd && c.module == "" && (c.file == "" || c.file == "-" && c.prompt) && (c.prompt || isTerminal(stdin)) {
		return prompt(name, c, nil, stdin, stdout, stderr)
	}
	s, err := load(c, stdin)
	if err != nil {
		fmt.Fprintf(stderr, "%s: %v\n", name, err)
		if c.module != "" {
			return 1 // as CPython, which has begun to run by then
		}
		return exitUsage
	}
	if c.prompt {
		return prompt(name, c, s, stdin, stdout, stderr)
	}
	if s.name == "<stdin>" {
		stdin = nil // the program has come from there; nothing is left
	}
	signals := newSignals()
	cfg := config(c, s, stdin, stdout, stderr)
	cfg.WatchSignal = signals.watch
	rt := interp.New(cfg)
	code, ok := compile(rt, name, s, stderr, lower.Options{ModuleName: "__main__"})
	if !ok {
		return 1
	}
	ctx, stop := watchSignals(rt, signals, false, nil)
	defer stop()
	return exitCode(rt.Run(ctx, func(in *interp.Interp, t *starlark.Thread) error {
		if c.module == "" {
			return in.RunMain(t, code, s.file)
		}
		if s.pkg != "" {
			if _, err := in.Import(t, s.pkg); err != nil {
				return err
			}
		}
		m := in.NewMain(s.file)
		m.Set("__package__", starlark.String(s.pkg))
		return in.RunIn(t, code, m)
	}))
}

// config opens everything of the machine to the script.
func config(c command, s *script, stdin io.Reader, stdout, stderr io.Writer) interp.Config {
	dir, _ := os.Getwd()
	return interp.Config{
		Modules:     modules.All(),
		Stdin:       stdin,
		Stdout:      stdout,
		Stderr:      stderr,
		Interactive: isTerminal(stdout),
		System:      system.Host(),
		MemoryBytes: memoryBound(),
		OutOfMemory: func() {
			io.WriteString(stderr, "MemoryError\n")
			os.Exit(1)
		},
		StartMethod: c.method,
		Args:        append([]string{s.argv0}, c.args...),
		Path:        []string{s.dir},
		Environ:     os.Environ(),
		Dir:         dir,
		Executable:  executable(),
		Pid:         os.Getpid(),
		ParentPid:   os.Getppid(),
	}
}

// compile reports what is wrong with a script.
func compile(rt *interp.Runtime, name string, s *script, stderr io.Writer, opts lower.Options) (*lower.Code, bool) {
	code, err := rt.Compile(s.name, s.name, s.src, s.dialect, opts)
	if err == nil {
		return code, true
	}
	var se *syntax.Error
	if errors.As(err, &se) {
		io.WriteString(stderr, se.Format())
	} else {
		fmt.Fprintf(stderr, "%s: %v\n", name, err)
	}
	return nil, false
}

// exitCode is the command's for a root process's.
func exitCode(code int) int {
	if code < 0 {
		return 128 - code // as a shell shows the end by a signal
	}
	return code
}

// load finds the program's text. Its error is one line.
func load(c command, stdin io.Reader) (*script, error) {
	s, err := find(c, stdin)
	if err == nil && c.dialect != "" {
		s.dialect = syntax.Python
		if c.dialect == "starlark" {
			s.dialect = syntax.Starlark
		}
	}
	return s, err
}

func find(c command, stdin io.Reader) (*script, error) {
	switch {
	case c.hasCmd:
		return &script{src: []byte(c.text + "\n"), name: "<string>", argv0: "-c"}, nil
	case c.module != "":
		return findModule(c.module)
	case c.file == "" || c.file == "-":
		src, err := io.ReadAll(stdin)
		if err != nil {
			return nil, fmt.Errorf("can't read standard input: %v", err)
		}
		return &script{src: src, name: "<stdin>", argv0: c.file}, nil
	}
	if main := filepath.Join(c.file, "__main__.py"); isFile(main) {
		s, err := read(main)
		if err == nil {
			s.argv0 = c.file
		}
		return s, err
	}
	return read(c.file)
}

func isFile(path string) bool {
	st, err := os.Stat(path)
	return err == nil && st.Mode().IsRegular()
}

// findModule finds the file of a module below the working directory: of a package its __main__.py.
func findModule(module string) (*script, error) {
	dir, err := os.Getwd()
	if err != nil { // it is gone, and all that was in it
		return nil, fmt.Errorf("No module named %s", module)
	}
	pkg := ""
	if i := strings.LastIndexByte(module, '.'); i >= 0 {
		pkg = module[:i]
	}
	base := filepath.Join(dir, filepath.FromSlash(strings.ReplaceAll(module, ".", "/")))
	file := base + ".py"
	switch {
	case strings.HasPrefix(module, ".") || strings.HasSuffix(module, ".") || strings.Contains(module, ".."):
		return nil, fmt.Errorf("No module named %s", module)
	case isFile(filepath.Join(base, "__main__.py")):
		file, pkg = filepath.Join(base, "__main__.py"), module
	case isFile(filepath.Join(base, "__init__.py")):
		return nil, fmt.Errorf("No module named %s.__main__; '%s' is a package and cannot be directly executed", module, module)
	case !isFile(file):
		return nil, fmt.Errorf("No module named %s", module)
	}
	s, err := read(file)
	if err == nil {
		s.dir, s.pkg = dir, pkg
		s.argv0 = file
	}
	return s, err
}

// read reads the file of a script.
func read(file string) (*script, error) {
	src, err := os.ReadFile(file)
	if err != nil {
		return nil, openError(file, err)
	}
	if i := bytes.IndexByte(src, 0); i >= 0 {
		return nil, fmt.Errorf("can't run '%s': a binary file (NUL byte at offset %d), not a script", file, i)
	}
	if !utf8.Valid(src) && !bytes.Contains(firstLines(src), []byte("coding")) && looksBinary(src) {
		return nil, fmt.Errorf("can't run '%s': a binary file, not a script", file)
	}
	abs, err := filepath.Abs(file)
	if err != nil {
		abs = file
	}
	return &script{
		src: src, name: abs, argv0: file, file: abs, // absolute also in tracebacks, as in CPython
		dir: filepath.Dir(abs), dialect: interp.DialectOf(file),
	}, nil
}

func openError(file string, err error) error {
	if st, serr := os.Stat(file); serr == nil && st.IsDir() {
		return fmt.Errorf("can't open '%s': it is a directory, not a script", file)
	}
	var errno syscall.Errno
	if !errors.As(err, &errno) {
		return fmt.Errorf("can't open file '%s': %v", file, err)
	}
	why := errno.Error()
	if errors.Is(err, fs.ErrNotExist) {
		why = "No such file or directory" // also on Windows
	}
	return fmt.Errorf("can't open file '%s': [Errno %d] %s", file, int(errno), strings.ToUpper(why[:1])+why[1:])
}

func firstLines(src []byte) []byte {
	for i, n := 0, 0; i < len(src); i++ {
		if src[i] == '\n' {
			if n++; n == 2 {
				return src[:i]
			}
		}
	}
	return src
}

// looksBinary reports whether a text that is not UTF-8 has control characters
// that no text has in its first 4 KB.
func looksBinary(src []byte) bool {
	for _, b := range src[:min(len(src), 4096)] {
		if b < 0x20 && b != '\t' && b != '\n' && b != '\r' && b != '\f' && b != 0x1b {
			return true
		}
	}
	return false
}

// isTerminal reports whether a stream is one that a person is at.
func isTerminal(stream any) bool {
	f, ok := stream.(*os.File)
	return ok && term.IsTerminal(int(f.Fd()))
}

// killGrace is how long an interrupted or terminated tree may take to end before
// the command stops waiting for it.
const killGrace = 900 * time.Millisecond

// osSignals are the signals that the command has got. It holds some until the one who reads them comes round.
type osSignals chan os.Signal

func newSignals() osSignals { return make(osSignals, 16) }

// watch has one that a script wants to know of passed on.
func (c osSignals) watch(sig int) {
	if s := interp.OSSignal(sig); s != nil {
		signal.Notify(c, s)
	}
}

// deadly reports whether a signal that no script handles ends the command.
func deadly(s os.Signal) bool {
	return s == syscall.SIGTERM || s == syscall.SIGHUP || s == syscall.SIGQUIT
}

// watchSignals gives the tree one owner of signals. What the main script handles or ignores goes to its process alone, but for
// SIGINT, which the terminal sends to all. SIGINT raises
// KeyboardInterrupt everywhere else, a second one kills unless there is a prompt to go back
// to; SIGTERM, SIGHUP and SIGQUIT kill. A SIGHUP that whoever started the command ignores, as nohup does, stays ignored. leave,
// if not nil, is called before the command ends without returning from Main.
func watchSignals(rt *interp.Runtime, signals osSignals, prompt bool, leave func()) (ctx context.Context, stop func()) {
	ctx, cancel := context.WithCancel(context.Background())
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM, syscall.SIGQUIT)
	if !signal.Ignored(syscall.SIGHUP) {
		signal.Notify(signals, syscall.SIGHUP)
	}
	done := make(chan struct{})
	go func() {
		interrupted := false
		for {
			select {
			case sig := <-signals:
				number := interp.SignalNumber(sig)
				own := rt.Settled(number)
				if sig != os.Interrupt && (own || !deadly(sig)) {
					rt.Signal(number)
					continue
				}
				if sig == os.Interrupt && (!interrupted || own) {
					interrupted = !prompt && !own
					rt.Interrupt()
					continue
				}
				// A tree that does not end now never will.
				time.AfterFunc(killGrace, func() {
					if leave != nil {
						leave()
					}
					os.Exit(128 + number)
				})
				rt.End(number)
			case <-done:
				return
			}
		}
	}()
	return ctx, func() {
		signal.Stop(signals)
		close(done)
		cancel()
	}
}
