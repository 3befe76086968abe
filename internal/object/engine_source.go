package object

import "strings"

// This file is about what the engine does not say of a failure, and the source text where it was tells.

// stores reports whether what failed is an assignment to an item.
func (c *engineCase) stores() bool {
	f, ok := c.frame()
	return ok && storesAt(f)
}

// frame returns the script's innermost frame, if what failed was done by its code: by the engine, by an intrinsic, or by what runs loops in
// the engine's place. The names of intrinsics, and of the file that the latter's frames are of, begin with a dot.
func (c *engineCase) frame() (f Frame, ok bool) {
	if c.env.Host == nil {
		return f, false
	}
	for i := len(c.stack) - 1; i >= 0; i-- {
		if f, _, ok = c.env.Host.Frame(c.stack[i]); ok || !strings.HasPrefix(c.stack[i].Pos.Filename(), "·") && !strings.HasPrefix(c.stack[i].Name, "·") {
			return f, ok
		}
	}
	return f, false
}

// label returns an operator as errors show it: "+=" for "+", if it is that of an augmented assignment.
func (c *engineCase) label(op string) string {
	f, ok := c.frame()
	if line := []rune(f.Text); ok && 0 < f.Col && f.Col < f.EndCol && f.EndCol-1 <= len(line) && augments(string(line[f.Col-1:f.EndCol-1]), op) {
		return op + "="
	}
	return op
}

// augments reports whether text is an augmented assignment, or the part of one in its first line, with this operator.
func augments(text, op string) bool {
	depth := 0
	var quote byte
	for i := range len(text) {
		switch b := text[i]; {
		case quote != 0:
			if b == quote && text[i-1] != '\\' {
				quote = 0
			}
		case b == '"' || b == '\'':
			quote = b
		case strings.IndexByte("([{", b) >= 0:
			depth++
		case strings.IndexByte(")]}", b) >= 0:
			depth--
		case b == '=' && depth == 0:
			target, found := strings.CutSuffix(text[:i], op)
			return found && target != "" && strings.IndexByte("*/<>=!", target[len(target)-1]) < 0
		}
	}
	return false
}

// storesAt reports whether the underlined part of a line is assigned to.
func storesAt(f Frame) bool {
	if f.EndCol == 0 {
		return false
	}
	line := []rune(f.Text)
	if f.EndCol-1 > len(line) {
		return false
	}
	rest := strings.TrimLeft(string(line[f.EndCol-1:]), " \t")
	if strings.HasPrefix(rest, "=") {
		return !strings.HasPrefix(rest, "==")
	}
	before := string(line[:max(f.Col-1, 0)])
	if i := strings.LastIndex(before, ": "); i >= 0 {
		before = before[i+2:]
	}
	before = strings.TrimSpace(before)
	loop := strings.HasPrefix(before, "for ") && !strings.Contains(before, " in ")
	last := before[strings.LastIndexAny(before, " \t([{")+1:]
	switch {
	case strings.HasPrefix(rest, "in "):
		return loop || last == "for"
	case last == "as":
		return strings.HasPrefix(before, "with ")
	case strings.HasPrefix(rest, ")"), strings.HasPrefix(rest, "]"):
		return loop
	case strings.HasPrefix(rest, ","):
		return loop || !strings.ContainsAny(before, "(=") && assigns(rest)
	}
	return false
}

// assigns reports whether text has the sign of an assignment, outside of brackets.
func assigns(text string) bool {
	depth := 0
	for i := 0; i < len(text); i++ {
		switch text[i] {
		case '(', '[', '{':
			depth++
		case ')', ']', '}':
			depth--
		case '=':
			switch {
			case i+1 < len(text) && text[i+1] == '=':
				i++
			case depth == 0 && !strings.ContainsRune("<>!:", rune(text[i-1])):
				return true
			}
		}
	}
	return false
}
