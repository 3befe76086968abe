package os

import (
	"os"
	"time"

	"go.starlark.net/starlark"
	"golang.org/x/sys/windows"

	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/text"
)

const (
	accessRead    = 4
	accessWrite   = 2
	accessExecute = 1
)

func access(path string, mode int) bool {
	info, err := os.Stat(path)
	if err != nil {
		return false
	}
	return mode&accessWrite == 0 || info.IsDir() || info.Mode().Perm()&0o200 != 0
}

// killOS ends the process with the signal's number as its exit code, as CPython does.
func killOS(pid, sig int) error {
	if sig == 0 || sig == 1 {
		return exception.New(exception.NotImplementedError, "os.kill() with a console event is not supported")
	}
	h, err := windows.OpenProcess(windows.PROCESS_TERMINATE, false, uint32(pid))
	if err != nil {
		return err
	}
	defer windows.CloseHandle(h)
	return windows.TerminateProcess(h, uint32(sig))
}

func isMount(path string) bool {
	drive, rest := splitDrive(path)
	return drive != "" && (rest == `\` || rest == "/")
}

func times() (t [5]time.Duration, err error) {
	var creation, exit, kernel, user windows.Filetime
	if err := windows.GetProcessTimes(windows.CurrentProcess(), &creation, &exit, &kernel, &user); err != nil {
		return t, err
	}
	ticks := func(f windows.Filetime) time.Duration {
		return time.Duration(int64(f.HighDateTime)<<32|int64(f.LowDateTime)) * 100
	}
	t[0], t[1] = ticks(user), ticks(kernel)
	return t, nil
}

func onlineCPUs() int { return 0 }

func loadAverage() (l [3]float64, ok bool) { return l, false }

var systemFunctions = []*starlark.Builtin{
	native("getlogin", nothing, func(thread *starlark.Thread, a []starlark.Value) (starlark.Value, error) {
		return text.Str(os.Getenv("USERNAME")), nil
	}),
}

var linuxFunctions []*starlark.Builtin
