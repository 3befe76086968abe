package tests

import (
	"flag"
	"testing"
)

var laneKills = flag.Int("lanekills", 30, "how many children TestKillLanes kills with each start method")

// laneScript kills one of two children that send to each other by a pipe, each waiting for the other's answer, and then the other one. What a child has acknowledged it has
// handed on before, so at most the last message of a round may be missing: it was in the hand of the one that died.
const laneScript = `
import multiprocessing as mp, random, sys, time

def ask(conn, turn, begun):
    while conn.poll():
        conn.recv()
    n = 0
    while True:
        conn.send((turn, n))
        while conn.recv() != (turn, n):
            pass
        n += 1
        if n == 20:
            begun.set()

def answer(conn, out):
    while True:
        m = conn.recv()
        out.put(m)
        conn.send(m)

def main(kills):
    a, b = mp.Pipe()
    out = mp.Queue()
    for turn in range(kills // 2):
        begun = mp.Event()
        ps = [mp.Process(target=ask, args=(a, turn, begun)), mp.Process(target=answer, args=(b, out))]
        for p in ps:
            p.start()
        assert begun.wait(200)
        time.sleep(random.random() * 0.01)
        random.shuffle(ps)
        for p in ps:
            p.kill()
            p.join()
            assert p.exitcode == -9, p.exitcode
    got = {turn: [] for turn in range(kills // 2)}
    while not out.empty():
        turn, n = out.get()
        got[turn].append(n)
    while b.poll():
        turn, n = b.recv()
        got[turn].append(n)
    while a.poll():
        turn, n = a.recv()
        assert n in got[turn], "an answer to nothing"
    total = 0
    for turn, all in got.items():
        assert all == list(range(len(all))) and len(all) >= 20, (turn, all)
        total += len(all)
    print(total, "messages,", kills, "killed")

main(int(sys.argv[1]))
`

// TestKillLanes kills children that send to each other without asking the root.
func TestKillLanes(t *testing.T) {
	killing(t, laneScript, *laneKills, func(t *testing.T, out string) { t.Logf("%s", out) })
}
