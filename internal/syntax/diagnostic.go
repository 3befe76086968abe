package syntax

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// An Error is what is wrong with a source text. It is the one diagnostic of the
// front end: scanner, parser and lowering all report it.
type Error struct {
	Kind       string // "SyntaxError", "IndentationError" or "TabError"
	Msg        string // CPython's wording where it has one
	Filename   string
	Span       Span   // a zero End means that only the start is known
	Text       string // the source line, without its line end
	Incomplete bool   // more input could still make the text right

	lexical bool // of the scanner
}

// Error returns "file:line:col: SyntaxError: message".
func (e *Error) Error() string { return e.position() + e.Kind + ": " + e.Msg }

func (e *Error) position() string {
	if e.Span.Start.Line == 0 {
		return e.Filename + ": "
	}
	return fmt.Sprintf("%s:%d:%d: ", e.Filename, e.Span.Start.Line, e.Span.Start.Col)
}

// Format returns the error as CPython prints it at the end of a traceback:
//
//	  File "x.py", line 1
//	    foo(
//	       ^
//	SyntaxError: '(' was never closed
//
// The last line ends in a newline. Of an error that spans lines only the first is
// shown.
func (e *Error) Format() string {
	var b strings.Builder
	start, end := e.Span.Start, e.Span.End
	if start.Line > 0 {
		fmt.Fprintf(&b, "  File \"%s\", line %d\n", e.Filename, start.Line)
	}
	if e.Text != "" {
		full := strings.TrimRight(e.Text, "\n")
		text := strings.TrimLeft(full, " \t\f")
		fmt.Fprintf(&b, "    %s\n", text)
		stripped := utf8.RuneCountInString(full) - utf8.RuneCountInString(text)
		if at := int(start.Col) - 1 - stripped; at >= 0 {
			width := 1
			switch {
			case end.Line == start.Line && end.Col > start.Col:
				width = int(end.Col - start.Col)
			case end.Line > start.Line:
				width = max(1, utf8.RuneCountInString(text)-at)
			}
			b.WriteString("    ")
			for _, c := range text {
				if at == 0 {
					break
				}
				if !unicode.IsSpace(c) {
					c = ' ' // white space keeps its width
				}
				b.WriteRune(c)
				at--
			}
			b.WriteString(strings.Repeat(" ", at))
			b.WriteString(strings.Repeat("^", width))
			b.WriteByte('\n')
		}
	}
	fmt.Fprintf(&b, "%s: %s\n", e.Kind, e.Msg)
	return b.String()
}
