package text

import (
	"bufio"
	"bytes"
	"fmt"
	"os/exec"
	"strings"
	"testing"
	"unicode/utf8"
)

// TestOracleCharacters compares the classes and case mappings of code points with
// CPython's, also next to a sigma. It takes every one in the ranges where they vary,
// and samples elsewhere.
func TestOracleCharacters(t *testing.T) {
	next := func(i rune) rune {
		if i < 0x12000 || 0x1D000 <= i && i < 0x1FC00 {
			return i + 1
		}
		return i + 89
	}
	const script = `
i, out = 0, []
while i < 0x110000:
    c = chr(i)
    out.append(' '.join(map(str, (i, *map(int, (c.isalpha(), c.isalnum(), c.isdecimal(), c.isdigit(), c.isnumeric(), c.isspace(), c.isupper(), c.islower(),
        c.istitle(), c.isprintable(), c.isidentifier(), ('a' + c).isidentifier(), len(('a' + c + 'b').splitlines()) > 1)),
        *(s.encode('utf-8', 'surrogatepass').hex() for s in (c.upper(), c.lower(), c.title(), c.casefold(), c.swapcase(), c.capitalize(), ('a' + c).title(),
        (c + '\u03a3').lower(), ('a' + c + '\u03a3').lower(), ('a\u03a3' + c).lower(), ('a\u03a3' + c + 'a').lower())), repr(c).encode('utf-8', 'surrogatepass').hex(),
        int(c) if c.isdecimal() else -1))))
    i += 1 if i < 0x12000 or 0x1D000 <= i < 0x1FC00 else 89
print('\n'.join(out))
`
	cmd := exec.Command(python(t), "-c", script)
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	bit := func(b bool) int {
		if b {
			return 1
		}
		return 0
	}
	failed := 0
	lines := bufio.NewScanner(bytes.NewReader(out))
	for i := rune(0); i <= utf8.MaxRune; i = next(i) {
		if !lines.Scan() {
			t.Fatalf("python3 stopped before U+%04X", i)
		}
		if failed > 20 {
			break
		}
		c := runeString(i)
		line := fmt.Sprint(i)
		for _, b := range []bool{isAlpha(i), isAlnum(i), isDecimal(i), isDigit(i), isNumeric(i), isSpace(i), hasUpperOnly(nil, c), hasLowerOnly(nil, c),
			hasTitle(nil, c), isPrintable(i), IsIdentifier(c), IsIdentifier("a" + c), isLineBreak(i)} {
			line += fmt.Sprintf(" %d", bit(b))
		}
		const sigma = "Σ"
		for _, s := range []string{upper(nil, c), lower(nil, c), title(nil, c), casefold(nil, c), swapcase(nil, c), capitalize(nil, c), title(nil, "a"+c),
			lower(nil, c+sigma), lower(nil, "a"+c+sigma), lower(nil, "aΣ"+c), lower(nil, "aΣ"+c+"a"), Repr(c)} {
			line += fmt.Sprintf(" %x", s)
		}
		digit, ok := digitValue(i)
		if !ok {
			digit = -1
		}
		line += fmt.Sprintf(" %d", digit)
		if want := lines.Text(); line != want {
			failed++
			t.Errorf("U+%04X\n\tgot  %s\n\twant %s", i, line, strings.TrimSpace(want))
		}
	}
}
