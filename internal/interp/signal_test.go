package interp

import "testing"

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
