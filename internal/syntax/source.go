package syntax

import (
	"bytes"
	"fmt"
	"math"
	"strings"
	"unicode/utf8"
)

// readSource decodes a source text as CPython reads a file: byte order mark,
// coding line, line ends. The text returned is UTF-8, its lines end in "\n", the
// last one too.
func readSource(filename string, src []byte, l *look) (string, *Source, *Error) {
	source := &Source{Name: filename}
	fail := func(line int, text, format string, args ...any) (string, *Source, *Error) {
		e := &Error{Kind: "SyntaxError", Msg: fmt.Sprintf(format, args...), Filename: filename, Text: text}
		if line > 0 {
			e.Span.Start = Pos{int32(line), 1}
		}
		return "", source, e
	}
	if len(src) > math.MaxInt32/2 {
		return fail(0, "", "source code is too large (%d bytes)", len(src))
	}
	if bytes.IndexByte(src, 0) >= 0 {
		before := src[:bytes.IndexByte(src, 0)]
		return fail(bytes.Count(before, []byte("\n"))+1, string(before[bytes.LastIndexByte(before, '\n')+1:]), "source code cannot contain null bytes")
	}
	bom := bytes.HasPrefix(src, []byte("\ufeff"))
	if bom {
		src = src[3:]
	}
	switch name := codingLine(src); normalCoding(name) {
	case "":
		if i := invalidUTF8(src, l); i >= 0 {
			line := 1 + bytes.Count(src[:i], []byte("\n"))
			return fail(0, "", "Non-UTF-8 code starting with '\\x%02x' in file %s on line %d, but no encoding declared; see https://peps.python.org/pep-0263/ for details", src[i], filename, line)
		}
	case "utf-8":
		if i := invalidUTF8(src, l); i >= 0 {
			line := 1 + bytes.Count(src[:i], []byte("\n"))
			return fail(line, "", "(unicode error) 'utf-8' codec can't decode byte 0x%02x in position %d: %s", src[i], i, utf8Problem(src[i:]))
		}
	case "iso-8859-1", "ascii":
		if bom {
			return fail(0, "", "encoding problem: %s with BOM", name)
		}
		var b strings.Builder
		asked := 0
		for i, c := range src {
			asked = l.far(asked, i)
			if c >= utf8.RuneSelf && normalCoding(name) == "ascii" {
				line := 1 + bytes.Count(src[:i], []byte("\n"))
				return fail(line, "", "(unicode error) 'ascii' codec can't decode byte 0x%02x in position %d: ordinal not in range(128)", c, i)
			}
			b.WriteRune(rune(c))
		}
		src = []byte(b.String())
	default:
		return fail(0, "", "encoding problem: %s (source files are UTF-8, Latin-1 or ASCII)", name)
	}

	var whole strings.Builder
	whole.Grow(len(src) + 1)
	for asked, at := 0, 0; at < len(src); {
		n := min(len(src)-at, farAt)
		whole.Write(src[at : at+n])
		at += n
		asked = l.far(asked, at)
	}
	if len(src) > 0 && src[len(src)-1] != '\n' && src[len(src)-1] != '\r' {
		whole.WriteByte('\n')
	}
	text := whole.String()
	if strings.IndexByte(text, '\r') >= 0 {
		text = l.lineEnds(text)
	}
	source.Lines = make([]string, 0, strings.Count(text[:min(len(text), 1<<20)], "\n"))
	for rest := text; rest != ""; {
		var line string
		line, rest, _ = strings.Cut(rest, "\n")
		source.Lines = append(source.Lines, line)
		l.step()
	}
	return text, source, nil
}

// lineEnds returns text with "\n" for "\r\n" and "\r".
func (l *look) lineEnds(text string) string {
	var b strings.Builder
	b.Grow(len(text))
	for {
		i := strings.IndexByte(text, '\r')
		if i < 0 {
			l.write(&b, text)
			return b.String()
		}
		l.write(&b, text[:i])
		b.WriteByte('\n')
		l.step()
		if text = text[i+1:]; text != "" && text[0] == '\n' {
			text = text[1:]
		}
	}
}

