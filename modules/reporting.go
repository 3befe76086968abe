package modules

import (
	"slices"

	"github.com/mpstar/mpstar/internal/interp"
	"github.com/mpstar/mpstar/modules/argparse"
	"github.com/mpstar/mpstar/modules/datetime"
	"github.com/mpstar/mpstar/modules/logging"
	"github.com/mpstar/mpstar/modules/signal"
	"github.com/mpstar/mpstar/modules/string"
	"github.com/mpstar/mpstar/modules/subprocess"
	"github.com/mpstar/mpstar/modules/textwrap"
	"github.com/mpstar/mpstar/modules/traceback"
	"github.com/mpstar/mpstar/modules/warnings"
)

// reporting returns the modules with which scripts say what they do, and read what they
// are told: logs, tracebacks, warnings, texts, dates, command lines.
func reporting() []interp.Def {
	return append(slices.Concat(signal.Modules(), subprocess.Modules(), logging.Modules(), traceback.Modules(), warnings.Modules(), textwrap.Modules(), argparse.Modules()),
		datetime.Module(),
		string.FormatterModule(),
		string.TemplateModule(),
	)
}
