package object

import (
	"math/big"
	"math/bits"
	"strings"

	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/pieces"
)

// This file divides large ints, and turns them into decimal digits and back, so that a script which does can be stopped.

// divLeaf is the size of a divisor, in bits, by which package big divides twice as much at once: half a millisecond.
const divLeaf = 1 << 15

// DivModBig returns x / y and x % y for x >= 0 and y > 0. It asks env.Check every millisecond or so.
func DivModBig(env *Env, x, y *big.Int) (q, r *big.Int, err error) {
	n := uint(y.BitLen())
	if n <= divLeaf && x.BitLen() <= 4*divLeaf || x.Cmp(y) < 0 {
		q, r = new(big.Int).QuoRem(x, y, new(big.Int))
		return q, r, env.Check()
	}
	// The divisor gets a size that can be halved down to a leaf's, with its highest bit set.
	size := uint(divLeaf)
	for size < n {
		size *= 2
	}
	shift := size - n
	x, y = new(big.Int).Lsh(x, shift), new(big.Int).Lsh(y, shift)
	q, r = new(big.Int), new(big.Int)
	for at := (uint(x.BitLen()) + size - 1) / size; at > 0; {
		at--
		r.Lsh(r, size).Or(r, bitsOf(x, at*size, size))
		var part *big.Int
		if part, r, err = divide2by1(env, r, y, size); err != nil {
			return nil, nil, err
		}
		q.Lsh(q, size).Or(q, part)
	}
	return q, r.Rsh(r, shift), nil
}

// IntDivMod returns a // b and a % b, as the engine's Div and Mod do; b is not 0.
func IntDivMod(env *Env, a, b starlark.Int) (q, r starlark.Int, err error) {
	if _, small := b.Int64(); small {
		return a.Div(b), a.Mod(b), nil
	}
	x, y := a.BigInt(), b.BigInt()
	if x.BitLen() <= 4*divLeaf || y.BitLen() < manyBits/16 {
		return a.Div(b), a.Mod(b), nil
	}
	down := y.Sign() < 0
	z, m, err := DivModBig(env, new(big.Int).Abs(x), new(big.Int).Abs(y))
	if err != nil {
		return q, r, err
	}
	// Both are rounded down.
	if x.Sign() < 0 != down {
		z.Neg(z)
		if m.Sign() != 0 {
			z.Sub(z, big.NewInt(1))
			m.Sub(new(big.Int).Abs(y), m)
		}
	}
	if down {
		m.Neg(m)
	}
	return starlark.MakeBigInt(z), starlark.MakeBigInt(m), nil
}

// bitsOf returns n bits of x from one on.
func bitsOf(x *big.Int, from, n uint) *big.Int {
	const word = bits.UintSize
	if from%word == 0 && n%word == 0 {
		words := x.Bits()
		lo := min(int(from/word), len(words))
		hi := min(lo+int(n/word), len(words))
		return new(big.Int).Set(new(big.Int).SetBits(words[lo:hi]))
	}
	high := new(big.Int).Rsh(x, from)
	_, low := splitBig(high, n)
	return low
}

// divide2by1 divides a < b << n by b, which has n bits (Burnikel and Ziegler, 1998).
func divide2by1(env *Env, a, b *big.Int, n uint) (q, r *big.Int, err error) {
	if n <= divLeaf {
		q, r = new(big.Int).QuoRem(a, b, new(big.Int))
		return q, r, env.Check()
	}
	h := n / 2
	high, low := splitBig(a, h)
	q1, r, err := divide3by2(env, high, b, h)
	if err != nil {
		return nil, nil, err
	}
	q2, r, err := divide3by2(env, r.Lsh(r, h).Or(r, low), b, h)
	if err != nil {
		return nil, nil, err
	}
	return q1.Lsh(q1, h).Or(q1, q2), r, nil
}

