package text

import (
	"strings"
	"sync"
	"unicode"

	"go.starlark.net/starlark"
)

// strMethods holds the methods of str, unbound.
var strMethods = sync.OnceValue(func() map[string]*starlark.Builtin {
	all := strTable()
	table := make(map[string]*starlark.Builtin, len(all))
	for name, m := range all {
		table[name] = starlark.NewBuiltin(name, m.entry(strKind))
	}
	return table
})

// strTable holds the same methods as functions.
var strTable = sync.OnceValue(func() map[string]*method {
	methods := append(sharedMethods(),
		method{sig: Signature{Func: "casefold", Style: Nothing}, run: mapping(casefold)},
		method{sig: Signature{Func: "encode", Params: []string{"encoding", "errors"}}, run: encodeMethod},
		method{sig: Signature{Func: "format"}, raw: true, run: formatMethod},
		method{sig: Signature{Func: "format_map", Style: Single, Params: []string{"mapping"}}, run: formatMapMethod},
		method{sig: Signature{Func: "isdecimal", Style: Nothing}, run: every(isDecimal)},
		method{sig: Signature{Func: "isidentifier", Style: Nothing}, run: predicate(isIdentifier)},
		method{sig: Signature{Func: "isnumeric", Style: Nothing}, run: every(isNumeric)},
		method{sig: Signature{Func: "isprintable", Style: Nothing}, run: isprintable},
		method{sig: Signature{Func: "maketrans", Style: Positional, Params: []string{"x", "y", "z"}, Required: 1}, run: makeTrans},
		method{sig: Signature{Func: "translate", Style: Single, Params: []string{"table"}}, run: translate},
		method{sig: Signature{Func: "capitalize", Style: Nothing}, run: mapping(capitalize)},
		method{sig: Signature{Func: "lower", Style: Nothing}, run: mapping(lower)},
		method{sig: Signature{Func: "swapcase", Style: Nothing}, run: mapping(swapcase)},
		method{sig: Signature{Func: "title", Style: Nothing}, run: mapping(title)},
		method{sig: Signature{Func: "upper", Style: Nothing}, run: mapping(upper)},
		method{sig: Signature{Func: "isalnum", Style: Nothing}, run: every(isAlnum)},
		method{sig: Signature{Func: "isalpha", Style: Nothing}, run: every(isAlpha)},
		method{sig: Signature{Func: "isdigit", Style: Nothing}, run: every(isDigit)},
		method{sig: Signature{Func: "islower", Style: Nothing}, run: predicate(hasLowerOnly)},
		method{sig: Signature{Func: "isspace", Style: Nothing}, run: every(isSpace)},
		method{sig: Signature{Func: "istitle", Style: Nothing}, run: predicate(hasTitle)},
		method{sig: Signature{Func: "isupper", Style: Nothing}, run: predicate(hasUpperOnly)},
	)
	table := make(map[string]*method, len(methods))
	for i := range methods {
		methods[i].sig.Owner = strKind.String()
		table[methods[i].sig.Func] = &methods[i]
	}
	return table
})

// CallStr calls a method of a str. It reports false if recv is none, or has no such method.
func CallStr(thread *starlark.Thread, recv starlark.Value, name string, args starlark.Tuple, kwargs []starlark.Tuple) (v starlark.Value, ok bool, err error) {
	switch s := recv.(type) {
	case starlark.String:
		if !isASCII(string(s)) {
			recv = Str(string(s))
		}
	case *Text:
	default:
		return nil, false, nil
	}
	m := strTable()[name]
	if m == nil {
		return nil, false, nil
	}
	v, err = m.call(thread, strKind, recv, args, kwargs)
	return v, true, err
}

var strMethodNames = sync.OnceValue(func() []string { return sortedKeys(strMethods()) })

// StrMethod returns the str method called name, bound to recv, which is a
// starlark.String or a *Text. It returns nil if str has no such method.
func StrMethod(recv starlark.Value, name string) *starlark.Builtin {
	m := strMethods()[name]
	if m == nil {
		return nil
	}
	if s, ok := recv.(starlark.String); ok && !isASCII(string(s)) {
		recv = Str(string(s))
	}
	return m.BindReceiver(recv)
}

// StrMethodNames returns the names of str's methods, sorted. The caller must not
// change the slice.
func StrMethodNames() []string { return strMethodNames() }

