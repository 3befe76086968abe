package syntax

import (
	"math/rand"
	"os"
	"strings"
	"testing"
)

// mutations makes broken Python of whole Python: lines and blocks of the standard
// library in which tokens are dropped, doubled, added or replaced.
func mutations(t testing.TB, seed int64, n int) []string {
	r := rand.New(rand.NewSource(seed))
	var pieces []string
	for _, name := range corpus(t, 23) {
		src, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		lines := strings.Split(string(src), "\n")
		for i := 0; i+6 < len(lines); i++ {
			pieces = append(pieces, strings.TrimSpace(lines[i]))
			if i%4 == 0 {
				pieces = append(pieces, strings.Join(lines[i:i+6], "\n"))
			}
		}
	}
	tokens := strings.Fields("( ) [ ] { } : , ; = == := + - * ** / // @ . ... -> < > <= in not is if else elif for while def class " +
		"return yield lambda and or async await with as try except finally import from global nonlocal pass break continue del " +
		"assert raise None True x y z print 1 2.5 'a' f'{x}' b'' $ ? ! match case _ += <<= ~ % & | ^ \\ \" f'{ } # 1_ 0x")
	var out []string
	for len(out) < n {
		s := pieces[r.Intn(len(pieces))]
		if s == "" || len(s) > 500 {
			continue
		}
		if r.Intn(3) == 0 {
			s = "if 1:\n    " + strings.ReplaceAll(s, "\n", "\n    ")
		}
		for range 1 + r.Intn(2) {
			if !strings.HasSuffix(s, "\n") {
				s += "\n"
			}
			sc := &scanner{src: s, source: &Source{Lines: strings.Split(s, "\n")}, line: 1}
			sc.run()
			tok := sc.toks[r.Intn(len(sc.toks))]
			word := " " + tokens[r.Intn(len(tokens))] + " "
			switch r.Intn(4) {
			case 0:
				s = s[:tok.off] + s[tok.end:]
			case 1:
				s = s[:tok.off] + word + s[tok.off:]
			case 2:
				s = s[:tok.off] + word + s[tok.end:]
			case 3:
				s = s[:tok.end] + " " + s[tok.off:]
			}
		}
		out = append(out, s)
	}
	return out
}

// TestErrorsMutations compares our verdicts on broken sources with CPython's:
// kind, message, line, columns. A few may differ: CPython's depend on what its
// parser happens to have looked at.
func TestErrorsMutations(t *testing.T) {
	o := newOracle(t)
	n := 4000
	if testing.Short() {
		n = 400
	}
	total, bad := 0, 0
	for _, s := range mutations(t, 1, n) {
		v := o.ask(t, "compile", s)
		_, err := Parse("x.py", []byte(s), Python)
		if !comparable(v, s, err) {
			continue
		}
		total++
		if d := sameError(v, s, err); d != "" {
			bad++
			t.Logf("%q:\n%s", s, d)
		}
	}
	if bad*500 > total {
		t.Errorf("%d of %d differ", bad, total)
	}
}
