package interp

import (
	"io/fs"
	"path/filepath"
	"strings"

	"github.com/mpstar/mpstar/internal/file"
	"github.com/mpstar/mpstar/internal/ipc"
	"github.com/mpstar/mpstar/internal/system"
	"go.starlark.net/starlark"
)

// System returns what the scripts of this tree may reach outside it. No field of it is nil.
func (rt *Runtime) System() *system.System { return rt.system }

// System returns what the interpreter's scripts may reach outside their tree. No field of it is nil.
func (in *Interp) System() *system.System { return in.rt.system }

// Resolve returns the absolute path that a relative one means in the process's working directory. "" stays
// as it is.
func (in *Interp) Resolve(path string) string {
	if path == "" || filepath.IsAbs(path) {
		in.looksAt(path)
		return path
	}
	if in.dir == "" { // it is gone, which the system knows
		return path
	}
	return in.dir + string(filepath.Separator) + path
}

// looksAt notes that the script looks at files that show what is known of its process.
func (in *Interp) looksAt(path string) {
	if strings.HasPrefix(path, "/proc") {
		in.Reveal()
	}
}

// OpenFile opens a file for a script, if the tree may use files. A relative name is
// meant from the process's own working directory.
func (in *Interp) OpenFile(t *starlark.Thread, name string, flag int, perm fs.FileMode) (file.Handle, error) {
	files := in.rt.system.Files
	full := name
	if name != "" && !filepath.IsAbs(name) {
		full = filepath.Join(in.dir, name)
	}
	in.looksAt(full)
	info, err := files.Stat(full)
	if err != nil || info.Mode()&fs.ModeNamedPipe == 0 {
		return files.Open(full, flag, perm)
	}
	// Opening a named pipe waits for its other end, perhaps for ever. A process that
	// is ended meanwhile leaves the wait behind; it ends when somebody comes.
	var h file.Handle
	opened := ipc.NewEvent()
	ended := make(chan struct{})
	go func() {
		defer func() {
			if r := recover(); r != nil {
				err = in.rt.caught("the FS", r)
			}
			close(ended)
			opened.Set()
		}()
		h, err = files.Open(full, flag, perm)
	}()
	if werr := opened.Wait(in.Task(t), ipc.Forever); werr != nil {
		go func() {
			if <-ended; err == nil {
				h.Close()
			}
		}()
		return nil, in.Err(t, werr)
	}
	return h, err
}
