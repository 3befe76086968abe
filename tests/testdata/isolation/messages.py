# What has been put into a queue, sent through a pipe, or returned by a pool is a
# copy of what it was at that moment: later changes on either side stay there.
import multiprocessing as mp


class Box:
    def __init__(self, v):
        self.v = v


class Tree(dict):
    pass


def worker(a, b, inbox, outbox):
    for _ in range(5):
        v = inbox.get()
        v["list"].append("worker")
        v["box"].v.append("worker")
        v["array"][0:1] = b"W"
        same = v["list"] is v["again"] and v["box"].v is v["list"] and v["self"] is v
        outbox.put((same, v))
        v["list"].append("after put")
        v["box"].v = None
    b.send(a)
    a.append("after send")


def result(n):
    global kept
    kept = [n, {n}, {n: Box([n])}]
    kept.append(kept[0:1])
    return kept


def look(_):
    kept[2] = None
    kept.append("changed")
    return len(kept)


def identity(v):
    return v


if __name__ == "__main__":
    inbox, outbox = mp.Queue(), mp.Queue()
    a, b = mp.Pipe()
    p = mp.Process(target=worker, args=([1], b, inbox, outbox))
    p.start()
    for i in range(5):
        lst = [i]
        v = Tree(list=lst, again=lst, box=Box(lst), array=bytearray(b"abc"))
        v["self"] = v
        inbox.put(v)
        same, got = outbox.get()
        print(same, type(got) is Tree, got["list"], got["array"], got["box"].v is got["list"], got["self"] is got)
        print(lst, v["array"], v["box"].v is lst)
    got = a.recv()
    p.join()
    print(got, p.exitcode)

    with mp.Pool(1) as pool:
        r = pool.apply(result, (3,))
        r.append("parent")
        print(r[:2], r[2][3].v, r[3:], pool.apply(look, (0,)))
        x = [1]
        y = pool.apply(identity, ([x, x, (x, {"k": x})],))
        print(y[0] is y[1], y[2][0] is y[0], y[2][1]["k"] is y[0], y[0] is x)
        rs = [pool.apply_async(identity, (x,)) for _ in range(3)]
        x.append(2)
        rs = [r.get() for r in rs]
        print(rs[0] is rs[1])
        box = Box([1])
        box2 = pool.apply(identity, (box,))
        box2.v.append(2)
        print(box.v, box2.v, type(box2) is Box)
        e = ValueError("x", [1])
        e.extra = [2]
        e2 = pool.apply(identity, (e,))
        e2.args[1].append(9)
        print(e.args, e2.args, e2.extra, type(e2) is ValueError)

    with mp.Manager() as m:
        shared, d = m.list(), m.dict()
        row = [1]
        shared.append(row)
        d["k"] = row
        row.append(2)
        shared[0].append(3)
        d["k"].append(3)
        print(row, list(shared), dict(d))
