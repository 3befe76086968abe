package regex

import (
	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/text"
)

// This file parses flags, those inside a pattern among them.

func fixFlags(flags Flags, isBytes bool) (Flags, error) {
	bad := ""
	switch {
	case !isBytes && flags&Locale != 0:
		bad = "cannot use LOCALE flag with a str pattern"
	case !isBytes && flags&ASCII == 0:
		flags |= Unicode
	case !isBytes && flags&Unicode != 0:
		bad = "ASCII and UNICODE flags are incompatible"
	case isBytes && flags&Unicode != 0:
		bad = "cannot use UNICODE flag with a bytes pattern"
	case isBytes && flags&Locale != 0 && flags&ASCII != 0:
		bad = "ASCII and LOCALE flags are incompatible"
	}
	if bad != "" {
		return 0, exception.New(exception.ValueError, "%s", bad)
	}
	return flags, nil
}

func flagOf(char string) Flags {
	switch char {
	case "i":
		return IgnoreCase
	case "L":
		return Locale
	case "m":
		return MultiLine
	case "s":
		return DotAll
	case "x":
		return Verbose
	case "a":
		return ASCII
	case "t":
		return Template
	case "u":
		return Unicode
	}
	return 0
}

// inlineFlags parses flags up to : or ), of which the first has been read.
func (p *parser) inlineFlags(char string) (add, del Flags, global bool, err error) {
	fail := func(back int, msg string) (Flags, Flags, bool, error) { return 0, 0, false, p.error(back, "%s", msg) }
	unknown := func(other string) (Flags, Flags, bool, error) {
		if r, _ := text.DecodeRune(char); text.Len(char) == 1 && isLetter(r) {
			other = "unknown flag"
		}
		return fail(text.Len(char), other)
	}
	ok := false
	if char != "-" {
		for {
			flag := flagOf(char)
			if !p.bytes && flag == Locale {
				return fail(0, "bad inline flags: cannot use 'L' flag with a str pattern")
			}
			if p.bytes && flag == Unicode {
				return fail(0, "bad inline flags: cannot use 'u' flag with a bytes pattern")
			}
			add |= flag
			if flag&typeFlags != 0 && add&typeFlags != flag {
				return fail(0, "bad inline flags: flags 'a', 'u' and 'L' are incompatible")
			}
			if char, ok = p.take(); !ok {
				return fail(0, "missing -, : or )")
			}
			if char == ")" || char == "-" || char == ":" {
				break
			}
			if flagOf(char) == 0 {
				return unknown("missing -, : or )")
			}
		}
	}
	if char == ")" {
		return add, 0, true, nil
	}
	if add&globalFlags != 0 {
		return fail(1, "bad inline flags: cannot turn on global flag")
	}
	if char == "-" {
		if char, ok = p.take(); !ok {
			return fail(0, "missing flag")
		}
		if flagOf(char) == 0 {
			return unknown("missing flag")
		}
		for {
			flag := flagOf(char)
			if flag&typeFlags != 0 {
				return fail(0, "bad inline flags: cannot turn off flags 'a', 'u' and 'L'")
			}
			del |= flag
			if char, ok = p.take(); !ok {
				return fail(0, "missing :")
			}
			if char == ":" {
				break
			}
			if flagOf(char) == 0 {
				return unknown("missing :")
			}
		}
	}
	if del&globalFlags != 0 {
		return fail(1, "bad inline flags: cannot turn off global flag")
	}
	if add&del != 0 {
		return fail(1, "bad inline flags: flag turned on and off")
	}
	return add, del, false, nil
}
