package object

import (
	"fmt"
	"slices"
	"strings"

	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/exception"
)

// bindError returns CPython's complaint about the arguments of a call that the
// engine refused with err, or nil if err is about something else.
func bindError(info FunctionInfo, err *starlark.EvalError, args starlark.Tuple, kwargs []starlark.Tuple) error {
	if _, ok := err.Unwrap().(*exception.Error); ok {
		return nil
	}
	if _, _, ok := matchEngine(err.Msg, engineRows().bind); !ok {
		return nil
	}
	given := make([]string, len(kwargs))
	for i, kw := range kwargs {
		given[i] = string(kw[0].(starlark.String))
	}
	if msg := bindMessage(info, len(args), given); msg != "" {
		return exception.New(exception.TypeError, "%s", msg)
	}
	return nil
}

// bindMessage says what is wrong with a call that gives npos positional and the
// named keyword arguments; "" if nothing is.
func bindMessage(info FunctionInfo, npos int, given []string) string {
	fn := info.Qualname + "()"
	var positional, required int
	varargs, kwargs := false, false
	bound := make(map[string]bool)
	for i, p := range info.Params {
		switch p.Kind {
		case PositionalParam:
			positional++
			if !p.Optional {
				required++
			}
			if i < npos {
				bound[p.Name] = true
			}
		case VarargsParam:
			varargs = true
		case KwargsParam:
			kwargs = true
		}
	}
	kwonly := 0
	for _, name := range given {
		i := slices.IndexFunc(info.Params, func(p Param) bool { return p.Name == name && p.Kind <= KeywordParam })
		if i >= 0 && i < info.PosOnly && !kwargs {
			return fmt.Sprintf("%s got some positional-only arguments passed as keyword arguments: '%s'", fn, name)
		}
		if i < 0 || i < info.PosOnly {
			if !kwargs {
				return fmt.Sprintf("%s got an unexpected keyword argument '%s'", fn, name)
			}
			continue
		}
		if bound[name] {
			return fmt.Sprintf("%s got multiple values for argument '%s'", fn, name)
		}
		bound[name] = true
		if info.Params[i].Kind == KeywordParam {
			kwonly++
		}
	}
	if npos > positional && !varargs {
		takes := fmt.Sprint(positional)
		if required < positional {
			takes = fmt.Sprintf("from %d to %d", required, positional)
		}
		s := "s"
		if takes == "1" {
			s = ""
		}
		was := "were"
		count := fmt.Sprint(npos)
		if npos == 1 && kwonly == 0 {
			was = "was"
		}
		if kwonly > 0 {
			ps := "s"
			if npos == 1 {
				ps = ""
			}
			ks := "s"
			if kwonly == 1 {
				ks = ""
			}
			count = fmt.Sprintf("%d positional argument%s (and %d keyword-only argument%s)", npos, ps, kwonly, ks)
		}
		return fmt.Sprintf("%s takes %s positional argument%s but %s %s given", fn, takes, s, count, was)
	}
	var missing, missingKw []string
	for _, p := range info.Params {
		if p.Optional || bound[p.Name] {
			continue
		}
		switch p.Kind {
		case PositionalParam:
			missing = append(missing, "'"+p.Name+"'")
		case KeywordParam:
			missingKw = append(missingKw, "'"+p.Name+"'")
		}
	}
	kind := "positional"
	if len(missing) == 0 {
		missing, kind = missingKw, "keyword-only"
	}
	return missingMessage(fn, kind, missing)
}

// missingMessage names missing arguments, each already quoted.
func missingMessage(fn, kind string, missing []string) string {
	var list string
	switch n := len(missing); n {
	case 0:
		return ""
	case 1:
		return fmt.Sprintf("%s missing 1 required %s argument: %s", fn, kind, missing[0])
	case 2:
		list = missing[0] + " and " + missing[1]
	default:
		list = strings.Join(missing[:n-1], ", ") + ", and " + missing[n-1]
	}
	return fmt.Sprintf("%s missing %d required %s arguments: %s", fn, len(missing), kind, list)
}