// sharedMethods are those that str and bytes have with one meaning.
func sharedMethods() []method {
	window := []string{"sub", "start", "end"}
	splitter := []string{"sep", "maxsplit"}
	return []method{
		{sig: Signature{Func: "center", Style: Positional, Params: []string{"width", "fillchar"}, Required: 1}, run: center},
		{sig: Signature{Func: "count", Style: Packed, Params: window, Required: 1}, run: count},
		{sig: Signature{Func: "endswith", Style: Packed, Params: window, Required: 1}, run: endswith},
		{sig: Signature{Func: "expandtabs", Params: []string{"tabsize"}}, run: expandtabs},
		{sig: Signature{Func: "find", Style: Packed, Params: window, Required: 1}, run: find},
		{sig: Signature{Func: "index", Style: Packed, Params: window, Required: 1}, run: index},
		{sig: Signature{Func: "isascii", Style: Nothing}, run: predicate((*pace).isASCII)},
		{sig: Signature{Func: "join", Style: Single, Params: []string{"iterable"}}, run: join},
		{sig: Signature{Func: "ljust", Style: Positional, Params: []string{"width", "fillchar"}, Required: 1}, run: ljust},
		{sig: Signature{Func: "lstrip", Style: Positional, Params: []string{"chars"}}, run: lstrip},
		{sig: Signature{Func: "partition", Style: Single, Params: []string{"sep"}}, run: partition},
		{sig: Signature{Func: "removeprefix", Style: Single, Params: []string{"prefix"}}, run: removeprefix},
		{sig: Signature{Func: "removesuffix", Style: Single, Params: []string{"suffix"}}, run: removesuffix},
		{sig: Signature{Func: "replace", Style: Positional, Params: []string{"old", "new", "count"}, Required: 2}, run: replace},
		{sig: Signature{Func: "rfind", Style: Packed, Params: window, Required: 1}, run: rfind},
		{sig: Signature{Func: "rindex", Style: Packed, Params: window, Required: 1}, run: rindex},
		{sig: Signature{Func: "rjust", Style: Positional, Params: []string{"width", "fillchar"}, Required: 1}, run: rjust},
		{sig: Signature{Func: "rpartition", Style: Single, Params: []string{"sep"}}, run: rpartition},
		{sig: Signature{Func: "rsplit", Params: splitter}, run: rsplit},
		{sig: Signature{Func: "rstrip", Style: Positional, Params: []string{"chars"}}, run: rstrip},
		{sig: Signature{Func: "split", Params: splitter}, run: split},
		{sig: Signature{Func: "splitlines", Params: []string{"keepends"}}, run: splitlines},
		{sig: Signature{Func: "startswith", Style: Packed, Params: window, Required: 1}, run: startswith},
		{sig: Signature{Func: "strip", Style: Positional, Params: []string{"chars"}}, run: strip},
		{sig: Signature{Func: "zfill", Style: Single, Params: []string{"width"}}, run: zfill},
	}
}

// mapping makes a method of a function from content to content.
func mapping(f func(p *pace, s string) string) func(c *call) (starlark.Value, error) {
	return func(c *call) (starlark.Value, error) { return c.wrap(f(&c.pace, c.s)), nil }
}

// predicate makes a method of a function from content to a truth value.
func predicate(f func(p *pace, s string) bool) func(c *call) (starlark.Value, error) {
	return func(c *call) (starlark.Value, error) { return starlark.Bool(f(&c.pace, c.s)), nil }
}

// every makes a method that asks whether there are characters and all are in a class.
func every(f func(r rune) bool) func(c *call) (starlark.Value, error) {
	return predicate(func(p *pace, s string) bool { return s != "" && p.eachRune(s, f) })
}

func isprintable(c *call) (starlark.Value, error) {
	return starlark.Bool(c.eachRune(c.s, isPrintable)), nil
}

// IsIdentifier reports whether s is an identifier; keywords are.
func IsIdentifier(s string) bool { return isIdentifier(nil, s) }

func isIdentifier(p *pace, s string) bool {
	if s == "" {
		return false
	}
	r, size := decodeRune(s)
	return isIdentifierStart(r) && p.eachRune(s[size:], isIdentifierPart)
}

func hasLowerOnly(p *pace, s string) bool {
	cased := false
	return p.eachRune(s, func(r rune) bool {
		cased = cased || isLower(r)
		return !isUpper(r) && !isTitle(r)
	}) && cased
}

func hasUpperOnly(p *pace, s string) bool {
	cased := false
	return p.eachRune(s, func(r rune) bool {
		cased = cased || isUpper(r)
		return !isLower(r) && !isTitle(r)
	}) && cased
}

func hasTitle(p *pace, s string) bool {
	cased, inWord := false, false
	return p.eachRune(s, func(r rune) bool {
		switch {
		case isUpper(r) || isTitle(r):
			if inWord {
				return false
			}
			cased, inWord = true, true
		case isLower(r):
			if !inWord {
				return false
			}
			cased = true
		default:
			inWord = false
		}
		return true
	}) && cased
}

func encodeMethod(c *call) (starlark.Value, error) {
	encoding, errors, err := c.codec()
	if err != nil {
		return nil, err
	}
	b, err := c.encode(c.s, encoding, errors)
	if err != nil {
		return nil, err
	}
	return Bytes(b), nil
}

// codec parses (encoding, errors).
func (c *call) codec() (encoding, errors string, err error) {
	out := [2]string{"utf-8", "strict"}
	for i, name := range []string{"encoding", "errors"} {
		v := c.args[i]
		if v == nil {
			continue
		}
		s, ok := AsString(v)
		if !ok {
			return "", "", typeError("%s() argument '%s' must be str, not %s", c.name, name, c.f.argName(v))
		}
		if strings.IndexByte(s, 0) >= 0 {
			return "", "", valueError("embedded null character")
		}
		if _, err := Encode(s, "utf-8", "strict"); err != nil {
			return "", "", err // a lone surrogate
		}
		out[i] = s
	}
	return out[0], out[1], nil
}

