//go:build unix

package tests

import (
	"bufio"
	"bytes"
	"context"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

var osKills = flag.Int("oskills", 60, "how many processes of the operating system TestKillChildren kills")

// killScript works on a queue, a lock, a pipe, a pool and a manager's dict with children that are killed at any moment. Every item is accounted for: at most
// the one that a dead worker had in hand is missing, none comes twice, and what a worker sent into the pipe before it handed in a result has come.
const killScript = `
import multiprocessing as mp, os, sys, time
from queue import Empty

def worker(tasks, results, lock, conn, d, name):
    while True:
        item = tasks.get()
        if item is None:
            return
        with lock:
            d[item % 7] = item
        conn.send((name, item))
        results.put(item)

def double(x):
    return 2 * x

def main(rounds):
    tasks, results, lock = mp.Queue(), mp.Queue(), mp.Lock()
    manager = mp.Manager()
    d = manager.dict()
    r, w = mp.Pipe(False)
    pool = mp.Pool(2)
    n, deaths, failed = 0, 0, 0
    done, sent = [], []
    def receive():
        while r.poll():
            name, item = r.recv()
            sent.append(item)
        try:
            while True:
                done.append(results.get_nowait())
        except Empty:
            pass
    def start(i):
        p = mp.Process(target=worker, args=(tasks, results, lock, w, d, i), daemon=True)
        p.start()
        return p
    workers = [start(i) for i in range(3)]
    print("pids", os.getpid(), manager._process.pid, flush=True)
    for i in range(rounds):
        print("kill", flush=True)
        jobs = [pool.apply_async(double, (k,)) for k in range(4)]
        for _ in range(10):
            tasks.put(n); n += 1
        for k, p in enumerate(workers):
            if not p.is_alive():
                assert p.exitcode == -9, p.exitcode
                deaths += 1
                workers[k] = start(k)
        receive()
        with lock:
            pass
        for k, j in enumerate(jobs):
            try:
                assert j.get(200) == 2 * k
            except mp.pool.WorkerDied:
                failed += 1
        d[0] = i
        assert len(d) >= 1
        sys.stdin.readline()
    for p in workers:
        tasks.put(None)
    for p in workers:
        p.join(200)
        assert p.exitcode in (0, -9), p.exitcode
        deaths += p.exitcode == -9
    if tasks.qsize() > 0: # the last worker died: what is left was never taken
        rest = []
        while tasks.qsize() > 0:
            rest.append(tasks.get())
        rest = [x for x in rest if x is not None]
        done += rest
        sent += rest
    receive()
    assert len(set(done)) == len(done), "an item has come twice"
    assert set(done) <= set(range(n)), "an item that nobody has put"
    assert len(set(sent)) == len(sent), "a message has come twice"
    assert set(done) <= set(sent), ("messages are lost", sorted(set(done) - set(sent)))
    assert n - len(done) <= deaths, (n, len(done), deaths)
    assert failed <= rounds, (failed, rounds)
    print("account", n, len(done), deaths, failed, flush=True)
    # Whoever takes the lock now gets it, and the queues still work.
    assert lock.acquire(timeout=200)
    lock.release()
    q = mp.Queue()
    p = mp.Process(target=q.put, args=(7,)); p.start()
    assert q.get(timeout=200) == 7
    p.join(200)
    pool.terminate(); pool.join()
    manager.shutdown()
    print("done", flush=True)

import multiprocessing.pool
main(int(sys.argv[1]))
`

// TestKillChildren kills children with SIGKILL, at random moments, while they work: nothing hangs, and nothing is left.
func TestKillChildren(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("finds the children in /proc")
	}
	for _, method := range []string{"spawn", "forkserver"} {
		t.Run(method, func(t *testing.T) {
			t.Parallel()
			name := fmt.Sprintf("kill_%s_%d.py", method, os.Getpid())
			script := filepath.Join(t.TempDir(), name)
			if err := os.WriteFile(script, []byte(killScript), 0o600); err != nil {
				t.Fatal(err)
			}
			want := *osKills / 2
			ctx, cancel := context.WithTimeout(context.Background(), 4*time.Minute+time.Duration(want)*time.Second)
			defer cancel()
			cmd := exec.CommandContext(ctx, mpstar, "--start-method="+method, script, strconv.Itoa(want))
			var stderr bytes.Buffer
			cmd.Stderr = &stderr
			out, err := cmd.StdoutPipe()
			if err != nil {
				t.Fatal(err)
			}
			in, err := cmd.StdinPipe()
			if err != nil {
				t.Fatal(err)
			}
			dir := t.TempDir()
			cmd.Env = append(os.Environ(), "TMPDIR="+dir)
			if err := cmd.Start(); err != nil {
				t.Fatal(err)
			}
			manager, killed, done := 0, 0, false
			lines := bufio.NewScanner(out)
			for lines.Scan() {
				f := strings.Fields(lines.Text())
				switch {
				case len(f) == 3 && f[0] == "pids":
					manager, _ = strconv.Atoi(f[2])
				case len(f) == 5 && f[0] == "account":
					t.Logf("%s items, %s of them done, %s workers killed; %s tasks of the pool failed", f[1], f[2], f[3], f[4])
				case len(f) == 1 && f[0] == "done":
					done = true
				}
				if len(f) == 1 && f[0] == "kill" {
					time.Sleep(time.Duration(rand.IntN(3000)) * time.Microsecond)
					all := childrenOf(cmd.Process.Pid)
					for range len(all) {
						pid := all[rand.IntN(len(all))]
						if pid != manager {
							syscall.Kill(pid, syscall.SIGKILL)
							killed++
							break
						}
					}
					in.Write([]byte("\n"))
				}
			}
			if err := cmd.Wait(); err != nil || !done {
				t.Fatalf("after %d kills: %v\n%s", killed, err, stderr.String())
			}
			if killed < want*3/4 {
				t.Errorf("killed only %d of %d", killed, want)
			}
			t.Logf("%d processes killed", killed)
			if left := titled(name); len(left) > 0 {
				t.Errorf("processes are left: %v", left)
			}
			if files, err := os.ReadDir(dir); err != nil || len(files) > 0 {
				t.Errorf("in the directory for temporary files there is left: %v, %v", files, err)
			}
		})
	}
}

