package repl

import (
	"slices"
	"strings"

	"github.com/mpstar/mpstar/internal/ipc"
	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/text"
	"go.starlark.net/starlark"
)

// A Completer takes a line and the place of the cursor in it, in runes. It returns
// what may stand there, with the parts of the line before and behind it.
type Completer func(line string, pos int) (head string, candidates []string, tail string)

type request struct {
	line   string
	pos    int
	answer chan completion // of capacity 1
}

type completion struct {
	head       string
	candidates []string
	tail       string
}

// completions carries requests from the terminal's goroutine to the session's thread,
// which alone may look at the interpreter's values.
type completions struct {
	wake     *ipc.Event
	requests chan request // of capacity 1
	ended    <-chan struct{}
}

// ask is the Completer that the terminal sees.
func (c *completions) ask(line string, pos int) (head string, candidates []string, tail string) {
	r := request{line, pos, make(chan completion, 1)}
	c.requests <- r
	c.wake.Set()
	select {
	case a := <-r.answer:
		return a.head, a.candidates, a.tail
	case <-c.ended:
		return line, nil, ""
	}
}

// serve answers a request, if there is one.
func (c *completions) serve(s *session) {
	select {
	case r := <-c.requests:
		runes := []rune(r.line)
		pos := min(max(r.pos, 0), len(runes))
		head, candidates := s.complete(string(runes[:pos]))
		r.answer <- completion{head, candidates, string(runes[pos:])}
	default:
	}
}

// maxCandidates bounds what one Tab shows.
const maxCandidates = 1000

// complete returns what may follow the text left of the cursor: head is the part of
// it that stays, the candidates replace the rest. It runs no code of the user's.
func (s *session) complete(left string) (head string, candidates []string) {
	if strings.TrimSpace(left) == "" {
		return left, []string{strings.Repeat(" ", indentWidth-len(left)%indentWidth)}
	}
	head, candidates = s.candidates(left)
	slices.Sort(candidates)
	candidates = slices.Compact(candidates)
	if len(candidates) > maxCandidates {
		candidates = candidates[:maxCandidates]
	}
	return head, candidates
}

func (s *session) candidates(left string) (head string, candidates []string) {
	if quote, at := openString(left); at >= 0 {
		return s.completeString(left, quote, at)
	}
	start := len(left)
	for start > 0 && isPathByte(left[start-1]) {
		start--
	}
	path, head := left[start:], left[:start]
	if words := strings.Fields(left); len(words) > 0 && (words[0] == "import" || words[0] == "from") {
		return s.completeImport(left, words)
	}
	dot := strings.LastIndexByte(path, '.')
	if dot < 0 {
		if path == "" || path[0] >= '0' && path[0] <= '9' {
			return left, nil
		}
		return head, s.completeName(path)
	}
	v := s.value(path[:dot])
	if v == nil {
		return left, nil
	}
	head += path[:dot+1]
	return head, s.attributes(v, path[dot+1:])
}

func isPathByte(c byte) bool {
	return c == '.' || c == '_' || c >= 0x80 || c >= '0' && c <= '9' || c|0x20 >= 'a' && c|0x20 <= 'z'
}

// completeName offers keywords, the user's names and the builtins.
func (s *session) completeName(prefix string) []string {
	var list []string
	for _, w := range keywords {
		if strings.HasPrefix(w, prefix) {
			list = append(list, w)
		}
	}
	for _, name := range s.main.Names() {
		if v, ok := s.main.Get(name); ok && strings.HasPrefix(name, prefix) && shown(name, prefix) {
			list = append(list, called(name, v))
		}
	}
	for name, v := range s.main.Builtins {
		if _, hidden := s.main.Get(name); !hidden && strings.HasPrefix(name, prefix) && shown(name, prefix) {
			list = append(list, called(name, v))
		}
	}
	return list
}

// shown reports whether a name is offered: those with underscores only when asked for.
func shown(name, prefix string) bool {
	return !strings.HasPrefix(name, "_") || strings.HasPrefix(prefix, "_")
}

// called is how a name is offered: with a bracket if it is called to be used.
func called(name string, v starlark.Value) string {
	if _, ok := v.(starlark.Callable); ok {
		return name + "("
	}
	return name
}

