package hashlib

import (
	"encoding/binary"
	"math/bits"

	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/number"
	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/text"
)

// A blake is BLAKE2b or BLAKE2s (RFC 7693), with words of 64 or 32 bits.
type blake struct {
	word   int // 8 or 4 bytes
	rounds int
	rot    [4]int
	iv     [8]uint64
	init   [8]uint64
	h      [8]uint64
	t      uint64 // bytes so far; subjects are far shorter than 2^64
	buf    []byte
	key    []byte // padded to a block, or nil
	size   int
	last   bool // of its tree level
}

type blakeParams struct {
	size                            int
	key, salt, person               string
	fanout, depth, nodeDepth, inner int
	leafSize, nodeOffset            uint64
	lastNode                        bool
}

var blake2bIV = [8]uint64{
	0x6a09e667f3bcc908, 0xbb67ae8584caa73b, 0x3c6ef372fe94f82b, 0xa54ff53a5f1d36f1,
	0x510e527fade682d1, 0x9b05688c2b3e6c1f, 0x1f83d9abfb41bd6b, 0x5be0cd19137e2179,
}

// schedule is the order of message words in each round.
var schedule = [10][16]byte{
	{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15},
	{14, 10, 4, 8, 9, 15, 13, 6, 1, 12, 0, 2, 11, 7, 5, 3},
	{11, 8, 12, 0, 5, 2, 15, 13, 10, 14, 3, 6, 7, 1, 9, 4},
	{7, 9, 3, 1, 13, 12, 11, 14, 2, 6, 5, 10, 4, 0, 15, 8},
	{9, 0, 5, 7, 2, 4, 10, 15, 14, 1, 11, 12, 6, 8, 3, 13},
	{2, 12, 6, 10, 0, 11, 8, 3, 4, 13, 7, 5, 15, 14, 1, 9},
	{12, 5, 1, 15, 14, 13, 4, 10, 0, 7, 6, 3, 9, 2, 8, 11},
	{13, 11, 7, 14, 12, 1, 3, 9, 5, 0, 15, 4, 8, 6, 2, 10},
	{6, 15, 14, 9, 11, 3, 0, 8, 12, 2, 13, 7, 1, 4, 10, 5},
	{10, 2, 8, 4, 7, 6, 1, 5, 15, 11, 9, 14, 3, 12, 13, 0},
}

func newBlake2b(p blakeParams) *blake {
	b := &blake{word: 8, rounds: 12, rot: [4]int{32, 24, 16, 63}, iv: blake2bIV}
	b.start(p)
	return b
}

func newBlake2s(p blakeParams) *blake {
	b := &blake{word: 4, rounds: 10, rot: [4]int{16, 12, 8, 7}}
	for i, v := range blake2bIV {
		b.iv[i] = v >> 32
	}
	b.start(p)
	return b
}

// start sets the state from the parameter block.
func (b *blake) start(p blakeParams) {
	b.size, b.last = p.size, p.lastNode
	if p.fanout == 0 && p.depth == 0 {
		p.fanout, p.depth = 1, 1
	}
	block := make([]byte, 8*b.word)
	block[0], block[1], block[2], block[3] = byte(p.size), byte(len(p.key)), byte(p.fanout), byte(p.depth)
	binary.LittleEndian.PutUint32(block[4:], uint32(p.leafSize))
	binary.LittleEndian.PutUint64(block[8:], p.nodeOffset)
	if b.word == 8 {
		block[16], block[17] = byte(p.nodeDepth), byte(p.inner)
	} else {
		block[14], block[15] = byte(p.nodeDepth), byte(p.inner)
	}
	copy(block[4*b.word:], p.salt)
	copy(block[6*b.word:], p.person)
	for i := range b.init {
		b.init[i] = b.iv[i] ^ b.get(block[i*b.word:])
	}
	if p.key != "" {
		b.key = make([]byte, b.BlockSize())
		copy(b.key, p.key)
	}
	b.Reset()
}

func (b *blake) get(p []byte) uint64 {
	if b.word == 8 {
		return binary.LittleEndian.Uint64(p)
	}
	return uint64(binary.LittleEndian.Uint32(p))
}

func (b *blake) clone() *blake {
	c := *b
	c.buf = append([]byte(nil), b.buf...)
	return &c
}

func (b *blake) Size() int      { return b.size }
func (b *blake) BlockSize() int { return 16 * b.word }

func (b *blake) Reset() {
	b.h, b.t = b.init, 0
	b.buf = append(b.buf[:0], b.key...)
}

func (b *blake) Write(p []byte) (int, error) {
	n, size := len(p), b.BlockSize()
	// The last block is compressed by Sum, which knows that it is the last.
	for len(b.buf)+len(p) > size {
		take := size - len(b.buf)
		b.buf = append(b.buf, p[:take]...)
		p = p[take:]
		b.t += uint64(size)
		b.compress(b.buf, false)
		b.buf = b.buf[:0]
	}
	b.buf = append(b.buf, p...)
	return n, nil
}

