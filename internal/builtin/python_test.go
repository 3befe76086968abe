package builtin

import (
	"bytes"
	"encoding/json"
	"os/exec"
	"sync"
	"testing"
)

var python3 = sync.OnceValue(func() string {
	path, err := exec.LookPath("python3")
	if err != nil {
		return ""
	}
	out, err := exec.Command(path, "-c", "import sys; print(sys.version_info[:2] == (3, 11))").Output()
	if err != nil || string(bytes.TrimSpace(out)) != "True" {
		return ""
	}
	return path
})

// oracle feeds input, as JSON, to a Python program that prints JSON, and decodes what it
// prints into output. It skips the test where there is no CPython 3.11.
func oracle(t testing.TB, program string, input, output any) {
	t.Helper()
	path := python3()
	if path == "" {
		t.Skip("no python3.11 to compare with")
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
