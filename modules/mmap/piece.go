package mmap

import (
	"bytes"

	"github.com/mpstar/mpstar/internal/pieces"
)

// This file reads and writes a map in pieces, so that a script that does can be stopped, and others can have the memory meanwhile.

// piece is how much is read, written or looked at in one go: in less than a millisecond.
const piece = 1 << 18

// load reads n bytes from start on.
func (c call) load(start, n int) ([]byte, error) {
	b, err := pieces.Make[byte](n, c.env.Check)
	for at := 0; at < n && err == nil; at += piece {
		c.memory.Read(b[at:min(n, at+piece)], start+at)
		err = c.env.Check()
	}
	return b, err
}

// store writes b from start on. Only the end of the process stops it.
func (c call) store(b []byte, start int) error {
	for len(b) > piece {
		c.memory.Write(b[:piece], start)
		b = b[piece:]
		start += piece
		if err := c.env.Ended(); err != nil {
			return err
		}
	}
	c.memory.Write(b, start)
	return nil
}

// search returns where sub is between two positions, first or last, or -1.
func (c call) search(sub []byte, start, end int, last bool) (int, error) {
	index := bytes.Index
	if last {
		index = bytes.LastIndex
	}
	// What is looked through at a time ends in the first bytes of what follows. Of long ones it is quicker to have all before one.
	step := max(piece, 4*len(sub))
	for done, all := 0, end-start-len(sub)+1; done < all; done += step {
		from, n := start+done, min(step, all-done)
		if last {
			from = start + all - done - n
		}
		b, err := c.load(from, n+len(sub)-1)
		if err != nil {
			return 0, err
		}
		if i := index(b, sub); i >= 0 {
			return from + i, nil
		}
	}
	return -1, nil
}
