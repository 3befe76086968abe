package system

import (
	"errors"
	"io"
	"io/fs"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"time"
)

// Host returns a System with everything that the program's own user can reach.
func Host() *System {
	return (&System{
		Files: HostFiles{}, Programs: HostPrograms{}, Machine: HostMachine{}, Network: HostNetwork{}, Clock: HostClock{},
	}).Complete()
}

// HostFiles are the files of the operating system.
type HostFiles struct{}

var _ Files = HostFiles{}

func (HostFiles) Open(name string, flag int, perm fs.FileMode) (File, error) {
	f, err := os.OpenFile(name, flag, perm)
	if err != nil {
		return nil, err
	}
	return f, nil
}

// entriesAtOnce is how many entries of a directory are read in one go: some hundred microseconds' work.
const entriesAtOnce = 256

func (HostFiles) ReadDir(name string, each func([]fs.DirEntry) error) error {
	d, err := os.Open(name)
	if err != nil {
		return err
	}
	defer d.Close()
	for {
		some, err := d.ReadDir(entriesAtOnce)
		if err == io.EOF {
			return nil
		}
		if err == nil {
			err = each(some)
		}
		if err != nil {
			return err
		}
	}
}

func (HostFiles) Stat(name string) (fs.FileInfo, error)     { return os.Stat(name) }
func (HostFiles) Lstat(name string) (fs.FileInfo, error)    { return os.Lstat(name) }
func (HostFiles) Readlink(name string) (string, error)      { return os.Readlink(name) }
func (HostFiles) EvalSymlinks(name string) (string, error)  { return filepath.EvalSymlinks(name) }
func (HostFiles) Access(name string, mode int) bool         { return access(name, mode) }
func (HostFiles) SameFile(a, b fs.FileInfo) bool            { return os.SameFile(a, b) }
func (HostFiles) Mkdir(name string, perm fs.FileMode) error { return os.Mkdir(name, perm) }
func (HostFiles) Remove(name string) error                  { return os.Remove(name) }
func (HostFiles) Rename(old, new string) error              { return os.Rename(old, new) }
func (HostFiles) Link(old, new string) error                { return os.Link(old, new) }
func (HostFiles) Symlink(target, new string) error          { return os.Symlink(target, new) }
func (HostFiles) Chmod(name string, mode fs.FileMode) error { return os.Chmod(name, mode) }
func (HostFiles) Chown(name string, uid, gid int) error     { return os.Chown(name, uid, gid) }
func (HostFiles) Chtimes(name string, a, m time.Time) error { return os.Chtimes(name, a, m) }
func (HostFiles) Truncate(name string, size int64) error    { return os.Truncate(name, size) }

// HostPrograms are the programs of the operating system.
type HostPrograms struct{}

func (HostPrograms) Start(c *Command) (Program, error) {
	cmd := &exec.Cmd{Path: c.Path, Args: c.Args, Env: c.Env, Dir: c.Dir, Stdin: c.Stdin, Stdout: c.Stdout, Stderr: c.Stderr}
	if c.Env == nil {
		cmd.Env = []string{}
	}
	setGroup(cmd, c)
	var input io.WriteCloser
	if c.Input != nil && c.Stdin == nil {
		var err error
		if input, err = cmd.StdinPipe(); err != nil {
			return nil, err
		}
	}
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	if input != nil {
		go c.Input(input)
	}
	return &hostProgram{cmd}, nil
}

func (HostPrograms) Find(name, path string) (string, error) {
	if filepath.Base(name) != name {
		return findExecutable(name, path)
	}
	for _, dir := range filepath.SplitList(path) {
		if dir == "" {
			dir = "."
		}
		if file, err := findExecutable(filepath.Join(dir, name), path); err == nil {
			return file, nil
		}
	}
	return "", &fs.PathError{Op: "exec", Path: name, Err: fs.ErrNotExist}
}

func (HostPrograms) Kill(pid, sig int) error { return kill(pid, sig) }

type hostProgram struct{ cmd *exec.Cmd }

func (p *hostProgram) Pid() int { return p.cmd.Process.Pid }

func (p *hostProgram) Wait() (Status, error) {
	err := p.cmd.Wait()
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		err = nil
	}
	if p.cmd.ProcessState == nil {
		return Status{}, err
	}
	return status(p.cmd.ProcessState), err
}

func (p *hostProgram) Signal(sig int) error { return signalProcess(p.cmd.Process, sig) }

// HostNetwork is the network of the operating system.
type HostNetwork struct{}

func (HostNetwork) Dial(network, address string, timeout time.Duration) (Conn, error) {
	return net.DialTimeout(network, address, timeout)
}

func (HostNetwork) Listen(network, address string) (Listener, error) {
	l, err := net.Listen(network, address)
	if err != nil {
		return nil, err
	}
	return hostListener{l}, nil
}

type hostListener struct{ l net.Listener }

func (h hostListener) Accept() (Conn, error) { return h.l.Accept() }
func (h hostListener) Close() error          { return h.l.Close() }
func (h hostListener) Address() string       { return h.l.Addr().String() }
func (h hostListener) KeepFile() {
	if u, ok := h.l.(*net.UnixListener); ok {
		u.SetUnlinkOnClose(false)
	}
}

func (HostNetwork) ListenPacket(network, address string) (PacketConn, error) {
	p, err := net.ListenPacket(network, address)
	if err != nil {
		return nil, err
	}
	return hostPackets{network, p}, nil
}

func (HostNetwork) LookupHost(host string) ([]string, error) { return net.LookupHost(host) }

type hostPackets struct {
	network string
	net.PacketConn
}

func (h hostPackets) ReadFrom(p []byte) (int, string, error) {
	n, from, err := h.PacketConn.ReadFrom(p)
	if from == nil {
		return n, "", err
	}
	return n, from.String(), err
}

func (h hostPackets) WriteTo(p []byte, to string) (int, error) {
	var addr net.Addr
	var err error
	if h.network == "unixgram" {
		addr, err = net.ResolveUnixAddr(h.network, to)
	} else {
		addr, err = net.ResolveUDPAddr(h.network, to)
	}
	if err != nil {
		return 0, err
	}
	return h.PacketConn.WriteTo(p, addr)
}

func (h hostPackets) Address() string { return h.LocalAddr().String() }

// HostClock is the clock of the operating system.
type HostClock struct{}

// started and startedAt are the same moment on Go's clock and on the machine's.
var (
	started   = time.Now()
	startedAt = sinceBoot()
)

func (HostClock) Now() time.Time                            { return time.Now() }
func (HostClock) AfterFunc(d time.Duration, f func()) Timer { return time.AfterFunc(d, f) }
func (HostClock) Local() *time.Location                     { return time.Local }
func (HostClock) Monotonic() time.Duration                  { return startedAt + time.Since(started) }
func (HostClock) CPU() (time.Duration, error)               { return cpuTime() }

// errUnknown says that the operating system does not tell.
var errUnknown = errors.New("not known on this system")
