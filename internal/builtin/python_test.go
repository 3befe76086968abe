package builtin

import (
	"bytes"
	"encoding/json"
	"os/exec"
	"testing"

	cpython "github.com/mpstar/mpstar/tests/oracle"
)

// oracle feeds input, as JSON, to a Python program that prints JSON, and decodes what it
// prints into output. It skips the test where there is no CPython 3.11.
func oracle(t testing.TB, program string, input, output any) {
	t.Helper()
	path, err := cpython.LookPath()
	if err != nil {
		t.Skip(err)
	}
	in, err := json.Marshal(input)
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(path, "-c", program)
	cmd.Stdin = bytes.NewReader(in)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("python3: %v\n%s", err, stderr.Bytes())
	}
	if err := json.Unmarshal(out, output); err != nil {
		t.Fatalf("python3 printed %q: %v", out, err)
	}
}
