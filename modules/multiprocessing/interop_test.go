package multiprocessing_test

import (
	"bufio"
	"encoding/binary"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/mpstar/mpstar/internal/cli"
)

// A program is a script that runs under mpstar or python3 and prints what the test reads line by line.
type program struct {
	t     *testing.T
	lines *bufio.Reader
	errs  *strings.Builder
	done  chan int
}

// start starts a script. python is "" for mpstar, in this process.
func start(t *testing.T, python, src string, args ...string) *program {
	t.Helper()
	file := filepath.Join(t.TempDir(), "script.py")
	if err := os.WriteFile(file, []byte(src), 0o644); err != nil {
		t.Fatal(err)
	}
	r, w := io.Pipe()
	p := &program{t: t, lines: bufio.NewReader(r), errs: new(strings.Builder), done: make(chan int, 1)}
	if python == "" {
		go func() {
			code := cli.Main(append([]string{"mpstar", file}, args...), strings.NewReader(""), w, p.errs)
			w.Close()
			p.done <- code
		}()
		return p
	}
	cmd := exec.CommandContext(t.Context(), python, append([]string{"-u", file}, args...)...)
	cmd.Stdout, cmd.Stderr = w, p.errs
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	go func() {
		cmd.Wait()
		w.Close()
		p.done <- cmd.ProcessState.ExitCode()
	}()
	return p
}

// line returns the next line that the program prints.
func (p *program) line() string {
	p.t.Helper()
	type result struct {
		s   string
		err error
	}
	c := make(chan result, 1)
	go func() {
		s, err := p.lines.ReadString('\n')
		c <- result{s, err}
	}()
	select {
	case r := <-c:
		if r.err != nil {
			p.t.Fatalf("the program ended (%v); standard error:\n%s", r.err, p.errs)
		}
		return strings.TrimSuffix(r.s, "\n")
	case <-time.After(scriptTimeout):
		p.t.Fatalf("the program prints nothing")
	}
	return ""
}

func (p *program) want(lines ...string) {
	p.t.Helper()
	for _, want := range lines {
		if got := p.line(); got != want {
			p.t.Errorf("it printed %q, want %q", got, want)
		}
	}
}

// after skips what the program prints before a line.
func (p *program) after(want string) {
	p.t.Helper()
	for p.line() != want {
	}
}

// end waits for the program's end.
func (p *program) end() {
	p.t.Helper()
	go io.Copy(io.Discard, p.lines)
	select {
	case code := <-p.done:
		if code != 0 {
			p.t.Errorf("exit code %d; standard error:\n%s", code, p.errs)
		}
	case <-time.After(scriptTimeout):
		p.t.Fatalf("the program is still running")
	}
}

// sides are who may be which in a pair of programs: mpstar alone, and each way with
// python3 if it is there.
func sides(t *testing.T, run func(t *testing.T, server, client string)) {
	t.Run("mpstar and mpstar", func(t *testing.T) { run(t, "", "") })
	python := python311()
	if python == "" {
		t.Log("no python3.11")
		return
	}
	t.Run("python3 serves", func(t *testing.T) { run(t, python, "") })
	t.Run("mpstar serves", func(t *testing.T) { run(t, "", python) })
}

const exchangeServer = `
import sys
from multiprocessing.connection import Listener
from multiprocessing import AuthenticationError

class Point:
    def __init__(self, x, y):
        self.x, self.y = x, y

with Listener(('localhost', 0), authkey=b'secret') as ln:
    print(ln.address[1], flush=True)
    with ln.accept() as conn:
        while True:
            try:
                got = conn.recv()
            except EOFError:
                break
            if isinstance(got, Point):
                got = Point(got.y, got.x)
            conn.send(got)
        print(ln.last_accepted[0], flush=True)
    try:
        ln.accept()
    except AuthenticationError as e:
        print(e, flush=True)
`

