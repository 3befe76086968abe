// Package cli is the mpstar command. [Main] is all of it; cmd/mpstar only calls
// it, and so do the tests.
//
// This file reads the command line. run.go finds the script and runs it, prompt.go
// is the interactive side, inspect.go shows programs.
package cli

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"strings"

	"github.com/mpstar/mpstar/internal/interp"
	"github.com/mpstar/mpstar/internal/system"
	"github.com/mpstar/mpstar/modules"
	"github.com/mpstar/mpstar/modules/multiprocessing"
)

// Exit codes, as CPython's: a script's own are 0, 1 and what sys.exit gives.
const (
	exitOK    = 0
	exitUsage = 2
)

// Version is the release; a build from a tagged module knows better.
const Version = "0.1.0"

const usage = `usage: mpstar [option] ... [-c cmd | -m module | file | -] [arg] ...

Runs Python scripts that use multiprocessing, and Starlark files, without Python.

  file           run the file; .star is Starlark, everything else Python; of a directory its __main__.py
  -c cmd         run the program text cmd
  -m module      run a module or package of the working directory as the script
  -              run the program that standard input holds
  arg ...        what the script finds in sys.argv[1:]
  (nothing)      a prompt, if standard input is a terminal

Running:
  -i             then show a prompt, with the names that the script has made
  -u             accepted for compatibility; output is never held back by more than a moment
  --dialect=D    read the program as python or as starlark, whatever its name is
  --start-method=M
                 what a child process is: fork (an interpreter in this process, the default),
                 spawn (a process of the operating system), forkserver (one started ahead of need)

Looking at a program instead of running it:
  --check        say what is wrong with the files' syntax, if anything
  --dump=STAGE   show the program's tokens, its ast, or what it is lowered to

General:
  -h, --help     show this text and exit
  -V, --version  show the version and exit
  --             end of options

Environment:
  MPSTAR_START_METHOD  what --start-method says
  MPSTAR_HISTORY       the file that keeps what was typed at the prompt; empty keeps nothing
  NO_COLOR             if not empty, nothing is coloured

Exit status: the script's own; 1 after an uncaught exception; 2 if the command
line or the file is no good; 130 after Ctrl-C.
`

// A command is a parsed command line.
type command struct {
	text    string // of -c
	hasCmd  bool
	module  string // of -m
	file    string // "-" or a path; "" if neither is given
	args    []string
	help    bool
	version bool
	prompt  bool   // -i
	check   bool   // --check
	dump    string // the stage of --dump
	dialect string // of --dialect; "" is the file's own
	method  string // of --start-method, or of the environment
}

// parse reads the command line without the program's own name. Options stand
// before the script; all that follows it is the script's.
func parse(args []string) (command, error) {
	c := command{method: os.Getenv("MPSTAR_START_METHOD")}
	if c.method != "" && !multiprocessing.IsStartMethod(c.method) {
		return c, fmt.Errorf("MPSTAR_START_METHOD: no method %q; choose fork, spawn or forkserver", c.method)
	}
	for len(args) > 0 {
		arg := args[0]
		args = args[1:]
		switch {
		case arg == "-h", arg == "--help", arg == "-?":
			c.help = true
			return c, nil
		case arg == "-V", arg == "--version":
			c.version = true
			return c, nil
		case arg == "-u", arg == "-B", arg == "-E", arg == "-s", arg == "-I":
		case arg == "-c":
			if len(args) == 0 {
				return c, fmt.Errorf("argument expected for the -c option")
			}
			c.text, c.hasCmd, c.args = args[0], true, args[1:]
			return c, nil
		case strings.HasPrefix(arg, "-c"):
			c.text, c.hasCmd, c.args = arg[2:], true, args
			return c, nil
		case arg == "--":
			if len(args) > 0 {
				c.file, c.args = args[0], args[1:]
			}
			return c, nil
		case arg == "-" || !strings.HasPrefix(arg, "-"):
			c.file, c.args = arg, args
			return c, nil
		case arg == "-i":
			c.prompt = true
		case arg == "--check":
			c.check = true
		case strings.HasPrefix(arg, "--dump="):
			c.dump = arg[len("--dump="):]
			if c.dump != "tokens" && c.dump != "ast" && c.dump != "lowered" {
				return c, fmt.Errorf("option --dump: no stage %q; choose tokens, ast or lowered", c.dump)
			}
		case strings.HasPrefix(arg, "--dialect="):
			c.dialect = arg[len("--dialect="):]
			if c.dialect != "python" && c.dialect != "starlark" {
				return c, fmt.Errorf("option --dialect: no dialect %q; choose python or starlark", c.dialect)
			}
		case strings.HasPrefix(arg, "--start-method="):
			c.method = arg[len("--start-method="):]
			if !multiprocessing.IsStartMethod(c.method) {
				return c, fmt.Errorf("option --start-method: no method %q; choose fork, spawn or forkserver", c.method)
			}
		case arg == "--dump" || arg == "--dialect" || arg == "--start-method":
			return c, fmt.Errorf("option %s needs a value: %s=...", arg, arg)
		case strings.HasPrefix(arg, "-m"):
			c.module, c.args = arg[2:], args
			if c.module == "" {
				if len(args) == 0 {
					return c, fmt.Errorf("argument expected for the -m option")
				}
				c.module, c.args = args[0], args[1:]
			}
			return c, nil
		default:
			return c, fmt.Errorf("unknown option %s", arg)
		}
	}
	return c, nil
}

// ServeChild makes this program one that can be a child of the command: in a process that is one it does not return. It is called first thing in
// main.
func ServeChild() {
	interp.ServeChild(interp.Config{Modules: modules.All(), System: system.Host()}, TuneGC)
}

// Main runs the command and returns its exit code. args[0] is the program's name.
// If stdin, stdout or stderr are files of the operating system, scripts use them
// as such.
func Main(args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	name := "mpstar"
	if len(args) > 0 {
		name = strings.TrimSuffix(filepath.Base(args[0]), ".exe")
		args = args[1:]
	}
	c, err := parse(args)
	if err != nil {
		fmt.Fprintf(stderr, "%s: %v\nTry '%s --help' for more information.\n", name, err, name)
		return exitUsage
	}
	switch {
	case c.help:
		io.WriteString(stdout, usage)
		return exitOK
	case c.version:
		fmt.Fprintln(stdout, versionText())
		return exitOK
	}
	if c.check || c.dump != "" {
		return inspect(name, c, stdin, stdout, stderr)
	}
	return run(name, c, stdin, stdout, stderr)
}

func versionText() string {
	v := Version
	if info, ok := debug.ReadBuildInfo(); ok && strings.HasPrefix(info.Main.Version, "v") {
		v = info.Main.Version
	}
	return fmt.Sprintf("mpstar %s (Python 3.11 language, %s, %s/%s)", v, runtime.Version(), runtime.GOOS, runtime.GOARCH)
}

func executable() string {
	path, err := os.Executable()
	if err != nil {
		return ""
	}
	return path
}
