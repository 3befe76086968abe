//go:build !windows

package terminal

import (
	"os"

	"github.com/peterh/liner"
	"golang.org/x/sys/unix"
)

// newEditor makes a line editor that reads its keys from a keyboard.
func newEditor() (*liner.State, *keyboard, error) {
	r, w, err := os.Pipe()
	if err != nil {
		return nil, nil, err
	}
	keys := newKeyboard(os.Stdin, stdinWaiting, w)
	// The editor takes the file that it reads from here, and nowhere else.
	stdin := os.Stdin
	os.Stdin = r
	editor := liner.NewLiner()
	os.Stdin = stdin
	return editor, keys, nil
}

// stdinWaiting reports whether a read of standard input would return at once.
func stdinWaiting() bool {
	fds := []unix.PollFd{{Fd: int32(unix.Stdin), Events: unix.POLLIN}}
	n, err := unix.Poll(fds, 0)
	return err == nil && n > 0
}

// withoutSignals changes the terminal's mode so that Ctrl-C is a key like any other.
func withoutSignals() {
	mode, err := unix.IoctlGetTermios(unix.Stdin, getTermios)
	if err != nil {
		return
	}
	mode.Lflag &^= unix.ISIG
	unix.IoctlSetTermios(unix.Stdin, setTermios, mode)
}
