//go:build !linux

package interp

import "github.com/mpstar/mpstar/internal/ipc"

// newLane: there are lanes on Linux only.
func (hs *hosts) newLane() *ipc.LaneMemory { return nil }

func openLane(*ipc.LaneMemory) bool { return false }
