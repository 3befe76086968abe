package repl

import (
	"regexp"
	"strings"
	"sync"
)

const (
	colourPlace = "\x1b[35m"   // where: file, line, function
	colourMark  = "\x1b[1;31m" // carets
	colourClass = "\x1b[1;35m" // the exception's class
	colourText  = "\x1b[35m"   // its text
	colourReset = "\x1b[0m"
)

// Compiling them takes longer than all else that the package does before it is used.
var (
	tracePlace = later(`^(\s*File )("[^"]*")(, line )(\d+)(?:(, in )(.+))?$`)
	traceMarks = later(`^\s+[~^]+\s*$`)
	traceClass = later(`^([A-Za-z_][\w.]*)(?:(: )(.*))?$`)
)

func later(expr string) func() *regexp.Regexp {
	return sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(expr) })
}

// paint colours a formatted traceback. The text itself stays as it is.
func paint(trace string) string {
	lines := strings.Split(trace, "\n")
	for i, line := range lines {
		switch {
		case tracePlace().MatchString(line):
			m := tracePlace().FindStringSubmatch(line)
			line = m[1] + colourPlace + m[2] + colourReset + m[3] + colourPlace + m[4] + colourReset
			if m[6] != "" {
				line += m[5] + colourPlace + m[6] + colourReset
			}
			lines[i] = line
		case traceMarks().MatchString(line):
			lines[i] = colourMark + line + colourReset
		case i > 0 || len(lines) <= 2:
			if m := traceClass().FindStringSubmatch(line); m != nil {
				lines[i] = colourClass + m[1] + colourReset
				if m[2] != "" {
					lines[i] += m[2] + colourText + m[3] + colourReset
				}
			}
		}
	}
	return strings.Join(lines, "\n")
}
