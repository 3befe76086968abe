# Literals that are no ASCII, in functions with free variables and defaults, in a child, its child, and a child of that.
from multiprocessing import Process, Pipe

def first():
    return "ä1", b"\xff1"

NAME = "Zoë"

def make(n):
    def inner(x="dé"):
        return "ö3", n, NAME, x, b"\x80"
    return inner

f = make(4)
g = lambda y="ü": (y, "ß", first())

def child(c):
    c.send((f(), g(), first()))
    p = Process(target=grand, args=(c, make(5)))
    p.start()
    p.join()

def grand(c, h):
    c.send((h(), f(), g("é"), first()))
    p = Process(target=last, args=(c, h))
    p.start()
    p.join()

def last(c, h):
    c.send((h(), f(), g("é"), first()))

if __name__ == "__main__":
    a, b = Pipe()
    p = Process(target=child, args=(b,))
    p.start()
    for _ in range(3):
        print(a.recv())
    p.join()
