package interp

import (
	"runtime"
	"sync/atomic"
	"testing"
	"time"

	"github.com/mpstar/mpstar/internal/ipc"
)

// TestInterruptIsSeen: an interrupt that comes when the main thread has little left to do, or is about to get what it waits for, is raised
// before the script goes on.
func TestInterruptIsSeen(t *testing.T) {
	const head = "from proc import *\n"
	for _, tt := range []struct{ name, src, want string }{
		{
			"before a wait that is over at once", "interrupt()\njoined()\nprint('not reached')",
			"Traceback (most recent call last):\n  File \"test.py\", line 3, in <module>\n    joined()\nKeyboardInterrupt\n",
		},
		{
			"while the lock was given up", "unlocked()\nprint('not reached')",
			"Traceback (most recent call last):\n  File \"test.py\", line 2, in <module>\n    unlocked()\nKeyboardInterrupt\n",
		},
		{
			"in the last call", "unlocked()",
			"Traceback (most recent call last):\n  File \"test.py\", line 2, in <module>\n    unlocked()\nKeyboardInterrupt\n",
		},
		{
			"what is done at the exit is done", "def f():\n    for i in range(10000): pass\n    print('exit')\natexit(f)\ninterrupt()",
			"KeyboardInterrupt\nexit\n",
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if out, code := runScript(t, head+tt.src); out != tt.want || code != exitInterrupted {
				t.Errorf("exit code %d, output:\n%s\nwant:\n%s", code, out, tt.want)
			}
		})
	}
}

// TestUnblockedMeanwhile sends signals while others unblock them: none stays where it waited.
func TestUnblockedMeanwhile(t *testing.T) {
	rt := New(Config{Pid: 1})
	p := &Process{rt: rt, pid: 1, here: true, exited: ipc.NewEvent(), holder: rt.kernel.NewHolder("p", 1)}
	in := newInterp(rt, p)
	p.in.Store(in)
	for _, sig := range []int{1, NSIG - 1} {
		in.SetSignal(sig, SignalHandled)
		var begun, done atomic.Int64
		const rounds = 30000
		go func() {
			for n := int64(1); n <= rounds; n++ {
				for begun.Load() < n {
					runtime.Gosched()
				}
				in.deliver(sig)
				done.Store(n)
			}
		}()
		for n := int64(1); n <= rounds; n++ {
			in.BlockSignals(SignalBit(sig))
			begun.Store(n)
			for range n % 64 { // at another moment each time
				in.SignalArrived()
			}
			in.BlockSignals(0)
			for done.Load() < n {
				runtime.Gosched()
			}
			if in.signals.held.Load() != 0 || in.signals.pending.Load() != SignalBit(sig) {
				t.Fatalf("round %d, signal %d: held %#x, pending %#x", n, sig, in.signals.held.Load(), in.signals.pending.Load())
			}
			in.signals.pending.Store(0)
		}
	}
}

// TestInterruptOnce: what the terminal and the root tell of one Ctrl-C is one interrupt; those that come the same way are as many as there are.
func TestInterruptOnce(t *testing.T) {
	const soon, late = interruptOnce / 10, 2 * interruptOnce
	for _, tt := range []struct {
		name string
		come string // "s" from the system, or from the root for process 1 or 2; after a space late
		want string // what counts of it
	}{
		{"terminal first", "s1", "s"},
		{"root first", "1s", "1"},
		{"two processes", "s12", "s"},
		{"root for two first", "12s", "12"},
		{"from the root alone", "111", "111"},
		{"from outside alone", "sss", "sss"},
		{"twice", "s1s1", "ss"},
		{"much later", "s s", "ss"},
		{"of two, late", "s 1", "s1"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var i interrupts
			now, got := time.Now(), ""
			for _, c := range tt.come {
				now = now.Add(soon)
				switch {
				case c == ' ':
					now = now.Add(late)
				case c == 's' && i.fromSystem(now), c != 's' && i.fromRoot(int(c-'0'), now):
					got += string(c)
				}
			}
			if got != tt.want {
				t.Errorf("%q: %q counts, want %q", tt.come, got, tt.want)
			}
		})
	}
}
