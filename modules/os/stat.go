package os

import (
	"io/fs"
	"time"

	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/structseq"
)

// A state is what the system tells of a file beyond fs.FileInfo.
type state struct {
	mode                 uint32 // as C's st_mode
	inode, device, links uint64
	uid, gid             uint32
	atime, ctime         time.Time
	blocks, blockSize    int64
	specialDevice        uint64
	hasBlocks            bool
}

var statClass = object.Later(func() *structseq.Type {
	return structseq.New(structseq.Spec{
		Name: "stat_result", Module: "os",
		Doc:    "What a file system says of a file.",
		Fields: []string{"st_mode", "st_ino", "st_dev", "st_nlink", "st_uid", "st_gid", "st_size", "st_atime", "st_mtime", "st_ctime"},
		// By name the times are floats, as items of the tuple they are whole seconds.
		Hidden: []string{"st_atime", "st_mtime", "st_ctime", "st_atime_ns", "st_mtime_ns", "st_ctime_ns", "st_blksize", "st_blocks", "st_rdev"},
	})
})

func statValueOf(env *object.Env, info fs.FileInfo) starlark.Value {
	s := fileState(info)
	u := func(n uint64) starlark.Value { return starlark.MakeUint64(n) }
	times := []time.Time{s.atime, info.ModTime(), s.ctime}
	vs := []starlark.Value{u(uint64(s.mode)), u(s.inode), u(s.device), u(s.links), u(uint64(s.uid)), u(uint64(s.gid)), starlark.MakeInt64(info.Size())}
	for _, t := range times {
		vs = append(vs, starlark.MakeInt64(t.Unix()))
	}
	for _, t := range times {
		vs = append(vs, unixSeconds(t))
	}
	for _, t := range times {
		vs = append(vs, starlark.MakeInt64(t.UnixNano()))
	}
	if s.hasBlocks {
		vs = append(vs, starlark.MakeInt64(s.blockSize), starlark.MakeInt64(s.blocks), u(s.specialDevice))
	}
	return statClass.Get().Make(env, vs...)
}

// plainMode returns C's st_mode for systems that have none.
func plainMode(m fs.FileMode) uint32 {
	mode := uint32(m.Perm())
	switch {
	case m.IsDir():
		mode |= 0o040000
	case m&fs.ModeSymlink != 0:
		mode |= 0o120000
	default:
		mode |= 0o100000
	}
	return mode
}
