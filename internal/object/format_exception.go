package object

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"go.starlark.net/starlark"
)

const (
	// repeatLimit is how often a frame is printed before "repeated" stands for the rest.
	repeatLimit = 3
	// chainLimit and groupDepth bound what one traceback prints.
	chainLimit = 1000
	groupDepth = 10
	groupWidth = 15
	// caretLimit bounds how far beyond a SyntaxError's line the carets below it go: its offsets may be any ints.
	caretLimit = 10_000
	// lookLines is after how many lines of a long text the formatter looks whether it is still wanted.
	lookLines = 4096
)

const (
	causeLine   = "\nThe above exception was the direct cause of the following exception:\n\n"
	contextLine = "\nDuring handling of the above exception, another exception occurred:\n\n"
)

// FormatException returns the traceback of exc with those of the exceptions that
// led to it, as CPython prints it.
func FormatException(env *Env, exc *Instance) string {
	f := formatter{env: env}
	f.chain(exc, 0)
	return f.out.String()
}

// FormatUncaught is FormatException for an exception that ends the main script or a thread: there CPython also
// suggests names.
func FormatUncaught(env *Env, exc *Instance) string {
	f := formatter{env: env, hints: true}
	f.chain(exc, 0)
	return f.out.String()
}

// FormatExceptionOnly returns the last lines of a traceback: class, message, notes.
func FormatExceptionOnly(env *Env, exc *Instance) string {
	f := formatter{env: env}
	f.only(exc)
	return f.out.String()
}

// FormatFrames returns frames as a traceback shows them, without a heading.
func FormatFrames(frames []Frame) string {
	f := formatter{}
	f.frames(frames)
	return f.out.String()
}

type formatter struct {
	env    *Env
	out    strings.Builder
	hints  bool
	margin string // before each line: "  | " and its like within exception groups
}

func (f *formatter) printf(format string, args ...any) {
	s := fmt.Sprintf(format, args...)
	if f.margin == "" {
		f.out.WriteString(s)
		return
	}
	for n := 1; s != ""; n++ {
		if n%lookLines == 0 && f.ended() {
			return
		}
		line := len(s)
		if i := strings.IndexByte(s, '\n'); i >= 0 {
			line = i + 1
		}
		f.out.WriteString(f.margin)
		f.out.WriteString(s[:line])
		s = s[line:]
	}
}

// ended reports whether nobody wants the text any more: there may be very many members of groups, notes and lines.
func (f *formatter) ended() bool { return f.env != nil && f.env.Ended() != nil }

// chain prints exc after what it was caused by.
func (f *formatter) chain(exc *Instance, depth int) {
	type link struct {
		exc  *Instance
		join string // printed after it
	}
	var links []link
	seen := make(map[*Instance]bool)
	join := ""
	for e := exc; e != nil && !seen[e] && len(links) < chainLimit; {
		seen[e] = true
		links = append(links, link{e, join})
		x := ExceptionOf(e)
		if x == nil {
			break
		}
		switch {
		case x.Cause != nil:
			e, join = x.Cause, causeLine
		case x.Context != nil && !x.SuppressContext:
			e, join = x.Context, contextLine
		default:
			e = nil
		}
	}
	for i := len(links) - 1; i >= 0; i-- {
		f.one(links[i].exc, depth)
		if links[i].join != "" {
			f.printf("%s", links[i].join)
		}
	}
}

// one prints a single exception.
func (f *formatter) one(exc *Instance, depth int) {
	if f.ended() {
		return
	}
	x := ExceptionOf(exc)
	if members, ok := x.Field("exceptions").(starlark.Tuple); ok && exc.class.IsSubclass(BaseExceptionGroup) {
		f.group(exc, x, members, depth)
		return
	}
	if len(x.Frames) > 0 {
		f.printf("Traceback (most recent call last):\n")
		f.frames(x.Frames)
	}
	f.only(exc)
}

func (f *formatter) group(exc *Instance, x *Exception, members starlark.Tuple, depth int) {
	outer := f.margin
	indent := strings.Repeat("  ", depth)
	if depth == 0 {
		indent = "  "
		f.margin = "  | "
		if len(x.Frames) > 0 {
			f.out.WriteString("  + Exception Group Traceback (most recent call last):\n")
			f.frames(x.Frames)
		}
	} else if len(x.Frames) > 0 {
		f.printf("Exception Group Traceback (most recent call last):\n")
		f.frames(x.Frames)
	}
	f.only(exc)
	if depth >= groupDepth {
		f.printf("... (max_group_depth is %d)\n", groupDepth)
		f.margin = outer
		return
	}
	if depth == 0 {
		depth = 1
	}
	for i, m := range members {
		if f.ended() {
			break
		}
		lead := indent + "  "
		if i == 0 {
			lead = indent + "+-"
		}
		title := fmt.Sprint(i + 1)
		if i >= groupWidth {
			title = "..."
		}
		f.out.WriteString(lead + "+---------------- " + title + " ----------------\n")
		f.margin = indent + "  | "
		if i >= groupWidth {
			n := len(members) - groupWidth
			s := "s"
			if n == 1 {
				s = ""
			}
			f.printf("and %d more exception%s\n", n, s)
		} else if e, ok := m.(*Instance); ok {
			f.chain(e, depth+1)
		}
		nested := false
		if x := ExceptionOf(m); x != nil {
			_, nested = x.Field("exceptions").(starlark.Tuple)
		}
		if i == len(members)-1 || i >= groupWidth {
			if !nested {
				f.out.WriteString(indent + "  +------------------------------------\n")
			}
			break
		}
	}
	f.margin = outer
}

