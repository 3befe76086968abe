//go:build !linux

package startup

func quit() {}
