package multiprocessing_test

import (
	"fmt"
	"runtime"
	"testing"
)

// TestEndedProcessKeepsLittle counts what a script keeps by keeping Process objects of children that have ended: the object and its
// attributes, and nothing of the child.
func TestEndedProcessKeepsLittle(t *testing.T) {
	const n, most = 400, 3000
	const script = `
from multiprocessing import Process
kept, data = [], [str(i) for i in range(1000)]
def child(how):
    data.append(how)
    if how == "killed":
        while True: data[0] += "x"
def work(n):
    for i in range(n):
        p = Process(target=child, args=(%s,))
        p.start()
        %s
        p.join()
        kept.append(p)
`
	for name, script := range map[string]string{
		"ended":  fmt.Sprintf(script, `"ended"`, "pass"),
		"killed": fmt.Sprintf(script, `"killed"`, "p.kill()"),
	} {
		t.Run(name, func(t *testing.T) {
			inScript(t, script, func(work func(n int) error) error {
				if err := work(100); err != nil { // what is made once
					return err
				}
				before := live()
				if err := work(n); err != nil {
					return err
				}
				if each := (live() - before) / n; each > most {
					t.Errorf("%d bytes each, want at most %d", each, most)
				} else {
					t.Logf("%d bytes each", each)
				}
				return nil
			})
		})
	}
}

// live returns how many bytes the heap has that something refers to.
func live() int {
	runtime.GC()
	runtime.GC() // what cleanups of the first let go
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int(m.HeapAlloc)
}
