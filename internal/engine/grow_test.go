package engine

import (
	"fmt"
	"testing"

	"go.starlark.net/starlark"
)

var goOn = Halt{Asked: func() bool { return false }}

// colliding is a key whose hash some others have too, so that buckets overflow.
type colliding int

func (c colliding) String() string        { return fmt.Sprint(int(c)) }
func (c colliding) Type() string          { return "colliding" }
func (c colliding) Freeze()               {}
func (c colliding) Truth() starlark.Bool  { return true }
func (c colliding) Hash() (uint32, error) { return uint32(c) % 5000 * 7, nil }

// checkDict compares a dict with the keys 0, 1 ... that it should have, whose values are their negatives.
func checkDict(t *testing.T, d *starlark.Dict, n int, key func(int) starlark.Value) {
	t.Helper()
	if d.Len() != n {
		t.Fatalf("%d entries, want %d", d.Len(), n)
	}
	i := 0
	for k, v := range d.Entries() {
		if k != key(i) || v != starlark.MakeInt(-i) {
			t.Fatalf("entry %d is %v: %v", i, k, v)
		}
		i++
	}
	if i != n {
		t.Fatalf("%d entries in order, want %d", i, n)
	}
	for i := range n {
		if v, ok, _ := d.Get(key(i)); !ok || v != starlark.MakeInt(-i) {
			t.Fatalf("%d is not there", i)
		}
	}
}

func TestGrowDict(t *testing.T) {
	if !tableKnown {
		t.Fatal("the engine's tables are laid out otherwise")
	}
	for name, key := range map[string]func(int) starlark.Value{
		"ints":      func(i int) starlark.Value { return starlark.MakeInt(i) },
		"strings":   func(i int) starlark.Value { return starlark.String(fmt.Sprint("k", i)) },
		"colliding": func(i int) starlark.Value { return colliding(i) },
	} {
		t.Run(name, func(t *testing.T) {
			d := new(starlark.Dict)
			grown := 0
			const n = 60000
			for i := range n {
				if DictFull(d) {
					before := len(dictTable(d).table)
					if want := DictGrowth(d); !GrowDict(d, goOn) || DictFull(d) || DictNearlyFull(d) {
						t.Fatalf("still full, growth %d", want)
					}
					if len(dictTable(d).table) != 2*before {
						t.Fatalf("%d buckets of %d", len(dictTable(d).table), before)
					}
					grown++
				}
				d.SetKey(key(i), starlark.MakeInt(-i))
			}
			if grown != 3 {
				t.Errorf("grown %d times", grown)
			}
			checkDict(t, d, n, key)
			for i := n - 1; i >= n/2; i-- {
				if _, ok, _ := d.Delete(key(i)); !ok {
					t.Fatalf("%d not deleted", i)
				}
			}
			checkDict(t, d, n/2, key)
			for i := n / 2; i < n; i++ {
				d.SetKey(key(i), starlark.MakeInt(-i))
			}
			checkDict(t, d, n, key)
		})
	}
}

func TestGrowSet(t *testing.T) {
	s := new(starlark.Set)
	for i := range 30000 {
		if SetFull(s) && (SetGrowth(s) == 0 || !GrowSet(s, goOn)) {
			t.Fatal("not grown")
		}
		s.Insert(starlark.MakeInt(i))
	}
	i := 0
	for e := range s.Elements() {
		if e != starlark.MakeInt(i) {
			t.Fatalf("element %d is %v", i, e)
		}
		i++
	}
	if i != 30000 {
		t.Errorf("%d elements", i)
	}
}

// TestGrowStopped: a dict whose growth was stopped is an empty one, wherever that was.
func TestGrowStopped(t *testing.T) {
	for after := 1; ; after++ {
		d := new(starlark.Dict)
		for !DictFull(d) {
			d.SetKey(starlark.MakeInt(d.Len()), starlark.None)
		}
		n, asked := d.Len(), 0
		done := GrowDict(d, Halt{Asked: func() bool { asked++; return asked == after }})
		if done {
			if d.Len() != n {
				t.Errorf("%d entries of %d", d.Len(), n)
			}
			if asked < after {
				if after < 5 {
					t.Errorf("asked only %d times", asked)
				}
				return
			}
			continue
		}
		if d.Len() != 0 || len(d.Keys()) != 0 {
			t.Fatalf("%d left", d.Len())
		}
		for i := range 100 {
			d.SetKey(starlark.MakeInt(i), starlark.MakeInt(-i))
		}
		checkDict(t, d, 100, func(i int) starlark.Value { return starlark.MakeInt(i) })
	}
}

// TestGrowRefused: what is frozen or iterated over by the engine stays as it is, and the engine complains.
func TestGrowRefused(t *testing.T) {
	d := new(starlark.Dict)
	for !DictFull(d) {
		d.SetKey(starlark.MakeInt(d.Len()), starlark.None)
	}
	it := d.Iterate()
	if DictFull(d) || DictNearlyFull(d) {
		t.Error("full while the engine iterates")
	}
	it.Done()
	if !DictFull(d) {
		t.Error("not full any more")
	}
	d.Freeze()
	if DictFull(d) {
		t.Error("a frozen dict is full")
	}
}

// TestGrowWhileWalking: a walk that has begun goes on in the grown table, and sees what is set there, after any number of growths.
func TestGrowWhileWalking(t *testing.T) {
	d := new(starlark.Dict)
	for !DictFull(d) {
		d.SetKey(starlark.MakeInt(d.Len()), starlark.None)
	}
	n := d.Len()
	e, _ := EntriesOf(d)
	for i := range n {
		switch i {
		case 5, n / 2, n/2 + 1:
			GrowDict(d, goOn)
		case n / 3: // what was returned last is gone, and what comes next
			d.Delete(starlark.MakeInt(i - 1))
			d.Delete(starlark.MakeInt(i))
			GrowDict(d, goOn)
			if k, _ := e.Next(); k != nil {
				t.Fatalf("after two deleted entries: %v", k)
			}
			e, _ = EntriesOf(d)
			for range i - 2 {
				e.Next()
			}
			continue
		case n / 4: // what comes next is gone
			GrowDict(d, goOn)
			d.Delete(starlark.MakeInt(i))
			continue
		}
		d.SetKey(starlark.MakeInt(i), starlark.MakeInt(-i))
		if k, v := e.Next(); k != starlark.MakeInt(i) || v != starlark.MakeInt(-i) {
			t.Fatalf("%d: %v: %v", i, k, v)
		}
	}
	if k, _ := e.Next(); k != nil {
		t.Errorf("there is more: %v", k)
	}
}

func BenchmarkDouble(b *testing.B) {
	for _, by := range []string{"engine", "here"} {
		b.Run(by, func(b *testing.B) {
			for b.Loop() {
				b.StopTimer()
				d := starlark.NewDict(851967)
				for i := range 851968 {
					d.SetKey(starlark.MakeInt(i), starlark.None)
				}
				b.StartTimer()
				if by == "here" {
					GrowDict(d, goOn)
				}
				d.SetKey(starlark.MakeInt(-1), starlark.None)
			}
		})
	}
}
