//go:build unix

package interp

import (
	"errors"
	"fmt"
	"net"
	"os"
	"os/signal"
	"strconv"
	"syscall"
	"time"
	"unsafe"

	"golang.org/x/sys/unix"
)

// childVariable tells a process that it is a child, and which of its files is the
// socket to the root. The socket is one of a pair: it has no name that anything else
// could connect to, and goes with the processes that have it.
const childVariable = "MPSTAR_CHILD_SOCKET"

// titleRoom is how long the name is that a child can be given once it runs.
const titleRoom = 120

// A child is a process of the operating system that this one has started.
type child struct {
	p     *os.Process
	loans *loanMemory // nil if there is none
}

// startChild starts this program as a child and returns it with the socket to it.
func startChild(title string) (*child, net.Conn, error) {
	path, err := os.Executable()
	if err != nil {
		return nil, nil, err
	}
	fds, err := socketpair()
	if err != nil {
		return nil, nil, err
	}
	mine := os.NewFile(uintptr(fds[0]), "child")
	theirs := os.NewFile(uintptr(fds[1]), "root")
	defer mine.Close()
	defer theirs.Close()
	null, err := os.OpenFile(os.DevNull, os.O_RDWR, 0)
	if err != nil {
		return nil, nil, err
	}
	defer null.Close()
	env, handed := append(append(os.Environ(), childEnvironment()...), childVariable+"=3"), []*os.File{null, null, os.Stderr, theirs}
	loans := newLoanMemory()
	if loans != nil {
		defer loans.file.Close()
		env, handed = append(env, loansVariable+"=4"), append(handed, loans.file)
	}
	p, err := os.StartProcess(path, []string{pad(title)}, &os.ProcAttr{Env: env, Files: handed})
	if err != nil {
		loans.release()
		return nil, nil, err
	}
	nc, err := net.FileConn(mine)
	if err != nil {
		p.Kill()
		p.Wait()
		loans.release()
		return nil, nil, err
	}
	return &child{p, loans}, nc, nil
}

// pad makes room for a longer title.
func pad(title string) string {
	for len(title) < titleRoom {
		title += " "
	}
	return title
}

func (c *child) pid() int { return c.p.Pid }

func (c *child) signal(sig int) { c.p.Signal(syscall.Signal(sig)) }

func (c *child) rename(string) {} // the child does that itself

// wait waits for the end and returns the exit code, -N for signal N.
func (c *child) wait() int {
	st, err := c.p.Wait()
	if err != nil {
		return -SIGKILL
	}
	if ws, ok := st.Sys().(syscall.WaitStatus); ok && ws.Signaled() {
		return -int(ws.Signal())
	}
	return st.ExitCode()
}

// parentSocket returns the socket to the root, nil if this process is no child.
func parentSocket() (net.Conn, error) {
	v := os.Getenv(childVariable)
	if v == "" {
		return nil, nil
	}
	os.Unsetenv(childVariable)
	forgetEnvironment()
	fd, err := strconv.Atoi(v)
	if err != nil || fd < 3 {
		return nil, fmt.Errorf("%s=%s is not the number of a socket", childVariable, v)
	}
	unix.CloseOnExec(fd)
	f := os.NewFile(uintptr(fd), "root")
	defer f.Close()
	nc, err := net.FileConn(f)
	if err != nil {
		return nil, errors.New("this process was started as a child, but not by mpstar")
	}
	return nc, nil
}

// setTitle changes what the list of the system's processes shows: the memory in which
// the system has put the arguments.
func setTitle(title string) {
	if len(os.Args) != 1 || len(os.Args[0]) < titleRoom {
		return
	}
	room := unsafe.Slice(unsafe.StringData(os.Args[0]), len(os.Args[0]))
	n := copy(room, title)
	for i := n; i < len(room); i++ {
		room[i] = ' '
	}
}

// dieBySignal ends this process by a signal, as if nobody had caught it.
func dieBySignal(sig int) {
	switch sig {
	case sigHangup, SIGINT, SIGTERM, SIGKILL:
	default:
		// The Go runtime would answer these with a dump, or not at all. The root knows the true one.
		sig = SIGKILL
	}
	signal.Reset(syscall.Signal(sig))
	syscall.Kill(os.Getpid(), syscall.Signal(sig))
	time.Sleep(time.Second) // the signal comes at once
	os.Exit(128 + sig)
}
