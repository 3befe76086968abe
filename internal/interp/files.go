package interp

import (
	"io/fs"
	"os"
	"path/filepath"

	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/file"
	"github.com/mpstar/mpstar/internal/ipc"
	"go.starlark.net/starlark"
)

// OpenFile opens a file for a script, if the tree may use files. A relative name is
// meant from the process's own working directory.
func (in *Interp) OpenFile(t *starlark.Thread, name string, flag int, perm fs.FileMode) (file.Handle, error) {
	open := in.rt.cfg.OpenFile
	if open == nil {
		return nil, exception.New(exception.PermissionError, "open('%s'): scripts may not use files here", name)
	}
	full := name
	if name != "" && !filepath.IsAbs(name) {
		full = filepath.Join(in.dir, name)
	}
	info, err := os.Stat(full)
	if err != nil || info.Mode()&fs.ModeNamedPipe == 0 {
		return open(full, flag, perm)
	}
	// Opening a named pipe waits for its other end, perhaps for ever. A process that
	// is ended meanwhile leaves the wait behind; it ends when somebody comes.
	var h file.Handle
	opened := ipc.NewEvent()
	ended := make(chan struct{})
	go func() {
		h, err = open(full, flag, perm)
		close(ended)
		opened.Set()
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

// HostFiles is a Config.OpenFile that gives scripts the files of the host.
func HostFiles(name string, flag int, perm fs.FileMode) (file.Handle, error) {
	f, err := os.OpenFile(name, flag, perm)
	if err != nil {
		return nil, err
	}
	return f, nil
}
