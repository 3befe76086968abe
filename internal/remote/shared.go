package remote

import (
	"runtime"
	"sync/atomic"

	"github.com/mpstar/mpstar/internal/ipc"
)

// A root and a child share memory: words for loans, one word in which the root counts the frames that it has handled, and two rings.
const (
	loanWords   = 1 << 10
	handledWord = loanWords
	toRoot      = loanWords + 2*ringLine
	toChild     = toRoot + ringWords
	shared      = toChild + ringWords
)

// SharedBytes is the size of the memory that a root and a child share.
const SharedBytes = shared * 8

// Share gives the connection the memory that it shares with the child, all zero, for what is lent and for what is written; release is called once it
// is not used any more. The child must share it too. It is called before Serve.
func (c *Conn) Share(words []atomic.Uint64, release func()) {
	c.lender = newLender(ipc.NewBorrower(words[:loanWords]))
	c.handled = &words[handledWord]
	c.ring = &ringWriter{ring: newRing(words[toChild:]), to: c.nc, heldBack: c.lender.borrower}
	c.out.w = c.ring
	c.in = newReceiver(&ringReader{ring: newRing(words[toRoot:]), from: c.nc, heldBack: c.lender.borrower})
	runtime.AddCleanup(c.lender.borrower, func(release func()) { release() }, release)
}

// Share gives the client the memory that it shares with the root. It is called before Serve.
func (c *Client) Share(words []atomic.Uint64) {
	c.words = words[:loanWords]
	c.progress = &words[handledWord]
	c.out.w = &ringWriter{ring: newRing(words[toRoot:]), to: c.nc}
	c.in = newReceiver(&ringReader{ring: newRing(words[toChild:]), from: c.nc})
}