// childrenOf returns the processes whose parent is pid, without those that have ended.
func childrenOf(pid int) (list []int) {
	stats, _ := filepath.Glob("/proc/[0-9]*/stat")
	for _, name := range stats {
		b, err := os.ReadFile(name)
		if err != nil {
			continue
		}
		rest := string(b[bytes.LastIndexByte(b, ')')+1:])
		f := strings.Fields(rest)
		if len(f) > 1 && f[1] == strconv.Itoa(pid) && f[0] != "Z" {
			n, _ := strconv.Atoi(filepath.Base(filepath.Dir(name)))
			list = append(list, n)
		}
	}
	return list
}

// titled returns the processes, zombies among them, that are children of a tree: their title names the script.
func titled(script string) (list []string) {
	names, _ := filepath.Glob("/proc/[0-9]*/cmdline")
	for _, name := range names {
		b, err := os.ReadFile(name)
		if err == nil && bytes.HasPrefix(b, []byte("mpstar: ")) && bytes.Contains(b, []byte(script)) {
			list = append(list, name+" "+string(b))
		}
	}
	return list
}

// TestOrphans kills a root with SIGKILL while its children work: none outlives it.
func TestOrphans(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("finds the children in /proc")
	}
	const count = 20
	for _, method := range []string{"spawn", "forkserver"} {
		t.Run(method, func(t *testing.T) {
			name := fmt.Sprintf("orphans_%s_%d.py", method, os.Getpid())
			script := filepath.Join(t.TempDir(), name)
			src := fmt.Sprintf(`
import multiprocessing as mp
def work(e):
    e.set()
    while True: pass
ps = []
for i in range(%d):
    e = mp.Event()
    p = mp.Process(target=work, args=(e,)); p.start(); ps.append((p, e))
for p, e in ps: e.wait()
print("working", flush=True)
for p, e in ps: p.join()
`, count)
			if err := os.WriteFile(script, []byte(src), 0o600); err != nil {
				t.Fatal(err)
			}
			cmd := exec.Command(mpstar, "--start-method="+method, script)
			out, err := cmd.StdoutPipe()
			if err != nil {
				t.Fatal(err)
			}
			if err := cmd.Start(); err != nil {
				t.Fatal(err)
			}
			if line, err := bufio.NewReader(out).ReadString('\n'); err != nil {
				t.Fatal(line, err)
			}
			if n := len(titled(name)); n < count {
				t.Errorf("%d children are shown, want %d", n, count)
			}
			killed := time.Now()
			cmd.Process.Kill()
			cmd.Wait()
			for len(titled(name)) > 0 {
				if time.Since(killed) > 2*time.Minute {
					t.Fatalf("left after %v: %v", time.Since(killed), titled(name))
				}
				time.Sleep(10 * time.Millisecond)
			}
			// On a machine that does nothing else it is well within a second.
			t.Logf("all %d gone after %v", count, time.Since(killed))
		})
	}
}
