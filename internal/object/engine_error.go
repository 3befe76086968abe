package object

import (
	"errors"
	"math/big"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"

	"go.starlark.net/starlark"
	"go.starlark.net/syntax"

	"github.com/mpstar/mpstar/internal/exception"
)

// An engineRow says what an error that the engine reports in words is in Python.
type engineRow struct {
	format string
	kind   exception.Kind
	// message is a template for expand; make, if not nil, makes the exception
	// instead.
	message string
	make    func(c *engineCase) error
	pattern pattern
}

// An engineCase is an engine error that is being translated.
type engineCase struct {
	env   *Env
	args  []string
	stack starlark.CallStack
	drop  int // frames at the inner end that CPython has not entered yet
}

// fromEngine returns the exception that an error of the engine stands for, and
// how many of the innermost frames do not belong into its traceback. ok is false
// if the thread was cancelled.
func (e *Env) fromEngine(err error, stack starlark.CallStack) (exc *Instance, drop int, ok bool) {
	msg := err.Error()
	if strings.HasPrefix(msg, cancelPrefix) {
		return nil, 0, false
	}
	c := &engineCase{env: e, stack: stack}
	return e.fromError(c.translate(msg)), c.drop, true
}

const cancelPrefix = "Starlark computation cancelled: "

// translate returns the exception for the engine's words.
func (c *engineCase) translate(msg string) *exception.Error {
	msg = dropHint(msg)
	row, args, ok := matchEngine(msg, engineRows().all)
	if !ok {
		return exception.New(exception.RuntimeError, "%s", msg)
	}
	c.args = args
	if row.make == nil {
		return exception.New(row.kind, "%s", expand(row.message, args))
	}
	if err, ok := row.make(c).(*exception.Error); ok {
		return err
	}
	return exception.New(exception.RuntimeError, "%s", msg)
}

// dropHint removes the engine's spelling suggestion.
func dropHint(msg string) string {
	if strings.HasSuffix(msg, "?)") {
		if i := strings.LastIndex(msg, " (did you mean "); i >= 0 {
			return msg[:i]
		}
	}
	return msg
}

// inner translates an error that the engine wrapped.
func (c *engineCase) inner(msg string) *exception.Error {
	return (&engineCase{env: c.env, stack: c.stack}).translate(msg)
}

func compileRows(rows []*engineRow) []*engineRow {
	for _, r := range rows {
		r.pattern = compilePattern(r.format)
	}
	return rows
}

// rowsOf picks rows by format.
func rowsOf(all []*engineRow, formats ...string) []*engineRow {
	var rows []*engineRow
	for _, r := range all {
		if slices.Contains(formats, r.format) {
			rows = append(rows, r)
		}
	}
	return rows
}

// engineRows are made when the first error of the engine is met.
var engineRows func() rowTables

type rowTables struct{ all, bind, binary []*engineRow }

func makeRows() (t rowTables) {
	t.all = compileRows(engineTable())
	t.bind = rowsOf(t.all,
		"function %s accepts no arguments (%d given)", "function %s accepts %s%d positional argument%s (%d given)",
		"function %s got multiple values for parameter %s", "function %s got an unexpected keyword argument %s",
		"function %s missing %d argument%s (%s)")
	t.binary = rowsOf(t.all, "unknown binary op: %s %s %s")
	return t
}

// bind is the complaint about the arguments of a call. The innermost frame is
// the function's; its parameters tell more than the engine's words.
func (c *engineCase) bind() error {
	c.drop = 1
	info := c.callee()
	if info == nil || info.Params == nil {
		return c.bindRoughly()
	}
	keywords := c.keywords()
	npos, given := 0, []string(nil)
	switch len(c.args) {
	case 2: // no parameters; the engine counts the named arguments in
		npos, _ = strconv.Atoi(c.args[1])
		if npos -= len(keywords); npos <= 0 {
			given = keywords
		}
	case 5:
		npos, _ = strconv.Atoi(c.args[4])
		for _, k := range keywords {
			if slices.ContainsFunc(info.Params, func(p Param) bool { return p.Name == k && p.Kind == KeywordParam }) {
				given = append(given, k)
			}
		}
	case 4:
		return c.missing(info)
	}
	if msg := bindMessage(*info, npos, given); msg != "" {
		return exception.New(exception.TypeError, "%s", msg)
	}
	return c.bindRoughly()
}

// callee returns what is known of the function whose call failed, or nil.
func (c *engineCase) callee() *FunctionInfo {
	if len(c.stack) == 0 || c.env.Host == nil {
		return nil
	}
	return c.env.Host.FunctionAt(c.stack[len(c.stack)-1])
}

var keywordArgument = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`[(,]\s*([\pL_][\pL\pN_]*)\s*=[^=]`) })

