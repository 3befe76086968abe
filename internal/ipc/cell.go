package ipc

import "sync"

// A Cell is a place for a value that several processes see: what Value and Array are made of. Each single access is
// indivisible; for more than one in a row there is Lock.
type Cell[T any] struct {
	// Lock is the lock that goes with the cell, nil for a raw one. The Cell itself does not use it.
	Lock Locker

	mu sync.Mutex
	v  T
}

// NewCell makes a cell that holds v. lock may be nil.
func NewCell[T any](v T, lock Locker) *Cell[T] { return &Cell[T]{v: v, Lock: lock} }

// Load returns the value. What it refers to must not be changed: use Do if it may be.
func (c *Cell[T]) Load() T {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.v
}

// Store sets the value.
func (c *Cell[T]) Store(v T) {
	c.mu.Lock()
	c.v = v
	c.mu.Unlock()
}

// Do calls f with the value's address while nobody else can see it. f must be quick, must not wait, and must not keep the address.
func (c *Cell[T]) Do(f func(v *T)) {
	c.mu.Lock()
	defer c.mu.Unlock()
	f(&c.v)
}
