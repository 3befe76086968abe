// Package terminal reads lines from a person at a terminal, with editing, history
// and completion: a repl.Terminal on github.com/peterh/liner. [Open] begins.
//
// The line editor puts the terminal into raw mode when it is made. Scripts, input() and
// Ctrl-C need the mode it had before, so a Terminal is raw only during ReadLine.
//
// Where the operating system has terminals as files (keyboard_unix.go), a [keyboard]
// stands between the terminal and the line editor. It hands out one line's keys at a
// time, so what is typed ahead reaches input() and not the editor, and it knows what is
// pasted: by the terminal's word for it (bracketed paste), or since more
// than one line has arrived at once.
package terminal

import (
	"errors"
	"fmt"
	"io"
	"os"
	"sync"

	"github.com/mpstar/mpstar/internal/repl"
	"github.com/peterh/liner"
)

// A Terminal is the person's terminal: standard input and output of the process,
// both of which must be terminals. A process has one.
type Terminal struct {
	keys    *keyboard // nil where the editor reads keys itself
	history *repl.History

	mu     sync.Mutex // guards what follows
	editor *liner.State
	cooked liner.ModeApplier // the mode outside ReadLine
	raw    liner.ModeApplier
	paste  bool // the terminal is told to mark what is pasted
	closed bool
}

// Supported reports whether the terminal can do what an editor needs. TERM=dumb
// can't.
func Supported() bool { return liner.TerminalSupported() }

// Open takes hold of the terminal. The history's lines can be called back; what is
// remembered is added to it. The error is for a terminal whose modes can't be
// read, or a history that can't be: then there is a Terminal all the same, without it.
func Open(history *repl.History) (*Terminal, error) {
	t := &Terminal{history: history}
	var err error
	if t.cooked, err = liner.TerminalMode(); err != nil {
		return nil, fmt.Errorf("standard input is no terminal: %w", err)
	}
	if t.editor, t.keys, err = newEditor(); err != nil {
		return nil, err
	}
	// Else Ctrl-C is a signal from when the prompt is shown until the editor reads.
	withoutSignals()
	if t.raw, err = liner.TerminalMode(); err != nil {
		t.editor.Close()
		return nil, err
	}
	t.cooked.ApplyMode()
	t.editor.SetCtrlCAborts(true)
	t.editor.SetTabCompletionStyle(liner.TabPrints)
	t.editor.SetBeep(false)
	lines, err := history.Load()
	for _, line := range lines {
		t.editor.AppendHistory(line)
	}
	if err != nil {
		t.history = &repl.History{}
		err = fmt.Errorf("the history is not kept: %w", err)
	}
	return t, err
}

// Stdin is what scripts read as standard input while the terminal is open.
func (t *Terminal) Stdin() io.Reader {
	if t.keys == nil {
		return os.Stdin
	}
	return t.keys
}

// ReadLine implements repl.Terminal.
func (t *Terminal) ReadLine(prompt, indent string, complete repl.Completer) (repl.Line, error) {
	if !t.enter() {
		return repl.Line{}, io.EOF
	}
	t.editor.SetWordCompleter(func(line string, pos int) (string, []string, string) { return complete(line, pos) })
	var keys *line
	if t.keys != nil {
		keys = t.keys.begin(indent)
	}
	text, err := t.edit(prompt, indent)
	t.leave()
	rest, interrupted := "", false
	if keys != nil {
		rest, interrupted = t.keys.end(keys)
	}
	switch {
	case interrupted, err == liner.ErrPromptAborted:
		return repl.Line{}, repl.ErrInterrupted
	case errors.Is(err, io.EOF):
		return repl.Line{}, io.EOF
	case err != nil:
		return repl.Line{}, err
	}
	return repl.Line{Text: text, Rest: rest}, nil
}

// edit has the editor read a line. A defect of the editor costs the line, not the session.
func (t *Terminal) edit(prompt, indent string) (text string, err error) {
	defer func() {
		if recover() != nil {
			err = liner.ErrPromptAborted
		}
	}()
	return t.editor.PromptWithSuggestion(prompt, indent, -1)
}

// enter makes the terminal raw; it reports false after Close.
func (t *Terminal) enter() bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.closed {
		return false
	}
	// A script may have changed the mode, as stty does. It is kept.
	if m, err := liner.TerminalMode(); err == nil {
		t.cooked = m
	}
	t.raw.ApplyMode()
	t.setPaste(true)
	return true
}

func (t *Terminal) leave() {
	t.mu.Lock()
	defer t.mu.Unlock()
	if !t.closed {
		t.setPaste(false)
		t.cooked.ApplyMode()
	}
}

func (t *Terminal) setPaste(on bool) {
	if t.keys == nil || t.paste == on {
		return
	}
	t.paste = on
	if on {
		io.WriteString(os.Stdout, "\x1b[?2004h")
	} else {
		io.WriteString(os.Stdout, "\x1b[?2004l")
	}
}

// Remember implements repl.Terminal.
func (t *Terminal) Remember(line string) {
	t.editor.AppendHistory(line)
	// A history that can't be written any more is no reason to stop.
	_ = t.history.Add(line)
}

// Close gives the terminal back in the mode in which it was found. It may be called
// from any goroutine, more than once, and while ReadLine waits.
func (t *Terminal) Close() {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.closed {
		return
	}
	t.setPaste(false)
	t.closed = true
	t.editor.Close()
	t.cooked.ApplyMode()
}
