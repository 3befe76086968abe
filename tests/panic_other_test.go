//go:build !linux

package tests

func panickingPrompt() int { return 1 }