// divide3by2 divides a < b << n by b, which has 2n bits.
func divide3by2(env *Env, a, b *big.Int, n uint) (q, r *big.Int, err error) {
	b1, b2 := splitBig(b, n)
	a12, a3 := splitBig(a, n)
	if top := new(big.Int).Rsh(a12, n); top.Cmp(b1) < 0 {
		if q, r, err = divide2by1(env, a12, b1, n); err != nil {
			return nil, nil, err
		}
	} else {
		q = new(big.Int).Lsh(big.NewInt(1), n)
		q.Sub(q, big.NewInt(1))
		r = a12.Sub(a12, new(big.Int).Lsh(b1, n))
		r.Add(r, b1)
	}
	d, err := MulBig(env, q, b2)
	if err != nil {
		return nil, nil, err
	}
	r.Lsh(r, n).Or(r, a3).Sub(r, d)
	for r.Sign() < 0 {
		q.Sub(q, big.NewInt(1))
		r.Add(r, b)
	}
	return q, r, nil
}

// decimalLeaf is how many digits package big makes at once.
const decimalLeaf = 8192

// powersOf returns radix ** (decimalLeaf << i) for each i up to those below a number of so many digits.
func powersOf(env *Env, radix, digits int) ([]*big.Int, error) {
	var list []*big.Int
	for n := decimalLeaf; n < digits; n *= 2 {
		if len(list) == 0 {
			list = append(list, new(big.Int).Exp(big.NewInt(int64(radix)), big.NewInt(decimalLeaf), nil))
			continue
		}
		last := list[len(list)-1]
		p, err := MulBig(env, last, last)
		if err != nil {
			return nil, err
		}
		list = append(list, p)
	}
	return list, nil
}

// DecimalBig returns the digits of x, as x.String does.
func DecimalBig(env *Env, x *big.Int) (string, error) {
	digits := x.BitLen()*30103/100000 + 1
	if digits <= 2*decimalLeaf {
		return x.String(), nil
	}
	powers, err := powersOf(env, 10, digits)
	if err != nil {
		return "", err
	}
	var b strings.Builder
	b.Grow(digits + 2)
	if x.Sign() < 0 {
		b.WriteByte('-')
	}
	if err := writeDecimal(env, &b, new(big.Int).Abs(x), powers, false); err != nil {
		return "", err
	}
	return b.String(), nil
}

// manyDigitBits is from how many bits on the digits of an int are made in pieces.
const manyDigitBits = 1 << 18

// DigitsBig returns the digits of the absolute value of x in base 2, 8 or 16 behind a prefix.
func DigitsBig(env *Env, x *big.Int, prefix string, base int) (string, error) {
	if x.BitLen() <= manyDigitBits {
		return prefix + strings.TrimPrefix(x.Text(base), "-"), nil
	}
	width := uint(bits.TrailingZeros(uint(base)))
	n := (x.BitLen() + int(width) - 1) / int(width)
	if err := env.Reserve(int64(len(prefix) + n)); err != nil {
		return "", err
	}
	s, err := pieces.Make[byte](len(prefix)+n, env.Check)
	if err != nil {
		return "", err
	}
	copy(s, prefix)
	words := x.Bits()
	for i := range n {
		bit := uint(i) * width
		at, off := bit/bits.UintSize, bit%bits.UintSize
		d := words[at] >> off
		if off+width > bits.UintSize && int(at)+1 < len(words) {
			d |= words[at+1] << (bits.UintSize - off)
		}
		s[len(s)-1-i] = "0123456789abcdef"[d&(1<<width-1)]
		if i%pieces.Size == 0 {
			if err := env.Check(); err != nil {
				return "", err
			}
		}
	}
	return pieces.Own(s, env.Check)
}

// textBig returns the digits of the absolute value of x in base 2, 8, 10 or 16.
func textBig(env *Env, x *big.Int, base int) (string, error) {
	if base == 10 {
		return DecimalBig(env, new(big.Int).Abs(x))
	}
	return DigitsBig(env, x, "", base)
}

// writeDecimal writes x, with the zeros before it if it is not the beginning.
func writeDecimal(env *Env, b *strings.Builder, x *big.Int, powers []*big.Int, padded bool) error {
	if len(powers) == 0 {
		s := x.String()
		if padded {
			b.WriteString(strings.Repeat("0", decimalLeaf-len(s)))
		}
		b.WriteString(s)
		return env.Check()
	}
	k := len(powers) - 1
	if !padded && x.Cmp(powers[k]) < 0 {
		return writeDecimal(env, b, x, powers[:k], false)
	}
	q, r, err := DivModBig(env, x, powers[k])
	if err == nil {
		err = writeDecimal(env, b, q, powers[:k], padded)
	}
	if err == nil {
		err = writeDecimal(env, b, r, powers[:k], true)
	}
	return err
}

