package modules

import (
	"sync"
	"testing"

	"github.com/mpstar/mpstar/internal/object"
)

// Whatever goroutines import at once, and in whatever order: each class is made once, none waits for itself, and other processes find it by its name.
func TestMadeLateAtOnce(t *testing.T) {
	object.SealNatives()
	const most = 2000 // more than there are
	made := make([][most]*object.Class, 8)
	var wg sync.WaitGroup
	for i := range made {
		wg.Go(func() {
			for k := range most {
				n := (k + i*most/len(made)) % most
				if i%2 == 1 {
					n = most - 1 - n
				}
				made[i][n] = object.NativeClass(object.NativeName{Name: ".", N: n})
			}
		})
	}
	wg.Wait()
	classes := 0
	for n, c := range made[0] {
		if c == nil {
			continue
		}
		classes++
		if name, ok := object.NativeNameOf(c); !ok || object.NativeClass(name) != c {
			t.Errorf("%v has the name %v, %v", c, name, ok)
		}
		for i := range made {
			if other := made[i][n]; other != nil && other != c {
				t.Errorf("%v was made twice", c)
			}
		}
	}
	if classes < 100 {
		t.Errorf("only %d classes", classes)
	}
}
