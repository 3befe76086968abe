# Grandchildren that a spawned child forks write to different bytes of one map: no write is lost.
import mmap, multiprocessing as mp
def writer(m, first, rounds):
    for r in range(rounds):
        for i in range(first, 32, 2):
            m[i] = r % 256
            assert m[i] == r % 256, (i, r, m[i])
        if first:
            m[1:32:2] = bytes([r % 256]) * 16
            m.move(33, 33, 8)
        assert m[first:32:2] == bytes([r % 256]) * 16
def child():
    m = mmap.mmap(-1, 32+32)
    fork = mp.get_context('fork')
    ps = [fork.Process(target=writer, args=(m, first, 100)) for first in (0, 1)]
    for p in ps: p.start()
    for p in ps: p.join()
    print([p.exitcode for p in ps])
if __name__ == '__main__':
    p = mp.get_context('spawn').Process(target=child)
    p.start(); p.join(); print(p.exitcode)
