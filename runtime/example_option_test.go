package runtime_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"time"

	"github.com/mpstar/mpstar/modules"
	"github.com/mpstar/mpstar/runtime"
)

// Random is where random numbers come from: a source that repeats itself makes the script's numbers repeat.
func ExampleConfig_random() {
	for range 2 {
		cfg := runtime.Config{Modules: modules.All(), Stdout: os.Stdout, Random: rand.NewChaCha8([32]byte{1})}
		run(context.Background(), cfg, "a.py", "import random, os\nprint(random.randrange(1000), os.urandom(4).hex())")
	}
	// Output:
	// 467 12f4a465
	// 467 12f4a465
}

// Programs lets scripts run the machine's programs; without it they have none.
func ExampleConfig_programs() {
	const src = `
import subprocess, sys
try:
    print(subprocess.run([sys.argv[1], "version"], capture_output=True, text=True).stdout.split()[0])
except PermissionError as e:
    print(type(e).__name__)
`
	cfg := runtime.Config{Modules: modules.All(), Stdout: os.Stdout, Args: []string{"a.py", "go"}, Environ: os.Environ()}
	run(context.Background(), cfg, "a.py", src)
	cfg.Programs, cfg.FS, cfg.Clock = true, runtime.HostFS(), runtime.HostClock()
	run(context.Background(), cfg, "a.py", src)
	// Output:
	// PermissionError
	// go
}

// Network lets scripts connect and listen; without it they reach only each other.
func ExampleConfig_network() {
	const src = `
from multiprocessing.connection import Listener
try:
    with Listener(("127.0.0.1", 0)) as l:
        print(l.address[0])
except PermissionError as e:
    print(type(e).__name__)
`
	cfg := runtime.Config{Modules: modules.All(), Stdout: os.Stdout}
	run(context.Background(), cfg, "a.py", src)
	cfg.Network = true
	run(context.Background(), cfg, "a.py", src)
	// Output:
	// PermissionError
	// 127.0.0.1
}

// Machine lets scripts ask for the machine's name, its users and its load.
func ExampleConfig_machine() {
	const src = `
import os
try:
    print(len(os.uname().nodename) > 0)
except OSError as e:
    print(type(e).__name__)
`
	cfg := runtime.Config{Modules: modules.All(), Stdout: os.Stdout}
	run(context.Background(), cfg, "a.py", src)
	cfg.Machine = true
	run(context.Background(), cfg, "a.py", src)
	// Output:
	// PermissionError
	// True
}

// A script that exceeds one of its Limits is ended with all that it has started.
func ExampleLimits() {
	for _, c := range []struct {
		limits runtime.Limits
		src    string
	}{
		{runtime.Limits{Steps: 100_000}, "while True: pass"},
		{runtime.Limits{Time: 20 * time.Millisecond}, "import time\ntime.sleep(60)"},
		{runtime.Limits{Recursion: 100}, "def f(): f()\nf()"},
		{runtime.Limits{Processes: 3}, "from multiprocessing import Process, Event\ne = Event()\nfor i in range(9): Process(target=e.wait).start()"},
		{runtime.Limits{Threads: 3}, "from threading import Thread, Event\ne = Event()\nfor i in range(9): Thread(target=e.wait).start()"},
		{runtime.Limits{QueueBytes: 1000}, "from multiprocessing import Queue\nq = Queue()\nwhile True: q.put('text')"},
		{runtime.Limits{OutputBytes: 1000}, "while True: print('text')"},
		{runtime.Limits{ValueBytes: 1 << 20}, "x = 'a' * 2**30"},
		{runtime.Limits{HeapBytes: 32 << 20}, "l = []\nwhile True: l.append('a' * 1000 + str(len(l)))"},
	} {
		err := run(context.Background(), runtime.Config{Modules: modules.All(), Limits: c.limits}, "a.py", c.src)
		var limit *runtime.LimitError
		fmt.Println(errors.As(err, &limit), err)
	}
	// Output:
	// true the script has made more than 100000 steps
	// true the script has run for longer than 20ms
	// true the script has nested calls more than 100 deep
	// true the script has more than 3 processes at once
	// true the script has more than 3 threads at once
	// true the script has more than 1000 bytes in queues and pipes
	// true the script has written more than 1000 bytes
	// true the script would make a value of more than 1048576 bytes
	// true the script has used more than 33554432 bytes of memory
}

// Call tells of each operation on a lock, queue, pipe or the like, and how long it waited.
func ExampleObserver_call() {
	cfg := runtime.Config{Modules: modules.All(), Clock: runtime.HostClock(), Observer: &runtime.Observer{
		Call: func(e runtime.CallEvent) {
			if e.Object == "event" {
				fmt.Println(e.Object, e.Op, e.Wait >= 20*time.Millisecond, e.Err)
			}
		},
	}}
	run(context.Background(), cfg, "a.py", "from multiprocessing import Event\nEvent().wait(0.02)")
	// Output: event wait true ipc: timed out
}
