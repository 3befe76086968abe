package pickle

import (
	"encoding/binary"
	"math"
	"math/big"
	"strconv"

	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/text"
	"go.starlark.net/starlark"
)

func (w *Writer) saveBool(b bool) {
	switch {
	case w.protocol >= 2 && b:
		w.op(opNewTrue)
	case w.protocol >= 2:
		w.op(opNewFalse)
	case b:
		w.op(opInt, '0', '1', '\n')
	default:
		w.op(opInt, '0', '0', '\n')
	}
}

func (w *Writer) saveInt(v starlark.Int) error {
	n, small := v.Int64()
	switch {
	case small && n == int64(int32(n)) && w.protocol == 0:
		w.out = strconv.AppendInt(append(w.out, opInt), n, 10)
		w.op('\n')
	case small && 0 <= n && n < 1<<8:
		w.op(opBinInt1, byte(n))
	case small && 0 <= n && n < 1<<16:
		w.out = binary.LittleEndian.AppendUint16(append(w.out, opBinInt2), uint16(n))
	case small && n == int64(int32(n)):
		w.out = binary.LittleEndian.AppendUint32(append(w.out, opBinInt), uint32(n))
	case w.protocol < 2:
		s, err := object.Repr(object.EnvOf(w.Thread), v)
		if err != nil {
			return err
		}
		w.out = append(append(w.out, opLong), s...)
		w.op('L', '\n')
	default:
		b := encodeInt(v.BigInt())
		if len(b) < 1<<8 {
			w.op(opLong1, byte(len(b)))
		} else {
			w.out = binary.LittleEndian.AppendUint32(append(w.out, opLong4), uint32(len(b)))
		}
		w.out = append(w.out, b...)
	}
	return nil
}

// encodeInt returns n in two's complement, the lowest byte first, in as few bytes as
// hold its sign.
func encodeInt(n *big.Int) []byte {
	if n.Sign() == 0 {
		return nil
	}
	bits := n.BitLen()
	if n.Sign() < 0 {
		bits = new(big.Int).Not(n).BitLen()
		n = new(big.Int).Add(n, new(big.Int).Lsh(big.NewInt(1), uint(bits/8+1)*8))
	}
	b := n.FillBytes(make([]byte, bits/8+1))
	for i, j := 0, len(b)-1; i < j; i, j = i+1, j-1 {
		b[i], b[j] = b[j], b[i]
	}
	return b
}

func (w *Writer) saveFloat(f float64) {
	if math.Float64bits(f) == math.Float64bits(math.NaN()) {
		f = math.Float64frombits(0x7ff8000000000000) // as CPython's float('nan') is; Go's has another last bit
	}
	if w.protocol == 0 {
		w.out = append(append(w.out, opFloat), text.FloatRepr(f)...)
		w.op('\n')
		return
	}
	w.out = binary.BigEndian.AppendUint64(append(w.out, opBinFloat), math.Float64bits(f))
}
