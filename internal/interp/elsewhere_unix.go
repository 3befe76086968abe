//go:build unix

package interp

import (
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strconv"
	"syscall"
	"time"
	"unsafe"

	"golang.org/x/sys/unix"
)

// childVariable tells a process that it is a child, and which of its files is the first
// of the two pipes that connect it with the root. They have no name that anything else
// could connect to, and go with the processes that have them.
const childVariable = "MPSTAR_CHILD_PIPES"

// pipes are a connection of two pipes. A socket would do, but whenever its other side has read something,
// the writer's poller is woken to be told that there is room: four times in a round trip.
type pipes struct {
	r, w *os.File
	brisk
}

func (p *pipes) Close() error {
	err := p.w.Close()
	return errors.Join(err, p.r.Close())
}

// titleRoom is how long the name is that a child can be given once it runs.
const titleRoom = 120

// A child is a process of the operating system that this one has started.
type child struct {
	p     *os.Process
	loans *loanMemory // nil if there is none
}

// startChild starts this program as a child and returns it with the connection to it.
func startChild(title string) (*child, io.ReadWriteCloser, error) {
	path, err := os.Executable()
	if err != nil {
		return nil, nil, err
	}
	mine, theirs := new(pipes), new(pipes)
	if theirs.r, mine.w, err = os.Pipe(); err != nil {
		return nil, nil, err
	}
	defer theirs.r.Close()
	if mine.r, theirs.w, err = os.Pipe(); err != nil {
		mine.w.Close()
		return nil, nil, err
	}
	defer theirs.w.Close()
	null, err := os.OpenFile(os.DevNull, os.O_RDWR, 0)
	if err != nil {
		mine.Close()
		return nil, nil, err
	}
	defer null.Close()
	env := append(append(os.Environ(), childEnvironment()...), childVariable+"=3")
	handed := []*os.File{null, null, os.Stderr, theirs.r, theirs.w}
	loans := newLoanMemory()
	if loans != nil {
		defer loans.file.Close()
		env, handed = append(env, loansVariable+"=5"), append(handed, loans.file)
	}
	p, err := os.StartProcess(path, []string{pad(title)}, &os.ProcAttr{Env: env, Files: handed})
	if err != nil {
		mine.Close()
		loans.release()
		return nil, nil, err
	}
	return &child{p, loans}, mine, nil
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

// parentConn returns the connection to the root, nil if this process is no child.
func parentConn() (io.ReadWriteCloser, error) {
	v := os.Getenv(childVariable)
	if v == "" {
		return nil, nil
	}
	os.Unsetenv(childVariable)
	forgetEnvironment()
	fd, err := strconv.Atoi(v)
	if err != nil || fd < 3 {
		return nil, fmt.Errorf("%s=%s is not the number of a file", childVariable, v)
	}
	var ends [2]*os.File
	for i := range ends {
		var st unix.Stat_t
		if unix.Fstat(fd+i, &st) != nil || st.Mode&unix.S_IFMT != unix.S_IFIFO || unix.SetNonblock(fd+i, true) != nil {
			return nil, errors.New("this process was started as a child, but not by mpstar")
		}
		unix.CloseOnExec(fd + i)
		ends[i] = os.NewFile(uintptr(fd+i), "root")
	}
	return &pipes{r: ends[0], w: ends[1]}, nil
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
