package interp

import (
	"net"
	"os"
	"os/exec"
	"syscall"
	"testing"

	"github.com/mpstar/mpstar/internal/ipc"
	"github.com/mpstar/mpstar/internal/remote"
)

// finished returns a host whose child has ended, and has been told that its process may serve another one.
func finished(t *testing.T) (*host, *Process) {
	t.Helper()
	cmd := exec.Command("sleep", "600")
	if err := cmd.Start(); err != nil {
		t.Skip(err)
	}
	t.Cleanup(func() {
		cmd.Process.Kill()
		cmd.Wait()
	})
	mine, theirs := net.Pipe()
	t.Cleanup(func() { mine.Close(); theirs.Close() })
	rt := New(Config{Pid: os.Getpid()})
	root := &Process{rt: rt, pid: os.Getpid(), exited: ipc.NewEvent()}
	h := &host{rt: rt, cmd: &child{p: cmd.Process}, warm: make(chan struct{}), ready: true, said: true, whole: true}
	h.conn = remote.NewConn(mine, codec{rt}, h.handle)
	h.main = &Process{rt: rt, parent: root, pid: cmd.Process.Pid, host: h, exited: ipc.NewEvent(), holder: rt.kernel.NewHolder("p", cmd.Process.Pid)}
	h.procs = map[int]*Process{h.main.pid: h.main}
	rt.procs[h.main.pid] = h.main
	hs := &rt.hosts
	hs.live = map[*host]struct{}{h: {}}
	hs.spare.came.L = &hs.mu
	p := h.main
	if !h.again() {
		t.Fatal("the process is not used again")
	}
	return h, p
}

// TestSignaledBetween sends a child a signal after the root has decided to use its process again, and before it does.
func TestSignaledBetween(t *testing.T) {
	h, p := finished(t)
	p.Signal(int(syscall.SIGUSR1))
	h.renew()
	if code, done := p.ExitCode(); code != 0 || !done {
		t.Errorf("exit code %d, %v", code, done)
	}
	if h := h.rt.hosts.take(true); h != nil {
		t.Error("a process that was sent a signal serves another child")
	}
}

// TestLostBetween has a process end after the root has decided to use it again: no start waits for it.
func TestLostBetween(t *testing.T) {
	h, p := finished(t)
	h.bury(-SIGKILL)
	if code, done := p.ExitCode(); code != -SIGKILL || !done {
		t.Errorf("exit code %d, %v", code, done)
	}
	if got := p.Pid(); got != h.cmd.pid() {
		t.Errorf("the process is known as %d", got)
	}
	if s := &h.rt.hosts.spare; s.starting != 0 {
		t.Fatalf("%d spares are awaited", s.starting)
	}
	if h := h.rt.hosts.take(true); h != nil {
		t.Error("a process that is gone serves another child")
	}
}
