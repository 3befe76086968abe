package repl

import "strings"

const indentWidth = 4

// nextIndent returns what a new line begins with, after the lines of src: as far in as
// the last one; deeper if that one opens a block, less deep if it leaves one. Within
// brackets and strings there is nothing to go by but the last line.
func nextIndent(src string) string {
	src = strings.TrimRight(src, "\n")
	line := src[strings.LastIndexByte(src, '\n')+1:]
	indent := line[:len(line)-len(strings.TrimLeft(line, " \t"))]
	code := strings.TrimSpace(uncommented(line))
	switch {
	case strings.HasSuffix(code, ":"):
		return indent + strings.Repeat(" ", indentWidth)
	case code == "pass", code == "break", code == "continue",
		strings.HasPrefix(code+" ", "return "), strings.HasPrefix(code+" ", "raise "):
		if !strings.ContainsAny(code, "([{") && len(indent) >= indentWidth {
			return indent[:len(indent)-indentWidth]
		}
	}
	return indent
}

// uncommented returns a line without the comment at its end.
func uncommented(line string) string {
	var quote byte
	for i := 0; i < len(line); i++ {
		switch c := line[i]; {
		case c == '\\':
			i++
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case c == '\'' || c == '"':
			quote = c
		case c == '#':
			return line[:i]
		}
	}
	return line
}
