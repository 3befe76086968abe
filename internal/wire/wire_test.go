package wire_test

import (
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/mpstar/mpstar/internal/wire"
)

// write appends one of each.
func write() []byte {
	var e wire.Encoder
	e.Uint(math.MaxUint64)
	e.Int(math.MinInt)
	e.Byte(200)
	e.Bool(true)
	e.Bytes([]byte{1, 2})
	e.String("é")
	e.Strings([]string{"", "a"})
	e.Strings(nil)
	e.Count(1)
	e.Byte(7)
	return e.B
}

func read(d *wire.Decoder) bool {
	return d.Uint() == math.MaxUint64 && d.Int() == math.MinInt && d.Byte() == 200 && d.Bool() && string(d.Bytes()) == "\x01\x02" && d.String() == "é" &&
		slices.Equal(d.Strings(), []string{"", "a"}) && d.Strings() == nil && d.Count() == 1 && d.Byte() == 7
}

func TestRoundTrip(t *testing.T) {
	b := write()
	if d := wire.NewDecoder(b); !read(d) || !d.OK() || d.Bad() {
		t.Errorf("%d bytes are read as something else", len(b))
	}
	for n := range b {
		if d := wire.NewDecoder(b[:n]); read(d) || d.OK() || !d.Bad() {
			t.Errorf("the first %d of %d bytes are read as all", n, len(b))
		}
	}
	if d := wire.NewDecoder(append(b, 0)); !read(d) || d.OK() {
		t.Error("a byte that is left over is not seen")
	}
}

// Whatever the bytes are, no part is longer than they, and after a part that is not there all are zero.
func FuzzDecoder(f *testing.F) {
	f.Add([]byte("\x00\x01\x02\x03"), write())
	f.Add([]byte("\x05\x06\x04\x03\x07"), []byte("\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01abc"))
	f.Fuzz(func(t *testing.T, kinds, b []byte) {
		d := wire.NewDecoder(b)
		for _, k := range kinds {
			n, bad := 0, d.Bad()
			switch k % 8 {
			case 0:
				n = int(min(d.Uint(), 1))
			case 1:
				n = min(max(d.Int(), -1), 1)
			case 2:
				n = int(min(d.Byte(), 1))
			case 3:
				n = len(d.Bytes())
			case 4:
				n = len(d.String())
			case 5:
				n = len(d.Strings())
			case 6:
				n = d.Count()
			case 7:
				d.Bool()
			}
			if n > len(b) || bad && (n != 0 || !d.Bad()) {
				t.Fatalf("part of kind %d: %d of %d bytes, bad before: %t", k%8, n, len(b), bad)
			}
		}
	})
}

// TestRefer writes long texts and bytes, which are not copied, numbers whose place comes before them, and what other encoders have written.
func TestRefer(t *testing.T) {
	long := strings.Repeat("text", wire.Long/4)
	for _, refer := range []bool{false, true} {
		inner := wire.Encoder{Refer: refer}
		count := inner.Mark()
		inner.String("a")
		inner.Bytes([]byte(long))
		inner.String("b")
		inner.PutAside()
		last := inner.Mark()
		inner.SetMark(count, 3)
		inner.SetMark(last, 1<<35-1)
		outer := wire.Encoder{Refer: refer}
		outer.String(long)
		outer.Parts(inner.Data())
		outer.Int(-1)
		n := outer.Len()
		data := outer.Data()
		if data.Len() != n {
			t.Errorf("Len: %d, want %d", data.Len(), n)
		}
		parts := 0
		for range data.All() {
			parts++
		}
		if refer != (parts > 1) {
			t.Errorf("refer %v: %d parts", refer, parts)
		}
		d := wire.NewDecoder(data.Joined())
		if s := d.String(); s != long {
			t.Errorf("refer %v: %d bytes", refer, len(s))
		}
		in := wire.NewDecoder(d.Bytes())
		if d.Int() != -1 || !d.OK() {
			t.Errorf("refer %v: the end is something else", refer)
		}
		if in.Uint() != 3 || in.String() != "a" || in.String() != long || in.String() != "b" || in.Uint() != 1<<35-1 || !in.OK() {
			t.Errorf("refer %v: what another encoder has written is something else", refer)
		}
	}
	if p := wire.WholeString(long); p.Text() != long || p.Len() != len(long) {
		t.Error("WholeString")
	}
}
