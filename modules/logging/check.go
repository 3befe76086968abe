package logging

import (
	"errors"
	"regexp"
	"strings"
	"sync"

	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/text"
)

// The checks of format strings that Formatter makes.

// Programs that log compile these; others don't wait for it.
var patterns = sync.OnceValue(func() (p struct{ percent, spec, name, dollar *regexp.Regexp }) {
	p.percent = regexp.MustCompile(`(?i)%\([\pL\pN_]+\)[#0+ -]*(\*|\d+)?(\.(\*|\d+))?[diouxefgcrsa%]`)
	p.spec = regexp.MustCompile(`(?is)^(.?[<>=^])?[+ -]?#?0?(\d+|\{[\pL\pN_]+\})?[,_]?(\.(\d+|\{[\pL\pN_]+\}))?[bcdefgnosx%]?\n?$`)
	p.name = regexp.MustCompile(`^(\d+|[\pL\pN_]+)(\.[\pL\pN_]+|\[[^\]]+\])*\n?$`)
	p.dollar = regexp.MustCompile(`(?i)\$(\$|[_a-z][_a-z0-9]*|\{[_a-z][_a-z0-9]*\}|)`)
	return p
})

// validPercent reports whether s has a field of the % style.
func validPercent(s string) bool { return patterns().percent.MatchString(s) }

// invalidBraces says what is wrong with a format string of the { style, "" if nothing is.
func invalidBraces(s string) string {
	fields, parseErr := text.ParseTemplate(s)
	p := patterns()
	found := false
	for _, f := range fields {
		if f.Name != "" {
			if !p.name.MatchString(f.Name) {
				return "invalid field name/expression: " + text.Repr(f.Name)
			}
			found = true
		}
		if f.Conversion != 0 && !strings.ContainsRune("rsa", f.Conversion) {
			return "invalid conversion: " + text.Repr(string(f.Conversion))
		}
		if f.Spec != "" && !p.spec.MatchString(f.Spec) {
			return "bad specifier: " + text.Repr(f.Spec)
		}
	}
	if parseErr != nil {
		var e *exception.Error
		if errors.As(parseErr, &e) {
			return e.Msg
		}
		return parseErr.Error()
	}
	if !found {
		return "no fields"
	}
	return ""
}

// invalidDollars says what is wrong with a format string of the $ style, "" if nothing
// is.
func invalidDollars(s string) string {
	found := false
	for _, m := range patterns().dollar.FindAllString(s, -1) {
		switch m {
		case "$":
			return "bare '$' not allowed"
		case "$$":
		default:
			found = true
		}
	}
	if !found {
		return "no fields"
	}
	return ""
}
