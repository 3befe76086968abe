package tests

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// TestOutOfMemory runs scripts that use up all memory in the command, with an address space of 4 GB: each gets a MemoryError that it can
// catch, in the process that asked for the memory or in all, and the program never dies of it.
func TestOutOfMemory(t *testing.T) {
	if raceEnabled {
		t.Skip("the race detector needs more address space than there is")
	}
	for _, c := range []struct{ name, script, last string }{
		{"a long string", "x = 'a' * 10**10", "MemoryError"},
		{"a string that doubles", "s = 'ab'\nwhile True: s += s", "MemoryError"},
		{"a list that doubles", "l = [1]\nwhile True: l = l + l", "MemoryError"},
		{"a list extended by itself", "l = [1]\nwhile True: l += l", "MemoryError"},
		{"a comprehension", "[x for x in range(10**12)]", "MemoryError"},
		{"a dict", "d = {}\nfor i in range(10**12): d[i] = i", "MemoryError"},
		{"strings", "l = []\nwhile True: l.append('x' * 100000 + str(len(l)))", "MemoryError"},
		{"a queue", "from multiprocessing import Queue\nq = Queue()\nwhile True: q.put('x' * 100000)", "MemoryError"},
		{"threads", "import threading\ne = threading.Event()\ntry:\n    while True: threading.Thread(target=e.wait, daemon=True).start()\n" +
			"finally: e.set()", "RuntimeError: can't start new thread"},
		{"in a child", "from multiprocessing import Process\ndef f():\n    l = []\n    while True: l.append('x' * 100000 + str(len(l)))\n" +
			"p = Process(target=f)\np.start()\np.join()\nprint('parent alive', p.exitcode)", "parent alive 1"},
		{"beside a child elsewhere", "from multiprocessing import Event, Process, set_start_method\ndef f(e): e.wait()\n" +
			"if __name__ == '__main__':\n    set_start_method('spawn')\n    e = Event()\n    p = Process(target=f, args=(e,))\n    p.start()\n" +
			"    try:\n        l = []\n        while True: l.append('x' * 10**6 + str(len(l)))\n    except MemoryError: l = None\n" +
			"    e.set()\n    p.join()\n    print('alive', p.exitcode)", "alive 0"},
		{"caught", "try: x = list(range(10**10))\nexcept MemoryError: print('caught')", "caught"},
		{"caught again and again", "for i in range(3):\n    try:\n        l = []\n        while True: l.append('x' * 10**6 + str(len(l)))\n" +
			"    except MemoryError: l = None\nprint('alive')", "alive"},
	} {
		t.Run(c.name, func(t *testing.T) {
			file := filepath.Join(t.TempDir(), "memory.py")
			if err := os.WriteFile(file, []byte(c.script+"\n"), 0o600); err != nil {
				t.Fatal(err)
			}
			ctx, cancel := context.WithTimeout(context.Background(), 5*time.Minute)
			defer cancel()
			out, err := exec.CommandContext(ctx, "sh", "-c", `ulimit -v 4000000; exec "$0" "$1"`, mpstar, file).CombinedOutput()
			text := strings.TrimSpace(string(out))
			last := text[strings.LastIndexByte(text, '\n')+1:]
			if strings.Contains(text, "fatal error") || strings.Contains(text, "goroutine ") || last != c.last {
				t.Errorf("%v; ends with %q, want %q:\n%.2000s", err, last, c.last, text)
			}
		})
	}
}
