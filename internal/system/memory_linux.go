package system

import (
	"math"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/sys/unix"
)

func memoryLimits() []int64 {
	var limits []int64
	var info unix.Sysinfo_t
	if unix.Sysinfo(&info) == nil {
		limits = append(limits, int64(uint64(info.Totalram)*uint64(info.Unit)))
	}
	limits = append(limits, cgroupLimits("/proc/self/cgroup", "/sys/fs/cgroup")...)
	return append(limits, resourceLimits()...)
}

// resourceLimits returns what ulimit -v and -d leave beside what the process has mapped at its start.
func resourceLimits() []int64 {
	var limits []int64
	mapped := mappedBytes()
	for _, which := range []int{unix.RLIMIT_AS, unix.RLIMIT_DATA} {
		var r unix.Rlimit
		if unix.Getrlimit(which, &r) == nil && r.Cur < math.MaxInt64 && r.Cur != unix.RLIM_INFINITY {
			n := int64(r.Cur)
			if which == unix.RLIMIT_AS {
				n -= mapped
			}
			limits = append(limits, max(n, 1<<20))
		}
	}
	return limits
}

// mappedBytes returns the size of the process's address space now.
func mappedBytes() int64 {
	b, err := os.ReadFile("/proc/self/statm")
	if err != nil {
		return 0
	}
	first, _, _ := strings.Cut(string(b), " ")
	pages, _ := strconv.ParseInt(first, 10, 64)
	return pages * int64(os.Getpagesize())
}

// cgroupLimits returns the limits of the control groups, version 2 and 1, that a process is in by its list of them, and of those they are in.
func cgroupLimits(list, mount string) []int64 {
	b, err := os.ReadFile(list)
	if err != nil {
		return nil
	}
	var limits []int64
	for _, line := range strings.Split(string(b), "\n") {
		parts := strings.SplitN(line, ":", 3)
		if len(parts) != 3 {
			continue
		}
		root, name := mount, "memory.max"
		switch {
		case parts[1] == "":
		case strings.Contains(","+parts[1]+",", ",memory,"):
			root, name = filepath.Join(mount, "memory"), "memory.limit_in_bytes"
		default:
			continue
		}
		for dir := filepath.Clean("/" + parts[2]); ; dir = filepath.Dir(dir) {
			if b, err := os.ReadFile(filepath.Join(root, dir, name)); err == nil {
				if n, err := strconv.ParseInt(strings.TrimSpace(string(b)), 10, 64); err == nil {
					limits = append(limits, n)
				}
			}
			if dir == "/" || dir == "." {
				break
			}
		}
	}
	return limits
}
