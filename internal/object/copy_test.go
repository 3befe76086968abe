package object

import (
	"fmt"
	"slices"
	"testing"

	"go.starlark.net/starlark"
)

func counting(from, n int) []starlark.Value {
	l := make([]starlark.Value, n)
	for i := range l {
		l[i] = starlark.MakeInt(from + i)
	}
	return l
}

// TestSplice compares what is done in pieces with what package slices does at once.
func TestSplice(t *testing.T) {
	e := NewEnv(nil)
	for _, test := range []struct{ n, start, stop, by int }{
		{0, 0, 0, 0}, {4, 1, 3, 0}, {4, 1, 3, 2}, {4, 4, 4, 2}, {4, 0, 4, 2}, {4, 0, 0, 2},
		{3 * Piece, 0, 0, 1}, {3 * Piece, 1, 2, 0}, {3 * Piece, 7, 7, 2*Piece + 5}, {3 * Piece, 5, 2*Piece + 9, 0},
		{3*Piece + 1, 5, 9, 4}, {3*Piece + 1, 0, 3*Piece + 1, 4}, {5, 1, 2, 3 * Piece}, {2 * Piece, 2 * Piece, 2 * Piece, 2 * Piece},
		{3*Piece - 1, Piece, 2 * Piece, Piece + 1}, {3*Piece - 1, Piece, 2 * Piece, Piece - 1}, {Piece + 1, 0, 0, 1},
	} {
		for _, more := range []int{0, 1, 4 * Piece} {
			t.Run(fmt.Sprint(test, more), func(t *testing.T) {
				all, by := append(make([]starlark.Value, 0, test.n+more), counting(0, test.n)...), counting(-test.by, test.by)
				want := slices.Replace(slices.Clone(all), test.start, test.stop, by...)
				l := starlark.NewList(all)
				if err := spliceList(e, l, test.start, test.stop, by); err != nil {
					t.Fatal(err)
				}
				got, err := e.CloneList(l)
				if err != nil || !slices.Equal(got, want) {
					t.Errorf("%d elements, %v", len(got), err)
				}
			})
		}
	}
}

func TestJoin(t *testing.T) {
	e := NewEnv(nil)
	for _, n := range []int{0, 1, Piece, Piece + 1, 3 * Piece} {
		for _, m := range []int{0, 1, Piece, 2*Piece + 3} {
			x, y := counting(0, n), counting(n, m)
			got, err := e.Join(starlark.Tuple(x), starlark.NewList(y), 1)
			if err != nil || !slices.Equal(got, counting(0, n+m)) || cap(got) <= n+m {
				t.Errorf("%d and %d: %d elements, %v", n, m, len(got), err)
			}
		}
	}
}

func TestInsertDelete(t *testing.T) {
	e := NewEnv(nil)
	for _, i := range []int{0, 1, Piece, 2 * Piece} {
		l := starlark.NewList(nil)
		for _, v := range counting(0, 4*Piece) {
			if err := Append(nil, l, v); err != nil {
				t.Fatal(err)
			}
		}
		if done, err := e.InsertAt(l, i, starlark.None); !done || err != nil || l.Len() != 4*Piece+1 || l.Index(i) != starlark.None {
			t.Fatalf("Insert at %d: %v, %v", i, done, err)
		}
		if done, err := e.DeleteAt(l, i); !done || err != nil {
			t.Fatalf("Delete at %d: %v, %v", i, done, err)
		}
		if got, err := e.CloneList(l); err != nil || !slices.Equal(got, counting(0, 4*Piece)) {
			t.Errorf("at %d: not as before", i)
		}
		it := l.Iterate()
		if done, _ := e.InsertAt(l, i, starlark.None); done {
			t.Error("inserted while the engine iterates")
		}
		it.Done()
		l.Freeze()
		if done, _ := e.DeleteAt(l, i); done {
			t.Error("deleted from a frozen list")
		}
	}
}

// BenchmarkClone copies a short list and a long one, by Clone and at once.
func BenchmarkClone(b *testing.B) {
	e := NewEnv(nil)
	for _, n := range []int{10, 1 << 20} {
		l := starlark.NewList(counting(0, n))
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			for range b.N {
				if _, err := e.CloneList(l); err != nil {
					b.Fatal(err)
				}
			}
		})
		b.Run(fmt.Sprint(n, "/at once"), func(b *testing.B) {
			for range b.N {
				l.Slice(0, n, 1)
			}
		})
	}
}
