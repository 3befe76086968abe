package random

import (
	"crypto/sha512"
	"math"
	"math/big"
)

// keyOfInt returns the seed that an int stands for: the words of its absolute
// value, least significant first, at least one.
func keyOfInt(n *big.Int) []uint32 {
	b := n.Bytes() // of the absolute value, big-endian
	key := make([]uint32, max(1, (len(b)+3)/4))
	for i, c := range b {
		at := len(b) - 1 - i
		key[at/4] |= uint32(c) << (at % 4 * 8)
	}
	return key
}

// keyOfBytes returns the seed that a string's UTF-8 or bytes stand for: they and
// their SHA-512 digest, as one big-endian number.
func keyOfBytes(b []byte) []uint32 {
	digest := sha512.Sum512(b)
	all := append(append(make([]byte, 0, len(b)+len(digest)), b...), digest[:]...)
	return keyOfInt(new(big.Int).SetBytes(all))
}

// keyOfText returns version 1's seed for the given characters: a hash of 64 bits.
func keyOfText(chars []rune) []uint32 {
	if len(chars) == 0 {
		return []uint32{0}
	}
	x := uint64(chars[0]) << 7
	for _, c := range chars {
		x = 1000003*x ^ uint64(c)
	}
	x ^= uint64(len(chars))
	return keyOfInt(new(big.Int).SetUint64(x))
}

// keyOfFloat returns the seed that a float stands for: its hash, as an unsigned
// number.
func keyOfFloat(f float64) []uint32 {
	return keyOfInt(new(big.Int).SetUint64(uint64(hashFloat(f))))
}

// hashFloat is Python's hash(f): the value modulo the prime 2^61-1.
func hashFloat(f float64) int64 {
	const prime = 1<<61 - 1
	switch {
	case math.IsInf(f, 1):
		return 314159
	case math.IsInf(f, -1):
		return -314159
	case f != f:
		return 0
	}
	m, e := math.Frexp(math.Abs(f))
	n := uint64(m*(1<<53)) % prime
	// 2^61 is 1 modulo the prime: multiplying by a power of two rotates 61 bits.
	shift := ((e-53)%61 + 61) % 61
	n = (n<<shift | n>>(61-shift)) & prime
	if n == prime {
		n = 0
	}
	h := int64(n)
	if f < 0 {
		h = -h
	}
	if h == -1 {
		h = -2
	}
	return h
}
