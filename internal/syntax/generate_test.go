package syntax

import (
	"flag"
	"math/rand"
	"strings"
	"testing"
	"unicode/utf8"
)

var (
	programs = flag.Int("programs", 600, "how many generated programs to compare with CPython")
	seed     = flag.Int64("seed", 1, "what the generated programs begin from")
)

// A generator writes random programs from the grammar. Most are well-formed; some break a rule that is no rule of the grammar
// (return outside a function, a name that is twice a parameter), and some have a token dropped, doubled or replaced.
type generator struct {
	*rand.Rand
	b      strings.Builder
	indent int
	fn     int // functions around what is being written
	async  bool
	loop   int
	wild   bool
}

// pick chooses one. Those that begin with "¡" are mostly wrong: only wild programs have them.
func (g *generator) pick(options ...string) string {
	for {
		s, wrong := strings.CutPrefix(options[g.Intn(len(options))], "¡")
		if !wrong || g.wild {
			return s
		}
	}
}

// one reports true one time in n.
func (g *generator) one(n int) bool { return g.Intn(n) == 0 }

// bad is one, in wild programs.
func (g *generator) bad(n int) bool { return g.wild && g.one(n) }

func (g *generator) name() string {
	return g.pick("a", "b", "c", "x", "y", "self", "_", "__p", "match", "case", "type", "é", "print", "a", "b", "c")
}

func (g *generator) number() string {
	return g.pick("0", "1", "12", "1_000", "0x_ff", "0b101", "0o17", "1.5", ".5", "1.", "1e5", "1_0e-1_0", "2j", "1.5J", "00", "¡007", "¡1__0", "¡1_", "¡0xg", "¡1e", "¡0b12", "12345678901234567890123", "¡1if", "¡1or", "¡0_7")
}

func (g *generator) str() string {
	prefix := g.pick("", "", "", "r", "b", "rb", "u", "R", "Br", "f", "¡ur", "F", "rf")
	body := g.pick("", "a", "é", `\n`, `\x41`, `\u00e9`, `\U0001F600`, `\101`, `¡\N{DASH}`, `¡\x4`, `¡\u12`, `\q`, "a b", `\\`, "{", "}", "{{}}", "%s", "#", `¡\U00110000`, "\\\n", "¡\n")
	if strings.ContainsAny(prefix, "fF") {
		body = g.fstringBody(2)
	}
	if strings.ContainsAny(prefix, "bB") && !g.wild {
		body = strings.ReplaceAll(body, "é", "e")
	}
	q := g.pick(`'`, `"`, `'''`, `"""`)
	return prefix + q + body + q
}

func (g *generator) fstringBody(depth int) string {
	var b strings.Builder
	for range g.Intn(3) {
		switch g.Intn(9) {
		case 0:
			b.WriteString(g.pick("a", "é", "{{", "}}", `\n`, `\x41`, "%", "#", "¡{", "¡}"))
		default:
			b.WriteString("{" + g.pick("a", "b.c", "x[1]", "x[y]", "f(a)", " a ", "a + 1", "(lambda: 1)", "¡lambda: 1", "¡*a", "*a, b", "a if b else c", "a!=b", "a==b", "(x:=1)", "x:=5", "¡{1: 2}", " {1: 2}", "¡yield", "¡a b", "¡", "¡ ", "a,", "¡await x", "[i for i in a]", "¡a#", `¡a\n`, "1_000", "¡d['k']", `¡d["k"]`, "not a", "-a"))
			b.WriteString(g.pick("", "", "", "=", " = ", "!r", "!s", "!a", "¡!x", "¡!", "=!r", "¡! r"))
			switch g.Intn(4) {
			case 0:
				b.WriteString(":" + g.pick("", ">5", ".2f", "%H:%M", "{w}", "{w}.{p}", "{{", "}}", "é", "!r", "{w!r}", "{w:{x}}", "¡{w:{x:{y}}}", "¡'"))
			}
			b.WriteString(g.pick("}", "}", "}", "}", "}", "}", "}", "}", "}", "¡", "¡}}"))
		}
	}
	return b.String()
}

