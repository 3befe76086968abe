//go:build unix

package system

import (
	"io/fs"
	"os"
	"os/exec"
	"os/user"
	"strconv"
	"syscall"
	"time"

	"golang.org/x/sys/unix"
	"golang.org/x/term"
)

func access(path string, mode int) bool { return unix.Access(path, uint32(mode)) == nil }

func kill(pid, sig int) error { return syscall.Kill(pid, syscall.Signal(sig)) }

func signalProcess(p *os.Process, sig int) error { return p.Signal(syscall.Signal(sig)) }

func setGroup(cmd *exec.Cmd, c *Command) {
	if c.Session || c.Group {
		cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: c.Session, Setpgid: c.Group && !c.Session}
	}
}

func status(s *os.ProcessState) Status {
	w, ok := s.Sys().(syscall.WaitStatus)
	if !ok {
		return Status{Code: s.ExitCode(), Raw: s.ExitCode() << 8}
	}
	if w.Signaled() {
		return Status{Code: -int(w.Signal()), Raw: int(w)}
	}
	return Status{Code: w.ExitStatus(), Raw: int(w)}
}

// findExecutable returns the file if it can be run.
func findExecutable(file, _ string) (string, error) {
	info, err := os.Stat(file)
	if err != nil {
		return "", err
	}
	if info.IsDir() || unix.Access(file, unix.X_OK) != nil {
		return "", &fs.PathError{Op: "exec", Path: file, Err: syscall.EACCES}
	}
	return file, nil
}

// cpuTime returns what this process of the operating system has computed.
func cpuTime() (time.Duration, error) {
	var u unix.Rusage
	if err := unix.Getrusage(unix.RUSAGE_SELF, &u); err != nil {
		return 0, err
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano()), nil
}

// HostMachine is the machine that the program runs on.
type HostMachine struct{}

func (HostMachine) Uname() (names [5]string, err error) {
	var u unix.Utsname
	if err := unix.Uname(&u); err != nil {
		return names, err
	}
	for i, f := range [][]byte{u.Sysname[:], u.Nodename[:], u.Release[:], u.Version[:], u.Machine[:]} {
		names[i] = unix.ByteSliceToString(f)
	}
	return names, nil
}

func (HostMachine) Hostname() (string, error) { return os.Hostname() }

func (HostMachine) ID(which string) int {
	switch which {
	case "uid":
		return os.Getuid()
	case "euid":
		return os.Geteuid()
	case "gid":
		return os.Getgid()
	case "egid":
		return os.Getegid()
	case "pgrp":
		return syscall.Getpgrp()
	}
	return 0
}

func (HostMachine) Login() (string, error) {
	u, err := user.LookupId(strconv.Itoa(os.Getuid()))
	if err != nil {
		return "", syscall.ENXIO
	}
	return u.Username, nil
}

func (HostMachine) Home(name string) (string, bool) {
	u, err := user.Current()
	if name != "" {
		u, err = user.Lookup(name)
	}
	if err != nil {
		return "", false
	}
	return u.HomeDir, true
}

func (HostMachine) CPUs() int {
	if n := onlineCPUs(); n > 0 {
		return n
	}
	return NumCPU()
}

func (HostMachine) Affinity(pid int) ([]int, error)  { return affinity(pid) }
func (HostMachine) LoadAverage() ([3]float64, error) { return loadAverage() }

func (HostMachine) Times() (t [5]time.Duration, err error) {
	for i, who := range []int{unix.RUSAGE_SELF, unix.RUSAGE_CHILDREN} {
		var u unix.Rusage
		if err := unix.Getrusage(who, &u); err != nil {
			return t, err
		}
		t[2*i], t[2*i+1] = time.Duration(u.Utime.Nano()), time.Duration(u.Stime.Nano())
	}
	t[4] = HostClock{}.Monotonic()
	return t, nil
}

func (HostMachine) Terminal(fd int) bool { return fd >= 0 && fd <= 2 && term.IsTerminal(fd) }

func (HostMachine) TerminalSize(fd int) (width, height int, err error) {
	if fd < 0 || fd > 2 {
		return 0, 0, syscall.EBADF
	}
	return term.GetSize(fd)
}

func (HostMachine) TempDir() string { return os.TempDir() }
