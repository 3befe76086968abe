package interp

import (
	"io"

	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/system"
	"go.starlark.net/starlark"
)

// A Def is a module that scripts can import.
type Def struct {
	Name string // as imported: "os.path"
	Doc  string

	// Init fills in the attributes of m, the interpreter's own instance of the
	// module. Functions among them must not capture in: they may be called in
	// other interpreters.
	Init func(in *Interp, m *object.Module) error

	// Source is the text of a module written in the language, in place of Init:
	// one for which speed does not matter. What it needs of Go it imports from a
	// module with an underscore before its name. It is compiled when a script
	// first imports it. Its __doc__ is Doc.
	Source string

	// Signal calls the script's handler of a signal. The module signal has it.
	Signal func(in *Interp, t *starlark.Thread, sig int) error
}

// A Member is a function or a class that a module has under its own name.
type Member interface {
	starlark.Value
	Name() string
}

// Native returns the definition of a module that has members, and a list of their names as its __all__. What depends on the interpreter
// needs an Init.
func Native[M Member](name, doc string, members *object.Lazy[[]M]) Def {
	return Def{Name: name, Doc: doc, Init: func(_ *Interp, m *object.Module) error {
		all := make([]starlark.Value, len(members.Get()))
		for i, v := range members.Get() {
			m.Set(v.Name(), v)
			all[i] = starlark.String(v.Name())
		}
		m.Set("__all__", starlark.NewList(all))
		return nil
	}}
}

// A Config says what a tree of processes may use.
type Config struct {
	Modules []Def

	Stdin          io.Reader // nil: at its end
	Stdout, Stderr io.Writer // nil: discarded

	// Interactive is set if a person watches Stdout: then every line is
	// written at once.
	Interactive bool

	// MaxProcesses is how many processes may live at once, the root among them; 0
	// means Limits.Processes, or DefaultMaxProcesses if that is 0 too. One more raises BlockingIOError (EAGAIN), as
	// under a limit of the operating system.
	MaxProcesses int

	// Limits bound the tree.
	Limits Limits
	// Observer is told what the tree does; nil is nobody.
	Observer *Observer

	// MemoryBytes is the size of this program's heap beyond which scripts get a MemoryError; 0 is no bound. Unlike
	// Limits.HeapBytes it leaves them alive.
	MemoryBytes int64
	// OutOfMemory is called when the heap is a quarter beyond MemoryBytes and stays there although scripts were told to
	// stop: the engine is in one operation that asks nothing, such as adding an endless range to a list. The program is
	// about to die, and can do it in order. nil is nothing.
	OutOfMemory func()

	// System is what scripts may reach outside the tree: files, programs, the
	// clock. nil is nothing; system.Host() is everything.
	System *system.System

	// StartMethod is the start method of children of scripts that choose none; "" is
	// fork.
	StartMethod string

	Args       []string // sys.argv
	Path       []string // where imports look for files
	Environ    []string // as os.Environ gives it
	Dir        string   // the working directory
	Executable string   // sys.executable
	Pid        int      // the root's process id
	ParentPid  int

	// WatchSignal is called when the main script settles something about a signal: from then on the
	// program should pass it on with Runtime.Signal. nil: scripts see only the signals that they send each other.
	WatchSignal func(sig int)
}

// DefaultMaxProcesses bounds a tree whose Config does not. An idle process takes
// 25 to 60 KB, so a script that forks without end stops below 1 GB.
const DefaultMaxProcesses = 10_000
