# Targets that are methods, instances, classes' methods and builtins; what a child does not share.
from multiprocessing import Pool, Process, Queue


class Account:
    rate = 2

    def __init__(self, n):
        self.n = n

    def grow(self, by):
        self.n += by
        return self.n * Account.rate

    @staticmethod
    def fixed(x):
        return x + 1

    @classmethod
    def made(cls, x):
        return cls(x)

    def __call__(self, x):
        return self.n + x

    def __repr__(self):
        return f"Account({self.n})"

    def __eq__(self, other):
        return self.n == other.n


def send(q, a):
    a.n += 1
    q.put(a)


if __name__ == "__main__":
    a = Account(1)
    with Pool(2) as pool:
        print(pool.map(a.grow, [1, 2]), pool.map(Account.fixed, [1, 2]), pool.map(Account.made, [3]), pool.map(a, [10]), pool.map(len, ["ab", ""]), pool.map(str.upper, ["é"]))
    q = Queue()
    p = Process(target=send, args=(q, a))
    p.start()
    b = q.get()
    p.join()
    print(a, b, type(b) is Account, b == Account(2))
    p = Process(target=q.put, args=("by its method",))
    p.start()
    print(q.get())
    p.join()
