//go:build !linux

package system

import "time"

func onlineCPUs() int { return 0 }

func loadAverage() (l [3]float64, err error) { return l, errUnknown }

func affinity(int) ([]int, error) { return nil, errUnknown }

// sinceBoot is the clock's value at the start of this process.
func sinceBoot() time.Duration { return 0 }