// keywords returns the names of the arguments that the call passed by name, as far as
// its source line shows them.
func (c *engineCase) keywords() []string {
	for i := len(c.stack) - 2; i >= 0 && c.env.Host != nil; i-- {
		f, _, ok := c.env.Host.Frame(c.stack[i])
		if !ok {
			continue
		}
		line := []rune(f.Text)
		if f.Col < 1 || f.EndCol <= f.Col || f.EndCol-1 > len(line) {
			return nil
		}
		var names []string
		for _, m := range keywordArgument().FindAllStringSubmatch(string(line[f.Col-1:f.EndCol-1]), -1) {
			names = append(names, m[1])
		}
		return names
	}
	return nil
}

// unexpectedKeyword is the complaint about an argument that no parameter takes by its name.
func (c *engineCase) unexpectedKeyword(name string) error {
	if info := c.callee(); info != nil {
		if i := slices.IndexFunc(info.Params, func(p Param) bool { return p.Name == name }); i >= 0 && i < info.PosOnly {
			return exception.New(exception.TypeError, "%s got some positional-only arguments passed as keyword arguments: '%s'", c.function(), name)
		}
	}
	return exception.New(exception.TypeError, "%s got an unexpected keyword argument '%s'", c.function(), name)
}

// missing names the parameters that have no argument.
func (c *engineCase) missing(info *FunctionInfo) error {
	var positional, keyword []string
	for _, name := range strings.Split(c.args[3], ", ") {
		name = strings.TrimPrefix(name, positionOnly)
		quoted := "'" + name + "'"
		i := slices.IndexFunc(info.Params, func(p Param) bool { return p.Name == name })
		if i >= 0 && info.Params[i].Kind == KeywordParam {
			keyword = append(keyword, quoted)
		} else {
			positional = append(positional, quoted)
		}
	}
	fn := info.Qualname + "()"
	if len(positional) > 0 {
		return exception.New(exception.TypeError, "%s", missingMessage(fn, "positional", positional))
	}
	return exception.New(exception.TypeError, "%s", missingMessage(fn, "keyword-only", keyword))
}

// bindRoughly makes the best of the engine's words alone.
func (c *engineCase) bindRoughly() error {
	fn := c.function()
	a := c.args
	switch {
	case len(a) == 2 && verbTakes("d", a[1]):
		was := "were"
		if a[1] == "1" {
			was = "was"
		}
		return exception.New(exception.TypeError, "%s takes 0 positional arguments but %s %s given", fn, a[1], was)
	case len(a) == 5:
		was := "were"
		if a[4] == "1" {
			was = "was"
		}
		return exception.New(exception.TypeError, "%s takes %s%s positional argument%s but %s %s given", fn, a[1], a[2], a[3], a[4], was)
	case len(a) == 4:
		var quoted []string
		for _, name := range strings.Split(a[3], ", ") {
			quoted = append(quoted, "'"+strings.TrimPrefix(name, positionOnly)+"'")
		}
		return exception.New(exception.TypeError, "%s", missingMessage(fn, "positional", quoted))
	}
	return nil
}

// function returns the name of the function whose call failed, as messages show
// it: "C.m()".
func (c *engineCase) function() string {
	if info := c.callee(); info != nil && info.Qualname != "" {
		return info.Qualname + "()"
	}
	name := c.args[0]
	if name == "lambda" {
		name = "<lambda>"
	}
	return name + "()"
}

// key makes KeyError of the text of a key.
func (c *engineCase) key() error {
	// A type's name has no space in it; a key may contain anything.
	text := c.args[0] + " not in " + c.args[1]
	text = text[:strings.LastIndex(text, " not in ")]
	if memo := c.env.lastString; memo.value != nil && memo.text == text {
		c.env.lastString = stringMemo{}
		return exception.WithArgs(exception.KeyError, memo.value)
	}
	if k := c.env.lastKey; len(text) >= maxKeyText && k != "" {
		c.env.lastKey = ""
		if head := starlark.String(k[:longKey]).String(); strings.HasPrefix(text, head[:len(head)-1]) {
			return exception.WithArgs(exception.KeyError, starlark.String(k))
		}
	}
	return exception.WithArgs(exception.KeyError, parseKey(text))
}

const (
	// maxKeyText is from how many bytes on the engine's text of a key is not read.
	maxKeyText = 1 << 16
	// longKey is from how many bytes on a str that is a key is remembered: its text has up to ten bytes for each.
	longKey = maxKeyText / 10
)

// IsLongKey reports whether the engine's text of a key that is missing may not be read again.
func IsLongKey(k starlark.Value) bool {
	s, ok := k.(starlark.String)
	return ok && len(s) >= longKey
}