func (s *session) attributes(v starlark.Value, prefix string) []string {
	var list []string
	for _, name := range attributeNames(v) {
		if strings.HasPrefix(name, prefix) && shown(name, prefix) {
			if x := attribute(v, name); x != nil {
				name = called(name, x)
			}
			list = append(list, name)
		}
	}
	if m, ok := v.(*object.Module); ok {
		list = append(list, s.submodules(m.Name, prefix)...)
	}
	return list
}

// attributeNames lists the attributes of v without asking its class's __dir__.
func attributeNames(v starlark.Value) []string {
	switch v := v.(type) {
	case *object.Module:
		return v.Names()
	case *object.Class:
		return v.AttrNames()
	}
	names := object.TypeOf(v).AttrNames()
	if x, ok := v.(starlark.HasAttrs); ok {
		names = append(slices.Clone(names), x.AttrNames()...)
	}
	return names
}

// attribute returns an attribute that can be had without running code, or nil: not
// properties and what __getattr__ makes up.
func attribute(v starlark.Value, name string) starlark.Value {
	switch v := v.(type) {
	case *object.Module:
		x, _ := v.Get(name)
		return x
	case *object.Class:
		x, _ := v.Lookup(name)
		return x
	case *object.Instance:
		if x, ok := v.Own(name); ok {
			return x
		}
	}
	x, _ := object.TypeOf(v).Lookup(name)
	switch x.(type) {
	case starlark.Callable, nil:
		return x
	}
	return nil
}

// value returns the value of a name with attributes, "a.b.c", or nil.
func (s *session) value(path string) starlark.Value {
	parts := strings.Split(path, ".")
	v, ok := s.main.Get(parts[0])
	if !ok {
		v = s.main.Builtins[parts[0]]
	}
	for _, name := range parts[1:] {
		if v == nil {
			return nil
		}
		v = attribute(v, name)
	}
	return v
}

// openString returns the quote of the string literal that left ends in, and where its
// text begins; -1 if it ends in none.
func openString(left string) (quote byte, at int) {
	at = -1
	for i := 0; i < len(left); i++ {
		switch c := left[i]; {
		case at >= 0 && c == '\\':
			i++
		case at >= 0 && c == quote:
			at = -1
		case at < 0 && (c == '\'' || c == '"'):
			quote, at = c, i+1
		case at < 0 && c == '#':
			return 0, -1
		}
	}
	return quote, at
}

// completeString offers the keys of a dict, d['..., or the names of files.
func (s *session) completeString(left string, quote byte, at int) (string, []string) {
	before := strings.TrimRight(left[:at-1], " ")
	prefix := left[at:]
	if !strings.HasSuffix(before, "[") {
		return s.completeFile(left[:at], prefix)
	}
	before = before[:len(before)-1]
	start := len(before)
	for start > 0 && isPathByte(before[start-1]) {
		start--
	}
	if start == len(before) { // a list
		return s.completeFile(left[:at], prefix)
	}
	m, ok := object.Unwrap(s.valueOrNone(before[start:])).(starlark.IterableMapping)
	if !ok {
		return left, nil
	}
	var keys []string
	it := m.Iterate()
	defer it.Done()
	for k := starlark.Value(nil); len(keys) < maxCandidates && it.Next(&k); {
		key, ok := text.AsString(k)
		if ok && strings.HasPrefix(key, prefix) && !strings.ContainsAny(key, "\\\r\n"+string(quote)) {
			keys = append(keys, key+string(quote)+"]")
		}
	}
	return left[:at], keys
}

func (s *session) valueOrNone(path string) starlark.Value {
	if v := s.value(path); v != nil {
		return v
	}
	return starlark.None
}

// keywords are those that a statement or an expression can begin with.
var keywords = []string{
	"False", "None", "True", "and", "as", "assert", "break", "class ", "continue", "def ", "del ", "elif ", "else",
	"except", "finally", "for ", "from ", "global ", "if ", "import ", "in ", "is ", "lambda", "nonlocal ", "not ", "or ",
	"pass", "raise ", "return", "try", "while ", "with ", "yield",
}