func formatMethod(c *call) (starlark.Value, error) {
	s, err := c.f.StrFormat(c.s, c.args, c.kwargs)
	if err != nil {
		return nil, err
	}
	return c.f.value(s)
}

func formatMapMethod(c *call) (starlark.Value, error) {
	s, err := c.f.StrFormatMap(c.s, c.args[0])
	if err != nil {
		return nil, err
	}
	return c.f.value(s)
}

// translate looks every character up in a table, which may be anything that can
// be indexed; what is not there stays. Each is looked up once, however often it
// occurs.
func translate(c *call) (starlark.Value, error) {
	table := c.args[0]
	seen := make(map[rune]string)
	total := 0
	for i := 0; i < len(c.s); {
		r, size := decodeRune(c.s[i:])
		to, known := seen[r]
		if !known {
			var err error
			if to, err = c.f.translation(table, r); err != nil {
				return nil, err
			}
			seen[r] = to
		}
		if total += len(to); total > MaxSize {
			return nil, errMemory()
		}
		i += size
		c.pass(8 * size)
	}
	b := c.room(total)
	c.eachRune(c.s, func(r rune) bool {
		b = append(b, seen[r]...)
		return true
	})
	return c.str(c.text(b)), nil
}

// translation returns what r becomes under a table.
func (f *Formatter) translation(table starlark.Value, r rune) (string, error) {
	v, err := f.getItem(table, starlark.MakeInt(int(r)))
	if err != nil {
		if f.matches(err, "LookupError") {
			return runeString(r), nil
		}
		return "", err
	}
	if v == starlark.None {
		return "", nil
	}
	if s, ok := AsString(v); ok {
		return s, nil
	}
	if _, float := v.(starlark.Float); !float {
		n, ok, err := f.index(v)
		if err != nil {
			return "", err
		}
		if ok {
			x, fits := n.Int64()
			if !fits || x < 0 || x > unicode.MaxRune {
				return "", valueError("character mapping must be in range(0x110000)")
			}
			return runeString(rune(x)), nil
		}
	}
	return "", typeError("character mapping must return integer, None or str")
}

// makeTrans makes the table that translate takes.
func makeTrans(c *call) (starlark.Value, error) {
	if c.args[1] == nil {
		return c.f.makeTransOf(c.args[0])
	}
	from, ok := AsString(c.args[0])
	to, ok2 := AsString(c.args[1])
	if !ok2 {
		return nil, typeError("maketrans() argument 2 must be str, not %s", c.f.argName(c.args[1]))
	}
	drop := ""
	if c.args[2] != nil {
		var ok3 bool
		if drop, ok3 = AsString(c.args[2]); !ok3 {
			return nil, typeError("maketrans() argument 3 must be str, not %s", c.f.argName(c.args[2]))
		}
	}
	if !ok {
		return nil, typeError("first maketrans argument must be a string if there is a second argument")
	}
	if Len(from) != Len(to) {
		return nil, valueError("the first two maketrans arguments must have equal length")
	}
	table := new(starlark.Dict)
	for from != "" {
		r, size := decodeRune(from)
		x, size2 := decodeRune(to)
		if err := table.SetKey(starlark.MakeInt(int(r)), starlark.MakeInt(int(x))); err != nil {
			return nil, err
		}
		from, to = from[size:], to[size2:]
		c.pass(64)
	}
	var err error
	eachRune(drop, func(r rune) bool {
		err = table.SetKey(starlark.MakeInt(int(r)), starlark.None)
		c.pass(64)
		return err == nil
	})
	return table, err
}

// makeTransOf makes a table of a dict whose keys are characters or code points.
func (f *Formatter) makeTransOf(v starlark.Value) (starlark.Value, error) {
	d, ok := v.(*starlark.Dict)
	if !ok {
		return nil, typeError("if you give only one argument to maketrans it must be a dict")
	}
	table := starlark.NewDict(d.Len())
	for k, v := range d.Entries() {
		if s, ok := AsString(k); ok {
			if Len(s) != 1 {
				return nil, valueError("string keys in translate table must be of length 1")
			}
			r, _ := decodeRune(s)
			k = starlark.MakeInt(int(r))
		} else if b, ok := k.(starlark.Bool); ok {
			k = boolInt(b)
		} else if _, ok := k.(starlark.Int); !ok {
			return nil, typeError("keys in translate table must be strings or integers")
		}
		if err := table.SetKey(k, v); err != nil {
			return nil, err
		}
	}
	return table, nil
}

// MakeTrans is str.maketrans, which needs no receiver.
func MakeTrans(thread *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	return strMethods()["maketrans"].CallInternal(thread, args, kwargs)
}