func (g *generator) list(depth, least int, one func(int) string) string {
	n := least + g.Intn(3)
	parts := make([]string, n)
	for i := range parts {
		parts[i] = one(depth)
	}
	s := strings.Join(parts, g.pick(", ", ",", " , "))
	if n > 0 && g.one(5) {
		s += ","
	}
	return s
}

func (g *generator) starred(depth int) string {
	if g.one(8) {
		return "*" + g.expr(depth)
	}
	return g.expr(depth)
}

func (g *generator) target(depth int) string {
	switch g.Intn(14) {
	case 0:
		return g.name() + "." + g.name()
	case 1:
		return g.name() + "[" + g.slice(depth) + "]"
	case 2:
		return "(" + g.list(depth-1, 1, g.starTarget) + ")"
	case 3:
		return "[" + g.list(depth-1, 0, g.starTarget) + "]"
	case 4:
		return g.list(depth-1, 1, g.starTarget)
	case 5:
		if g.bad(2) {
			return g.expr(depth) // mostly no target at all
		}
	}
	return g.name()
}

func (g *generator) starTarget(depth int) string {
	switch {
	case depth <= 0:
		return g.name()
	case g.bad(7), g.one(30):
		return "*" + g.name()
	case g.bad(12):
		return g.expr(depth)
	}
	return g.target(depth - 1)
}

func (g *generator) slice(depth int) string {
	switch g.Intn(7) {
	case 0:
		return g.expr(depth) + ":"
	case 1:
		return ":" + g.expr(depth)
	case 2:
		return g.expr(depth) + ":" + g.expr(depth) + ":" + g.pick("", "2", "-1")
	case 3:
		return g.list(depth, 1, func(d int) string { return g.pick("::2", ":", "1:", "...", "a", "*b", "x:=1") })
	}
	return g.starred(depth)
}

func (g *generator) comprehension(depth int) string {
	var b strings.Builder
	for range 1 + g.Intn(2) {
		if g.bad(8) {
			b.WriteString(" async")
		}
		b.WriteString(" for " + g.target(1) + " in " + g.disjunction(depth))
		for g.one(3) {
			b.WriteString(" if " + g.disjunction(depth))
		}
	}
	return b.String()
}

func (g *generator) disjunction(depth int) string {
	if g.bad(10) {
		return g.expr(depth)
	}
	return g.pick("a", "b", "f(x)", "a or b", "not c", "a < b", "[1, 2]", "range(3)", "¡(yield)", "¡(i := 1)", "¡i := 2", "¡lambda: 1")
}

func (g *generator) params(depth int, annotated bool) string {
	names := []string{"a", "b", "c", "d", "e", "g", "h"}
	if g.bad(15) {
		names = []string{"a", "b", "a", "c", "d", "e", "f"}
	}
	one := func(i int) string {
		s := names[i%len(names)]
		if annotated && g.one(6) {
			s += ": " + g.expr(0)
		}
		return s
	}
	var parts []string
	i, def := 0, false
	for range g.Intn(3) {
		s := one(i)
		i++
		if def && !g.bad(10) || g.one(4) {
			s += "=" + g.expr(depth-1)
			def = true
		}
		parts = append(parts, s)
		if g.bad(8) {
			parts = append(parts, "/")
		}
	}
	if g.one(4) {
		if g.one(2) {
			s := "*" + one(i)
			if annotated && g.one(8) {
				s = "*" + names[i%len(names)] + ": *t"
			}
			parts = append(parts, s)
			i++
		} else {
			parts = append(parts, "*")
			if !g.wild {
				parts = append(parts, one(i))
				i++
			}
		}
		for range g.Intn(3) {
			s := one(i)
			i++
			if g.one(2) {
				s += "=" + g.expr(depth-1)
			}
			parts = append(parts, s)
		}
	}
	if g.one(5) {
		s := "**" + one(i)
		if g.bad(15) {
			s += "=1"
		}
		parts = append(parts, s)
		if g.bad(12) {
			parts = append(parts, g.pick("z", "*y", "**w"))
		}
	}
	if g.bad(25) && len(parts) > 1 {
		g.Shuffle(len(parts), func(i, j int) { parts[i], parts[j] = parts[j], parts[i] })
	}
	s := strings.Join(parts, ", ")
	if len(parts) > 0 && g.one(8) {
		s += ","
	}
	return s
}