func (b *blake) Sum(in []byte) []byte {
	c := b.clone()
	c.t += uint64(len(c.buf))
	c.compress(append(c.buf, make([]byte, c.BlockSize()-len(c.buf))...), true)
	out := make([]byte, 0, 64)
	for _, v := range c.h {
		if c.word == 8 {
			out = binary.LittleEndian.AppendUint64(out, v)
		} else {
			out = binary.LittleEndian.AppendUint32(out, uint32(v))
		}
	}
	return append(in, out[:c.size]...)
}

func (b *blake) rotate(x uint64, n int) uint64 {
	if b.word == 8 {
		return bits.RotateLeft64(x, -n)
	}
	return uint64(bits.RotateLeft32(uint32(x), -n))
}

func (b *blake) compress(block []byte, final bool) {
	mask := ^uint64(0)
	if b.word == 4 {
		mask = 1<<32 - 1
	}
	var m, v [16]uint64
	for i := range m {
		m[i] = b.get(block[i*b.word:])
	}
	copy(v[:8], b.h[:])
	copy(v[8:], b.iv[:])
	v[12] ^= b.t & mask
	if b.word == 4 {
		v[13] ^= b.t >> 32
	}
	if final {
		v[14] ^= mask
		if b.last {
			v[15] ^= mask
		}
	}
	mix := func(a, c, d, e int, x, y uint64) {
		v[a] = (v[a] + v[c] + x) & mask
		v[e] = b.rotate(v[e]^v[a], b.rot[0])
		v[d] = (v[d] + v[e]) & mask
		v[c] = b.rotate(v[c]^v[d], b.rot[1])
		v[a] = (v[a] + v[c] + y) & mask
		v[e] = b.rotate(v[e]^v[a], b.rot[2])
		v[d] = (v[d] + v[e]) & mask
		v[c] = b.rotate(v[c]^v[d], b.rot[3])
	}
	for r := range b.rounds {
		s := &schedule[r%10]
		for i := range 4 {
			mix(i, 4+i, 8+i, 12+i, m[s[2*i]], m[s[2*i+1]])
		}
		for i := range 4 {
			mix(i, 4+(i+1)%4, 8+(i+2)%4, 12+(i+3)%4, m[s[8+2*i]], m[s[9+2*i]])
		}
	}
	for i := range b.h {
		b.h[i] ^= v[i] ^ v[8+i]
	}
}

var blakeSignature = text.Signature{
	Params: []string{"data", "digest_size", "key", "salt", "person", "fanout", "depth", "leaf_size", "node_offset", "node_depth", "inner_size", "last_node", "usedforsecurity"},
	MaxPos: 1,
}

func blakeConstructor(name string) *starlark.Builtin {
	signature := blakeSignature
	signature.Func = name
	word := 8
	if name == "blake2s" {
		word = 4
	}
	return object.NewFunc(name, func(thread *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		a, err := signature.Parse(args, kwargs)
		if err != nil {
			return nil, err
		}
		p := blakeParams{size: 8 * word, fanout: 1, depth: 1}
		for i, f := range []struct {
			s    *string
			most int
			what string
		}{{&p.key, 8 * word, "key"}, {&p.salt, 2 * word, "salt"}, {&p.person, 2 * word, "person"}} {
			v := a[2+i]
			if v == nil {
				continue
			}
			b, ok := text.AsBytes(v)
			if !ok {
				return nil, exception.New(exception.TypeError, "a bytes-like object is required, not '%s'", object.TypeName(v))
			}
			if len(b) > f.most {
				return nil, exception.New(exception.ValueError, "maximum %s length is %d bytes", f.what, f.most)
			}
			*f.s = b
		}
		offset, leaf := 0, 0
		for _, f := range []struct {
			slot, lo, hi int
			n            *int
			complaint    string
		}{
			{1, 1, 8 * word, &p.size, "digest_size must be between 1 and " + starlark.MakeInt(8*word).String() + " bytes"},
			{5, 0, 255, &p.fanout, "fanout must be between 0 and 255"}, {6, 1, 255, &p.depth, "depth must be between 1 and 255"},
			{7, 0, 1<<32 - 1, &leaf, "leaf_size is too large"}, {8, 0, map[int]int{8: 1 << 62, 4: 1<<48 - 1}[word], &offset, "node_offset is too large"},
			{9, 0, 255, &p.nodeDepth, "node_depth must be between 0 and 255"}, {10, 0, 8 * word, &p.inner, "inner_size must be between 0 and is " + starlark.MakeInt(8*word).String()},
		} {
			if a[f.slot] == nil {
				continue
			}
			n, err := number.Int(thread, a[f.slot])
			if err != nil {
				return nil, err
			}
			if n < f.lo || f.hi > 0 && n > f.hi {
				return nil, exception.New(exception.ValueError, "%s", f.complaint)
			}
			*f.n = n
		}
		p.leafSize, p.nodeOffset = uint64(leaf), uint64(offset)
		if a[11] != nil {
			if p.lastNode, err = object.Truth(object.EnvOf(thread), a[11]); err != nil {
				return nil, err
			}
		}
		s := &state{name: name, block: 16 * word}
		if word == 8 {
			s.h = newBlake2b(p)
		} else {
			s.h = newBlake2s(p)
		}
		if a[0] != nil {
			if err := s.write(thread, a[0]); err != nil {
				return nil, err
			}
		}
		return s.value(thread), nil
	})
}
