package pickle

import (
	"encoding/binary"
	"math"
	"math/big"
	"strconv"
	"strings"

	"github.com/mpstar/mpstar/internal/exception"
	"go.starlark.net/starlark"
)

// This file reads numbers.

func (r *Reader) number(code byte) error {
	switch code {
	case opBinInt1:
		b, err := r.in.next(1)
		if err != nil {
			return err
		}
		r.push(starlark.MakeInt(int(b[0])))
	case opBinInt2:
		b, err := r.in.next(2)
		if err != nil {
			return err
		}
		r.push(starlark.MakeInt(int(binary.LittleEndian.Uint16(b))))
	case opBinInt:
		b, err := r.in.next(4)
		if err != nil {
			return err
		}
		r.push(starlark.MakeInt(int(int32(binary.LittleEndian.Uint32(b)))))
	case opBinFloat:
		b, err := r.in.next(8)
		if err != nil {
			return err
		}
		r.push(starlark.Float(math.Float64frombits(binary.BigEndian.Uint64(b))))
	case opLong1, opLong4:
		size := 1
		if code == opLong4 {
			size = 4
		}
		n, err := r.length(size, "LONG")
		if err != nil {
			return err
		}
		if n > math.MaxInt32 {
			return unpickling("LONG pickle has negative byte count")
		}
		b, err := r.in.next(n)
		if err != nil {
			return err
		}
		r.push(decodeInt(b))
	default:
		line, err := r.in.line()
		if err != nil {
			return err
		}
		return r.numberLine(code, string(line))
	}
	return nil
}

// decodeInt is the number whose two's complement b is, lowest byte first.
func decodeInt(b []byte) starlark.Int {
	if len(b) <= 8 {
		var n uint64
		for i := len(b) - 1; i >= 0; i-- {
			n = n<<8 | uint64(b[i])
		}
		if len(b) == 0 {
			return starlark.MakeInt(0)
		}
		shift := 64 - 8*uint(len(b))
		return starlark.MakeInt64(int64(n<<shift) >> shift)
	}
	be := make([]byte, len(b))
	for i, c := range b {
		be[len(b)-1-i] = c
	}
	n := new(big.Int).SetBytes(be)
	if be[0]&0x80 != 0 {
		n.Sub(n, new(big.Int).Lsh(big.NewInt(1), uint(8*len(b))))
	}
	return starlark.MakeBigInt(n)
}

// maxDigits is how long a number in decimal may be, as in CPython: converting takes
// quadratic time.
const maxDigits = 4300

// parseDecimal is int(s) for what pickles hold.
func parseDecimal(s string) (starlark.Int, bool) {
	if n, err := strconv.ParseInt(s, 10, 64); err == nil {
		return starlark.MakeInt64(n), true
	}
	digits := strings.TrimPrefix(s, "-")
	if digits == "" || len(digits) > maxDigits || strings.Trim(digits, "0123456789") != "" {
		return starlark.Int{}, false
	}
	n, ok := new(big.Int).SetString(s, 10)
	if !ok {
		return starlark.Int{}, false
	}
	return starlark.MakeBigInt(n), true
}

func (r *Reader) numberLine(code byte, s string) error {
	switch code {
	case opInt:
		if s == "00" || s == "01" {
			r.push(starlark.Bool(s == "01"))
			return nil
		}
	case opLong:
		s = strings.TrimSuffix(s, "L")
	case opFloat:
		f, err := strconv.ParseFloat(strings.TrimSpace(s), 64)
		if err != nil && (f == 0 || strings.ContainsAny(s, "xX_")) {
			return exception.New(exception.ValueError, "could not convert string to float: '%.200s\n'", s)
		}
		if math.IsNaN(f) {
			f = math.Float64frombits(0x7ff8 << 48) // CPython's, not Go's
		}
		r.push(starlark.Float(f))
		return nil
	}
	n, ok := parseDecimal(strings.TrimSpace(s))
	if !ok {
		if code == opLong && len(s) > maxDigits {
			return exception.New(exception.ValueError, "Exceeds the limit (%d digits) for integer string conversion: value has %d digits; use sys.set_int_max_str_digits() to increase the limit", maxDigits, len(s))
		}
		return exception.New(exception.ValueError, "could not convert string to int")
	}
	r.push(n)
	return nil
}