func (g *generator) arguments(depth int) string {
	if g.one(12) {
		return g.expr(depth-1) + g.comprehension(depth-1) + g.pick("", "", "", "¡,", "¡, a", "¡, b=1")
	}
	var parts []string
	for i := range g.Intn(4) {
		if i == 1 && !g.wild {
			parts = append(parts, g.pick("n=", "**", "*")+g.expr(depth-1))
			break
		}
		switch g.Intn(9) {
		case 0:
			parts = append(parts, "*"+g.expr(depth-1))
		case 1:
			if g.wild {
				parts = append(parts, "**"+g.expr(depth-1))
			}
		case 2, 3:
			if !g.wild {
				continue
			}
			parts = append(parts, g.pick("k", "l", "m", "a", "¡True", "¡a.b", "¡1", "é")+"="+g.expr(depth-1))
		case 4:
			parts = append(parts, g.pick("n := ", "(n := ")+g.expr(0))
			if strings.HasPrefix(parts[len(parts)-1], "(") {
				parts[len(parts)-1] += ")"
			}
		default:
			parts = append(parts, g.expr(depth-1))
		}
	}
	s := strings.Join(parts, ", ")
	if len(parts) > 0 && g.one(8) {
		s += ","
	}
	return s
}

var binaryOps = strings.Fields("+ - * / // % ** @ << >> & | ^ == != < > <= >= is in and or <> <=> ? === ++ -- not&in is&not")

func (g *generator) expr(depth int) string {
	if depth <= 0 {
		switch g.Intn(10) {
		case 0:
			return g.number()
		case 1:
			return g.str()
		case 2:
			return g.pick("None", "True", "False", "...", "()", "[]", "{}", "__debug__", "-1", "not a")
		}
		return g.name()
	}
	d := depth - 1
	switch g.Intn(26) {
	case 0, 1, 2:
		op := binaryOps[g.Intn(len(binaryOps)-9)]
		if g.bad(15) {
			op = strings.ReplaceAll(binaryOps[g.Intn(len(binaryOps))], "&", " ")
		}
		return g.expr(d) + " " + op + " " + g.expr(d)
	case 3:
		return g.pick("-", "+", "~", "not ", "- -", "not not ") + g.expr(d)
	case 4, 5:
		return g.atom(d) + "(" + g.arguments(depth) + ")"
	case 6:
		return g.atom(d) + "." + g.name()
	case 7:
		return g.atom(d) + "[" + g.slice(d) + "]"
	case 8:
		return "(" + g.expr(d) + ")"
	case 9:
		return "(" + g.list(d, 0, g.starred) + ")"
	case 10:
		return "[" + g.list(d, 0, g.starred) + "]"
	case 11:
		return "{" + g.list(d, 1, g.starred) + "}"
	case 12:
		return "{" + g.list(d, 0, func(d int) string {
			if g.one(8) {
				return "**" + g.expr(d)
			}
			if g.bad(25) {
				return g.expr(d)
			}
			return g.expr(d) + g.pick(": ", ":") + g.expr(d)
		}) + "}"
	case 13:
		return "[" + g.expr(d) + g.comprehension(d) + "]"
	case 14:
		return "(" + g.expr(d) + g.comprehension(d) + ")"
	case 15:
		return "{" + g.expr(d) + g.comprehension(d) + "}"
	case 16:
		return "{" + g.expr(d) + ": " + g.expr(d) + g.comprehension(d) + "}"
	case 17:
		return "lambda " + g.params(d, false) + ": " + g.expr(d)
	case 18:
		return g.expr(d) + " if " + g.expr(d) + " else " + g.expr(d)
	case 19:
		if g.bad(4) {
			return g.name() + " := " + g.expr(d)
		}
		return "(" + g.name() + " := " + g.expr(d) + ")"
	case 20:
		if g.fn > 0 || g.bad(10) {
			return g.pick("(yield)", "(yield "+g.starred(d)+")", "¡(yield from "+g.expr(d)+")", "¡yield", "¡(await "+g.expr(d)+")")
		}
	case 21:
		if g.async || g.bad(10) {
			return "await " + g.atom(d)
		}
	case 22:
		return g.str() + " " + g.str()
	}
	return g.expr(0)
}

