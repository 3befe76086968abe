package cli

import (
	"sync"

	"github.com/mpstar/mpstar/internal/system"
)

// memoryShare is the part of the memory there is that a script's values may take before it gets a MemoryError. The rest is for what one operation
// makes before the next sample, the garbage collector, and what is no heap: a list that doubles twice meanwhile takes six times as much.
const memoryShare = 1.0 / 6

// memoryBound returns how large the heap of a script may be; 0 is no bound.
var memoryBound = sync.OnceValue(func() int64 { return int64(float64(system.MemoryLimit()) * memoryShare) })
