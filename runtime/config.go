package runtime

import (
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/mpstar/mpstar/internal/interp"
	"github.com/mpstar/mpstar/internal/system"
)

// A Config says what scripts may use. The zero Config gives them nothing: no module, no input, no files, no environment, a clock that
// shows the start of the year 2000, and what they print is discarded. What they can do is compute, within the default limits.
//
// A Config is read by New and may be changed afterwards; what it points to must not be changed while scripts run.
//
// A panic in a Reader, Writer, FS, Clock or Observer that it holds does not end the host: it ends the run with a *[PanicError], or in an FS the
// process that has used it.
type Config struct {
	// Modules are what scripts can import, an allow-list. Package modules has the standard ones, NewModule makes others.
	// The default is none.
	Modules []Module

	// Globals are names that the main script finds defined, converted as the package doc says: values and functions of the
	// host's. The script may bind the names anew.
	Globals map[string]any

	// Stdin is the main script's standard input; nil is an empty input. Children have an empty input, as in CPython. The
	// scripts of several runs that share one input take turns in no order.
	Stdin io.Reader
	// Stdout and Stderr receive whole lines (those of more than 64 KB in parts), one write at a time for each script; nil discards them. A write must not
	// call into the script. A write that fails raises OSError in the script, BrokenPipeError if the error is io.ErrClosedPipe.
	Stdout, Stderr io.Writer

	// Args is sys.argv; its first element names the script.
	Args []string
	// Environ is the script's environment in the form of os.Environ. The default is an empty one.
	Environ []string

	// FS holds the files that scripts see, from its root on, to be read only; nil is none. HostFS gives them those of the host, to
	// be written too.
	FS fs.FS
	// Path lists the directories in FS in which imports look for files. The default is none: then scripts import only Modules.
	Path []string
	// Dir is the script's working directory, "" for the root.
	Dir string

	// Clock is the time that scripts tell, sleep and measure deadlines by. With nil they live in a time of their own, which begins
	// at 2000-01-01 00:00 UTC and passes as fast as ours. HostClock is the host's.
	Clock Clock

	// Random is where seeds and secrets come from (random, os.urandom, authentication keys); nil is the operating system's
	// source. A source that repeats itself makes the random numbers of single-threaded scripts repeat.
	Random io.Reader

	// Programs lets scripts run other programs of the machine, and signal them. Whatever those do is out of reach of everything else
	// here, limits among it.
	Programs bool
	// Network lets scripts connect and listen.
	Network bool
	// Machine lets scripts ask for the machine's name, its users and its load.
	Machine bool

	// Limits bound what each run may use.
	Limits Limits

	// Observer is told what scripts do; nil is nobody.
	Observer *Observer
}

// A Clock tells the time and wakes those who wait for it. Its methods may be called from any goroutine.
type Clock = system.Clock

// A Timer is a call that a Clock will make; a *time.Timer is one.
type Timer = system.Timer

// HostClock returns the clock of the host.
func HostClock() Clock { return system.HostClock{} }

// HostFS returns the files of the operating system, for Config.FS. Scripts may write them as far as the program's user may. As an fs.FS
// its root is the root of the file system, on Windows that of the current drive.
func HostFS() fs.FS { return hostFS{os.DirFS(string(filepath.Separator))} }

type hostFS struct{ fs.FS }

// system returns what Config lets scripts reach.
func (cfg *Config) system() *system.System {
	s := &system.System{Clock: cfg.Clock, Random: cfg.Random}
	switch files := cfg.FS.(type) {
	case nil:
	case hostFS:
		s.Files = system.HostFiles{}
	default:
		s.Files = system.Reading(files)
	}
	if cfg.Programs {
		s.Programs = system.HostPrograms{}
	}
	if cfg.Network {
		s.Network = system.HostNetwork{}
	}
	if cfg.Machine {
		s.Machine = system.HostMachine{}
	}
	return s
}

// interp returns the configuration of one run.
func (cfg *Config) interp(defs []Module) interp.Config {
	dir := cfg.Dir
	if dir == "" {
		dir = string(filepath.Separator)
	}
	return interp.Config{
		Modules: defs, System: cfg.system(), Limits: interp.Limits(cfg.Limits), Observer: cfg.Observer.interp(),
		Stdin: cfg.Stdin, Stdout: cfg.Stdout, Stderr: cfg.Stderr,
		Args: cfg.Args, Path: cfg.Path, Environ: cfg.Environ, Dir: dir,
		Pid: os.Getpid(), ParentPid: os.Getppid(),
	}
}