// parseKey returns the value whose engine text is given: a string, number, None,
// bool, or a tuple of these. For others it returns a value that prints so.
func parseKey(text string) starlark.Value {
	if len(text) < maxKeyText {
		if expr, err := syntax.LegacyFileOptions().ParseExpr("key", text, 0); err == nil {
			if v := literal(expr); v != nil {
				return v
			}
		}
	}
	return verbatim(text)
}

// literal returns the value of a literal expression, or nil.
func literal(expr syntax.Expr) starlark.Value {
	switch x := expr.(type) {
	case *syntax.ParenExpr:
		return literal(x.X)
	case *syntax.Ident:
		switch x.Name {
		case "None":
			return starlark.None
		case "True":
			return starlark.True
		case "False":
			return starlark.False
		}
	case *syntax.UnaryExpr:
		if v := literal(x.X); v != nil {
			if r, err := starlark.Unary(x.Op, v); err == nil {
				return r
			}
		}
	case *syntax.TupleExpr:
		t := make(starlark.Tuple, len(x.List))
		for i, e := range x.List {
			if t[i] = literal(e); t[i] == nil {
				return nil
			}
		}
		return t
	case *syntax.Literal:
		switch v := x.Value.(type) {
		case int64:
			return starlark.MakeInt64(v)
		case *big.Int:
			return starlark.MakeBigInt(v)
		case float64:
			return starlark.Float(v)
		case string:
			if x.Token == syntax.BYTES {
				return starlark.Bytes(v)
			}
			return textValue(v)
		}
	}
	return nil
}

// verbatim is a value of which only the text is left.
type verbatim string

func (v verbatim) String() string        { return string(v) }
func (v verbatim) Type() string          { return "object" }
func (v verbatim) Freeze()               {}
func (v verbatim) Truth() starlark.Bool  { return true }
func (v verbatim) Hash() (uint32, error) { return starlark.String(v).Hash() }

// index is the complaint about a[i] where i is no position in a.
func (c *engineCase) index(kind string) error {
	what := ""
	if c.stores() { // the engine has the same words for reading and for storing
		what = "assignment "
	}
	return indexError(pythonTypeName(kind), what)
}

// wrongInt makes the exception for what is no int where the engine wants one: beside an int in a shift, for instance.
func (c *engineCase) wrongInt() error {
	got := pythonTypeName(c.args[0])
	if c.stores() {
		return exception.New(exception.TypeError, "list indices must be integers or slices, not %s", got)
	}
	for _, op := range [...]string{"<<", ">>"} {
		f, ok := c.frame()
		line := []rune(f.Text)
		if label := c.label(op); label != op || ok && 0 < f.OpCol && f.OpCol < f.OpEnd && f.OpEnd-1 <= len(line) &&
			strings.TrimSpace(string(line[f.OpCol-1:f.OpEnd-1])) == op {
			return binaryError(label, "int", got)
		}
	}
	return exception.New(exception.TypeError, "'%s' object cannot be interpreted as an integer", got)
}

// outOfRange makes the exception for an int beyond those that the engine takes.
func (c *engineCase) outOfRange() error {
	switch {
	case !c.stores():
		return exception.New(exception.OverflowError, "Python int too large to convert to C int")
	case tooLarge(c.args[0]):
		return errIndexSize()
	}
	return indexError("list", "assignment ")
}

// tooLarge reports whether an int has more than 64 bits.
func tooLarge(digits string) bool {
	_, err := strconv.ParseInt(digits, 10, 64)
	return errors.Is(err, strconv.ErrRange)
}

func errIndexSize() error {
	return exception.New(exception.IndexError, "cannot fit 'int' into an index-sized integer")
}

// wrongIndex makes the exception for an int that the engine wanted and did not get.
func (c *engineCase) wrongIndex(kind, why string) error {
	if strings.HasPrefix(why, "got ") {
		got, _, _ := strings.Cut(strings.TrimPrefix(why, "got "), ",")
		name := pythonTypeName(kind)
		switch name {
		case "str":
			return exception.New(exception.TypeError, "string indices must be integers, not '%s'", pythonTypeName(got))
		case "bytes":
			name = "byte"
		}
		return exception.New(exception.TypeError, "%s indices must be integers or slices, not %s", name, pythonTypeName(got))
	}
	if digits, _, ok := strings.Cut(why, " out of range"); ok && tooLarge(digits) && pythonTypeName(kind) != "range" {
		return errIndexSize()
	}
	return c.index(kind)
}

// sliceBound makes the exception for a bad part of a slice.
func (c *engineCase) sliceBound(why string) error {
	if strings.HasPrefix(why, "got ") {
		return exception.New(exception.TypeError, "slice indices must be integers or None or have an __index__ method")
	}
	return exception.New(exception.OverflowError, "slice index %s", why)
}
