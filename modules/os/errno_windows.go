package os

import (
	"syscall"

	"golang.org/x/sys/windows"
)

// posixErrno returns the C library's number for an error of Windows.
func posixErrno(e syscall.Errno) syscall.Errno {
	switch e {
	case windows.ERROR_FILE_NOT_FOUND, windows.ERROR_PATH_NOT_FOUND, windows.ERROR_INVALID_NAME, windows.ERROR_BAD_NETPATH:
		return 2
	case windows.ERROR_ACCESS_DENIED, windows.ERROR_SHARING_VIOLATION, windows.ERROR_LOCK_VIOLATION:
		return 13
	case windows.ERROR_FILE_EXISTS, windows.ERROR_ALREADY_EXISTS:
		return 17
	case windows.ERROR_DIRECTORY:
		return 20
	case windows.ERROR_INVALID_PARAMETER:
		return 22
	case windows.ERROR_DIR_NOT_EMPTY:
		return 41
	case windows.ERROR_PRIVILEGE_NOT_HELD:
		return 1
	}
	if e < 200 {
		return e
	}
	return 22
}

var errorTexts = map[syscall.Errno]string{
	0: "No error", 1: "Operation not permitted", 2: "No such file or directory", 3: "No such process", 4: "Interrupted function call",
	5: "Input/output error", 9: "Bad file descriptor", 11: "Resource temporarily unavailable", 12: "Not enough space",
	13: "Permission denied", 17: "File exists", 20: "Not a directory", 21: "Is a directory", 22: "Invalid argument",
	28: "No space left on device", 32: "Broken pipe", 39: "Directory not empty", 41: "Directory not empty",
}

func strerror(e syscall.Errno) string {
	if s, ok := errorTexts[e]; ok {
		return s
	}
	return "Unknown error"
}