// ParseBig returns the number that digits write in a radix from 2 to 36.
func ParseBig(env *Env, digits string, radix int) (*big.Int, error) {
	if radix&(radix-1) == 0 {
		return parseBits(env, digits, radix)
	}
	powers, err := powersOf(env, radix, len(digits))
	if err != nil {
		return nil, err
	}
	return parseDigits(env, digits, radix, powers)
}

// bitsLeaf is how many digits in a radix that is a power of two package big reads at once: the time it takes grows with their square.
const bitsLeaf = 1 << 10

// parseBits is ParseBig in a radix that is a power of two, where putting two halves together is but a shift.
func parseBits(env *Env, digits string, radix int) (*big.Int, error) {
	if len(digits) <= bitsLeaf {
		return parseDigits(env, digits, radix, nil)
	}
	half := len(digits) / 2
	high, err := parseBits(env, digits[:half], radix)
	if err != nil {
		return nil, err
	}
	low, err := parseBits(env, digits[half:], radix)
	if err != nil {
		return nil, err
	}
	high.Lsh(high, uint(bits.TrailingZeros(uint(radix))*len(digits[half:])))
	return high.Or(high, low), nil
}

func parseDigits(env *Env, digits string, radix int, powers []*big.Int) (*big.Int, error) {
	if len(powers) == 0 || len(digits) <= decimalLeaf {
		z, ok := new(big.Int).SetString(digits, radix)
		if !ok {
			panic("object: parseDigits got bad digits")
		}
		return z, env.Check()
	}
	k := len(powers) - 1
	cut := len(digits) - decimalLeaf<<k
	if cut <= 0 {
		return parseDigits(env, digits, radix, powers[:k])
	}
	high, err := parseDigits(env, digits[:cut], radix, powers[:k])
	if err != nil {
		return nil, err
	}
	low, err := parseDigits(env, digits[cut:], radix, powers[:k])
	if err != nil {
		return nil, err
	}
	if high, err = MulBig(env, high, powers[k]); err != nil {
		return nil, err
	}
	return high.Add(high, low), nil
}

// GCDBig returns the greatest common divisor of a and b, which are not negative.
func GCDBig(env *Env, a, b *big.Int) (*big.Int, error) {
	if a.Cmp(b) < 0 {
		a, b = b, a
	}
	a, b = new(big.Int).Set(a), new(big.Int).Set(b)
	for b.BitLen() > manyBits {
		if err := env.Check(); err != nil {
			return nil, err
		}
		u0, v0, u1, v1 := lehmer(a, b)
		if v0 == 0 {
			_, r, err := DivModBig(env, a, b)
			if err != nil {
				return nil, err
			}
			a, b = b, r
			continue
		}
		next := func(u, v int64) *big.Int {
			z := new(big.Int).Mul(a, big.NewInt(u))
			return z.Add(z, new(big.Int).Mul(b, big.NewInt(v)))
		}
		a, b = next(u0, v0), next(u1, v1)
	}
	return new(big.Int).GCD(nil, nil, a, b), nil
}

// lehmer makes as many steps of Euclid's algorithm as the highest 62 bits of a >= b tell (Knuth, 4.5.2, Algorithm L): the pair then is u0*a+v0*b
// and u1*a+v1*b. v0 is 0 if they tell none.
func lehmer(a, b *big.Int) (u0, v0, u1, v1 int64) {
	low := uint(a.BitLen() - 62)
	x := int64(new(big.Int).Rsh(a, low).Uint64())
	y := int64(new(big.Int).Rsh(b, low).Uint64())
	u0, v0, u1, v1 = 1, 0, 0, 1
	for y+u1 != 0 && y+v1 != 0 {
		q := (x + u0) / (y + u1)
		if q != (x+v0)/(y+v1) {
			break
		}
		if u := u0 - q*u1; u > 1<<31 || u < -1<<31 {
			break
		}
		if v := v0 - q*v1; v > 1<<31 || v < -1<<31 {
			break
		}
		u0, u1 = u1, u0-q*u1
		v0, v1 = v1, v0-q*v1
		x, y = y, x-q*y
	}
	return u0, v0, u1, v1
}
