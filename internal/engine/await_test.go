package engine

import (
	"testing"
	"time"
)

func TestAwait(t *testing.T) {
	never := func() bool { return false }
	if v, ok := Await(func() int { return 7 }, Halt{Asked: never}); v != 7 || !ok {
		t.Errorf("%v, %v", v, ok)
	}
	held := make(chan struct{})
	defer close(held)
	asked := 0
	if _, ok := Await(func() int { <-held; return 7 }, Halt{Asked: func() bool { asked++; return asked == 3 }}); ok {
		t.Error("not stopped when it was asked for the third time")
	}
	soon := make(chan struct{})
	time.AfterFunc(5*time.Millisecond, func() { close(soon) })
	ended := func() bool {
		select {
		case <-soon:
			return true
		default:
			return false
		}
	}
	if _, ok := Await(func() int { <-held; return 7 }, Halt{Asked: ended, Soon: func() <-chan struct{} { return soon }}); ok {
		t.Error("not stopped when it was told to")
	}
	defer func() {
		if r := recover(); r != "broken" {
			t.Errorf("what was passed to panic: %v", r)
		}
	}()
	Await(func() int { panic("broken") }, Halt{Asked: never})
	t.Error("a panic was lost")
}
