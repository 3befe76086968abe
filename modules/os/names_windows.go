package os

import (
	"path/filepath"

	"github.com/mpstar/mpstar/internal/system"
)

// What differs between systems in the names of files.
const (
	osName  = "nt"
	sep     = '\\'
	altSep  = '/'
	pathSep = ";"
	lineSep = "\r\n"
	devNull = "nul"
	defPath = `.;C:\bin`

	pathModule = "ntpath"
	coreModule = "nt"
)

// splitDrive splits off a drive letter with its colon, or \\server\share.
func splitDrive(p string) (drive, rest string) {
	drive = filepath.VolumeName(p)
	return drive, p[len(drive):]
}

// homeDir returns the directory of a user; an empty name means whoever runs this.
func homeDir(name string, env map[string]string, _ system.Machine) (string, bool) {
	home := env["USERPROFILE"]
	if home == "" {
		home = env["HOMEDRIVE"] + env["HOMEPATH"]
	}
	if home == "" {
		return "", false
	}
	if name != "" && name != env["USERNAME"] {
		dir, last := splitPath(home)
		if env["USERNAME"] != last {
			return "", false
		}
		home = joinPath(dir, name)
	}
	return home, true
}
