# Ends of pipes in what is packed and never received are closed: the other side sees the end.
import multiprocessing as mp
import queue


def wait(conn):
    conn.recv()


class Bad:
    def __setstate__(self, state):
        raise ValueError("not today")


class Holds:
    pass


def ended(c):
    try:
        return c.poll(100) and c.recv()
    except EOFError:
        return "end"


# A process that is killed before it has unpacked what it was started with.
seen = set()
for _ in range(100):
    c, d = mp.Pipe()
    p = mp.Process(target=wait, args=(d,))
    p.start()
    p.kill()
    d.close()
    seen.add(ended(c))
    p.join()
    c.close()
print(seen)

# A process that cannot be started.
c, d = mp.Pipe()
try:
    mp.Process(target=wait, args=(d, (x for x in ()))).start()
except TypeError as e:
    print(e)
d.close()
print(ended(c))

# A message that cannot be packed, and one that cannot be unpacked.
c, d = mp.Pipe()
q = mp.Queue()
a, b = mp.Pipe()
try:
    a.send([d, (x for x in ())])
except TypeError as e:
    print(e)
bad = Bad()
bad.x = 1
a.send([bad, d])
d.close()
try:
    b.recv()
except ValueError as e:
    print(e)
print(ended(c))

# A message that is dropped, and one whose class has an end.
c, d = mp.Pipe()
a.send(d)
b.close()
d.close()
print(ended(c))
c, d = mp.Pipe()
Holds.conn = d
Holds.method = lambda self, conn=d: conn
q.put(Holds())
print(type(q.get()) is Holds)
d.close()
print(ended(c))


# A method's default reaches the child, although the parent has closed its own.
def use(done):
    done.get()
    Holds.method(None).send("from a default")


c, d = mp.Pipe()
Holds.conn = None
Holds.method = lambda self, conn=d: conn
done = mp.Queue()
p = mp.Process(target=use, args=(done,))
p.start()
d.close()
done.put(1)
print(ended(c))
p.join()
