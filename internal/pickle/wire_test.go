package pickle

import (
	"errors"
	"strings"
	"testing"

	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/text"
)

// TestWireEnds stops writing a large message, and refers to a long text rather than copying it.
func TestWireEnds(t *testing.T) {
	elems := make([]starlark.Value, 10*turnEvery)
	for i := range elems {
		elems[i] = starlark.MakeInt(i)
	}
	asked, stop := 0, errors.New("stop")
	check := func() error {
		if asked++; asked == 3 {
			return stop
		}
		return nil
	}
	if _, _, err := Share(starlark.NewList(elems)).Wire(nil, check); err != stop || asked != 3 {
		t.Errorf("asked %d times: %v", asked, err)
	}
	long := strings.Repeat("a", 1<<20)
	data, _, err := Share(text.Bytes(long)).Wire(nil, nil)
	if err != nil || data.Len() < len(long) {
		t.Fatalf("%d bytes, %v", data.Len(), err)
	}
	for part := range data.All() {
		if len(part) < len(long) && len(part) > 100 {
			t.Errorf("a part of %d bytes", len(part))
		}
	}
	m := FromWire(data.Joined(), nil, nil)
	if err := m.arrived(nil); err != nil || m.root.v != text.Bytes(long) {
		t.Errorf("arrived: %T, %v", m.root.v, err)
	}
}

// FuzzWire reads anything at all as a message: it must end in a value's graph or an error.
func FuzzWire(f *testing.F) {
	f.Add([]byte{})
	f.Add([]byte{wireVersion, 0, 1, refInt, 4, 0})
	f.Add([]byte{wireVersion, 1, byte(listNode), 1, refNode, 0, 1, refNode, 0, 0})
	f.Add([]byte{wireVersion, 0, 1, refList, 2, refTrue, refSeen, 0, 0})
	f.Fuzz(func(t *testing.T, b []byte) {
		roots, _, err := read(nil, b, nil)
		if err == nil && len(roots) > len(b) {
			t.Errorf("%d roots from %d bytes", len(roots), len(b))
		}
	})
}
