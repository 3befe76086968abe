package tests

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"regexp"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// A terminal is a pseudo-terminal with the command at its other end.
type terminal struct {
	t      *testing.T
	cmd    *exec.Cmd
	master *os.File
	slave  *os.File
	before *unix.Termios // the mode that the command found
	ended  chan struct{}

	mu    sync.Mutex
	shown bytes.Buffer
	more  chan struct{} // of capacity 1: shown has grown
	seen  int           // how much of what is shown expect has passed
}

// terminalWait bounds how long a test waits for the terminal.
const terminalWait = 2 * time.Minute

func openTerminal(t *testing.T, args []string, env ...string) *terminal {
	t.Helper()
	return openTerminalFor(t, exec.Command(mpstar, args...), env...)
}

func openTerminalFor(t *testing.T, cmd *exec.Cmd, env ...string) *terminal {
	t.Helper()
	master, err := os.OpenFile("/dev/ptmx", os.O_RDWR, 0)
	if err != nil {
		t.Skip(err)
	}
	n, err := unix.IoctlGetInt(int(master.Fd()), unix.TIOCGPTN)
	if err == nil {
		err = unix.IoctlSetPointerInt(int(master.Fd()), unix.TIOCSPTLCK, 0)
	}
	if err == nil {
		err = unix.IoctlSetWinsize(int(master.Fd()), unix.TIOCSWINSZ, &unix.Winsize{Row: 40, Col: 120})
	}
	if err != nil {
		t.Skip(err)
	}
	slave, err := os.OpenFile(fmt.Sprintf("/dev/pts/%d", n), os.O_RDWR|syscall.O_NOCTTY, 0)
	if err != nil {
		t.Skip(err)
	}
	term := &terminal{t: t, master: master, slave: slave, more: make(chan struct{}, 1), ended: make(chan struct{})}
	if term.before, err = unix.IoctlGetTermios(int(slave.Fd()), unix.TCGETS); err != nil {
		t.Fatal(err)
	}
	term.cmd = cmd
	term.cmd.Dir = t.TempDir()
	term.cmd.Env = append([]string{"TERM=xterm", "HOME=" + t.TempDir(), "PATH=" + os.Getenv("PATH")}, env...)
	term.cmd.Stdin, term.cmd.Stdout, term.cmd.Stderr = slave, slave, slave
	term.cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Setctty: true}
	if err := term.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	go func() {
		buf := make([]byte, 4096)
		for {
			n, err := master.Read(buf)
			if err != nil {
				return
			}
			term.mu.Lock()
			term.shown.Write(buf[:n])
			term.mu.Unlock()
			select {
			case term.more <- struct{}{}:
			default:
			}
		}
	}()
	go func() {
		term.cmd.Wait()
		close(term.ended)
	}()
	t.Cleanup(func() {
		term.cmd.Process.Kill()
		<-term.ended
		slave.Close()
		master.Close()
	})
	return term
}

// escape matches what moves the cursor and sets colours.
var escape = regexp.MustCompile("\x1b\\[[0-9;?]*[A-Za-z]")

// screen returns what is shown, without the escape sequences.
func (term *terminal) screen() string {
	term.mu.Lock()
	defer term.mu.Unlock()
	return strings.ReplaceAll(escape.ReplaceAllString(term.shown.String(), ""), "\r\n", "\n")
}

// expect waits until the terminal shows want after what was expected before.
func (term *terminal) expect(want string) {
	term.t.Helper()
	if !term.shows(want, terminalWait) {
		term.t.Fatalf("the terminal does not show %q; it shows:\n%s", want, term.screen())
	}
}

// shows waits for want as expect does, and reports whether it has come in time.
func (term *terminal) shows(want string, wait time.Duration) bool {
	late := time.After(wait)
	for {
		if s := term.screen(); strings.Contains(s[term.seen:], want) {
			term.seen += strings.Index(s[term.seen:], want) + len(want)
			return true
		}
		select {
		case <-term.more:
		case <-late:
			return false
		}
	}
}

// without checks that the terminal does not show text.
func (term *terminal) without(text string) {
	term.t.Helper()
	if s := term.screen(); strings.Contains(s, text) {
		term.t.Errorf("the terminal shows %q:\n%s", text, s)
	}
}

func (term *terminal) send(keys string) {
	term.t.Helper()
	if _, err := term.master.WriteString(keys); err != nil {
		term.t.Fatal(err)
	}
}

// line waits for a prompt, types a line, and waits for its echo.
func (term *terminal) line(text string) {
	term.t.Helper()
	term.expect(">>> ")
	term.send(text + "\r")
	term.expect(text + "\n")
}

// end waits for the command and checks that the terminal is as it was.
func (term *terminal) end(code int) {
	term.t.Helper()
	select {
	case <-term.ended:
	case <-time.After(terminalWait):
		term.t.Fatalf("the command does not end; the terminal shows:\n%s", term.screen())
	}
	got := term.cmd.ProcessState.ExitCode()
	if ws := term.cmd.ProcessState.Sys().(syscall.WaitStatus); ws.Signaled() {
		got = 128 + int(ws.Signal())
	}
	if got != code {
		term.t.Errorf("exit code %d, want %d; the terminal shows:\n%s", got, code, term.screen())
	}
	after, err := unix.IoctlGetTermios(int(term.slave.Fd()), unix.TCGETS)
	if err != nil {
		term.t.Fatal(err)
	}
	if *after != *term.before {
		term.t.Errorf("the terminal's mode was %+v and is %+v", *term.before, *after)
	}
	// What the command wrote last may still be on its way.
	late := time.After(terminalWait)
	for {
		term.mu.Lock()
		on, off := bytes.LastIndex(term.shown.Bytes(), []byte("\x1b[?2004h")), bytes.LastIndex(term.shown.Bytes(), []byte("\x1b[?2004l"))
		term.mu.Unlock()
		if on <= off {
			return
		}
		select {
		case <-term.more:
		case <-late:
			term.t.Errorf("bracketed paste stays on")
			return
		}
	}
}