const exchangeClient = `
import sys
from multiprocessing.connection import Client
from multiprocessing import AuthenticationError

class Point:
    def __init__(self, x, y):
        self.x, self.y = x, y

address = ('localhost', int(sys.argv[1]))
conn = Client(address, authkey=b'secret')
for v in [None, True, 1, -5, 10**50, 2.5, 'ascii', 'été', b'bytes', [1, [2]], (1, 'a'), {'k': {1, 2}}, frozenset([3]), bytearray(b'x'),
          range(3), int, ValueError('no', 3)]:
    conn.send(v)
    if repr(conn.recv()) != repr(v):
        print('differs', v)
conn.send(Point(1, 2))
p = conn.recv()
print(p.x, p.y)
conn.send_bytes(b'\x80\x04K\x07.')
print(conn.recv_bytes())
conn.send('z' * 3_000_000)
print(len(conn.recv()))
conn.close()
try:
    Client(address, authkey=b'wrong')
except AuthenticationError as e:
    print(e)
`

// TestExchange lets two programs send each other objects.
func TestExchange(t *testing.T) {
	sides(t, func(t *testing.T, server, client string) {
		s := start(t, server, exchangeServer)
		c := start(t, client, exchangeClient, s.line())
		c.want("2 1", `b'\x80\x04K\x07.'`, "3000000", "digest sent was rejected")
		c.end()
		s.want("127.0.0.1", "digest received was wrong")
		s.end()
	})
}

// TestManagers lets a program use a manager of another, and compares what it prints with what python3 printed for a
// manager of python3.
func TestManagers(t *testing.T) { testManagers(t, "manager") }

// TestManagedTypes is the same for what SyncManager makes, registered classes, copyreg, and proxies that a child gets.
func TestManagedTypes(t *testing.T) { testManagers(t, "types") }

