package system

import (
	"io/fs"
	"time"
)

// closedFiles has no files. Its errors carry the name as those of package os do.
type closedFiles struct{}

func denyFile(op, name string) error {
	return &fs.PathError{Op: op, Path: name, Err: &Denied{"use files"}}
}

func (closedFiles) Open(name string, _ int, _ fs.FileMode) (File, error) {
	return nil, denyFile("open", name)
}
func (closedFiles) Stat(name string) (fs.FileInfo, error)  { return nil, denyFile("stat", name) }
func (closedFiles) Lstat(name string) (fs.FileInfo, error) { return nil, denyFile("lstat", name) }
func (closedFiles) ReadDir(name string, _ func([]fs.DirEntry) error) error {
	return denyFile("open", name)
}
func (closedFiles) Readlink(name string) (string, error)      { return "", denyFile("readlink", name) }
func (closedFiles) EvalSymlinks(name string) (string, error)  { return "", denyFile("lstat", name) }
func (closedFiles) Access(string, int) bool                   { return false }
func (closedFiles) SameFile(a, b fs.FileInfo) bool            { return false }
func (closedFiles) Mkdir(name string, _ fs.FileMode) error    { return denyFile("mkdir", name) }
func (closedFiles) Remove(name string) error                  { return denyFile("remove", name) }
func (closedFiles) Rename(old, _ string) error                { return denyFile("rename", old) }
func (closedFiles) Link(old, _ string) error                  { return denyFile("link", old) }
func (closedFiles) Symlink(target, name string) error         { return denyFile("symlink", name) }
func (closedFiles) Chmod(name string, _ fs.FileMode) error    { return denyFile("chmod", name) }
func (closedFiles) Chown(name string, _, _ int) error         { return denyFile("chown", name) }
func (closedFiles) Chtimes(name string, _, _ time.Time) error { return denyFile("chtimes", name) }
func (closedFiles) Truncate(name string, _ int64) error       { return denyFile("truncate", name) }

type closedPrograms struct{}

var errPrograms = &Denied{"run or signal other programs"}

func (closedPrograms) Start(*Command) (Program, error)     { return nil, errPrograms }
func (closedPrograms) Find(string, string) (string, error) { return "", errPrograms }
func (closedPrograms) Kill(int, int) error                 { return errPrograms }

type closedNetwork struct{}

var errNetwork = &Denied{"use the network"}

func (closedNetwork) Dial(string, string, time.Duration) (Conn, error) { return nil, errNetwork }
func (closedNetwork) Listen(string, string) (Listener, error)          { return nil, errNetwork }
func (closedNetwork) ListenPacket(string, string) (PacketConn, error)  { return nil, errNetwork }
func (closedNetwork) LookupHost(string) ([]string, error)              { return nil, errNetwork }

// closedMachine tells how many processors there are, which scripts need to choose how many workers to start, and
// nothing else.
type closedMachine struct{}

var errMachine = &Denied{"look at the machine"}

func (closedMachine) Uname() ([5]string, error)          { return [5]string{}, errMachine }
func (closedMachine) Hostname() (string, error)          { return "", errMachine }
func (closedMachine) ID(string) int                      { return 0 }
func (closedMachine) Login() (string, error)             { return "", errMachine }
func (closedMachine) Home(string) (string, bool)         { return "", false }
func (closedMachine) CPUs() int                          { return NumCPU() }
func (closedMachine) LoadAverage() ([3]float64, error)   { return [3]float64{}, errMachine }
func (closedMachine) Times() ([5]time.Duration, error)   { return [5]time.Duration{}, errMachine }
func (closedMachine) Terminal(int) bool                  { return false }
func (closedMachine) TerminalSize(int) (int, int, error) { return 0, 0, errMachine }
func (closedMachine) TempDir() string                    { return "/tmp" }
func (closedMachine) Affinity(int) ([]int, error) {
	cpus := make([]int, NumCPU())
	for i := range cpus {
		cpus[i] = i
	}
	return cpus, nil
}

// A secludedClock begins at one moment for everybody and goes at the true speed: scripts can wait and measure, and
// learn nothing of the time of day, the time zone, how long the machine has been up, or what the host computes.
type secludedClock struct{ started time.Time }

// secludedEpoch is where such a clock begins: the start of 2000.
var secludedEpoch = time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)

// NewSecludedClock returns a clock that shows 2000-01-01 00:00 UTC now.
func NewSecludedClock() Clock { return &secludedClock{time.Now()} }

func (c *secludedClock) Now() time.Time                            { return secludedEpoch.Add(time.Since(c.started)) }
func (c *secludedClock) AfterFunc(d time.Duration, f func()) Timer { return time.AfterFunc(d, f) }
func (c *secludedClock) Local() *time.Location                     { return time.UTC }
func (c *secludedClock) Monotonic() time.Duration                  { return time.Since(c.started) }
func (c *secludedClock) CPU() (time.Duration, error)               { return time.Since(c.started), nil }
