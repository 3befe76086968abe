package file

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/pieces"
	"github.com/mpstar/mpstar/internal/text"
)

// A textLayer is what a TextIOWrapper adds: characters and lines.
type textLayer struct {
	shown    string // the encoding as the script named it
	encoding string // its canonical name
	errors   string
	newline  newline
	writes   string // what a "\n" is written as

	// decoded says that in holds UTF-8 whatever the file holds: encodings in which
	// a line end is not one byte are decoded whole.
	decoded bool
	begun   bool // something was read: past a byte order mark
	wrote   bool // something was written: past a byte order mark
	seen    [3]bool
}

// A newline says which line ends are recognized.
type newline uint8

const (
	translated newline = iota // all three, read as "\n"
	untouched                 // all three, as they are
	onlyLF
	onlyCR
	onlyCRLF
)

func (t *textLayer) seenNewlines() starlark.Value {
	var all starlark.Tuple
	for i, s := range []starlark.String{"\r", "\n", "\r\n"} {
		if t.seen[i] {
			all = append(all, s)
		}
	}
	switch len(all) {
	case 0:
		return starlark.None
	case 1:
		return all[0]
	}
	return all
}

// wide reports whether the encoding's line ends are more than one byte.
func (t *textLayer) wide() bool {
	switch t.encoding {
	case "utf-8", "utf-8-sig", "ascii", "latin-1":
		return false
	}
	return true
}

// begin is called before anything is read.
func (f *File) begin(thread *starlark.Thread) error {
	t := &f.text
	switch {
	case t.begun || f.class != TextIOWrapper:
	case t.wide():
		raw, err := f.readAll(thread)
		if err != nil {
			return err
		}
		s, err := f.characters(raw, t.encoding)
		if err != nil {
			return err
		}
		if f.in, err = pieces.Bytes(s, f.env.Ended); err != nil {
			return err
		}
		t.decoded, t.begun = true, true
	case t.encoding == "utf-8-sig" && f.tell() == 0:
		for len(f.in) < 3 {
			if more, err := f.fill(thread, bufferSize); err != nil {
				return err
			} else if !more {
				break
			}
		}
		f.in = bytes.TrimPrefix(f.in, []byte("\xEF\xBB\xBF"))
		t.begun = true
	}
	return nil
}

// more reads ahead; a file that was decoded whole has no more.
func (f *File) more(thread *starlark.Thread) (bool, error) {
	if f.text.decoded {
		return false, nil
	}
	// Twice as much as there was, where that can't keep anybody waiting: what is there is looked at again from its beginning.
	for most := 2 * len(f.in); ; {
		more, err := f.fill(thread, bufferSize)
		if err != nil || !more || !f.regular || len(f.in) >= most {
			return more, err
		}
	}
}

// value makes a str or bytes of what was read.
func (f *File) value(s string) (starlark.Value, error) {
	if f.class != TextIOWrapper {
		return text.Bytes(s), nil
	}
	if len(s) < long {
		return text.Str(s), nil
	}
	return text.StrPaced(f.env.Ended, s)
}

// long is how much is handled between two looks whether the process is being ended, in less than a millisecond.
const long = 1 << 17

// characters decodes bytes of the file.
func (f *File) characters(raw []byte, encoding string) (string, error) {
	if len(raw) < long {
		return text.Decode(string(raw), encoding, f.text.errors)
	}
	s, err := pieces.String(raw, f.env.Ended)
	if err != nil {
		return "", err
	}
	return text.DecodePaced(f.env.Ended, s, encoding, f.text.errors)
}

// decode turns bytes of the file into characters and its line ends into "\n".
func (f *File) decode(raw []byte) (s string, err error) {
	t := &f.text
	switch {
	case f.class != TextIOWrapper || t.decoded:
		s, err = pieces.String(raw, f.env.Ended)
	case t.encoding == "utf-8-sig":
		s, err = f.characters(raw, "utf-8")
	default:
		s, err = f.characters(raw, t.encoding)
	}
	if err != nil || f.class != TextIOWrapper || t.newline != translated && t.newline != untouched {
		return s, err
	}
	if len(s) < long {
		return t.lines(s), nil
	}
	var all pieces.Text
	for s != "" {
		n := min(len(s), long)
		if n < len(s) && s[n-1] == '\r' && s[n] == '\n' {
			n++
		}
		all.WriteString(t.lines(s[:n]))
		s = s[n:]
		if err := f.env.Ended(); err != nil {
			return "", err
		}
	}
	return all.Join(f.env.Ended)
}

// lines notes the line ends of s and, where they are translated, makes them "\n".
func (t *textLayer) lines(s string) string {
	if strings.IndexByte(s, '\r') < 0 {
		t.seen[1] = t.seen[1] || strings.IndexByte(s, '\n') >= 0
		return s
	}
	crlf := strings.Count(s, "\r\n")
	t.seen[0] = t.seen[0] || strings.Count(s, "\r") > crlf
	t.seen[1] = t.seen[1] || strings.Count(s, "\n") > crlf
	t.seen[2] = t.seen[2] || crlf > 0
	if t.newline == translated {
		s = strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\r", "\n")
	}
	return s
}

// lineEnd returns the end of the first line in p, with its line end, or -1. atEnd says
// that nothing follows p in the file.
func (n newline) lineEnd(p []byte, from int, atEnd bool) int {
	switch n {
	case onlyLF:
		if i := bytes.IndexByte(p[from:], '\n'); i >= 0 {
			return from + i + 1
		}
		return -1
	case onlyCR:
		if i := bytes.IndexByte(p[from:], '\r'); i >= 0 {
			return from + i + 1
		}
		return -1
	case onlyCRLF:
		if i := bytes.Index(p[max(0, from-1):], []byte("\r\n")); i >= 0 {
			return max(0, from-1) + i + 2
		}
		return -1
	}
	for i := from; i < len(p); i++ {
		switch p[i] {
		case '\n':
			return i + 1
		case '\r':
			if i+1 < len(p) {
				if p[i+1] == '\n' {
					return i + 2
				}
				return i + 1
			}
			if atEnd {
				return i + 1
			}
			return -1
		}
	}
	return -1
}

