// Package system is what scripts can reach outside their tree of processes: files, other programs, the machine, its
// clock and its random numbers. A module that needs any of it asks its interpreter, and imports neither os nor os/exec,
// net or syscall for the purpose:
//
//	sys := interp.Of(thread).System()
//	info, err := sys.Files.Stat(in.Resolve(path))
//
// A [System] has one interface for each kind of effect. [Host] gives scripts all of them, [Closed] none: its
// operations fail with [Denied]. [Reading] makes the files of an fs.FS ones that scripts can read. What scripts
// can't tell from the outside, such as the environment, the working directory and the standard streams, belongs to the interpreter.
//
// Everything here may be used from any goroutine.
package system

import (
	"crypto/rand"
	"io"
	"io/fs"
	"net"
	"os"
	"runtime"
	"time"
)

// A System is what the scripts of one runtime may reach. A field that is nil is closed; [System.Complete] fills it in.
type System struct {
	Files    Files
	Programs Programs
	Machine  Machine
	Network  Network
	Clock    Clock
	Random   io.Reader // for seeds and secrets; nil is the machine's own source
}

// Complete returns a copy of s in which closed fields hold implementations that refuse.
func (s *System) Complete() *System {
	c := *s
	if c.Files == nil {
		c.Files = closedFiles{}
	}
	if c.Programs == nil {
		c.Programs = closedPrograms{}
	}
	if c.Machine == nil {
		c.Machine = closedMachine{}
	}
	if c.Network == nil {
		c.Network = closedNetwork{}
	}
	if c.Clock == nil {
		c.Clock = NewSecludedClock()
	}
	if c.Random == nil {
		c.Random = rand.Reader
	}
	return &c
}

// Denied is the error of what scripts may not do. It is an fs.ErrPermission.
type Denied struct {
	What string // "use files", "run programs"
}

func (d *Denied) Error() string { return "scripts may not " + d.What + " here" }

// Is makes errors.Is(err, fs.ErrPermission) true.
func (d *Denied) Is(err error) bool { return err == fs.ErrPermission }

// A File is an open file; *os.File is one.
type File interface {
	io.ReadWriteSeeker
	io.Closer
	Truncate(size int64) error
	Stat() (fs.FileInfo, error)
	Fd() uintptr // ^uintptr(0) if it is none of the operating system's
}

// Files are the files that scripts see. All names are absolute, in the operating system's spelling. Errors are
// *fs.PathError and *os.LinkError, as those of package os, and hold a syscall.Errno where there is one.
type Files interface {
	// Open opens a file as os.OpenFile does.
	Open(name string, flag int, perm fs.FileMode) (File, error)
	Stat(name string) (fs.FileInfo, error)
	Lstat(name string) (fs.FileInfo, error)
	// ReadDir calls each with some entries of a directory after the other, in the order in which it has them. An error of each ends that, and is returned.
	ReadDir(name string, each func(some []fs.DirEntry) error) error
	Readlink(name string) (string, error)
	// EvalSymlinks returns the name without symbolic links in it.
	EvalSymlinks(name string) (string, error)
	// Access reports whether the file may be used in all the ways of mode: 4 read, 2 write, 1 execute, 0 that it exists.
	Access(name string, mode int) bool
	// SameFile reports whether both describe one file. They come from Stat or Lstat.
	SameFile(a, b fs.FileInfo) bool

	Mkdir(name string, perm fs.FileMode) error
	// Remove removes a file or an empty directory.
	Remove(name string) error
	Rename(old, new string) error
	Link(old, new string) error
	// Symlink makes new a symbolic link; target is what it says, and may be relative.
	Symlink(target, new string) error
	Chmod(name string, mode fs.FileMode) error
	Chown(name string, uid, gid int) error
	Chtimes(name string, atime, mtime time.Time) error
	Truncate(name string, size int64) error
}

// ReadFile returns what a file holds.
func ReadFile(files Files, name string) ([]byte, error) {
	f, err := files.Open(name, 0, 0)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(f)
}

// Programs are the other programs of the machine.
type Programs interface {
	// Start starts a program.
	Start(c *Command) (Program, error)
	// Find returns the file of a program by its name: from the directories of path, which is a PATH, if it
	// has no separator in it.
	Find(name, path string) (string, error)
	// Kill sends a signal to a process of the operating system, 0 to ask whether it is there.
	Kill(pid, sig int) error
}