func (g *generator) atom(depth int) string {
	if g.one(3) {
		return "(" + g.expr(depth) + ")"
	}
	if g.bad(10) {
		return g.expr(depth)
	}
	return g.name()
}

func (g *generator) line(s string) {
	g.b.WriteString(strings.Repeat("    ", g.indent))
	g.b.WriteString(s)
	if g.bad(30) {
		g.b.WriteString(g.pick(";", "  # é", " \\\n", ";;", "\t", "\f"))
	}
	g.b.WriteString("\n")
}

func (g *generator) block(head string, depth int) {
	if g.one(8) {
		g.line(head + " " + g.simple(depth) + g.pick("", ";", "; pass"))
		return
	}
	g.line(head)
	outer := g.indent
	g.indent++
	if g.bad(60) {
		g.indent += g.Intn(3) - 1
	}
	for range 1 + g.Intn(2) {
		g.stmt(depth - 1)
	}
	g.indent = outer
}

func (g *generator) simple(depth int) string {
	switch g.Intn(24) {
	case 0, 1, 2:
		s := ""
		for range 1 + g.Intn(2) {
			s += g.target(2) + " = "
		}
		return s + g.list(2, 1, g.starred)
	case 3:
		return g.target(1) + " " + g.pick("+", "-", "*", "/", "//", "%", "@", "&", "|", "^", "<<", ">>", "**") + "= " + g.expr(2)
	case 4:
		s := g.target(1) + ": " + g.expr(1)
		if g.one(2) {
			s += " = " + g.list(1, 1, g.starred)
		}
		return s
	case 5:
		if g.fn > 0 || g.bad(12) {
			return g.pick("return", "return "+g.list(2, 1, g.starred))
		}
	case 6:
		return g.pick("raise", "raise "+g.expr(1), "raise "+g.expr(1)+" from "+g.expr(1))
	case 7:
		return "del " + g.list(1, 1, g.starTarget)
	case 8:
		return "assert " + g.expr(2) + g.pick("", ", "+g.expr(1))
	case 9:
		return "import " + g.pick("a", "a.b", "a.b as c", "a, b", "a as b, c.d as e", "¡.a", "¡a as b.c", "¡a,")
	case 10:
		return "from " + g.pick("a", ".", "..", "...", ".a.b", "....", "¡__future__") + " import " + g.pick("b", "b as c", "(b, c)", "(b as c, d,)", "¡*", "¡b,", "¡(*)", "¡()", "annotations", "b, c as d", "¡b.c")
	case 11:
		if g.fn > 0 || g.bad(10) {
			return g.pick("global ", "¡nonlocal ") + g.pick("g1", "g2, g3", "¡a", "¡x", "¡b.c", "¡")
		}
	case 12:
		if g.loop > 0 || g.bad(12) {
			return g.pick("break", "continue")
		}
	case 13:
		return "pass"
	case 14:
		if g.fn > 0 || g.bad(12) {
			return g.pick("yield", "yield "+g.list(1, 1, g.starred), "x = yield", "x = yield "+g.expr(1), "yield from "+g.expr(1), "x += yield", "¡await "+g.expr(1))
		}
	case 15:
		if !g.wild {
			break
		}
		return g.pick("print a", "print 'x'", "exec 'x'", "print >>f, x", "a b", "x = = y", "else", "*a", "*a, b", "f() = 1", "a + 1 = 2", "None = 1", "(a, b) += 1", "a = b += 1", "import", "lambda: (yield)", "a.1", "1.a", "x = 1 2", "(a) : int = 1", "(a, b): int", "[a]: int", "not = 1", "a =! b", "a! = b", "x = *", "$a", "a?")
	}
	return g.list(3, 1, g.expr)
}

