// Package regex matches Python's regular expressions.
//
//	p, err := regex.Compile(pattern, regex.IgnoreCase, false, check)
//	m := regex.Matcher{Program: p, Poll: check}
//	m.Reset(subject)
//	found, err := m.Search(0, regex.Anywhere, false)
//	m.Slots // byte offsets: where groups begin and end
//
// A pattern is parsed into a tree (parse.go, class.go), compiled into a [Program]
// (compile.go) and run by a backtracking [Matcher] (match.go), whose memory is bounded
// and which asks its caller every few thousand steps whether to go on: no pattern and
// no subject can hang or exhaust the host. Subjects are UTF-8 as package text keeps it, or bytes; all
// offsets are in bytes.
//
// What a pattern means, and what is wrong with it, is as in CPython 3.11's module re.
package regex

import "fmt"

// Flags are the flags of module re, with the same numbers.
type Flags int

// The flags.
const (
	Template   Flags = 1
	IgnoreCase Flags = 2
	Locale     Flags = 4
	MultiLine  Flags = 8
	DotAll     Flags = 16
	Unicode    Flags = 32
	Verbose    Flags = 64
	Debug      Flags = 128
	ASCII      Flags = 256
)

const (
	typeFlags   = ASCII | Locale | Unicode
	globalFlags = Debug | Template
)

// An Error says what is wrong with a pattern or a template: re.error.
type Error struct {
	Msg string
	Pos int // the character of the pattern, or -1
}

func (e *Error) Error() string { return e.Msg }

func errorAt(pos int, format string, args ...any) *Error {
	return &Error{fmt.Sprintf(format, args...), pos}
}

// A Program is a compiled pattern. It is immutable and may be shared.
type Program struct {
	Flags  Flags
	Groups int            // without group 0
	Names  map[string]int // of groups
	Order  []string       // names in the order of their groups
	Bytes  bool           // for bytes, not str

	code   []inst
	slots  int
	prefix string     // every match begins with it
	first  *[256]bool // every match begins with one of these bytes; nil: any, or none
	start  bool       // a match can only be at the start of the subject
}
