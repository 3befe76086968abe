package pieces

import (
	"bytes"
	"errors"
	"slices"
	"strings"
	"testing"
)

var errStop = errors.New("stop")

// after returns a check that stops at its n-th call.
func after(n int) func() error {
	return func() error {
		if n--; n < 0 {
			return errStop
		}
		return nil
	}
}

func never() error { return nil }

func TestText(t *testing.T) {
	for _, n := range []int{0, 1, 1000, Size - 1, Size, Size + 1, 3 * Size, 2<<20 + 5} {
		for _, unit := range []string{"a", "abc", strings.Repeat("x", Size/2), strings.Repeat("y", Size+3)} {
			var text Text
			var want strings.Builder
			for i := 0; want.Len() < n; i++ {
				switch i % 4 {
				case 0:
					text.WriteString(unit)
				case 1:
					text.Write([]byte(unit))
				case 2:
					text.WriteByte(unit[0])
					want.WriteByte(unit[0])
					continue
				case 3:
					text.Fill('.', 7)
					want.WriteString(".......")
					continue
				}
				want.WriteString(unit)
			}
			if text.Len() != want.Len() {
				t.Fatalf("%d: length %d, want %d", n, text.Len(), want.Len())
			}
			if got, err := text.Join(never); err != nil || got != want.String() {
				t.Errorf("%d of %d: %v, %d bytes, want %d", n, len(unit), err, len(got), want.Len())
			}
			if text.Len() != 0 {
				t.Errorf("%d bytes left", text.Len())
			}
		}
	}
}

func TestTextKeep(t *testing.T) {
	for _, n := range []int{0, 1, Full - 1, Full, Full + 1, 5*Size + 1} {
		var text Text
		var b, want []byte
		for i := range n {
			b, want = append(b, byte(i)), append(want, byte(i))
			if len(b) >= Full {
				b = text.Keep(b)
			}
		}
		if got, err := text.JoinWith(b, nil); err != nil || got != string(want) {
			t.Errorf("%d: %v, %d bytes", n, err, len(got))
		}
	}
}

// TestTextWrite changes what has been written.
func TestTextWrite(t *testing.T) {
	for _, n := range []int{10, Size} {
		var text Text
		b := bytes.Repeat([]byte("a"), n)
		text.Write(b)
		b[0] = 'b'
		if got, _ := text.Join(nil); strings.Contains(got, "b") {
			t.Errorf("%d: changed", n)
		}
	}
}

func TestList(t *testing.T) {
	for _, n := range []int{0, 1, 100, stepOf[any](), 3*stepOf[any]() + 1, 100_000} {
		var l List[any]
		var want []any
		for i := range n {
			l.Push(i)
			want = append(want, i)
		}
		if l.Len() != n {
			t.Errorf("%d: length %d", n, l.Len())
		}
		if got := slices.Collect(l.All()); !slices.Equal(got, want) {
			t.Errorf("%d: All yields %d elements", n, len(got))
		}
		if got, err := l.Join(never); err != nil || !slices.Equal(got, want) {
			t.Errorf("%d: %v, %d elements", n, err, len(got))
		}
	}
}

func TestCopies(t *testing.T) {
	for _, n := range []int{0, 1, Size, 2<<20 + 1} {
		want := make([]byte, n)
		for i := range want {
			want[i] = byte(i * 7)
		}
		b, err := Bytes(string(want), never)
		if err != nil || !bytes.Equal(b, want) {
			t.Errorf("Bytes of %d: %v", n, err)
		}
		if s, err := String(want, never); err != nil || s != string(want) {
			t.Errorf("String of %d: %v", n, err)
		}
		c, err := Clone(want, 3, never)
		if err != nil || !bytes.Equal(c, want) || cap(c) < n+3 {
			t.Errorf("Clone of %d: %v", n, err)
		}
		if s, err := Own(append(make([]byte, 0, 3*n), want...), never); err != nil || s != string(want) {
			t.Errorf("Own of %d: %v", n, err)
		}
	}
}

func TestCompare(t *testing.T) {
	long := strings.Repeat("ab", 2<<20)
	for _, test := range []struct{ a, b string }{
		{"", ""}, {"a", "b"}, {"a", ""}, {long, long}, {long, long[:len(long)-1]}, {long[:3<<20] + "x", long}, {long, long[:1<<20] + "z" + long},
		{"z", long}, {long, "a"},
	} {
		if got, err := Compare(test.a, test.b, never); err != nil || got != strings.Compare(test.a, test.b) {
			t.Errorf("Compare of %d and %d: %d, %v", len(test.a), len(test.b), got, err)
		}
		if got, err := Equal(test.a, test.b, never); err != nil || got != (test.a == test.b) {
			t.Errorf("Equal of %d and %d: %v, %v", len(test.a), len(test.b), got, err)
		}
	}
}

func TestStops(t *testing.T) {
	long := make([]byte, 3<<20)
	for name, f := range map[string]func(check func() error) error{
		"Bytes":  func(check func() error) error { _, err := Bytes(string(long), check); return err },
		"String": func(check func() error) error { _, err := String(long, check); return err },
		"Clone":  func(check func() error) error { _, err := Clone(long, 0, check); return err },
		"Text": func(check func() error) error {
			var text Text
			for range 10 {
				text.Fill('a', Size)
			}
			_, err := text.Join(check)
			return err
		},
		"List": func(check func() error) error {
			var l List[int]
			for i := range 10 * stepOf[int]() {
				l.Push(i)
			}
			_, err := l.Join(check)
			return err
		},
	} {
		for _, n := range []int{0, 2} {
			if err := f(after(n)); err != errStop {
				t.Errorf("%s, stopped after %d: %v", name, n, err)
			}
		}
	}
}
