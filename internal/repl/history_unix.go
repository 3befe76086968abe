//go:build !windows

package repl

import "path/filepath"

// stateHome is the default that the XDG specification gives.
func stateHome(getenv func(string) (string, bool)) string {
	home, _ := getenv("HOME")
	if home == "" {
		return ""
	}
	return filepath.Join(home, ".local", "state")
}
