# A child that gets many items from a queue or pipe in a row, of which the others see no more gone than it has received: they can take the rest, also
# when it is killed, and nothing is lost, doubled or out of order.
import multiprocessing as mp


def hold(get, received, go, out):
    for _ in range(10):
        get()
    received.set()
    go.wait()
    out.put([get() for _ in range(5)])


def produce(q, who, n):
    for i in range(n):
        q.put((who, i))


def consume(q, out):
    got = []
    while True:
        x = q.get()
        if x is None:
            break
        got.append(x)
    out.put(got)


def many(ctx, producers, consumers, n):
    q, out = ctx.Queue(), ctx.Queue()
    ps = [ctx.Process(target=produce, args=(q, k, n)) for k in range(producers)]
    cs = [ctx.Process(target=consume, args=(q, out)) for k in range(consumers)]
    for p in ps + cs:
        p.start()
    for p in ps:
        p.join()
    for _ in cs:
        q.put(None)
    lists = [out.get() for _ in cs]
    for p in cs:
        p.join()
    items = [x for g in lists for x in g]
    ordered = True
    for g in lists:
        last = {}
        for who, i in g:
            ordered = ordered and last.get(who, -1) < i
            last[who] = i
    print(len(items), len(set(items)), ordered, q.empty(), q.qsize())


def main():
    ctx = mp.get_context("spawn")
    q, out, received, go = ctx.Queue(), ctx.Queue(), ctx.Event(), ctx.Event()
    for i in range(100):
        q.put(i)
    p = ctx.Process(target=hold, args=(q.get, received, go, out))
    p.start()
    received.wait()
    print(q.qsize(), q.empty(), [q.get() for _ in range(3)], q.qsize())
    go.set()
    print(out.get(), p.join(), q.get(), q.qsize())
    received.clear()
    go.clear()
    p = ctx.Process(target=hold, args=(q.get, received, go, out))
    p.start()
    received.wait()
    p.kill()
    p.join()
    print(q.qsize(), [q.get() for _ in range(71)] == list(range(29, 100)), q.empty())

    received, go = ctx.Event(), ctx.Event()  # one that died in wait() spoils an Event for CPython
    r, w = ctx.Pipe(False)
    for i in range(100):
        w.send(i)
    p = ctx.Process(target=hold, args=(r.recv, received, go, out))
    p.start()
    received.wait()
    w.close()
    print(r.poll(), [r.recv() for _ in range(3)])
    go.set()
    print(out.get(), p.join(), [r.recv() for _ in range(82)] == list(range(18, 100)))
    try:
        r.recv()
    except EOFError:
        print("nothing more")
    many(ctx, 1, 1, 1000)
    many(ctx, 2, 2, 500)


if __name__ == "__main__":
    main()
