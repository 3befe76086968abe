//go:build unix

package os

import (
	"os"
	"os/user"
	"strconv"
	"syscall"
	"time"

	"go.starlark.net/starlark"
	"golang.org/x/sys/unix"

	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/structseq"
	"github.com/mpstar/mpstar/internal/text"
)

const (
	accessRead    = unix.R_OK
	accessWrite   = unix.W_OK
	accessExecute = unix.X_OK
)

func access(path string, mode int) bool { return unix.Access(path, uint32(mode)) == nil }

func killOS(pid, sig int) error { return syscall.Kill(pid, syscall.Signal(sig)) }

func isMount(path string) bool {
	info, err := os.Lstat(path)
	if err != nil || !info.IsDir() {
		return false
	}
	parent, err := os.Lstat(joinPath(path, ".."))
	if err != nil {
		return false
	}
	a, b := fileState(info), fileState(parent)
	return a.device != b.device || a.inode == b.inode
}

// started is about when this process began.
var started = time.Now()

func times() (t [5]time.Duration, err error) {
	for i, who := range []int{unix.RUSAGE_SELF, unix.RUSAGE_CHILDREN} {
		var u unix.Rusage
		if err := unix.Getrusage(who, &u); err != nil {
			return t, err
		}
		t[2*i], t[2*i+1] = time.Duration(u.Utime.Nano()), time.Duration(u.Stime.Nano())
	}
	t[4] = elapsed()
	return t, nil
}

var unameClass = structseq.New(structseq.Spec{Name: "uname_result", Module: "posix", Doc: "uname_result: Result from os.uname().",
	Fields: []string{"sysname", "nodename", "release", "version", "machine"}})

// systemFunctions are those that only some systems have.
var systemFunctions = []*starlark.Builtin{
	native("uname", nothing, func(thread *starlark.Thread, a []starlark.Value) (starlark.Value, error) {
		var u unix.Utsname
		if err := unix.Uname(&u); err != nil {
			return nil, failed(thread, err)
		}
		var vs []starlark.Value
		for _, f := range [][]byte{u.Sysname[:], u.Nodename[:], u.Release[:], u.Version[:], u.Machine[:]} {
			vs = append(vs, text.Str(unix.ByteSliceToString(f)))
		}
		return unameClass.Make(object.EnvOf(thread), vs...), nil
	}),
	id("getuid", os.Getuid), id("geteuid", os.Geteuid), id("getgid", os.Getgid), id("getegid", os.Getegid),
	id("getpgrp", syscall.Getpgrp),
	native("getlogin", nothing, func(thread *starlark.Thread, a []starlark.Value) (starlark.Value, error) {
		u, err := user.LookupId(strconv.Itoa(os.Getuid()))
		if err != nil {
			return nil, failed(thread, syscall.ENXIO)
		}
		return text.Str(u.Username), nil
	}),
}

func id(name string, get func() int) *starlark.Builtin {
	return native(name, nothing, func(*starlark.Thread, []starlark.Value) (starlark.Value, error) {
		return starlark.MakeInt(get()), nil
	})
}
