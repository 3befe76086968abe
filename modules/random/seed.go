package random

import (
	"crypto/sha512"
	"io"
	"iter"
	"math"
	"math/big"

	"github.com/mpstar/mpstar/internal/pieces"
)

// keyOfInt returns the seed that an int stands for: the words of its absolute
// value, least significant first, at least one.
func keyOfInt(n *big.Int) []uint32 {
	key, _ := wordsOf(n.Bytes(), nil) // of the absolute value
	return key
}

// wordsOf returns the words of a big-endian number, least significant first, at least one. It asks check, which may be nil, now and then.
func wordsOf(b []byte, check func() error) ([]uint32, error) {
	for len(b) > 0 && b[0] == 0 {
		b = b[1:]
	}
	key, err := pieces.Make[uint32](max(1, (len(b)+3)/4), check)
	for i := 0; i < len(b) && err == nil; i++ {
		at := len(b) - 1 - i
		key[at/4] |= uint32(b[i]) << (at % 4 * 8)
		if i%seedPiece == seedPiece-1 && check != nil {
			err = check()
		}
	}
	return key, err
}

// seedPiece is how many bytes of a seed are handled at once.
const seedPiece = 1 << 17

// keyOfBytes returns the seed that a string's UTF-8 or bytes stand for: they and
// their SHA-512 digest, as one big-endian number. It can be stopped.
func keyOfBytes(b string, check func() error) ([]uint32, error) {
	digest := sha512.New()
	for rest := b; rest != ""; {
		n := min(len(rest), seedPiece)
		io.WriteString(digest, rest[:n])
		if rest = rest[n:]; rest != "" && check != nil {
			if err := check(); err != nil {
				return nil, err
			}
		}
	}
	whole, err := pieces.Bytes(b, check)
	if err == nil {
		whole, err = pieces.Concat(check, whole, digest.Sum(nil))
	}
	if err != nil {
		return nil, err
	}
	return wordsOf(whole, check)
}

// keyOfText returns version 1's seed for the given characters: a hash of 64 bits. It can be stopped.
func keyOfText(chars iter.Seq[rune], check func() error) ([]uint32, error) {
	var x, n uint64
	for c := range chars {
		if n == 0 {
			x = uint64(c) << 7
		}
		x = 1000003*x ^ uint64(c)
		if n++; n%seedPiece == 0 && check != nil {
			if err := check(); err != nil {
				return nil, err
			}
		}
	}
	x ^= n
	return keyOfInt(new(big.Int).SetUint64(x)), nil
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
