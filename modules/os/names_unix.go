//go:build unix

package os

import "github.com/mpstar/mpstar/internal/system"

// What differs between systems in the names of files.
const (
	osName  = "posix"
	sep     = '/'
	altSep  = 0
	pathSep = ":"
	lineSep = "\n"
	devNull = "/dev/null"
	defPath = "/bin:/usr/bin"

	pathModule = "posixpath"
	coreModule = "posix"
)

// splitDrive: there are no drives.
func splitDrive(p string) (drive, rest string) { return "", p }

// homeDir returns the directory of a user; an empty name means whoever runs this.
func homeDir(name string, env map[string]string, machine system.Machine) (string, bool) {
	if name == "" {
		if h, ok := env["HOME"]; ok {
			return h, true
		}
	}
	return machine.Home(name)
}