// A Command says how to start a program.
type Command struct {
	Path string   // an absolute path
	Args []string // with the program's name
	Env  []string
	Dir  string

	// The program's standard streams; nil is the null device. An *os.File is handed over as it is, from and to others
	// a goroutine copies, and Wait waits for it.
	Stdin          io.Reader
	Stdout, Stderr io.Writer

	// Input, if not nil and Stdin is, is called on a goroutine of its own with the writing end of the program's standard input. Writing fails
	// once the program has ended; Wait does not wait for it.
	Input func(w io.WriteCloser)

	Session bool // in a session of its own
	Group   bool // in a process group of its own
}

// A Program is one that was started.
type Program interface {
	Pid() int
	// Wait waits for its end, and for the end of copying. It is called once.
	Wait() (Status, error)
	// Signal sends a signal. After the end it returns os.ErrProcessDone.
	Signal(sig int) error
}

// A Status says how a program ended.
type Status struct {
	Code int // its exit code, or -N if signal N ended it
	Raw  int // as wait(2) encodes it; on Windows the exit code
}

// Network is what scripts can connect to.
type Network interface {
	Dial(network, address string, timeout time.Duration) (Conn, error)
	Listen(network, address string) (Listener, error)
	// ListenPacket binds an address for datagrams.
	ListenPacket(network, address string) (PacketConn, error)
	// LookupHost returns the addresses of a host, as text.
	LookupHost(host string) ([]string, error)
}

// A PacketConn sends and receives datagrams.
type PacketConn interface {
	// ReadFrom reads one into p and says whom it is from.
	ReadFrom(p []byte) (n int, from string, err error)
	WriteTo(p []byte, to string) (int, error)
	Close() error
	Address() string
}

// A Conn is a connection; a net.Conn is one. Its deadlines are by the operating system's clock: see Within.
type Conn interface {
	io.ReadWriteCloser
	SetDeadline(t time.Time) error
	SetWriteDeadline(t time.Time) error
	// RemoteAddr is the address of the peer, which is empty for a Unix socket that has none.
	RemoteAddr() net.Addr
}

// ErrConnClosed is what using a Conn that is closed returns.
var ErrConnClosed = net.ErrClosed

// ErrLate is what a Conn returns when its deadline has passed.
var ErrLate = os.ErrDeadlineExceeded

// Within returns the deadline of what a Conn may take d for. Scripts may have another clock.
func Within(d time.Duration) time.Time { return time.Now().Add(d) }

// A Listener waits for connections.
type Listener interface {
	Accept() (Conn, error)
	Close() error
	Address() string
	// KeepFile has Close leave the file of a Unix socket, which it otherwise removes.
	KeepFile()
}

// A Clock tells the time and wakes those who wait for it. Package ipc measures deadlines by it.
type Clock interface {
	// Now returns the time of day. Differences between its results are those of a clock that is never set if the
	// operating system has one.
	Now() time.Time
	// AfterFunc arranges for f to be called, on any goroutine, once d has passed.
	AfterFunc(d time.Duration, f func()) Timer
	// Local returns the time zone of scripts that do not choose one.
	Local() *time.Location
	// Monotonic returns the time since some moment in the past, the same for all processes of the machine where it can be.
	Monotonic() time.Duration
	// CPU returns the processor time that this process of the operating system has used.
	CPU() (time.Duration, error)
}

// A Timer is a call that a Clock will make. A *time.Timer is one.
type Timer interface {
	Reset(d time.Duration) bool
	Stop() bool
}

// A Machine tells of the machine and of whoever runs the program.
type Machine interface {
	// Uname returns sysname, nodename, release, version and machine.
	Uname() ([5]string, error)
	Hostname() (string, error)
	// ID returns "uid", "euid", "gid", "egid" or "pgrp" of the program, 0 where there is none.
	ID(which string) int
	// Login returns the user's name.
	Login() (string, error)
	// Home returns the directory of a user; an empty name means whoever runs the program.
	Home(user string) (string, bool)
	// CPUs returns the number of processors.
	CPUs() int
	// Affinity returns the processors that a process may use; 0 is this one.
	Affinity(pid int) ([]int, error)
	// LoadAverage returns the load over 1, 5 and 15 minutes.
	LoadAverage() ([3]float64, error)
	// Times returns processor times: user and system, the same of children that have ended, and a clock.
	Times() ([5]time.Duration, error)
	// Terminal reports whether a standard stream (0, 1, 2) is a terminal.
	Terminal(fd int) bool
	// TerminalSize returns the columns and lines of the terminal that a standard stream is.
	TerminalSize(fd int) (width, height int, err error)
	// TempDir returns the directory for temporary files.
	TempDir() string
}

// NumCPU is what CPUs returns of a machine that can't be looked at.
func NumCPU() int { return runtime.NumCPU() }