func testManagers(t *testing.T, name string) {
	t.Helper()
	read := func(name string) string {
		b, err := os.ReadFile(filepath.Join("testdata", "interop", name))
		if err != nil {
			t.Fatal(err)
		}
		return string(b)
	}
	server, client := read(name+"_server.py"), read(name+"_client.py")
	golden := filepath.Join("testdata", "interop", name+".golden")
	if python := python311(); python != "" && *update {
		s := start(t, python, server)
		c := start(t, python, client, s.line())
		b, err := io.ReadAll(c.lines)
		if err != nil {
			t.Fatal(err)
		}
		c.end()
		s.end()
		if err := os.WriteFile(golden, b, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want := strings.Split(strings.TrimSpace(read(name+".golden")), "\n")
	sides(t, func(t *testing.T, serves, uses string) {
		s := start(t, serves, server)
		c := start(t, uses, client, s.line())
		c.want(want...)
		c.end()
		s.end()
	})
}

const hostileServer = `
import os, sys
from multiprocessing.connection import Listener

def danger(*args):
    print('danger', flush=True)

key = b'secret' if sys.argv[1] == 'key' else None
with Listener(('localhost', 0), authkey=key) as ln:
    print(ln.address[1], flush=True)
    while True:
        try:
            conn = ln.accept()
            got = conn.recv()
        except Exception as e:
            print(type(e).__name__, e, flush=True)
            continue
        print(got, flush=True)
        if got == 'stop':
            break
`

const goodClient = `
import sys
from multiprocessing.connection import Client
key = b'secret' if sys.argv[2] == 'key' else None
with Client(('localhost', int(sys.argv[1])), authkey=key) as conn:
    conn.send(sys.argv[3])
`

// TestHostilePeers connects to a Listener peers that break the rules, and sees that
// others are served meanwhile.
func TestHostilePeers(t *testing.T) {
	frame := func(m string) string {
		return string(binary.BigEndian.AppendUint32(nil, uint32(len(m)))) + m
	}
	for _, test := range []struct {
		name, key, send string
		close           bool
		want            string // what the server sees, "" if nothing
	}{
		{"silent", "key", "", false, ""},
		{"half a length", "key", "\x00\x00", false, ""},
		{"slow answer", "key", "\x00\x00\x00\x10abc", false, ""},
		{"garbage", "key", "GET / HTTP/1.0\r\n\r\n", false, "OSError bad message length"},
		{"huge answer", "key", "\x7f\xff\xff\xff", false, "OSError bad message length"},
		{"goes away", "key", "", true, "EOFError "},
		{"wrong digest", "key", frame("0123456789abcdef") + frame("x"), false, "AuthenticationError digest received was wrong"},
		{"negative length", "none", "\x80\x00\x00\x00", false, "OSError bad message length"},
		{"long length", "none", "\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff", false, "OSError bad message length"},
		{"2 GB that never come", "none", "\x7f\xff\xff\xffabc", true, "OSError bad message length"},
		{"200 MB that never come", "none", "\x0c\x00\x00\x00abc", true, "OSError got end of file during message"},
		{"half a message", "none", "\x00\x00\x00\x10abc", true, "OSError got end of file during message"},
		{"no pickle", "none", frame("raw"), false, "UnpicklingError pickle data was truncated"},
		{"os.system", "none", frame("cos\nsystem\n(S'echo'\ntR."), false, "UnpicklingError a pickle cannot name os.system here"},
		{"a function of the script", "none", frame("c__main__\ndanger\n(S'echo'\ntR."), false,
			"UnpicklingError a pickle from another program cannot call danger, which is no class"},
		{"eval", "none", frame("c__builtin__\neval\n(S'1'\ntR."), false, "UnpicklingError a pickle cannot name builtins.eval here"},
	} {
		t.Run(test.name, func(t *testing.T) {
			s := start(t, "", hostileServer, test.key)
			port := s.line()
			conn, err := net.Dial("tcp", "127.0.0.1:"+port)
			if err != nil {
				t.Fatal(err)
			}
			defer conn.Close()
			io.WriteString(conn, test.send)
			if test.close {
				conn.(*net.TCPConn).CloseWrite()
			}
			if test.want != "" {
				s.want(test.want)
			}
			for _, m := range []string{"hello", "stop"} {
				start(t, "", goodClient, port, test.key, m).end()
				s.want(m)
			}
			s.end()
		})
	}
}

// TestManySilentPeers sees that peers that do not answer the challenge are dropped for
// others.
func TestManySilentPeers(t *testing.T) {
	s := start(t, "", hostileServer, "key")
	port := s.line()
	for range 300 {
		conn, err := net.Dial("tcp", "127.0.0.1:"+port)
		if err != nil {
			t.Fatal(err)
		}
		defer conn.Close()
	}
	start(t, "", goodClient, port, "key", "stop").end()
	s.want("stop")
	s.end()
}

// TestManyHostilePeers has more peers than may be on their way at once send bytes one by one, garbage, lengths of 2 GB or half messages, and connect
// again as soon as they are dropped. Clients that keep to the rules are served meanwhile, though the script does not accept at times.
func TestManyHostilePeers(t *testing.T) {
	s := start(t, "", hostileServer, "key")
	port := s.line()
	done := make(chan struct{})
	var peers sync.WaitGroup
	defer peers.Wait()
	defer close(done)
	sent := []string{"\x00\x00\x00\x10abcdefghijklmnop", "GET / HTTP/1.0\r\n\r\n", "\x7f\xff\xff\xffabc", "\x00\x00\x00\x10abc", ""}
	for i := range 180 {
		peers.Go(func() {
			for range 50 {
				conn, err := net.Dial("tcp", "127.0.0.1:"+port)
				if err != nil {
					return // the server has ended
				}
				ended := make(chan struct{})
				go func() {
					io.Copy(io.Discard, conn)
					close(ended)
				}()
				for _, b := range []byte(sent[i%len(sent)]) {
					if _, err := conn.Write([]byte{b}); err != nil {
						break
					}
					time.Sleep(time.Millisecond)
				}
				stop := false
				select {
				case <-ended: // the server has dropped it
				case <-done:
					stop = true
				}
				conn.Close()
				if stop {
					return
				}
			}
		})
	}
	for i := range 3 {
		m := "hello " + strconv.Itoa(i)
		start(t, "", goodClient, port, "key", m).end() // though nobody reads what the server prints
		s.after(m)
	}
	start(t, "", goodClient, port, "key", "stop").end()
	s.after("stop")
	s.end()
}

// TestManagersWhileCollecting is TestManagers with a collector that never rests: what a call has in hand is not closed under it.
func TestManagersWhileCollecting(t *testing.T) {
	var stop atomic.Bool
	var all sync.WaitGroup
	all.Go(func() {
		for !stop.Load() {
			runtime.GC()
			time.Sleep(200 * time.Microsecond)
		}
	})
	defer all.Wait()
	defer stop.Store(true)
	testManagers(t, "manager")
}
