package multiprocessing_test

import (
	"testing"
	"time"

	"github.com/mpstar/mpstar/internal/interp"
)

// TestHammerShared has children write to the same unlocked memory at once: each single access is whole, and the race
// detector finds nothing. What has a lock comes out exact.
func TestHammerShared(t *testing.T) {
	out := runWhile(t, `
from multiprocessing import Process, RawValue, RawArray, Value
from multiprocessing.shared_memory import SharedMemory
raw, arr, exact = RawValue("q", 0), RawArray("i", 8), Value("i", 0)
shm = SharedMemory(create=True, size=64)

def work(mark):
    mine = SharedMemory(shm.name)
    for n in range(300):
        raw.value = mark
        assert raw.value in (-1, 0x0102030405060708), raw.value
        arr[n % 8] += 1
        arr[2:4] = [n, n]
        mine.buf[n % 8] = n % 256
        mine.buf[8:16] = bytes([mark % 256]) * 8
        assert len(set(mine.buf[8:16].tobytes())) <= 2
        with exact.get_lock():
            exact.value += 1

ps = [Process(target=work, args=(m,)) for m in (-1, 0x0102030405060708, -1, 0x0102030405060708)]
for p in ps: p.start()
for p in ps: p.join()
shm.close()
shm.unlink()
print(exact.value, [p.exitcode for p in ps])
`, time.Second, func(*interp.Runtime) {})
	if want := "1200 [0, 0, 0, 0]\n"; out != want {
		t.Errorf("got %q, want %q", out, want)
	}
}