// frames prints frames, outermost first.
func (f *formatter) frames(frames []Frame) {
	repeated := 0
	for i, fr := range frames {
		if i > 0 && fr.File == frames[i-1].File && fr.Line == frames[i-1].Line && fr.Func == frames[i-1].Func {
			repeated++
		} else {
			f.repeats(repeated)
			repeated = 0
		}
		if repeated < repeatLimit {
			f.frame(fr)
		}
	}
	f.repeats(repeated)
}

func (f *formatter) repeats(n int) {
	if n -= repeatLimit - 1; n > 0 {
		s := "s"
		if n == 1 {
			s = ""
		}
		f.printf("  [Previous line repeated %d more time%s]\n", n, s)
	}
}

// frame prints where a frame is, its line, and what of the line failed.
func (f *formatter) frame(fr Frame) {
	f.printf("  File \"%s\", line %d, in %s\n", fr.File, fr.Line, fr.Func)
	text := strings.TrimRight(fr.Text, " \t\r\n\f")
	stripped := strings.TrimLeft(text, " \t\f")
	if stripped == "" {
		return
	}
	f.printf("    %s\n", stripped)
	if fr.EndCol <= fr.Col {
		return
	}
	lead := utf8.RuneCountInString(text) - utf8.RuneCountInString(stripped)
	start, end := fr.Col-1-lead, fr.EndCol-1-lead
	length := utf8.RuneCountInString(stripped)
	start, end = max(start, 0), min(end, length)
	if start >= end {
		return
	}
	opStart, opEnd := fr.OpCol-1-lead, fr.OpEnd-1-lead
	if fr.OpEnd > fr.OpCol && start <= opStart && opEnd <= end {
		f.printf("    %s%s%s%s\n", strings.Repeat(" ", start), strings.Repeat("~", opStart-start),
			strings.Repeat("^", opEnd-opStart), strings.Repeat("~", end-opEnd))
		return
	}
	if end-start < length {
		f.printf("    %s%s\n", strings.Repeat(" ", start), strings.Repeat("^", end-start))
	}
}

// only prints the class and the message, for a SyntaxError with the place before it,
// and the notes.
func (f *formatter) only(exc *Instance) {
	x := ExceptionOf(exc)
	c := exc.class
	name := c.qualname
	if c.module != "builtins" && c.module != "__main__" {
		name = c.module + "." + name
	}
	if c.IsSubclass(SyntaxError) {
		f.syntax(x)
		msg, _ := plainString(orNone(x.Field("msg")))
		if msg == "" {
			msg = "<no detail available>"
		}
		f.printf("%s: %s\n", name, msg)
	} else {
		text, err := Str(f.env, exc)
		suggestion := ""
		if f.hints && err == nil {
			suggestion = hint(f.env, exc)
		}
		switch {
		case err != nil:
			f.env.TakePending()
			f.printf("%s: <exception str() failed>\n", name)
		case text == "":
			f.printf("%s%s\n", name, suggestion)
		default:
			f.printf("%s: %s%s\n", name, text, suggestion)
		}
	}
	for _, n := range x.Notes {
		if f.ended() {
			return
		}
		f.printf("%s\n", n)
	}
}

// syntax prints the line that a SyntaxError is about.
func (f *formatter) syntax(x *Exception) {
	line, err := AsInt(orNone(x.Field("lineno")))
	if err != nil {
		return
	}
	file, ok := plainString(orNone(x.Field("filename")))
	if !ok {
		file = "<string>"
	}
	f.printf("  File \"%s\", line %d\n", file, line)
	text, ok := plainString(orNone(x.Field("text")))
	if !ok {
		return
	}
	text = strings.TrimRight(text, "\n")
	stripped := strings.TrimLeft(text, " \n\f")
	f.printf("    %s\n", stripped)
	offset, err := AsInt(orNone(x.Field("offset")))
	if err != nil || offset < 1 {
		return
	}
	end, err := AsInt(orNone(x.Field("end_offset")))
	if err != nil || end == 0 || end <= offset {
		end = offset + 1
	}
	if endLine, err := AsInt(orNone(x.Field("end_lineno"))); err == nil && endLine != line {
		end = utf8.RuneCountInString(text) + 1
	}
	length := utf8.RuneCountInString(text)
	if beyond := end - (length + 1); beyond > 0 && (f.hints || beyond > caretLimit) {
		end = length + 1
	}
	lead := length - utf8.RuneCountInString(stripped)
	start := offset - 1 - lead
	if start < 0 {
		return
	}
	var pad strings.Builder
	for _, r := range stripped {
		if start--; start < 0 {
			break
		}
		if r == '\t' || r == '\f' {
			pad.WriteRune(r)
		} else {
			pad.WriteByte(' ')
		}
	}
	f.printf("    %s%s\n", pad.String(), strings.Repeat("^", max(end-offset, 1)))
}

// summary is the text of an exception on its way through Go code. It runs no
// script's code.
func summary(exc *Instance) string {
	x := ExceptionOf(exc)
	if x == nil || len(x.Args) != 1 {
		return exc.class.name
	}
	switch v := x.Args[0].(type) {
	case starlark.String:
		return exc.class.name + ": " + string(v)
	case starlark.Int:
		return exc.class.name + ": " + v.String()
	}
	if s, ok := plainString(x.Args[0]); ok {
		return exc.class.name + ": " + s
	}
	return exc.class.name
}
