package multiprocessing_test

import "testing"

// TestImapBehind has thousands of outcomes wait for the first, which comes last: they come in order, and the pool ends though nobody has asked for them.
func TestImapBehind(t *testing.T) {
	const script = `
from multiprocessing.pool import ThreadPool
import threading
N = 5000
def work(early):
    done = threading.Event()
    def f(x):
        if x == 0: done.wait()
        elif x == N - 1: done.set()
        return x
    p = ThreadPool(2)
    r = p.imap(f, range(N))
    if early:
        first = [next(r) for i in range(3)]
    p.close()
    p.join()
    if not early:
        first = [next(r) for i in range(3)]
    got = first + list(r)
    if got != list(range(N)): raise ValueError(got[:10])
`
	for early := range 2 {
		inScript(t, script, func(work func(n int) error) error { return work(early) })
	}
}
