package terminal

import "github.com/peterh/liner"

// On Windows the editor reads the console's events, not a file.
func newEditor() (*liner.State, *keyboard, error) { return liner.NewLiner(), nil, nil }

func withoutSignals() {}
