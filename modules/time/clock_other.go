//go:build !linux

package time

import "time"

// sinceBoot is the clock's value at the start of this process.
func sinceBoot() time.Duration { return 0 }
