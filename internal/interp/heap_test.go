package interp

import "testing"

// TestOneMemoryError tells a script several times that memory runs out: it gets one MemoryError until it has had time to let go of something.
func TestOneMemoryError(t *testing.T) {
	out, code := runScript(t, `
from proc import short
def wait(steps):
    for i in range(steps): pass
def f(found):
    try:
        short(); short()
        found("not raised")
    except MemoryError:
        found("raised")
        short()
        found("handled")
    try:
        wait(10_000)
    except MemoryError: found("raised twice")
    try:
        short()
        wait(10)
        found("not raised again")
    except MemoryError: found("raised again")
found = []
f(found.append)
wait(10_000)
f(lambda what: found.append(what))
print(found)
`)
	want := "['raised', 'handled', 'raised again', 'raised', 'handled', 'raised again']\n"
	if out != want || code != 0 {
		t.Errorf("exit code %d, output:\n%s\nwant:\n%s", code, out, want)
	}
}
