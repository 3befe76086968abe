package syntax

import "fmt"

// An Error is what is wrong with a source text. It is the one diagnostic of the
// front end: scanner, parser and lowering all report it.
type Error struct {
	Kind       string // "SyntaxError", "IndentationError" or "TabError"
	Msg        string // CPython's wording where it has one
	Filename   string
	Span       Span   // a zero End means that only the start is known
	Text       string // the source line, without its line end
	Incomplete bool   // more input could still make the text right
}

// Error returns "file:line:col: SyntaxError: message".
func (e *Error) Error() string { return e.position() + e.Kind + ": " + e.Msg }

func (e *Error) position() string {
	if e.Span.Start.Line == 0 {
		return e.Filename + ": "
	}
	return fmt.Sprintf("%s:%d:%d: ", e.Filename, e.Span.Start.Line, e.Span.Start.Col)
}
