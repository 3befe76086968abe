package lower

import star "go.starlark.net/syntax"

// EngineOptions returns the switches that programs are compiled with.
func EngineOptions() *star.FileOptions { return fileOptions }
