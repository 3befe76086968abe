// Package file has the file objects that open() makes.
//
//	f, err := file.Open(thread, args, kwargs) // the builtin open
//
// A [File] stands for all of CPython's layers: it is a TextIOWrapper, a BufferedReader,
// BufferedWriter or BufferedRandom, or a FileIO, by its class. Below lies a buffer
// (buffer.go) on a [Handle]; text.go turns its bytes into lines and characters;
// methods.go has what scripts call.
//
// Files come from the interpreter's Host: if it implements [FileSystem], that decides which
// files there are; a Host without it has none. The open files of an interpreter are in its
// registry (registry.go), which writes out and closes them at its end.
package file

import (
	"fmt"
	"io/fs"

	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/system"
)

// A FileSystem opens files for scripts. object.Env.Host implements it where scripts
// may use files.
type FileSystem interface {
	// OpenFile opens a file as os.OpenFile does. A relative name is meant from the
	// interpreter's own working directory.
	OpenFile(thread *starlark.Thread, name string, flag int, perm fs.FileMode) (Handle, error)
}

// A Handle is an open file; *os.File is one.
type Handle = system.File

// The classes of file objects.
var TextIOWrapper, BufferedReader, BufferedWriter, BufferedRandom, FileIO *object.Class

// The abstract classes above them, which say what kind of file an object is.
var (
	IOBase         = object.NewClass(object.Spec{Name: "IOBase", Module: "io", Doc: "What all files have in common."})
	RawIOBase      = object.NewClass(object.Spec{Name: "RawIOBase", Module: "io", Bases: []*object.Class{IOBase}, Doc: "A binary file without a buffer."})
	BufferedIOBase = object.NewClass(object.Spec{Name: "BufferedIOBase", Module: "io", Bases: []*object.Class{IOBase}, Doc: "A binary file with a buffer."})
	TextIOBase     = object.NewClass(object.Spec{Name: "TextIOBase", Module: "io", Bases: []*object.Class{IOBase}, Doc: "Base class for text I/O."})
)

// UnsupportedOperation is io.UnsupportedOperation: reading what is open for writing,
// and the like.
var UnsupportedOperation = object.NewClass(object.Spec{
	Name: "UnsupportedOperation", Module: "io",
	Bases: []*object.Class{object.OSError, object.ValueError},
})

// Their methods ask for their class, hence not in the declaration.
func init() {
	TextIOWrapper = newClass("TextIOWrapper", TextIOBase, shared)
	BufferedReader = newClass("BufferedReader", BufferedIOBase, binaryMethods)
	BufferedWriter = newClass("BufferedWriter", BufferedIOBase, binaryMethods)
	BufferedRandom = newClass("BufferedRandom", BufferedIOBase, binaryMethods)
	FileIO = newClass("FileIO", RawIOBase, binaryMethods)
}

// A File is a file object. It belongs to one interpreter.
type File struct {
	env   *object.Env
	class *object.Class
	name  starlark.Value
	mode  string

	*buffer
	text textLayer // of a TextIOWrapper

	readable, writable bool
	quietTell          bool // tell() is refused, since next() has read ahead
}

// PythonClass returns the file's class.
func (f *File) PythonClass() *object.Class { return f.class }

func (f *File) String() string {
	name, err := object.Repr(f.env, f.name)
	if err != nil {
		name = "?"
	}
	switch f.class {
	case TextIOWrapper:
		return fmt.Sprintf("<_io.TextIOWrapper name=%s mode='%s' encoding='%s'>", name, f.mode, f.text.shown)
	case FileIO:
		if f.closed {
			return "<_io.FileIO [closed]>"
		}
		return fmt.Sprintf("<_io.FileIO name=%s mode='%s' closefd=True>", name, f.mode)
	}
	return fmt.Sprintf("<_io.%s name=%s>", f.class.Name(), name)
}
func (f *File) Type() string         { return "_io." + f.class.Name() }
func (f *File) Freeze()              {}
func (f *File) Truth() starlark.Bool { return true }
func (f *File) Hash() (uint32, error) {
	id := object.ID(f)
	return uint32(id>>4) ^ uint32(id>>32), nil
}

