package ctypes

import (
	"math"
	"testing"
)

// A float survives the way into C's long double and back.
func TestExtended(t *testing.T) {
	for _, f := range []float64{0, math.Copysign(0, -1), 1, -1.5, 1.1, math.Pi, 1e308, 5e-324, 2.5e-310, math.MaxFloat64, math.Inf(1), math.Inf(-1)} {
		var b [16]byte
		storeExtended(b[:], f)
		if g := loadExtended(b[:]); math.Float64bits(g) != math.Float64bits(f) {
			t.Errorf("%g comes back as %g", f, g)
		}
	}
	var b [16]byte
	storeExtended(b[:], math.NaN())
	if g := loadExtended(b[:]); !math.IsNaN(g) {
		t.Errorf("NaN comes back as %g", g)
	}
	storeExtended(b[:], 1)
	if b[7] != 0x80 || b[8] != 0xff || b[9] != 0x3f {
		t.Errorf("1 is %x", b[:10])
	}
}
