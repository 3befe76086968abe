package system

// MemoryLimit returns how many bytes this process of the operating system may use: the least of the machine's memory, that of
// its control group, and its own resource limits. It is 0 if none is known.
func MemoryLimit() int64 {
	least := int64(0)
	for _, n := range memoryLimits() {
		if n > 0 && (least == 0 || n < least) {
			least = n
		}
	}
	return least
}
