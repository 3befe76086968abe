package interp

import (
	"fmt"
	"io"
	"runtime/debug"
	"time"

	"github.com/mpstar/mpstar/internal/system"
)

// This file stands between the tree and code of the host's that is called from goroutines of ours: its Writers, its input, its clock, its source of
// random numbers, its Observer. A panic in one of them ends the tree, as one in a Go function of the host's does, and not the host.

// caught ends the tree with what has been passed to panic, if anything was, and returns it. It is called with what recover returns.
func (rt *Runtime) caught(where string, value any) error {
	if value == nil {
		return nil
	}
	err := &PanicError{Where: where, Value: value, Stack: string(debug.Stack())}
	reason := error(err)
	rt.reason.CompareAndSwap(nil, &reason)
	go rt.Stop(err) // whoever has called may hold locks that ending takes
	return fmt.Errorf("%s has panicked: %v", where, value)
}

type guardedWriter struct {
	rt    *Runtime
	w     io.Writer
	where string
}

func (rt *Runtime) guardWriter(w io.Writer, where string) io.Writer {
	if w == nil {
		return io.Discard
	}
	return &guardedWriter{rt, w, where}
}

func (g *guardedWriter) Write(p []byte) (n int, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = g.rt.caught(g.where, r)
		}
	}()
	return g.w.Write(p)
}

type guardedReader struct {
	rt    *Runtime
	r     io.Reader
	where string
}

func (rt *Runtime) guardReader(r io.Reader, where string) io.Reader {
	if r == nil {
		return nil
	}
	return &guardedReader{rt, r, where}
}

func (g *guardedReader) Read(p []byte) (n int, err error) {
	defer func() {
		if r := recover(); r != nil {
			n, err = 0, g.rt.caught(g.where, r)
		}
	}()
	return g.r.Read(p)
}

const clockPanics = "the Clock"

// A guardedClock shows zero times once its clock has panicked.
type guardedClock struct {
	rt *Runtime
	c  system.Clock
}

func (rt *Runtime) guardClock(c system.Clock) system.Clock {
	switch c.(type) {
	case nil, system.HostClock:
		return c
	}
	return &guardedClock{rt, c}
}

func (g *guardedClock) caught(r any) {
	if r != nil {
		g.rt.caught(clockPanics, r)
	}
}

func (g *guardedClock) Now() time.Time {
	defer func() { g.caught(recover()) }()
	return g.c.Now()
}

func (g *guardedClock) AfterFunc(d time.Duration, f func()) system.Timer {
	t := &guardedTimer{g: g}
	func() {
		defer func() { g.caught(recover()) }()
		t.t = g.c.AfterFunc(d, f)
	}()
	return t
}

func (g *guardedClock) Local() (l *time.Location) {
	defer func() {
		if r := recover(); r != nil {
			g.caught(r)
			l = time.UTC
		}
	}()
	return g.c.Local()
}

func (g *guardedClock) Monotonic() time.Duration {
	defer func() { g.caught(recover()) }()
	return g.c.Monotonic()
}

func (g *guardedClock) CPU() (d time.Duration, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = g.rt.caught(clockPanics, r)
		}
	}()
	return g.c.CPU()
}

// A guardedTimer does nothing if its clock has panicked when it was to make it.
type guardedTimer struct {
	g *guardedClock
	t system.Timer
}

func (t *guardedTimer) Reset(d time.Duration) (active bool) {
	defer func() { t.g.caught(recover()) }()
	return t.t != nil && t.t.Reset(d)
}

func (t *guardedTimer) Stop() (active bool) {
	defer func() { t.g.caught(recover()) }()
	return t.t != nil && t.t.Stop()
}
