package cli

import (
	"math"
	"os"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
)

// A script's heap is mostly small and short-lived, and with the default setting the
// collector runs every 4 MB. Giving it at least gcRoom of garbage between two
// collections makes scripts that allocate up to 1.7 times faster; large heaps keep
// the default.
const gcRoom = 64 << 20

// TuneGC sets the collector for a process of the operating system that does nothing but
// run one script. GOGC, if set, stands.
func TuneGC() {
	if os.Getenv("GOGC") != "" {
		return
	}
	debug.SetGCPercent(maxGCPercent)
	// It is there already where the user has set GOMEMLIMIT, and in a child, to which its root has passed it on.
	if debug.SetMemoryLimit(-1) == math.MaxInt64 {
		if bound := memoryBound(); bound > 0 {
			debug.SetMemoryLimit(bound)
		}
	}
	watchGC(new(gcCycle))
}

const maxGCPercent = 1600 // of the 4 MB that Go takes for the smallest heap

// A gcCycle is unreachable, so its finalizer runs after each collection.
type gcCycle struct{ _ [16]byte }

func watchGC(c *gcCycle) {
	runtime.SetFinalizer(c, func(c *gcCycle) {
		live := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
		metrics.Read(live)
		percent := maxGCPercent
		if live[0].Value.Kind() == metrics.KindUint64 {
			percent = min(max(100, int(gcRoom*100/(live[0].Value.Uint64()+1))), maxGCPercent)
		}
		debug.SetGCPercent(percent)
		watchGC(c)
	})
}
