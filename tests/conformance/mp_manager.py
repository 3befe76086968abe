# Manager: dict, list, Namespace, Value, Array, Lock, Queue; reprs; nested; errors.
from multiprocessing import Manager, Process


def work(d, l, ns, v, lock, q, i):
    with lock:
        d[i] = i * i
        l.append(i)
        ns.total += i
        v.value += 1
    q.put(i)


if __name__ == "__main__":
    with Manager() as m:
        d, l, ns, v, lock, q = m.dict(), m.list(), m.Namespace(), m.Value("i", 0), m.Lock(), m.Queue()
        ns.total = 0
        ps = [Process(target=work, args=(d, l, ns, v, lock, q, i)) for i in range(4)]
        for p in ps:
            p.start()
        for p in ps:
            p.join()
        print(sorted(d.items()), sorted(l), ns.total, v.value, sorted(q.get() for _ in range(4)))
        d = m.dict(a=1, b=2)
        print(d, len(d), "a" in d, d.get("z"), d.get("z", 0), d.keys(), d.values(), d.items(), d.copy(), d.pop("a"), list(d))
        d.update({"c": 3})
        del d["b"]
        print(d.setdefault("n", 5), d, str(d), repr(d).startswith("<DictProxy object, typeid 'dict' at 0x"), type(d).__name__)
        l = m.list([3, 1, 2])
        l.sort(); l.extend([9]); l += [8]; l.insert(0, 7); l[1] = "x"; l.reverse()
        print(l, len(l), l[0], l[1:3], l.index(9), l.count("x"), l.pop(), l + [1], 9 in l, list(l), [x for x in l])
        inner = m.list([1])
        d["inner"] = inner
        inner.append(2)
        print(d["inner"], d["inner"][1])
        d["plain"] = [1]
        d["plain"].append(2)
        print(d["plain"], m.Value("d", 1.5), m.Array("i", [1, 2]), m.Array("i", [1, 2])[1])
        ns = m.Namespace(x=1)
        ns.y = "é"
        print(ns, ns.x, ns.y, hasattr(ns, "z"))
        e, s, b = m.Event(), m.Semaphore(2), m.Barrier(1)
        e.set()
        print(e.is_set(), s.acquire(), s.acquire(False), s.acquire(False), b.wait())
        for bad in (lambda: d["zz"], lambda: l[99], lambda: l.remove("nope"), lambda: ns.nope, lambda: d.nope, lambda: lock.release()):
            try:
                bad()
            except Exception as e:
                print(type(e).__name__, e)
