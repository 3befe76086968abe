package random

import "github.com/mpstar/mpstar/internal/object"

// This file implements MT19937, the generator of Matsumoto and Nishimura.

const (
	stateSize  = 624
	stateShift = 397
)

// A twister is the generator's state: 624 words, and how many of them have been
// handed out since they were last mixed.
type twister struct {
	words [stateSize]uint32
	index int
}

// seed starts the generator from a single word.
func (t *twister) seed(s uint32) {
	t.words[0] = s
	for i := 1; i < stateSize; i++ {
		s = 1812433253*(s^s>>30) + uint32(i)
		t.words[i] = s
	}
	t.index = stateSize
}

// keyWords is how many words of a key are used between two questions whether to go on: a quarter of a millisecond.
const keyWords = 1 << 16

// seedKey starts the generator from one or more words. env, which may be nil, says whether to go on; if not the generator is in no useful state.
func (t *twister) seedKey(env *object.Env, key []uint32) error {
	t.seed(19650218)
	w := &t.words
	i, j := 1, 0
	step := func() {
		if i++; i == stateSize {
			w[0] = w[stateSize-1]
			i = 1
		}
	}
	for n := range max(stateSize, len(key)) {
		if n%keyWords == keyWords-1 {
			if err := env.Check(); err != nil {
				return err
			}
		}
		w[i] = (w[i] ^ (w[i-1]^w[i-1]>>30)*1664525) + key[j] + uint32(j)
		step()
		if j++; j == len(key) {
			j = 0
		}
	}
	for range stateSize - 1 {
		w[i] = (w[i] ^ (w[i-1]^w[i-1]>>30)*1566083941) - uint32(i)
		step()
	}
	w[0] = 1 << 31
	return nil
}

func (t *twister) mix() {
	w := &t.words
	for i := range w {
		y := w[i]&(1<<31) | w[(i+1)%stateSize]&(1<<31-1)
		w[i] = w[(i+stateShift)%stateSize] ^ y>>1 ^ -(y&1)&0x9908b0df
	}
	t.index = 0
}

// Uint32 returns the next 32 bits.
func (t *twister) Uint32() uint32 {
	if t.index >= stateSize {
		t.mix()
	}
	y := t.words[t.index]
	t.index++
	y ^= y >> 11
	y ^= y << 7 & 0x9d2c5680
	y ^= y << 15 & 0xefc60000
	return y ^ y>>18
}
