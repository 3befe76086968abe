package lower

import star "go.starlark.net/syntax"

// EngineOptions returns the switches that programs are compiled with.
func EngineOptions() *star.FileOptions { return fileOptions }

// Missed returns how many extents the replica refers to that the program has not numbered.
func Missed(c *Code) int { return c.spans.missed }
