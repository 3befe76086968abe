package pickle

import "testing"

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