// Attr returns an attribute or a bound method.
func (f *File) Attr(name string) (starlark.Value, error) {
	switch m, _ := f.class.Lookup(name); m := m.(type) {
	case *object.NativeMethod:
		return &object.BoundMethod{Func: m, Self: f}, nil
	}
	if v := f.field(name); v != nil {
		return v, nil
	}
	return nil, exception.New(exception.AttributeError, "'_io.%s' object has no attribute '%s'", f.class.Name(), name)
}

// field returns an attribute that is not a method, or nil.
func (f *File) field(name string) starlark.Value {
	switch name {
	case "name":
		return f.name
	case "mode":
		return starlark.String(f.mode)
	case "closed":
		return starlark.Bool(f.closed)
	case "__class__":
		return f.class
	case "closefd":
		if f.class == FileIO {
			return starlark.True
		}
	}
	if f.class != TextIOWrapper {
		return nil
	}
	switch name {
	case "encoding":
		return starlark.String(f.text.shown)
	case "errors":
		return starlark.String(f.text.errors)
	case "newlines":
		return f.text.seenNewlines()
	case "line_buffering":
		return starlark.Bool(f.lineBuffered)
	case "write_through":
		return starlark.False
	}
	return nil
}

var fieldNames = []string{"closed", "mode", "name"}

// AttrNames returns the names of the attributes and methods.
func (f *File) AttrNames() []string {
	names := append([]string(nil), fieldNames...)
	if f.class == TextIOWrapper {
		names = append(names, "encoding", "errors", "line_buffering", "newlines", "write_through")
	}
	f.class.Own(func(name string, _ starlark.Value) bool {
		names = append(names, name)
		return true
	})
	return names
}

// Iterate lets the engine loop over the lines.
func (f *File) Iterate() starlark.Iterator { return lineIterator{f} }

type lineIterator struct{ f *File }

func (it lineIterator) Next(p *starlark.Value) bool {
	v, ok, err := it.f.Next(it.f.env.Thread)
	if err != nil {
		it.f.env.Raise(err)
		return false
	}
	if ok {
		*p = v
	}
	return ok
}
func (lineIterator) Done() {}

// Has reads up to a line that equals x.
func (f *File) Has(x starlark.Value) (bool, error) {
	for n := 1; ; n++ {
		line, ok, err := f.Next(f.env.Thread)
		if err != nil || !ok {
			return false, err
		}
		if eq, err := object.Equal(f.env, line, x); err != nil || eq {
			return eq, err
		}
		if n%4096 == 0 {
			if err := check(f.env.Thread); err != nil {
				return false, err
			}
		}
	}
}

// Next returns the next line; ok is false at the end of the file.
func (f *File) Next(thread *starlark.Thread) (v starlark.Value, ok bool, err error) {
	line, err := f.readLine(thread, -1)
	if err != nil {
		return nil, false, err
	}
	f.quietTell = line != ""
	if v, err = f.value(line); err != nil {
		return nil, false, err
	}
	return v, line != "", nil
}

// unsupported returns an UnsupportedOperation error.
func (f *File) unsupported(msg string) error {
	return object.Raise(object.NewException(f.env, UnsupportedOperation, starlark.String(msg)))
}

func (f *File) checkOpen() error {
	if f.closed {
		return errClosed()
	}
	return nil
}

func errClosed() error {
	return exception.New(exception.ValueError, "I/O operation on closed file.")
}

func (f *File) checkReadable() error {
	if err := f.checkOpen(); err != nil || f.readable {
		return err
	}
	if f.class == TextIOWrapper {
		return f.unsupported("not readable")
	}
	if f.class == FileIO {
		return f.unsupported("File not open for reading")
	}
	return f.unsupported("read")
}

func (f *File) checkWritable() error {
	if f.closed && f.class != TextIOWrapper {
		return exception.New(exception.ValueError, "write to closed file")
	}
	if err := f.checkOpen(); err != nil || f.writable {
		return err
	}
	if f.class == TextIOWrapper {
		return f.unsupported("not writable")
	}
	if f.class == FileIO {
		return f.unsupported("File not open for writing")
	}
	return f.unsupported("write")
}

func (f *File) checkSeekable() error {
	if err := f.checkOpen(); err != nil {
		return err
	}
	if !f.seekable {
		return f.unsupported("underlying stream is not seekable")
	}
	return nil
}
