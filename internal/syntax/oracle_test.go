package syntax

import (
	"bufio"
	"encoding/json"
	"io"
	"os/exec"
	"sync"
	"testing"

	cpython "github.com/mpstar/mpstar/tests/oracle"
)

// An oracle is a python3 that answers questions about source text.
type oracle struct {
	mu  sync.Mutex
	in  io.WriteCloser
	out *bufio.Reader
}

type verdict struct {
	OK      bool   `json:"ok"`
	Dump    string `json:"dump"`
	Kind    string `json:"kind"`
	Msg     string `json:"msg"`
	Line    int32  `json:"line"`
	Col     int32  `json:"col"`
	EndLine int32  `json:"end_line"`
	EndCol  int32  `json:"end_col"`
	Text    string `json:"text"`

	Snippets []string `json:"snippets"`
}

// newOracle starts python3. It skips the test if there is none, or not 3.11.
func newOracle(t testing.TB) *oracle {
	t.Helper()
	path, err := cpython.LookPath()
	if err != nil {
		t.Skip(err)
	}
	cmd := exec.Command(path, "testdata/oracle.py")
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		in.Close()
		cmd.Wait()
	})
	return &oracle{in: in, out: bufio.NewReader(out)}
}

func (o *oracle) ask(t testing.TB, op, src string) verdict {
	t.Helper()
	o.mu.Lock()
	defer o.mu.Unlock()
	q, err := json.Marshal(map[string]string{"op": op, "src": src})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := o.in.Write(append(q, '\n')); err != nil {
		t.Fatal(err)
	}
	line, err := o.out.ReadBytes('\n')
	if err != nil {
		t.Fatalf("python3 ended on %q: %v", src, err)
	}
	var v verdict
	if err := json.Unmarshal(line, &v); err != nil {
		t.Fatal(err)
	}
	return v
}
