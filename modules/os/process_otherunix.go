//go:build unix && !linux

package os

import (
	"time"

	"go.starlark.net/starlark"
)

func onlineCPUs() int { return 0 }

func loadAverage() (l [3]float64, ok bool) { return l, false }

func elapsed() time.Duration { return time.Since(started) }

var linuxFunctions []*starlark.Builtin