// codingLine returns the encoding that one of the first two lines declares, or
// "". The second counts only if the first is blank or a comment.
func codingLine(src []byte) string {
	for range 2 {
		line := src
		if end := bytes.IndexByte(line, '\n'); end >= 0 {
			line = line[:end]
		}
		if end := bytes.IndexByte(line, '\r'); end >= 0 {
			line = line[:end]
		}
		end := len(line)
		if end == len(src) {
			end = -1
		}
		if name := declaredCoding(line); name != "" {
			return name
		}
		if t := bytes.TrimLeft(line, " \t\f"); len(t) > 0 && t[0] != '#' || end < 0 {
			return ""
		}
		if bytes.HasPrefix(src[end:], []byte("\r\n")) {
			end++
		}
		src = src[end+1:]
	}
	return ""
}

// declaredCoding returns what a comment declares: what matches ^[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+).
func declaredCoding(line []byte) string {
	line = bytes.TrimLeft(line, " \t\f")
	if len(line) == 0 || line[0] != '#' {
		return ""
	}
	for {
		_, rest, ok := bytes.Cut(line, []byte("coding"))
		if !ok {
			return ""
		}
		line = rest
		if len(rest) == 0 || rest[0] != ':' && rest[0] != '=' {
			continue
		}
		rest = bytes.TrimLeft(rest[1:], " \t")
		n := 0
		for n < len(rest) && (rest[n] == '-' || rest[n] == '.' || rest[n] == '_' || isLetterOrDigit(rest[n])) {
			n++
		}
		if n > 0 {
			return string(rest[:n])
		}
	}
}

func isLetterOrDigit(c byte) bool {
	return c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'
}

func normalCoding(name string) string {
	n := strings.ReplaceAll(strings.ToLower(name), "_", "-")
	switch {
	case n == "utf8" || n == "utf-8" || n == "u8" || n == "utf" || n == "utf-8-sig" || strings.HasPrefix(n, "utf-8-"):
		return "utf-8"
	case n == "latin-1" || n == "latin1" || n == "iso-8859-1" || n == "iso8859-1" || n == "l1" ||
		strings.HasPrefix(n, "latin-1-") || strings.HasPrefix(n, "iso-8859-1-") || strings.HasPrefix(n, "iso-latin-1"):
		return "iso-8859-1"
	case n == "ascii" || n == "us-ascii" || n == "646":
		return "ascii"
	}
	return n
}

// invalidUTF8 returns the index of the first byte that is not UTF-8, or -1.
func invalidUTF8(b []byte, l *look) int {
	valid := 0 // what comes before is
	for len(b)-valid > farAt {
		end := valid + farAt
		for i := 0; i < utf8.UTFMax && !utf8.RuneStart(b[end]); i++ {
			end--
		}
		if !utf8.Valid(b[valid:end]) {
			break
		}
		l.far(valid, end+utf8.UTFMax)
		valid = end
	}
	if utf8.Valid(b[valid:]) {
		return -1
	}
	for i := valid; i < len(b); {
		r, n := utf8.DecodeRune(b[i:])
		if r == utf8.RuneError && n == 1 {
			return i
		}
		i += n
	}
	return -1
}

// utf8Problem says what is wrong at the start of b, in the words of CPython's
// codec.
func utf8Problem(b []byte) string {
	c := b[0]
	need := 0
	switch {
	case c >= 0xc2 && c <= 0xdf:
		need = 1
	case c >= 0xe0 && c <= 0xef:
		need = 2
	case c >= 0xf0 && c <= 0xf4:
		need = 3
	default:
		return "invalid start byte"
	}
	for i := 1; i <= need; i++ {
		if i >= len(b) {
			return "unexpected end of data"
		}
		if b[i]&0xc0 != 0x80 {
			break
		}
	}
	return "invalid continuation byte"
}

// line returns the text of a line, counted from 1, or "".
func (s *Source) line(n int32) string {
	if n < 1 || int(n) > len(s.Lines) {
		return ""
	}
	return s.Lines[n-1]
}
