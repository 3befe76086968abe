package tests

import (
	"flag"
	"strings"
	"testing"
)

var lockKills = flag.Int("lockkills", 15, "how many children TestKillLockHolders kills with each kind of lock and each start method")

// lockScript kills children that take a lock again and again, so that it is lent to them, at any moment; whoever wants the lock then gets it. Then it has several
// children count, and print, under the lock.
const lockScript = `
import multiprocessing as mp, random, sys, time, os

def hold(lock, conn, n):
    conn.send("here")
    i = 0
    while True:
        with lock:
            n.value += 1
        for _ in range(50):
            with lock:
                pass

def count(lock, n, times):
    for i in range(times):
        for _ in range(i % 7):
            with lock:
                pass
        with lock:
            n.value += 1

def say(lock, name):
    for i in range(30):
        for _ in range(i % 5):
            with lock:
                pass
        with lock:
            print(name, i, "begin")
            print(name, i, "end")

def main(kills):
    for make in (mp.Lock, mp.RLock):
        lock, n, killed = make(), mp.RawValue("i", 0), 0
        r, w = mp.Pipe(False)
        while killed < kills:
            p = mp.Process(target=hold, args=(lock, w, n)); p.start()
            assert r.recv() == "here"
            time.sleep(random.random() * 0.003)
            if killed % 3 == 0:
                assert lock.acquire(timeout=200)
                lock.release()
            p.kill()
            p.join()
            killed += 1
            assert lock.acquire(timeout=200)
            lock.release()
        ps = [mp.Process(target=count, args=(lock, n, 200)) for _ in range(3)]
        n.value = 0
        for p in ps: p.start()
        for p in ps: p.join()
        assert n.value == 600, n.value
        print("killed", killed, flush=True)
        ps = [mp.Process(target=say, args=(lock, name)) for name in "ab"]
        for p in ps: p.start()
        for p in ps: p.join()
main(int(sys.argv[1]))
`

// TestKillLockHolders kills children to which locks are lent, and sees that a lent lock keeps others out: of a counter, and from between two lines that belong together.
func TestKillLockHolders(t *testing.T) {
	killing(t, lockScript, *lockKills, func(t *testing.T, out string) {
		begun, pairs := "", 0
		for _, line := range strings.Split(out, "\n") {
			if name, ok := strings.CutSuffix(line, " begin"); ok {
				if begun != "" {
					t.Fatalf("%q while %q was printing\n%s", line, begun, out)
				}
				begun = name
			} else if name, ok := strings.CutSuffix(line, " end"); ok {
				if begun != name {
					t.Fatalf("%q after %q\n%s", line, begun, out)
				}
				begun, pairs = "", pairs+1
			}
		}
		if want := 2 * 2 * 30; pairs != want {
			t.Errorf("%d pairs of lines, want %d", pairs, want)
		}
	})
}
