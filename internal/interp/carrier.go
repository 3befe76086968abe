package interp

import "sync"

// This file lends goroutines to processes and threads. A new goroutine has a small stack, which grows in steps, by copying, until the engine has
// the 10 or 20 KB that it needs: a fifth of what a short process costs. One that has carried a process has such a stack already.

// carriers are goroutines that have nothing to carry at the moment. The zero value has none.
type carriers struct {
	mu     sync.Mutex
	idle   []chan func()
	closed bool
}

// maxCarriers bounds how many wait: a megabyte or two of stacks.
const maxCarriers = 64

// carry calls fn on a goroutine of its own.
func (c *carriers) carry(fn func()) {
	c.mu.Lock()
	if n := len(c.idle); n > 0 {
		next := c.idle[n-1]
		c.idle[n-1] = nil
		c.idle = c.idle[:n-1]
		c.mu.Unlock()
		next <- fn
		return
	}
	c.mu.Unlock()
	go c.serve(fn)
}

// serve is the life of a goroutine. While it waits it must keep nothing alive of what it has carried.
func (c *carriers) serve(fn func()) {
	next := make(chan func(), 1)
	for fn != nil {
		fn()
		fn = nil
		fn = c.wait(next)
	}
}

// wait returns what the goroutine that next belongs to is to carry next, nil for nothing.
func (c *carriers) wait(next chan func()) func() {
	c.mu.Lock()
	if c.closed || len(c.idle) >= maxCarriers {
		c.mu.Unlock()
		return nil
	}
	c.idle = append(c.idle, next)
	c.mu.Unlock()
	return <-next
}

// close ends the goroutines that wait, and those that will.
func (c *carriers) close() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.closed = true
	for _, next := range c.idle {
		close(next)
	}
	c.idle = nil
}
