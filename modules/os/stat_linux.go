package os

import (
	"io/fs"
	"syscall"
	"time"
)

func fileState(info fs.FileInfo) state {
	s, ok := info.Sys().(*syscall.Stat_t)
	if !ok {
		return state{mode: plainMode(info.Mode()), atime: info.ModTime(), ctime: info.ModTime(), links: 1}
	}
	return state{
		mode: s.Mode, inode: s.Ino, device: uint64(s.Dev), links: uint64(s.Nlink), uid: s.Uid, gid: s.Gid,
		atime: time.Unix(s.Atim.Unix()), ctime: time.Unix(s.Ctim.Unix()),
		blocks: s.Blocks, blockSize: int64(s.Blksize), specialDevice: uint64(s.Rdev), hasBlocks: true,
	}
}
