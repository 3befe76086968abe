package hashlib

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"hash"
	"math/bits"

	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/interp"
	"github.com/mpstar/mpstar/internal/number"
	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/pieces"
	"github.com/mpstar/mpstar/internal/text"
)

// derive is PBKDF2 (RFC 8018). poll is asked every thousand rounds.
func derive(newHash func() hash.Hash, password, salt []byte, rounds, size int, poll func() error) ([]byte, error) {
	if h := newHash(); len(password) > h.BlockSize() { // a long key stands for its hash
		if err := writePieces(h, password, poll); err != nil {
			return nil, err
		}
		password = h.Sum(nil)
	}
	mac := hmac.New(newHash, password)
	var out []byte
	for block := uint32(1); len(out) < size; block++ {
		mac.Reset()
		if err := writePieces(mac, salt, poll); err != nil {
			return nil, err
		}
		mac.Write(binary.BigEndian.AppendUint32(nil, block))
		u := mac.Sum(nil)
		sum := append([]byte(nil), u...)
		for i := 1; i < rounds; i++ {
			mac.Reset()
			mac.Write(u)
			u = mac.Sum(u[:0])
			for j := range sum {
				sum[j] ^= u[j]
			}
			if i%1000 == 0 {
				if err := poll(); err != nil {
					return nil, err
				}
			}
		}
		out = append(out, sum...)
		if err := poll(); err != nil {
			return nil, err
		}
	}
	return out[:size], nil
}

func poller(thread *starlark.Thread) func() error {
	in := interp.Of(thread)
	return func() error {
		in.Unlocked(func() {})
		return in.Check(thread)
	}
}

func bytesArg(thread *starlark.Thread, v starlark.Value) ([]byte, error) {
	check := object.EnvOf(thread).Check
	b, ok, err := text.AsBytesPaced(check, v)
	if err != nil {
		return nil, err
	}
	if !ok {
		return nil, exception.New(exception.TypeError, "a bytes-like object is required, not '%s'", object.TypeName(v))
	}
	return pieces.Bytes(b, check)
}

// writePieces writes b to a hash. It asks poll in between.
func writePieces(h hash.Hash, b []byte, poll func() error) error {
	for len(b) > hashPiece {
		h.Write(b[:hashPiece])
		b = b[hashPiece:]
		if err := poll(); err != nil {
			return err
		}
	}
	h.Write(b)
	return nil
}

// hashPiece is how many bytes are hashed at once.
const hashPiece = 1 << 17

var pbkdf2Signature = &text.Signature{Func: "pbkdf2_hmac", Params: []string{"hash_name", "password", "salt", "iterations", "dklen"}, Required: 4}

var pbkdf2 = object.Later(func() *starlark.Builtin {
	return object.NewFunc("pbkdf2_hmac", func(thread *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		a, err := pbkdf2Signature.Parse(args, kwargs)
		if err != nil {
			return nil, err
		}
		name, ok := text.AsString(a[0])
		if !ok {
			return nil, exception.New(exception.TypeError, "pbkdf2_hmac() argument 'hash_name' must be str, not %s", object.TypeName(a[0]))
		}
		s := newState(lower(name))
		if s == nil || s.h == nil {
			return nil, exception.New(exception.ValueError, "unsupported hash type %s", name)
		}
		password, err := bytesArg(thread, a[1])
		if err != nil {
			return nil, err
		}
		salt, err := bytesArg(thread, a[2])
		if err != nil {
			return nil, err
		}
		rounds, err := number.Int(thread, a[3])
		if err != nil {
			return nil, err
		}
		if rounds < 1 {
			return nil, exception.New(exception.ValueError, "iteration value must be greater than 0.")
		}
		size := s.h.Size()
		if a[4] != nil && a[4] != starlark.None {
			if size, err = number.Int(thread, a[4]); err != nil {
				return nil, err
			}
			if size < 1 {
				return nil, exception.New(exception.ValueError, "key length must be greater than 0.")
			}
			if size > text.MaxSize {
				return nil, exception.New(exception.MemoryError, "")
			}
		}
		key, err := derive(func() hash.Hash { return newState(s.name).h }, password, salt, rounds, size, poller(thread))
		return text.Bytes(key), err
	})
})

// maxScrypt bounds the memory that scrypt takes where the script does not: 32 MiB, as OpenSSL does.
const maxScrypt = 32 << 20

var scryptSignature = &text.Signature{Func: "scrypt", Params: []string{"password", "salt", "n", "r", "p", "maxmem", "dklen"}, Required: 1, MaxPos: 1}

