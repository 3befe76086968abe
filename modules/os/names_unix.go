//go:build unix

package os

import (
	"os/user"
)

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
func homeDir(name string, env map[string]string) (string, bool) {
	if name == "" {
		if h, ok := env["HOME"]; ok {
			return h, true
		}
		u, err := user.Current()
		if err != nil {
			return "", false
		}
		return u.HomeDir, true
	}
	u, err := user.Lookup(name)
	if err != nil {
		return "", false
	}
	return u.HomeDir, true
}
