// Package repl is the prompt: it reads statements from a [Terminal], runs each in
// the module __main__ of an interpreter, and shows what comes of it, as python3 does.
//
// [Run] is the loop. entry.go decides where a statement that is typed line by line ends,
// indent.go what a new line begins with, complete.go what Tab offers, colour.go
// paints tracebacks, history.go keeps what was typed.
//
// The package knows no terminal: package terminal has one for people, and tests
// bring their own.
//
//	rt.Run(ctx, func(in *interp.Interp, t *starlark.Thread) error {
//		return repl.Run(in, t, in.NewMain(""), repl.Options{Terminal: term})
//	})
package repl

import (
	"errors"
	"io"
	"strings"
	"unicode"

	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/interp"
	"github.com/mpstar/mpstar/internal/ipc"
	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/syntax"
	"github.com/mpstar/mpstar/internal/text"
	"go.starlark.net/starlark"
)

// ErrInterrupted is what ReadLine returns when Ctrl-C was typed at the prompt.
var ErrInterrupted = errors.New("interrupted at the prompt")

// A Terminal reads lines from whoever types them.
type Terminal interface {
	// ReadLine shows the prompt, with indent already typed, and returns the line
	// that is entered. At the end of the input it returns io.EOF, after Ctrl-C
	// ErrInterrupted; any other error ends the prompt. complete is what Tab
	// offers; it may be called, from one goroutine at a time, until ReadLine
	// returns. ReadLine is called on a goroutine of its own, which nobody waits
	// for when the process is ended.
	ReadLine(prompt, indent string, complete Completer) (Line, error)

	// Remember adds a line to the history.
	Remember(line string)
}

// A Line is a line without its end.
type Line struct {
	Text string
	// Rest holds the whole lines that have arrived behind this one and are not
	// read yet: those of a pasted block.
	Rest string
}

// Options say how a prompt looks and what it is on. The zero Options is a prompt on the
// interpreter's standard input.
type Options struct {
	// Terminal is where lines come from. nil is the interpreter's standard input,
	// without editing: a pipe, a file, a terminal that can only print. Prompts
	// then go to standard error, as in CPython.
	Terminal Terminal

	// Banner is shown first.
	Banner string

	// Colour says that errors are painted, for a terminal that can show it.
	Colour bool

	// Dialect is the language of what is typed.
	Dialect syntax.Dialect

	// First is run before the first prompt, which comes however it ends: a script
	// whose names the user wants to look at. nil is nothing.
	First func() error
}

// filename is where tracebacks say that typed statements are.
const filename = "<stdin>"

// A session is one run of the loop.
type session struct {
	Options
	in     *interp.Interp
	thread *starlark.Thread
	main   *object.Module
	sys    *object.Module // nil if the runtime has no module sys
	read   *reading       // under way; nil if none is
	ended  chan struct{}  // closed when Run returns
}

// Run runs the prompt until its input ends or a statement raises SystemExit, which
// is the error that it returns then. m is where statements find and leave their
// names. The caller holds the interpreter's lock.
func Run(in *interp.Interp, t *starlark.Thread, m *object.Module, opts Options) error {
	s := &session{Options: opts, in: in, thread: t, main: m, ended: make(chan struct{})}
	defer close(s.ended)
	if sys, err := in.Import(t, "sys"); err == nil {
		s.sys = sys
		for name, prompt := range map[string]string{"ps1": ">>> ", "ps2": "... "} {
			if _, set := sys.Get(name); !set {
				sys.Set(name, text.Str(prompt))
			}
		}
	}
	if s.Banner != "" {
		if err := in.Write(t, 1, s.Banner); err != nil {
			return err
		}
	}
	if s.First != nil {
		if err := s.report(s.in.Caught(t, s.First())); err != nil {
			return err
		}
	}
	for {
		f, err := s.entry()
		switch {
		case err == io.EOF:
			return in.Write(t, 1, "\n")
		case err == ErrInterrupted:
			if err := in.Write(t, 2, "KeyboardInterrupt\n"); err != nil {
				return err
			}
			continue
		case err != nil:
			return err
		case len(f.Body) == 0:
			continue
		}
		if s.leaves(f) {
			return exception.WithArgs(exception.SystemExit)
		}
		if err := s.run(f); err != nil {
			return err
		}
	}
}

// leaves reports whether the statement is exit or quit without a call, which ends
// the prompt as in newer versions of CPython, unless the user has given the name
// a meaning.
func (s *session) leaves(f *syntax.File) bool {
	x, ok := f.Body[0].(*syntax.ExprStmt)
	if !ok {
		return false
	}
	name, ok := x.X.(*syntax.Ident)
	if !ok || name.Name != "exit" && name.Name != "quit" {
		return false
	}
	_, bound := s.main.Get(name.Name)
	return !bound
}

// run runs a statement. It returns an error if the prompt is to end.
func (s *session) run(f *syntax.File) error {
	err := s.in.ExecEntry(s.thread, f, s.main)
	var raised *object.Raised
	if errors.As(err, &raised) && raised.Exc.Class().IsSubclass(object.SystemExit) {
		return err
	}
	return s.report(err)
}

