//go:build !linux

package interp

import (
	"os"
	"sync/atomic"
)

// loanMemory is there on Linux only: elsewhere nothing is lent.
type loanMemory struct{ file *os.File }

func newLoanMemory() *loanMemory { return nil }

func (m *loanMemory) words() []atomic.Uint64 { return nil }

func (m *loanMemory) release() {}

func parentLoans() ([]atomic.Uint64, error) { return nil, nil }
