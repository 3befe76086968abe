package tests

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"
)

// leakScript starts children in all ways, with all that may hold a descriptor for them, and says when a round is over.
const leakScript = `
import gc, multiprocessing as mp, os, sys, time
from concurrent.futures import ProcessPoolExecutor

def square(x):
    return x * x

def echo(conn, q, memory):
    with open(__file__) as f:
        conn.send(f.readline())
    q.put(memory[0])
    conn.close()

def rest(conn):
    conn.recv()

def nested(q):
    p = mp.Process(target=q.put, args=(1,)); p.start(); p.join()

def round():
    f = open(__file__)
    pipe = os.pipe()
    for _ in range(6):
        a, b = mp.Pipe()
        q = mp.Queue()
        memory = mp.Array("i", 10)
        p = mp.Process(target=echo, args=(b, q, memory)); p.start(); b.close()
        assert a.recv() == "\n" and q.get() == 0
        p.join(); p.close(); a.close()
    for _ in range(6):
        a, b = mp.Pipe()
        p = mp.Process(target=rest, args=(b,)); p.start(); p.kill(); p.join()
        assert p.exitcode == -9
    q = mp.Queue()
    p = mp.Process(target=nested, args=(q,)); p.start(); assert q.get() == 1; p.join()
    with mp.Pool(3) as pool:
        assert pool.map(square, range(10)) == [x * x for x in range(10)]
    with ProcessPoolExecutor(2) as e:
        assert list(e.map(square, range(4))) == [0, 1, 4, 9]
    with mp.Manager() as m:
        d = m.dict()
        p = mp.Process(target=d.update, args=({1: 2},)); p.start(); p.join()
        assert dict(d) == {1: 2}
    f.close()
    for fd in pipe:
        os.close(fd)

print("ready", flush=True)
while line := sys.stdin.readline().strip():
    for _ in range(int(line)):
        round()
    gc.collect()
    print("over", flush=True)
print("done", flush=True)
`

// TestChildDescriptors counts the descriptors of a root after one round of starting children and after several: what a child had in the root is given back.
func TestChildDescriptors(t *testing.T) {
	for _, method := range []string{"spawn", "forkserver"} {
		t.Run(method, func(t *testing.T) {
			script := filepath.Join(t.TempDir(), "descriptors.py")
			if err := os.WriteFile(script, []byte(leakScript), 0o600); err != nil {
				t.Fatal(err)
			}
			const more = 5
			first, last, told := 0, 0, 0
			converse(t, method, script, nil, func(root int, line string) string {
				fds, err := os.ReadDir(fmt.Sprintf("/proc/%d/fd", root))
				if err != nil {
					t.Fatal(err)
				}
				switch told++; told {
				case 1:
					return "1"
				case 2:
					first = len(fds)
					return fmt.Sprint(more)
				}
				last = len(fds)
				return ""
			})
			// Children kept ready come and go, with some descriptors each. One descriptor lost per child would be a hundred.
			if most := first + 40; last > most {
				t.Errorf("%d descriptors after one round, %d after %d more", first, last, more)
			}
			t.Logf("%d descriptors after one round, %d after %d more", first, last, more)
		})
	}
}
