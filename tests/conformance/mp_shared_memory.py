# multiprocessing.shared_memory: blocks by name, their buffer, their end, errors, ShareableList, the manager.
import pickle
import struct
from multiprocessing import Process, Queue, shared_memory
from multiprocessing.managers import SharedMemoryManager
from multiprocessing.shared_memory import ShareableList, SharedMemory


def attempt(label, f):
    try:
        print(label, f())
    except Exception as e:
        print(label, type(e).__name__, e)


def basics():
    a = SharedMemory("mp_star_basics", create=True, size=512)
    print(a.name, a.size >= 512, len(a.buf) >= 512, repr(a)[:34])
    a.buf[0] = 42
    a.buf[1:4] = b"abc"
    a.buf[4:8] = bytearray(4)
    b = SharedMemory("mp_star_basics")
    print(b.buf[0], bytes(b.buf[:5]), b.size == a.size, a.name == b.name)
    b.buf[0] = 7
    print(a.buf[0])
    attempt("again", lambda: SharedMemory("mp_star_basics", create=True, size=512))
    struct.pack_into("<Id", a.buf, 16, 77, 0.5)
    print(struct.unpack_from("<Id", b.buf, 16))
    numbers = a.buf[:16].cast("i")
    numbers[1] = -5
    print(b.buf[:16].cast("i").tolist()[1], numbers[1])
    numbers.release()
    a.close()
    a.close()
    print(a.buf, a.name, a.size >= 512)
    attempt("closed", lambda: a.buf[0])
    attempt("index", lambda: b.buf[10 ** 6])
    attempt("name", lambda: setattr(b, "name", "x"))
    b.unlink()
    attempt("unlinked twice", lambda: b.unlink())
    attempt("gone", lambda: SharedMemory("mp_star_basics"))
    print(b.buf[0])
    b.close()


def recreate():
    for value in (1, 2):
        shm = SharedMemory("mp_star_again", create=True, size=5)
        print(shm.buf[0])
        shm.buf[0] = value
        shm.close()
        shm.unlink()


def invalid():
    attempt("no name", lambda: SharedMemory())
    attempt("no size", lambda: SharedMemory(create=True))
    attempt("size 0", lambda: SharedMemory(create=True, size=0))
    attempt("size -1", lambda: SharedMemory(create=True, size=-1))
    attempt("size -1", lambda: SharedMemory("x", False, -1))
    attempt("size text", lambda: SharedMemory(create=True, size="a"))
    attempt("size float", lambda: SharedMemory(create=True, size=1.5))
    attempt("size huge", lambda: SharedMemory(create=True, size=1 << 70))
    attempt("unknown", lambda: SharedMemory("mp_star_unknown"))
    attempt("slash", lambda: SharedMemory("a/b", create=True, size=3))
    attempt("empty", lambda: SharedMemory("", create=True, size=3))
    attempt("number", lambda: SharedMemory(5, create=True, size=3))
    attempt("four", lambda: SharedMemory("a", True, 3, 4))


def write(name, shm, items, queue):
    other = SharedMemory(name=name)
    other.buf[0] = 9
    shm.buf[1:3] = b"hi"
    items[0] = "child"
    items[2] = items[2] * 2
    queue.put((bytes(other.buf[:3]), list(items)))
    other.close()


def across():
    shm = SharedMemory(create=True, size=64)
    print(len(shm.name), shm.name[:4])
    items = ShareableList(["parent", None, 10])
    queue = Queue()
    p = Process(target=write, args=(shm.name, shm, items, queue))
    p.start()
    print(queue.get())
    p.join()
    print(p.exitcode, bytes(shm.buf[:4]), list(items))
    for each in (shm, items.shm):
        each.close()
        each.unlink()


def pickled():
    shm = SharedMemory("mp_star_pickle", create=True, size=8)
    shm.buf[0] = 3
    data = pickle.dumps(shm)
    other = pickle.loads(data)
    other.buf[1] = 4
    print(bytes(shm.buf[:2]), other.name, other.size == shm.size)
    other.close()
    shm.close()
    shm.unlink()
    attempt("dead", lambda: pickle.loads(data))
    items = ShareableList(range(10))
    data = pickle.dumps(items)
    again = pickle.loads(data)
    again[0] = 100
    print(items[0], again.shm.name == items.shm.name, len(again))
    again.shm.close()
    items.shm.close()
    items.shm.unlink()
    try:
        pickle.loads(data)
    except FileNotFoundError as e:
        print(type(e).__name__)


def lists():
    s = ShareableList(["howdy", b"HoWdY", -273.154, 100, None, True, 42])
    print(repr(s).split(", name=")[0], len(s), s.format, s.shm.size >= 100)
    print(s[0], s[-1], s[5], s[4], s[1], list(s), s.count(100), s.count(7), s.index(b"HoWdY"), 42 in s, 43 in s, s == s, list(reversed(s)))
    s[0], s[1], s[3] = "mighty", b"x", 2.5
    s[4], s[5] = 8, None
    print(list(s), s.format)
    s[3] = "8 chars!"
    print(s[3], s.format)
    s[3] = 5
    s[6] = False
    print(list(s), s.format)
    attempt("far", lambda: s[20])
    attempt("far set", lambda: s.__setitem__(20, 1))
    attempt("long", lambda: s.__setitem__(0, "123456789"))
    attempt("exact", lambda: s.__setitem__(0, "12345678"))
    attempt("kind", lambda: s.__setitem__(0, []))
    attempt("kinds", lambda: ShareableList([[]]))
    attempt("index", lambda: s.index("zebra"))
    attempt("text", lambda: s["a"])
    attempt("slice", lambda: s[0:2])
    attempt("append", lambda: s.append(1))
    attempt("format", lambda: setattr(s, "format", "x"))
    attempt("no sequence", lambda: ShareableList(5))
    attempt("two", lambda: ShareableList([1], "x"))
    attempt("unknown", lambda: ShareableList(name="mp_star_unknown"))
    named = ShareableList(["a" * 20, "b"], name="mp_star_list")
    same = ShareableList(name="mp_star_list")
    same[1] = "c"
    print(list(named), same.shm.name, named.format, same.format)
    copied = ShareableList(named)
    copied[1] = "d"
    print(list(named), list(copied), copied.shm.name != named.shm.name)
    empty = ShareableList()
    print(len(empty), list(empty), repr(empty.format))
    for x in (s, named, copied, empty):
        x.shm.close()
        x.shm.unlink()
    same.shm.close()


def managed():
    with SharedMemoryManager() as manager:
        shm = manager.SharedMemory(size=32)
        items = manager.ShareableList([1, 2, 3])
        names = shm.name, items.shm.name
        print(shm.size >= 32, list(items))
        shm.buf[0] = 1
        shm.close()
        items.shm.close()
    for name in names:
        try:
            SharedMemory(name)
        except FileNotFoundError as e:
            print(type(e).__name__)
    manager = SharedMemoryManager()
    manager.start()
    name = manager.SharedMemory(8).name
    manager.shutdown()
    try:
        SharedMemory(name)
    except FileNotFoundError as e:
        print(type(e).__name__)


def leave(name):
    shm = SharedMemory(name)
    shm.buf[0] = 5


def survives():
    shm = SharedMemory("mp_star_survives", create=True, size=4)
    p = Process(target=leave, args=(shm.name,))
    p.start()
    p.join()
    print(shm.buf[0])
    shm.close()
    shm.unlink()


if __name__ == "__main__":
    basics()
    recreate()
    invalid()
    across()
    pickled()
    lists()
    managed()
    survives()