// report shows the exception that err is, and returns any other error.
func (s *session) report(err error) error {
	var raised *object.Raised
	if !errors.As(err, &raised) {
		return err
	}
	if s.sys != nil {
		s.sys.Set("last_value", raised.Exc)
	}
	trace := object.FormatUncaught(s.in.Env(), raised.Exc)
	if raised.Exc.Class().IsSubclass(object.ModuleNotFoundError) {
		trace = strings.TrimSuffix(trace, "\n") + s.suggestion(raised.Exc) + "\n"
	}
	return s.show(trace)
}

// suggestion names the module that is meant by one that is not there, if it can be
// told.
func (s *session) suggestion(exc *object.Instance) string {
	v, err := object.GetAttr(s.thread, exc, "name")
	if err != nil {
		return ""
	}
	name, _ := text.AsString(v)
	near, best := "", max(1, len(name)/4)
	for _, other := range s.in.Runtime().Importable() {
		if d := distance(name, other, best+1); d < best || d == best && (near == "" || other < near) {
			near, best = other, d
		}
	}
	if near == "" || strings.HasPrefix(near, "_") {
		return ""
	}
	return ". Did you mean: '" + near + "'?"
}

// distance returns how many letters of a must be changed, added, taken away or exchanged
// with their neighbour to make b; limit if it is that many or more.
func distance(a, b string, limit int) int {
	if len(a)-len(b) >= limit || len(b)-len(a) >= limit {
		return limit
	}
	var before, last, row []int
	for j := range len(b) + 1 {
		last = append(last, j)
	}
	for i := 1; i <= len(a); i++ {
		row = []int{i}
		for j := 1; j <= len(b); j++ {
			d := last[j-1]
			if a[i-1] != b[j-1] {
				d = 1 + min(d, last[j], row[j-1])
				if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
					d = min(d, before[j-2]+1)
				}
			}
			row = append(row, d)
		}
		before, last = last, row
	}
	return min(limit, last[len(b)])
}

// show writes the text of an error.
func (s *session) show(trace string) error {
	// What the statement printed stands before its error.
	if err := s.in.Flush(s.thread, 1); err != nil {
		return err
	}
	if s.Colour {
		trace = paint(trace)
	}
	return s.in.Write(s.thread, 2, trace)
}

// prompt returns sys.ps1 or sys.ps2.
func (s *session) prompt(name string) string {
	if s.sys == nil {
		return map[string]string{"ps1": ">>> ", "ps2": "... "}[name]
	}
	v, ok := s.sys.Get(name)
	if !ok {
		return ""
	}
	p, err := object.Str(s.in.Env(), v)
	if err != nil {
		return ""
	}
	return strings.Map(func(r rune) rune {
		if unicode.Is(unicode.C, r) {
			return -1 // a line editor can't tell where its prompt ends then
		}
		return r
	}, p)
}

// A reading is a call of ReadLine.
type reading struct {
	complete *completions
	done     *ipc.Event // set when there is a line, or a request to complete
	line     Line
	err      error
	finished chan struct{} // closed when line and err are valid
}

// readLine reads a line while the interpreter's other threads run. A reading that
// was interrupted goes on: the line belongs to the next call.
func (s *session) readLine(prompt, indent string) (Line, error) {
	if err := s.in.Flush(s.thread, 1); err != nil {
		return Line{}, err
	}
	if s.Terminal == nil {
		return s.readPlain(prompt)
	}
	if s.read == nil {
		r := &reading{done: ipc.NewEvent(), finished: make(chan struct{})}
		r.complete = &completions{wake: r.done, requests: make(chan request, 1), ended: s.ended}
		s.read = r
		go func() {
			defer r.done.Set()
			defer close(r.finished)
			r.line, r.err = s.Terminal.ReadLine(prompt, indent, r.complete.ask)
		}()
	}
	r := s.read
	for {
		err := r.done.Wait(s.in.Task(s.thread), ipc.Forever)
		if err != nil {
			if err = s.in.Err(s.thread, err); s.in.Interrupted(s.thread, err) {
				return Line{}, ErrInterrupted
			}
			return Line{}, err
		}
		select {
		case <-r.finished:
			s.read = nil
			return r.line, r.err
		default:
			r.done.Clear()
			r.complete.serve(s)
		}
	}
}

// readPlain reads a line from the interpreter's standard input.
func (s *session) readPlain(prompt string) (Line, error) {
	if err := s.in.Write(s.thread, 2, prompt); err != nil {
		return Line{}, err
	}
	if err := s.in.Flush(s.thread, 2); err != nil {
		return Line{}, err
	}
	text, err := s.in.ReadLine(s.thread, "")
	if err != nil && err != io.EOF && s.in.Interrupted(s.thread, err) {
		err = ErrInterrupted
	}
	return Line{Text: strings.TrimSuffix(text, "\r")}, err
}
