package random

import (
	"math/big"
	"math/bits"

	"github.com/mpstar/mpstar/internal/object"
)

// A source is what the distributions draw from: the generator itself, or the
// random and getrandbits methods of a script's subclass of Random.
type source interface {
	// float returns a number in [0, 1).
	float() (float64, error)
	// below returns a number in [0, n), n > 0.
	below(n uint64) (uint64, error)
	// belowBig is below for any positive n.
	belowBig(n *big.Int) (*big.Int, error)
}

// words is a stream of random bits: a twister or the system's entropy.
type words interface{ Uint32() uint32 }

// A generator makes a source of a stream of words, using them in the order in
// which CPython does.
type generator struct {
	words
	env *object.Env // of whom to ask whether to go on; may be nil
}

func (g generator) float() (float64, error) { return g.float64(), nil }

func (g generator) float64() float64 {
	high, low := g.Uint32()>>5, g.Uint32()>>6
	return float64(uint64(high)<<26|uint64(low)) * (1.0 / (1 << 53))
}

// bits returns k random bits, k at most 64.
func (g generator) bits(k int) uint64 {
	switch {
	case k == 0:
		return 0
	case k <= 32:
		return uint64(g.Uint32() >> (32 - k))
	}
	low := uint64(g.Uint32())
	return low | uint64(g.Uint32()>>(64-k))<<32
}

// bitsBig returns k random bits, least significant word first. It can be stopped.
func (g generator) bitsBig(k int) (*big.Int, error) {
	buf := make([]byte, (k+31)/32*4)
	for end := len(buf); end > 0; end -= 4 {
		if end%wordsAtOnce == 0 {
			if err := g.env.Check(); err != nil {
				return nil, err
			}
		}
		w := g.Uint32()
		if k < 32 {
			w >>= 32 - k
		}
		k -= 32
		buf[end-1], buf[end-2], buf[end-3], buf[end-4] = byte(w), byte(w>>8), byte(w>>16), byte(w>>24)
	}
	return new(big.Int).SetBytes(buf), nil
}

// wordsAtOnce is how many bytes of words are drawn between two questions whether to go on: some 0.2 ms.
const wordsAtOnce = 1 << 17

func (g generator) below(n uint64) (uint64, error) {
	k := bits.Len64(n)
	for {
		if r := g.bits(k); r < n {
			return r, nil
		}
	}
}

func (g generator) belowBig(n *big.Int) (*big.Int, error) {
	k := n.BitLen()
	for {
		if r, err := g.bitsBig(k); err != nil || r.Cmp(n) < 0 {
			return r, err
		}
	}
}