func (g *generator) stmt(depth int) {
	if depth <= 0 {
		g.line(g.simple(1))
		return
	}
	switch g.Intn(22) {
	case 0:
		g.block("if "+g.expr(2)+":", depth)
		for g.one(3) {
			g.block("elif "+g.expr(1)+":", depth)
		}
		if g.one(3) {
			g.block("else:", depth)
		}
	case 1:
		g.loop++
		g.block(g.pick("while "+g.expr(2)+":", "for "+g.target(2)+" in "+g.list(1, 1, g.starred)+":"), depth)
		g.loop--
		if g.one(4) {
			g.block("else:", depth)
		}
	case 2, 3:
		for g.one(5) {
			g.line("@" + g.expr(1))
		}
		was, loop := g.async, g.loop
		async := g.one(6)
		g.async, g.loop = async, 0
		g.fn++
		head := "def " + g.name() + "(" + g.params(2, true) + ")"
		if async {
			head = "async " + head
		}
		if g.one(6) {
			head += " -> " + g.expr(1)
		}
		g.block(head+":", depth)
		g.fn--
		g.async, g.loop = was, loop
	case 4:
		fn, loop := g.fn, g.loop
		g.fn, g.loop = 0, 0
		g.block("class "+g.name()+g.pick("", "()", "("+g.arguments(1)+")")+":", depth)
		g.fn, g.loop = fn, loop
	case 5:
		g.block("try:", depth)
		n := g.Intn(3)
		star := ""
		if g.one(5) {
			star = g.pick("*", " *", "* ")
		}
		for range n {
			s := star
			if g.bad(15) {
				s = "*"
			}
			g.block("except"+s+g.pick(" A", " (A, B)", " "+g.expr(1), " A as e", " A as e", "¡ A, B", "¡", "¡ A as e.f")+":", depth)
		}
		if n > 0 && g.one(3) {
			g.block("else:", depth)
		}
		if n == 0 && !g.bad(10) || g.one(3) {
			g.block("finally:", depth)
		}
	case 6:
		item := func(d int) string { return g.expr(d) + g.pick("", " as "+g.target(1)) }
		items := g.list(1, 1, item)
		g.block(g.pick("with "+items+":", "with ("+items+"):"), depth)
	case 7:
		if g.async || g.bad(8) {
			g.block("async "+g.pick("for a in b:", "with a as b:", "with (a as b, c):"), depth)
			return
		}
		g.line(g.simple(depth))
	case 8:
		g.line("match " + g.pick(g.expr(1), g.list(1, 1, g.starred)) + ":")
		g.indent++
		for range 1 + g.Intn(3) {
			head := "case " + g.pick(g.pattern(2), g.pattern(2), g.list(1, 1, g.pattern))
			if g.one(4) {
				head += " if " + g.expr(1)
			}
			g.block(head+":", depth)
		}
		g.indent--
	default:
		g.line(g.simple(depth))
	}
}