// readLine returns a line with its line end, "" at the end of the file. limit, unless
// negative, is the most characters (bytes, in a binary file) to return.
func (f *File) readLine(thread *starlark.Thread, limit int) (string, error) {
	if err := f.checkReadable(); err != nil {
		return "", err
	}
	if err := f.begin(thread); err != nil {
		return "", err
	}
	n := onlyLF
	if f.class == TextIOWrapper {
		n = f.text.newline
	}
	from, atEnd := 0, false
	for {
		if len(f.in)-from > long {
			if end := n.lineEnd(f.in[:from+long], from, false); end < 0 && (limit < 0 || from+long <= 4*limit+4) {
				from += long - 1
				if err := f.env.Ended(); err != nil {
					return "", err
				}
				continue
			}
		}
		end := n.lineEnd(f.in, from, atEnd)
		if end < 0 && atEnd {
			end = len(f.in)
		}
		if limit >= 0 {
			cut, err := f.chars(f.in[:max(end, 0)], limit)
			if end < 0 && len(f.in) > 4*limit+4 {
				cut, err = f.chars(f.in, limit)
				end = cut
			}
			if err != nil {
				return "", err
			}
			end = min(end, cut)
		}
		if end >= 0 {
			return f.decode(f.take(end))
		}
		// A "\r" at the end is looked at again with what follows it.
		from = max(0, len(f.in)-1)
		more, err := f.more(thread)
		if err != nil {
			return "", err
		}
		atEnd = !more
	}
}

// chars returns the length in bytes of the first n characters of p; a "\r\n" that is
// read as one line end counts as one.
func (f *File) chars(p []byte, n int) (int, error) {
	if f.class != TextIOWrapper {
		return min(n, len(p)), nil
	}
	multi := f.text.decoded || f.text.encoding == "utf-8" || f.text.encoding == "utf-8-sig"
	i := 0
	for ; n > 0 && i < len(p); n-- {
		if n%long == 0 {
			if err := f.env.Ended(); err != nil {
				return 0, err
			}
		}
		switch {
		case p[i] == '\r' && f.text.newline == translated && i+1 < len(p) && p[i+1] == '\n':
			i += 2
		case p[i] < utf8.RuneSelf || !multi:
			i++
		default:
			_, size := utf8.DecodeRune(p[i:])
			i += size
		}
	}
	return i, nil
}

// readChars returns up to n characters (bytes, in a binary file); all if n is negative.
func (f *File) readChars(thread *starlark.Thread, n int) (string, error) {
	if err := f.begin(thread); err != nil {
		return "", err
	}
	if f.class != TextIOWrapper {
		var p []byte
		var err error
		if n < 0 {
			p, err = f.readAll(thread)
		} else {
			p, err = f.readN(thread, n)
		}
		if err != nil {
			return "", err
		}
		return f.decode(p)
	}
	if n < 0 {
		if f.text.decoded {
			return f.decode(f.take(len(f.in)))
		}
		raw, err := f.readAll(thread)
		if err != nil {
			return "", err
		}
		return f.decode(raw)
	}
	for {
		end, err := f.chars(f.in, n)
		if err != nil {
			return "", err
		}
		// Three bytes more, and no character is cut, nor a "\r\n".
		if end+3 < len(f.in) {
			return f.decode(f.take(end))
		}
		more, err := f.more(thread)
		if err != nil {
			return "", err
		}
		if !more {
			return f.decode(f.take(end))
		}
	}
}

// writeText encodes s and writes it.
func (f *File) writeText(s string) error {
	t := &f.text
	ends := strings.IndexByte(s, '\n') >= 0
	flush := f.lineBuffered && (ends || strings.IndexByte(s, '\r') >= 0)
	if t.writes != "\n" && ends {
		var err error
		if s, err = t.lineEnds(s, f.env.Ended); err != nil {
			return err
		}
	}
	encoding := t.encoding
	if s != "" {
		// A byte order mark stands only at the beginning.
		if t.wrote || f.appending && f.tell() > 0 {
			switch encoding {
			case "utf-8-sig":
				encoding = "utf-8"
			case "utf-16":
				encoding = "utf-16-le"
			case "utf-32":
				encoding = "utf-32-le"
			}
		}
		t.wrote = true
	}
	b, err := f.encode(s, encoding)
	if err != nil {
		return err
	}
	// As in CPython, what was read ahead is passed over: the text goes behind it.
	f.in = nil
	if err := f.write(b); err != nil {
		return err
	}
	if flush {
		return f.flush()
	}
	return nil
}

// lineEnds makes each "\n" of s what it is written as.
func (t *textLayer) lineEnds(s string, ended func() error) (string, error) {
	if len(s) < long {
		return strings.ReplaceAll(s, "\n", t.writes), nil
	}
	var all pieces.Text
	for s != "" {
		n := min(len(s), long)
		all.WriteString(strings.ReplaceAll(s[:n], "\n", t.writes))
		s = s[n:]
		if err := ended(); err != nil {
			return "", err
		}
	}
	return all.Join(ended)
}

// encode returns the bytes that a text is written as.
func (f *File) encode(s, encoding string) (string, error) {
	if len(s) < long {
		return text.Encode(s, encoding, f.text.errors)
	}
	return text.EncodePaced(f.env.Ended, s, encoding, f.text.errors)
}
