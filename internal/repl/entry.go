package repl

import (
	"errors"
	"io"
	"strings"

	"github.com/mpstar/mpstar/internal/syntax"
)

// maxEntry bounds a statement, as 4 MB of typing.
const maxEntry = 4 << 20

// entry reads lines until they are a statement. A text that can't become one is
// reported, and counts as none.
func (s *session) entry() (*syntax.File, error) {
	var src strings.Builder
	prompt, indent := s.prompt("ps1"), ""
	for {
		line, err := s.readLine(prompt, indent)
		if err != nil {
			if err == io.EOF && src.Len() > 0 {
				// The input ends within a statement: what is there is all of it.
				return s.parsed(s.parse(src.String() + "\n"))
			}
			return nil, err
		}
		if s.Terminal != nil && strings.TrimSpace(line.Text) != "" {
			s.Terminal.Remember(line.Text)
		}
		if src.Len()+len(line.Text) > maxEntry {
			return nil, s.show("MemoryError: the statement is longer than 4 MB\n")
		}
		if strings.TrimSpace(line.Text) == "" && !s.blankIsText(src.String()) {
			// Of a line with nothing but the indentation that was offered, only
			// its end counts. In a pasted block it does not end the statement if
			// that goes on behind it.
			if src.Len() > 0 && goesOn(line.Rest) {
				prompt, indent = s.prompt("ps2"), ""
				src.WriteString("#\n") // keeps the numbers of lines right
				continue
			}
			line.Text = ""
		}
		src.WriteString(line.Text)
		src.WriteByte('\n')
		f, err := s.parse(src.String())
		if !incomplete(err) {
			return s.parsed(f, err)
		}
		if f, ok := s.endsHere(src.String(), line.Rest); ok {
			return f, nil
		}
		prompt, indent = s.prompt("ps2"), ""
		if line.Rest == "" {
			indent = nextIndent(src.String())
		}
	}
}

// endsHere reports whether a compound statement that could go on does not, since the
// line that was pasted behind it begins another one.
func (s *session) endsHere(src, rest string) (*syntax.File, bool) {
	next, _, _ := strings.Cut(rest, "\n")
	if strings.TrimSpace(next) == "" || next[0] == ' ' || next[0] == '\t' || next[0] == '#' {
		return nil, false
	}
	switch word := next[:wordLen(next)]; word {
	case "else", "elif", "except", "finally", "case":
		return nil, false
	}
	f, err := s.parse(src + "\n")
	return f, err == nil
}

// goesOn reports whether the lines behind a blank line belong to the statement
// before it: the first that says something is indented.
func goesOn(rest string) bool {
	for line := range strings.SplitSeq(rest, "\n") {
		if strings.TrimSpace(line) != "" {
			return line[0] == ' ' || line[0] == '\t'
		}
	}
	return false
}

func wordLen(s string) int {
	for i := range len(s) {
		if c := s[i] | 0x20; c < 'a' || c > 'z' {
			return i
		}
	}
	return len(s)
}

// blankIsText reports whether src ends within brackets or a string of several lines,
// where a blank line is one like any other.
func (s *session) blankIsText(src string) bool {
	if src == "" {
		return false
	}
	_, err := s.parse(src + "\n")
	return incomplete(err) // an empty line ends all else
}

func (s *session) parse(src string) (*syntax.File, error) {
	return syntax.ParseInteractive(filename, []byte(src), s.Dialect)
}

// parsed reports what is wrong with a statement.
func (s *session) parsed(f *syntax.File, err error) (*syntax.File, error) {
	var se *syntax.Error
	if errors.As(err, &se) {
		return &syntax.File{}, s.show(se.Format())
	}
	return f, err
}

func incomplete(err error) bool {
	var se *syntax.Error
	return errors.As(err, &se) && se.Incomplete
}
