package system

import (
	"io/fs"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"time"

	"golang.org/x/sys/windows"
	"golang.org/x/term"
)

func access(path string, mode int) bool {
	info, err := os.Stat(path)
	if err != nil {
		return false
	}
	return mode&2 == 0 || info.IsDir() || info.Mode().Perm()&0o200 != 0
}

// kill ends the process with the signal's number as its exit code, as CPython does.
func kill(pid, sig int) error {
	if sig == 0 || sig == 1 {
		return &Denied{"send console events"}
	}
	h, err := windows.OpenProcess(windows.PROCESS_TERMINATE, false, uint32(pid))
	if err != nil {
		return err
	}
	defer windows.CloseHandle(h)
	return windows.TerminateProcess(h, uint32(sig))
}

func signalProcess(p *os.Process, sig int) error { return p.Kill() }

func setGroup(cmd *exec.Cmd, c *Command) {
	if c.Session || c.Group {
		cmd.SysProcAttr = &syscall.SysProcAttr{CreationFlags: syscall.CREATE_NEW_PROCESS_GROUP}
	}
}

func status(s *os.ProcessState) Status { return Status{Code: s.ExitCode(), Raw: s.ExitCode()} }

// findExecutable returns the file, or the file with the ending of a program.
func findExecutable(file, _ string) (string, error) {
	ends := []string{".com", ".exe", ".bat", ".cmd"}
	for _, e := range ends {
		if strings.HasSuffix(strings.ToLower(file), e) {
			ends = []string{""}
		}
	}
	for _, e := range ends {
		if info, err := os.Stat(file + e); err == nil && !info.IsDir() {
			return file + e, nil
		}
	}
	return "", &fs.PathError{Op: "exec", Path: file, Err: fs.ErrNotExist}
}

// cpuTime returns what this process of the operating system has computed.
func cpuTime() (time.Duration, error) {
	user, kernel, err := processTimes()
	return user + kernel, err
}

func processTimes() (user, kernel time.Duration, err error) {
	var creation, exit, k, u windows.Filetime
	if err := windows.GetProcessTimes(windows.CurrentProcess(), &creation, &exit, &k, &u); err != nil {
		return 0, 0, err
	}
	ticks := func(f windows.Filetime) time.Duration {
		return time.Duration(int64(f.HighDateTime)<<32|int64(f.LowDateTime)) * 100
	}
	return ticks(u), ticks(k), nil
}

// HostMachine is the machine that the program runs on.
type HostMachine struct{}

func (HostMachine) Uname() ([5]string, error)        { return [5]string{}, errUnknown }
func (HostMachine) Hostname() (string, error)        { return os.Hostname() }
func (HostMachine) ID(string) int                    { return 0 }
func (HostMachine) Login() (string, error)           { return os.Getenv("USERNAME"), nil }
func (HostMachine) Home(string) (string, bool)       { return "", false }
func (HostMachine) CPUs() int                        { return NumCPU() }
func (HostMachine) Affinity(pid int) ([]int, error)  { return affinity(pid) }
func (HostMachine) LoadAverage() ([3]float64, error) { return loadAverage() }
func (HostMachine) Times() (t [5]time.Duration, err error) {
	t[0], t[1], err = processTimes()
	return t, err
}

var standard = []*os.File{os.Stdin, os.Stdout, os.Stderr}

func (HostMachine) Terminal(fd int) bool {
	return fd >= 0 && fd < len(standard) && term.IsTerminal(int(standard[fd].Fd()))
}

func (HostMachine) TerminalSize(fd int) (width, height int, err error) {
	if fd < 0 || fd >= len(standard) {
		return 0, 0, syscall.EBADF
	}
	return term.GetSize(int(standard[fd].Fd()))
}

func (HostMachine) TempDir() string { return os.TempDir() }
