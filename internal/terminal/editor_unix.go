//go:build !windows

package terminal

import (
	"os"

	"github.com/peterh/liner"
)

// newEditor makes a line editor that reads its keys from a keyboard.
func newEditor() (*liner.State, *keyboard, error) {
	r, w, err := os.Pipe()
	if err != nil {
		return nil, nil, err
	}
	keys := newKeyboard(os.Stdin, w)
	// The editor takes the file that it reads from here, and nowhere else.
	stdin := os.Stdin
	os.Stdin = r
	editor := liner.NewLiner()
	os.Stdin = stdin
	return editor, keys, nil
}
