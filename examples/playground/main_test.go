package main

import (
	"bufio"
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

func post(t *testing.T, url, src string) (status int, body, outcome string) {
	t.Helper()
	resp, err := http.Post(url+"/run", "text/x-python", strings.NewReader(src))
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return resp.StatusCode, string(b), resp.Trailer.Get("Mpstar-Outcome")
}

func TestRun(t *testing.T) {
	old := limits
	limits.Time = 5 * time.Minute // what is not to end by it does not, on any machine
	defer func() { limits = old }()
	server := httptest.NewServer(newServer())
	defer server.Close()
	for _, c := range []struct {
		src, outcome, body string
		status             int
	}{
		{"from multiprocessing import Pool\nwith Pool(2) as p: print(p.map(abs, [-1, 2]))", "ok", "[1, 2]\n", 200},
		{"1 / 0", "exception ZeroDivisionError", "Traceback (most recent call last):", 200},
		{"raise SystemExit(3)", "exit 3", "", 200},
		{"while True: print('x' * 1000)", "limit OutputBytes", "xxx", 200},
		{"open('/etc/passwd')", "exception PermissionError", "Traceback", 200},
		{"x = (", "", "SyntaxError", 400},
	} {
		status, body, outcome := post(t, server.URL, c.src)
		if status != c.status || outcome != c.outcome || !strings.Contains(body, c.body) {
			t.Errorf("%q: status %d, outcome %q, body %.200q; want %d, %q, %q", c.src, status, outcome, body, c.status, c.outcome, c.body)
		}
	}
	limits.Time = 50 * time.Millisecond
	if _, _, outcome := post(t, server.URL, "while True: pass"); outcome != "limit Time" {
		t.Errorf("a loop without end: outcome %q", outcome)
	}
}

// TestStreaming sees a line before the script has ended, and then goes away, which ends the script.
func TestStreaming(t *testing.T) {
	old := limits
	limits.Time = time.Hour
	defer func() { limits = old }()
	server := httptest.NewServer(newServer())
	defer server.Close()
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, "POST", server.URL+"/run", strings.NewReader("import time\nprint('first')\ntime.sleep(3000)"))
	if err != nil {
		t.Fatal(err)
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	line, err := bufio.NewReader(resp.Body).ReadString('\n')
	if line != "first\n" || err != nil {
		t.Fatalf("%q, %v", line, err)
	}
	began := time.Now()
	cancel()
	server.Close() // waits for the handler
	if took := time.Since(began); took > 2*time.Minute {
		t.Errorf("the script went on for %v after its client had gone", took)
	}
}