var scryptFunc = object.Later(func() *starlark.Builtin {
	return object.NewFunc("scrypt", func(thread *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		a, err := scryptSignature.Parse(args, kwargs)
		if err != nil {
			return nil, err
		}
		password, err := bytesArg(thread, a[0])
		if err != nil {
			return nil, err
		}
		if a[1] == nil {
			return nil, exception.New(exception.TypeError, "salt is required")
		}
		salt, err := bytesArg(thread, a[1])
		if err != nil {
			return nil, err
		}
		numbers := [5]int{0, 0, 0, 0, 64}
		for i, name := range []string{"n", "r", "p", "", ""} {
			v := a[2+i]
			if v == nil && name != "" {
				return nil, exception.New(exception.TypeError, "%s is required and must be an unsigned int", name)
			}
			if v == nil {
				continue
			}
			if numbers[i], err = number.Int(thread, v); err != nil {
				return nil, err
			}
		}
		n, r, p, maxmem, size := numbers[0], numbers[1], numbers[2], numbers[3], numbers[4]
		if n < 2 || n&(n-1) != 0 {
			return nil, exception.New(exception.ValueError, "n must be a power of 2.")
		}
		if size < 1 || size > 1<<30 {
			return nil, exception.New(exception.ValueError, "dklen must be greater than 0 and smaller than 2147483647")
		}
		if maxmem == 0 {
			maxmem = maxScrypt
		}
		maxmem = min(maxmem, text.MaxSize)
		if r < 1 || p < 1 || r > 1<<20 || p > 1<<20 || n > maxmem/128/r || p > maxmem/128/r || 128*r*(n+p+2) > maxmem {
			return nil, exception.New(exception.ValueError, "[digital envelope routines] memory limit exceeded")
		}
		key, err := scrypt(password, salt, n, r, p, size, poller(thread))
		return text.Bytes(key), err
	})
})

// scrypt is RFC 7914.
func scrypt(password, salt []byte, n, r, p, size int, poll func() error) ([]byte, error) {
	b, err := derive(sha256.New, password, salt, 1, 128*r*p, poll)
	if err != nil {
		return nil, err
	}
	words := 32 * r
	x, y, v := make([]uint32, words), make([]uint32, words), make([]uint32, words*n)
	for i := range p {
		part := b[i*128*r:]
		for j := range x {
			x[j] = binary.LittleEndian.Uint32(part[4*j:])
		}
		for j := range n {
			copy(v[j*words:], x)
			blockMix(x, y, r)
			if j%256 == 0 {
				if err := poll(); err != nil {
					return nil, err
				}
			}
		}
		for j := range n {
			k := int(x[words-16]) & (n - 1)
			for w, old := range v[k*words : (k+1)*words] {
				x[w] ^= old
			}
			blockMix(x, y, r)
			if j%256 == 0 {
				if err := poll(); err != nil {
					return nil, err
				}
			}
		}
		for j := range x {
			binary.LittleEndian.PutUint32(part[4*j:], x[j])
		}
	}
	return derive(sha256.New, password, b, 1, size, poll)
}

// blockMix mixes x, using y.
func blockMix(x, y []uint32, r int) {
	var t [16]uint32
	copy(t[:], x[len(x)-16:])
	for i := range 2 * r {
		for j := range t {
			t[j] ^= x[16*i+j]
		}
		salsa(&t)
		// Even blocks go to the first half, odd ones to the second.
		copy(y[16*(i/2+i%2*r):], t[:])
	}
	copy(x, y)
}

// salsa is the Salsa20/8 core.
func salsa(b *[16]uint32) {
	x := *b
	quarter := func(a, b, c, d int) {
		x[b] ^= bits.RotateLeft32(x[a]+x[d], 7)
		x[c] ^= bits.RotateLeft32(x[b]+x[a], 9)
		x[d] ^= bits.RotateLeft32(x[c]+x[b], 13)
		x[a] ^= bits.RotateLeft32(x[d]+x[c], 18)
	}
	for range 4 {
		quarter(0, 4, 8, 12)
		quarter(5, 9, 13, 1)
		quarter(10, 14, 2, 6)
		quarter(15, 3, 7, 11)
		quarter(0, 1, 2, 3)
		quarter(5, 6, 7, 4)
		quarter(10, 11, 8, 9)
		quarter(15, 12, 13, 14)
	}
	for i := range b {
		b[i] += x[i]
	}
}