func (g *generator) pattern(depth int) string {
	if depth <= 0 {
		return g.pick("¡_", "¡a", "¡b", "1", "-1", "'s'", "None", "True", "a.b", "1+2j", "-1-2j", "b'x'", "¡c", "¡d", "1.5", "1j", "¡f'x'", "¡+1", "'a' 'b'", "¡1+2", "a.b.c", "¡...", "¡x if y", "¡1j+1", "¡--1", "¡é")
	}
	d := depth - 1
	switch g.Intn(11) {
	case 0:
		return g.pattern(d) + " | " + g.pattern(d)
	case 1:
		if !g.wild {
			break
		}
		return g.pattern(d) + " as " + g.pick("n", "m", "¡_", "¡a.b", "¡1")
	case 2:
		return "[" + g.list(d, 0, g.starPattern) + "]"
	case 3:
		return "(" + g.list(d, 0, g.starPattern) + ")"
	case 4:
		return "{" + g.list(d, 0, func(d int) string {
			if g.one(6) {
				return "**" + g.pick("rest", "¡_", "r2")
			}
			return g.pick("'k'", "1", "a.b", "None", "-1", "'k'", "¡x", "'j'", "1+1j") + ": " + g.pattern(d)
		}) + "}"
	case 5, 6:
		return g.pick("C", "a.b", "int", "C") + "(" + g.list(d, 0, func(d int) string {
			if g.bad(3) {
				return g.pick("k", "l", "m") + "=" + g.pattern(d)
			}
			return g.pattern(d)
		}) + ")"
	case 7:
		return "(" + g.pattern(d) + ")"
	}
	return g.pattern(0)
}

func (g *generator) starPattern(depth int) string {
	if g.bad(6) || g.one(15) {
		return "*" + g.pick("_", "rest", "a", "s")
	}
	return g.pattern(depth)
}

// program writes one program, a few lines long.
func (g *generator) program() string {
	g.b.Reset()
	g.wild = g.one(2)
	g.indent, g.fn, g.loop, g.async = 0, 0, 0, false
	for range 1 + g.Intn(3) {
		g.stmt(3)
	}
	s := g.b.String()
	if g.bad(3) {
		s = g.broken(s)
	}
	return s
}

// broken drops, doubles or replaces a piece of a program.
func (g *generator) broken(s string) string {
	words := strings.SplitAfter(s, " ")
	i := g.Intn(len(words))
	switch g.Intn(4) {
	case 0:
		words[i] = ""
	case 1:
		words[i] += words[i]
	case 2:
		words[i] = g.pick("(", ")", "]", "{", ":", ",", "=", "if", "in", "not", ".", "*", "'", "\n", "\\", "f'{", "is", "as") + " "
	case 3:
		at := g.Intn(len(s))
		return strings.ToValidUTF8(s[:at]+g.pick("", "(", "\n", " ", "\t", ":", "=", "\x00", "\x0c", "'")+s[at:], "")
	}
	return strings.Join(words, "")
}

// TestGenerated: what CPython accepts we accept, with the same tree, and what it rejects we reject. The
// messages may differ in one program of two hundred: CPython's depend on what its parser happens to have looked at.
func TestGenerated(t *testing.T) {
	o := newOracle(t)
	g := &generator{Rand: rand.New(rand.NewSource(*seed))}
	accepted, rejected, worded := 0, 0, 0
	for range *programs {
		src := g.program()
		if strings.Contains(src, `\N{`) {
			continue
		}
		v := o.ask(t, "compile", src)
		_, err := Parse("x.py", []byte(src), Python)
		switch {
		case v.OK != (err == nil):
			t.Errorf("%q:\nCPython %s %s\nhere    %v\n%s", src, v.Kind, v.Msg, err, src)
		case v.OK:
			accepted++
			sameTree(t, o, "x.py", src)
		default:
			rejected++
			if d := sameError(v, src, err); d != "" && comparable(v, src, err) && utf8.RuneCountInString(src) == len(src) {
				// Not those with other characters: the columns of CPython's compiler count bytes.
				worded++
				if testing.Verbose() {
					t.Logf("%q:\n%s", src, d)
				}
			}
		}
	}
	t.Logf("%d accepted, %d rejected, of which %d with another message", accepted, rejected, worded)
	if accepted < *programs/5 || rejected < *programs/5 {
		t.Errorf("%d accepted and %d rejected of %d: the generator has lost its balance", accepted, rejected, *programs)
	}
	if worded*20 > rejected {
		t.Errorf("%d of %d messages differ", worded, rejected)
	}
}
