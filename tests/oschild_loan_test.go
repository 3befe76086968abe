package tests

import (
	"context"
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"
	"time"
)

var borrowerKills = flag.Int("borrowerkills", 30, "how many children TestKillBorrowers kills with each start method")

// borrowScript kills the one consumer of a queue and of a pipe at any moment. It gets item after item, so that more are lent to it than it has received; those that it
// has not are the next one's, in order. Only the one that it had in hand when it died may be missing.
const borrowScript = `
import multiprocessing as mp, random, sys, time

def consume(get, out):
    while True:
        item = get()
        out.put(item)
        if item is None:
            return

def account(name, kills, start, put, waiting):
    out = mp.Queue()
    n, got, killed = 0, [], 0
    p = start(out)
    while killed < kills:
        for _ in range(random.randrange(400)):
            put(n)
            n += 1
        time.sleep(random.random() * 0.003)
        p.kill()
        p.join()
        assert p.exitcode == -9
        killed += 1
        p = start(out)
    put(None)
    while True:
        item = out.get()
        if item is None:
            break
        got.append(item)
    p.join()
    assert p.exitcode == 0, p.exitcode
    assert got == sorted(set(got)), "an item came twice, or too late"
    assert n - len(got) <= killed, (n, len(got), killed)
    assert not waiting(), "items are left"
    print(name, killed, "killed", flush=True)

def main(kills):
    q = mp.Queue()
    def start(out):
        p = mp.Process(target=consume, args=(q.get, out)); p.start()
        return p
    account("queue", kills, start, q.put, q.qsize)
    r, w = mp.Pipe(False)
    def start(out):
        p = mp.Process(target=consume, args=(r.recv, out)); p.start()
        return p
    account("pipe", kills, start, w.send, r.poll)

main(int(sys.argv[1]))
`

// TestKillBorrowers kills children to which messages are lent.
func TestKillBorrowers(t *testing.T) {
	killing(t, borrowScript, *borrowerKills, func(t *testing.T, out string) { t.Logf("%s", out) })
}

// killing runs a script that kills children, as many as its argument says, with each start method, and has check look at what it has printed.
func killing(t *testing.T, source string, kills int, check func(t *testing.T, out string)) {
	t.Helper()
	script := filepath.Join(t.TempDir(), "kills.py")
	if err := os.WriteFile(script, []byte(source), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, method := range []string{"fork", "spawn", "forkserver"} {
		t.Run(method, func(t *testing.T) {
			// Only to end a script that hangs.
			ctx, cancel := context.WithTimeout(context.Background(), 4*time.Minute+time.Duration(kills)*time.Second)
			defer cancel()
			out, err := exec.CommandContext(ctx, mpstar, "--start-method="+method, script, strconv.Itoa(kills)).CombinedOutput()
			if err != nil {
				t.Fatalf("%v\n%s", err, out)
			}
			check(t, string(out))
		})
	}
}
