//go:build unix

package oracle

import (
	"os/exec"
	"syscall"
)

// group puts a command and its children into one group, which ends as a whole
// when the time is up.
func group(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	cmd.Cancel = func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) }
}
