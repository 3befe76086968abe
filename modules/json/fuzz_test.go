package json_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/mpstar/mpstar/internal/cli"
)

// FuzzLoads: any text is either JSON, and survives a round trip, or an error that a
// script can catch.
func FuzzLoads(f *testing.F) {
	for _, s := range []string{`{"a": [1, 2.5e-3, null]}`, `"\ud83d\ude00\ud83d"`, `[[[[`, `{"a":`, `-`, `1e999`, "\ufeff1", "\"\x01\"", `NaN`, `"\u12`} {
		f.Add(s)
	}
	const script = `
import json, sys
s = sys.stdin.read()
try:
    v = json.loads(s)
except (ValueError, RecursionError):
    pass
else:
    t = json.dumps(v)
    assert json.dumps(json.loads(t)) == t, t
    assert json.dumps(json.loads(json.dumps(v, indent=1, ensure_ascii=False))) == t
`
	f.Fuzz(func(t *testing.T, s string) {
		var out bytes.Buffer
		if code := cli.Main([]string{"mpstar", "-c", script}, strings.NewReader(s), &out, &out); code != 0 {
			t.Fatalf("%q: exit code %d\n%s", s, code, out.String())
		}
	})
}
