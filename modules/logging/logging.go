// Package logging is the modules logging, logging.handlers and logging.config. They are
// written in the language; what they need of the interpreter (who calls, tracebacks as
// text, the name of the process) is in the module _logging: native.go. Format
// strings are checked in check.go.
package logging

import (
	_ "embed"

	"github.com/mpstar/mpstar/internal/interp"
)

//go:embed logging.py
var source string

//go:embed handlers.py
var handlers string

//go:embed config.py
var config string

// Modules returns the definitions of the modules.
func Modules() []interp.Def {
	return []interp.Def{
		{Name: "logging", Doc: "Logging package for Python.", Source: source},
		{Name: "logging.handlers", Doc: "More handlers: files that turn over, sockets, queues, memory.", Source: handlers},
		{Name: "logging.config", Doc: "Loggers and handlers set up from a dict or a file.", Source: config},
		{Name: "_logging", Doc: "What logging needs of the interpreter.", Init: initNative},
	}
}
