package tests

import (
	"bufio"
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// againScript starts 20 children, one after the other, and tells after each. How their numbers are asked for is the argument.
const againScript = `
import multiprocessing as mp, os, sys

def nothing():
    pass

def tell(q):
    q.put(os.getpid())

def look(q):
    with open("/proc/self/stat") as f:
        q.put(int(f.read().split()[0]))

ask = sys.argv[1]
q, all, numbers = mp.Queue(), [], []
for i in range(20):
    target = {"child": tell, "file": look}.get(ask)
    p = mp.Process(target=target or nothing, args=(q,) if target else ())
    p.start()
    if ask == "parent":
        numbers.append(p.pid)
    if target:
        numbers.append(q.get())
    p.join()
    assert p.exitcode == 0
    all.append(p)
    print("joined", flush=True)
    sys.stdin.readline()
if ask == "late":
    numbers = [p.pid for p in all]
    assert numbers == [p.pid for p in all]
assert len(set(numbers)) == len(numbers), numbers
print("done", flush=True)
`

// TestProcessAgain sees that a process serves one child after the other as long as nobody asks for their numbers, that numbers which somebody has asked for
// don't come again, and that nothing piles up in the process.
func TestProcessAgain(t *testing.T) {
	script := filepath.Join(t.TempDir(), "again.py")
	if err := os.WriteFile(script, []byte(againScript), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, method := range []string{"spawn", "forkserver"} {
		for ask, again := range map[string]bool{"nobody": true, "late": true, "parent": false, "child": false, "file": false} {
			t.Run(method+"/"+ask, func(t *testing.T) {
				t.Parallel()
				seen := make(map[int]bool)
				converse(t, method, script, []string{ask}, func(root int, line string) string {
					for _, pid := range childrenOf(root) {
						seen[pid] = true
					}
					return ""
				})
				// Beside the one that is used again there may be some that are kept ready, and on a slow machine one that has computed for too long gives way
				// to another. Where somebody asks, the script sees to it that the numbers differ.
				if again && len(seen) > 15 {
					t.Errorf("%d processes for 20 children", len(seen))
				}
			})
		}
	}
}

// againKillScript has children hand in what they were given, while somebody kills the processes that they are in.
const againKillScript = `
import multiprocessing as mp, sys

def work(conn, lock, i):
    with lock:
        conn.send(i)

lock = mp.Lock()
killed = 0
for i in range(int(sys.argv[1])):
    pairs = []
    for k in range(1 + i % 3):
        r, w = mp.Pipe(False)
        p = mp.Process(target=work, args=(w, lock, k))
        try:
            p.start()
        except BlockingIOError: # killed before it could begin
            continue
        w.close()
        pairs.append((p, r, k))
    print("go", flush=True)
    for p, r, k in pairs:
        try:
            got = r.recv()
        except EOFError:
            got = None
        p.join(300)
        assert p.exitcode in (0, -9), p.exitcode
        assert got in (k, None), got
        assert got is not None or p.exitcode == -9, "lost"
        killed += p.exitcode == -9
        r.close()
    assert lock.acquire(timeout=300)
    lock.release()
    sys.stdin.readline()
print("killed", killed)
print("done", flush=True)
`

// TestKillAgain kills processes that are used again and again at any moment: a child's end is told as it was, and no child ends of what was meant for another.
func TestKillAgain(t *testing.T) {
	for _, method := range []string{"spawn", "forkserver"} {
		t.Run(method, func(t *testing.T) {
			t.Parallel()
			name := fmt.Sprintf("kill_again_%s_%d.py", method, os.Getpid())
			script := filepath.Join(t.TempDir(), name)
			if err := os.WriteFile(script, []byte(againKillScript), 0o600); err != nil {
				t.Fatal(err)
			}
			converse(t, method, script, []string{fmt.Sprint(*osKills)}, func(root int, line string) string {
				time.Sleep(time.Duration(rand.IntN(800)) * time.Microsecond)
				if all := childrenOf(root); line == "go" && len(all) > 0 && rand.IntN(3) > 0 {
					syscall.Kill(all[rand.IntN(len(all))], syscall.SIGKILL)
				}
				if line != "go" {
					t.Log(line)
				}
				return ""
			})
			if left := titled(name); len(left) > 0 {
				t.Errorf("processes are left: %v", left)
			}
		})
	}
}

// converse runs a script that writes lines, calls heard after each but the last, which is "done", and lets the script go on with the line that heard returns.
func converse(t *testing.T, method, script string, args []string, heard func(root int, line string) string) {
	t.Helper()
	cmd := exec.Command(mpstar, append([]string{"--start-method=" + method, script}, args...)...)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
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
	hung := time.AfterFunc(5*time.Minute, func() { cmd.Process.Signal(syscall.SIGQUIT) })
	last := ""
	for lines := bufio.NewScanner(out); lines.Scan(); {
		if last = lines.Text(); last != "done" {
			fmt.Fprintln(in, heard(cmd.Process.Pid, last))
		}
	}
	hung.Stop()
	if err := cmd.Wait(); err != nil || last != "done" {
		t.Fatalf("%v, after %q\n%s", err, last, strings.TrimSpace(stderr.String()))
	}
}
