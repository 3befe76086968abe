package os

import (
	"io/fs"
	"syscall"
	"time"
)

func fileState(info fs.FileInfo) state {
	st := state{mode: plainMode(info.Mode()), atime: info.ModTime(), ctime: info.ModTime(), links: 1}
	if s, ok := info.Sys().(*syscall.Win32FileAttributeData); ok {
		st.atime = time.Unix(0, s.LastAccessTime.Nanoseconds())
		st.ctime = time.Unix(0, s.CreationTime.Nanoseconds()) // what st_ctime means there
	}
	return st
}
