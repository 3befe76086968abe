//go:build unix

package os

import (
	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/structseq"
	"github.com/mpstar/mpstar/internal/system"
	"github.com/mpstar/mpstar/internal/text"
)

func isMount(files system.Files, path string) bool {
	info, err := files.Lstat(path)
	if err != nil || !info.IsDir() {
		return false
	}
	parent, err := files.Lstat(joinPath(path, ".."))
	if err != nil {
		return false
	}
	a, b := fileState(info), fileState(parent)
	return a.device != b.device || a.inode == b.inode
}

var unameClass = object.Later(func() *structseq.Type {
	return structseq.New(structseq.Spec{Name: "uname_result", Module: "posix", Doc: "What system and machine this is.",
		Fields: []string{"sysname", "nodename", "release", "version", "machine"}})
})

// systemFunctions are those that only some systems have.
var systemFunctions = object.Later(func() []*starlark.Builtin {
	return []*starlark.Builtin{
		native("uname", nothing, func(thread *starlark.Thread, a []starlark.Value) (starlark.Value, error) {
			names, err := machineOf(thread).Uname()
			if err != nil {
				return nil, failed(thread, err)
			}
			var vs []starlark.Value
			for _, s := range names {
				vs = append(vs, text.Str(s))
			}
			return unameClass.Get().Make(object.EnvOf(thread), vs...), nil
		}),
		id("getuid", "uid"), id("geteuid", "euid"), id("getgid", "gid"), id("getegid", "egid"), id("getpgrp", "pgrp"),
		getlogin.Get(),
	}
})

func id(name, which string) *starlark.Builtin {
	return native(name, nothing, func(thread *starlark.Thread, _ []starlark.Value) (starlark.Value, error) {
		return starlark.MakeInt(machineOf(thread).ID(which)), nil
	})
}
