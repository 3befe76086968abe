package multiprocessing_test

import "testing"

// TestLockAllocates counts what with statements on free locks allocate: nothing, but for what a call of work takes once.
func TestLockAllocates(t *testing.T) {
	const once, times = 20, 1000
	for _, c := range []struct{ name, make, body string }{
		{"Lock", "from multiprocessing import Lock\nlock = Lock()", "with lock: pass"},
		{"RLock", "from multiprocessing import RLock\nlock = RLock()", "with lock: i"},
		{"Semaphore", "from multiprocessing import Semaphore\nlock = Semaphore()", "with lock: pass"},
		{"Condition", "from multiprocessing import Condition\nlock = Condition()", "with lock: pass"},
		{"threading", "from threading import Lock\nlock = Lock()", "with lock as held: x = held"},
		{"continue", "from multiprocessing import Lock\nlock = Lock()", "with lock:\n            if i & 1: continue\n            x = i"},
		{"global", "from multiprocessing import Lock\nlock = Lock()\nx = 0", "with lock:\n            x += 1"},
		{"Value", "from multiprocessing import Value\nv = Value('i', 0)\nlock = v.get_lock()", "with lock: v.value += 1"},
	} {
		t.Run(c.name, func(t *testing.T) {
			global := ""
			if c.name == "global" {
				global = "    global x\n"
			}
			script := c.make + "\ndef work(n):\n" + global + "    for i in range(n):\n        " + c.body + "\n"
			inScript(t, script, func(work func(n int) error) (err error) {
				got := testing.AllocsPerRun(10, func() {
					if err == nil {
						err = work(times)
					}
				})
				if err == nil && got > once {
					t.Errorf("%v allocations by %d with statements", got, times)
				}
				return err
			})
		})
	}
}
