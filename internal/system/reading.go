package system

import (
	"errors"
	"io"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"time"
)

// Reading returns Files that are those of fsys, at the root of the file system, to be read only. Writing fails as on a
// file system that is mounted so (EROFS).
func Reading(fsys fs.FS) Files { return reading{fsys} }

type reading struct{ fsys fs.FS }

// inner returns the name that fsys has for an absolute one.
func (r reading) inner(name string) string {
	name = filepath.ToSlash(filepath.Clean(name[len(filepath.VolumeName(name)):]))
	if name = strings.TrimLeft(name, "/"); name == "" {
		return "."
	}
	return name
}

// outer gives an error the name that the script used.
func outer(err error, name string) error {
	var pe *fs.PathError
	if errors.As(err, &pe) {
		return &fs.PathError{Op: pe.Op, Path: name, Err: errno(pe.Err)}
	}
	return err
}

// errno finds the operating system's error for one of package fs.
func errno(err error) error {
	switch {
	case errors.Is(err, fs.ErrNotExist), errors.Is(err, fs.ErrInvalid):
		return syscall.ENOENT
	case errors.Is(err, fs.ErrPermission):
		return syscall.EACCES
	}
	return err
}

func readOnly(op, name string) error { return &fs.PathError{Op: op, Path: name, Err: errReadOnly} }

func (r reading) Open(name string, flag int, _ fs.FileMode) (File, error) {
	if flag&(syscall.O_WRONLY|syscall.O_RDWR|syscall.O_CREAT|syscall.O_TRUNC|syscall.O_APPEND) != 0 {
		return nil, readOnly("open", name)
	}
	f, err := r.fsys.Open(r.inner(name))
	if err != nil {
		return nil, outer(err, name)
	}
	return &readingFile{f: f, name: name}, nil
}

func (r reading) Stat(name string) (fs.FileInfo, error) {
	info, err := fs.Stat(r.fsys, r.inner(name))
	return info, outer(err, name)
}

func (r reading) Lstat(name string) (fs.FileInfo, error) {
	info, err := fs.Lstat(r.fsys, r.inner(name))
	return info, outer(err, name)
}

func (r reading) ReadDir(name string, each func([]fs.DirEntry) error) error {
	entries, err := fs.ReadDir(r.fsys, r.inner(name))
	if err != nil {
		return outer(err, name)
	}
	for some := range slices.Chunk(entries, entriesAtOnce) {
		if err := each(some); err != nil {
			return err
		}
	}
	return nil
}

func (r reading) Readlink(name string) (string, error) {
	target, err := fs.ReadLink(r.fsys, r.inner(name))
	return target, outer(err, name)
}

func (r reading) EvalSymlinks(name string) (string, error) {
	_, err := r.Stat(name)
	return filepath.Clean(name), err
}

func (r reading) Access(name string, mode int) bool {
	info, err := r.Stat(name)
	return err == nil && mode&2 == 0 && (mode&1 == 0 || info.IsDir() || info.Mode()&0o111 != 0)
}

// SameFile compares what there is to compare: files of an fs.FS have no identity.
func (r reading) SameFile(a, b fs.FileInfo) bool {
	return a.Name() == b.Name() && a.Size() == b.Size() && a.Mode() == b.Mode() && a.ModTime().Equal(b.ModTime())
}

func (reading) Mkdir(name string, _ fs.FileMode) error    { return readOnly("mkdir", name) }
func (reading) Remove(name string) error                  { return readOnly("remove", name) }
func (reading) Rename(old, _ string) error                { return readOnly("rename", old) }
func (reading) Link(old, _ string) error                  { return readOnly("link", old) }
func (reading) Symlink(_, name string) error              { return readOnly("symlink", name) }
func (reading) Chmod(name string, _ fs.FileMode) error    { return readOnly("chmod", name) }
func (reading) Chown(name string, _, _ int) error         { return readOnly("chown", name) }
func (reading) Chtimes(name string, _, _ time.Time) error { return readOnly("chtimes", name) }
func (reading) Truncate(name string, _ int64) error       { return readOnly("truncate", name) }

// A readingFile is an open file of an fs.FS.
type readingFile struct {
	f    fs.File
	name string
}

func (f *readingFile) Read(p []byte) (int, error) { return f.f.Read(p) }
func (f *readingFile) Close() error               { return f.f.Close() }
func (f *readingFile) Stat() (fs.FileInfo, error) { return f.f.Stat() }
func (f *readingFile) Fd() uintptr                { return ^uintptr(0) }

func (f *readingFile) Write([]byte) (int, error) {
	return 0, &fs.PathError{Op: "write", Path: f.name, Err: syscall.EBADF}
}

func (f *readingFile) Truncate(int64) error {
	return &fs.PathError{Op: "truncate", Path: f.name, Err: syscall.EINVAL}
}

func (f *readingFile) Seek(offset int64, whence int) (int64, error) {
	if s, ok := f.f.(io.Seeker); ok {
		return s.Seek(offset, whence)
	}
	return 0, &fs.PathError{Op: "seek", Path: f.name, Err: syscall.ESPIPE}
}
