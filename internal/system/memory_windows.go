package system

import (
	"unsafe"

	"golang.org/x/sys/windows"
)

func memoryLimits() []int64 {
	var status struct {
		length, load                                                   uint32
		total, available, totalPage, availablePage, totalV, freeV, ext uint64
	}
	status.length = uint32(unsafe.Sizeof(status))
	r, _, _ := windows.NewLazySystemDLL("kernel32.dll").NewProc("GlobalMemoryStatusEx").Call(uintptr(unsafe.Pointer(&status)))
	if r == 0 {
		return nil
	}
	return []int64{int64(status.total)}
}
