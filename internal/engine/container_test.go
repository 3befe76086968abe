package engine

import (
	"testing"

	"go.starlark.net/starlark"
)

func TestPop(t *testing.T) {
	if !listKnown {
		t.Fatal("the engine's lists are laid out otherwise")
	}
	l := starlark.NewList([]starlark.Value{starlark.MakeInt(1), starlark.MakeInt(2)})
	if v := Pop(l); v != starlark.MakeInt(2) || l.Len() != 1 {
		t.Errorf("Pop = %v, %v left", v, l)
	}
	it := l.Iterate()
	if v := Pop(l); v != nil {
		t.Errorf("Pop while the engine iterates = %v", v)
	}
	it.Done()
	l.Append(starlark.MakeInt(3))
	if v := Pop(l); v != starlark.MakeInt(3) {
		t.Errorf("Pop after append = %v", v)
	}
	l.Freeze()
	if v := Pop(l); v != nil || l.Len() != 1 {
		t.Errorf("Pop of a frozen list = %v", v)
	}
	if v := Pop(new(starlark.List)); v != nil {
		t.Errorf("Pop of nothing = %v", v)
	}
}

func TestEntries(t *testing.T) {
	for _, size := range []int{0, 1, 7, 8, 9, 1000} {
		d := new(starlark.Dict)
		for i := range size {
			d.SetKey(starlark.MakeInt(i), starlark.MakeInt(-i))
		}
		e, ok := EntriesOf(d)
		if !ok {
			t.Fatal("the engine's dicts are laid out otherwise")
		}
		for i := range size {
			if i+1 < size {
				d.SetKey(starlark.MakeInt(i+1), starlark.MakeInt(2*i)) // seen by the next step
			}
			k, v := e.Next()
			want := 2 * (i - 1)
			if i == 0 {
				want = 0
			}
			if k != starlark.MakeInt(i) || v != starlark.MakeInt(want) {
				t.Fatalf("%d of %d: %v: %v", i, size, k, v)
			}
		}
		if k, _ := e.Next(); k != nil {
			t.Errorf("%d: there is more", size)
		}
	}
}

// TestEntriesDeleted: a walk survives what is done to the dict, and says where an entry has gone.
func TestEntriesDeleted(t *testing.T) {
	d := new(starlark.Dict)
	for i := range 3 {
		d.SetKey(starlark.MakeInt(i), starlark.None)
	}
	e, _ := EntriesOf(d)
	e.Next()
	d.Delete(starlark.MakeInt(1))
	if k, _ := e.Next(); k != starlark.MakeInt(2) {
		t.Errorf("after a deleted entry: %v", k)
	}
	e, _ = EntriesOf(d)
	e.Next()
	for i := range 100 {
		d.SetKey(starlark.MakeInt(10+i), starlark.None)
	}
	for n := 0; ; n++ {
		if k, _ := e.Next(); k == nil {
			break
		}
		if n > d.Len() {
			t.Fatal("no end after growth")
		}
	}
}

// TestLast: the ends of a dict's list of entries, while it grows, shrinks and is turned round.
func TestLast(t *testing.T) {
	d := new(starlark.Dict)
	if _, _, ok := Last(d); ok || MoveFirst(d) {
		t.Error("an empty dict has a last entry")
	}
	var want []int
	check := func() {
		t.Helper()
		if d.Len() != len(want) {
			t.Fatalf("%d entries, want %d", d.Len(), len(want))
		}
		for i, k := range d.Keys() {
			if k != starlark.MakeInt(want[i]) {
				t.Fatalf("keys %v, want %v", d.Keys(), want)
			}
		}
		if n := len(want); n > 0 {
			if k, v, ok := Last(d); !ok || k != starlark.MakeInt(want[n-1]) || v != starlark.MakeInt(-want[n-1]) {
				t.Fatalf("Last = %v: %v, %v, want %d", k, v, ok, want[n-1])
			}
		}
	}
	for i := range 200 {
		d.SetKey(starlark.MakeInt(i), starlark.MakeInt(-i))
		want = append(want, i)
		switch i % 5 {
		case 1, 3:
			if !MoveFirst(d) {
				t.Fatal("the engine's dicts are laid out otherwise")
			}
			want = append([]int{i}, want[:len(want)-1]...)
		case 4:
			at := i % len(want)
			d.Delete(starlark.MakeInt(want[at]))
			want = append(want[:at:at], want[at+1:]...)
		}
		check()
	}
	for len(want) > 0 {
		k, _, _ := Last(d)
		d.Delete(k)
		want = want[:len(want)-1]
		check()
	}
	d.SetKey(starlark.MakeInt(1), starlark.MakeInt(-1))
	MoveFirst(d)
	want = []int{1}
	check()
	d.Clear()
	if _, _, ok := Last(d); ok {
		t.Error("a cleared dict has a last entry")
	}
}

func TestAssign(t *testing.T) {
	l := starlark.NewList([]starlark.Value{starlark.MakeInt(1), starlark.MakeInt(2), starlark.MakeInt(3)})
	nines := []starlark.Value{starlark.MakeInt(9), starlark.MakeInt(9)}
	if elems, ok := Elements(l); !ok || len(elems) != 3 || elems[2] != starlark.MakeInt(3) {
		t.Errorf("Elements: %v, %v", elems, ok)
	}
	it := l.Iterate()
	if _, ok := Open(l); ok || Assign(l, nil) || l.Len() != 3 {
		t.Errorf("changed while the engine iterates: %v", l)
	}
	it.Done()
	if elems, ok := Open(l); !ok || len(elems) != 3 {
		t.Errorf("Open: %v, %v", elems, ok)
	}
	if !Assign(l, nines) || l.String() != "[9, 9]" {
		t.Errorf("Assign: %v", l)
	}
	l.Freeze()
	if _, ok := Open(l); ok || Assign(l, nil) || l.Len() != 2 {
		t.Errorf("a frozen list changed: %v", l)
	}
	if elems, ok := Elements(l); !ok || len(elems) != 2 {
		t.Errorf("Elements of a frozen list: %v, %v", elems, ok)
	}
}
