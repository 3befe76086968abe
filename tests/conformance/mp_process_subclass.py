# Subclasses of Process: run, attributes, super().__init__, names from the class, Process.__init__.
import multiprocessing
from multiprocessing import Process, Queue


class Adder(Process):
    def __init__(self, a, b, out, **kwargs):
        super().__init__(**kwargs)
        self.a, self.b, self.out = a, b, out

    def run(self):
        self.out.put((self.name, self.a + self.b))
        self.a = "changed in the child"


class Old(multiprocessing.Process):
    def __init__(self, out):
        multiprocessing.Process.__init__(self, name="old style")
        self.out = out

    def run(self):
        self.out.put(self.name)


class Quiet(Process):
    pass


class Forgets(Process):
    def __init__(self):
        pass


if __name__ == "__main__":
    out = Queue()
    a = Adder(1, 2, out)
    print(a)
    a.start()
    print(out.get())
    a.join()
    print(a, a.a)
    b = Adder("x", "y", out, name="strings", daemon=True)
    b.start()
    print(out.get(), b.daemon)
    b.join()
    o = Old(out)
    o.start()
    print(out.get())
    o.join()
    q = Quiet(target=print, args=("target of a subclass",))
    q.start()
    q.join()
    print(q.exitcode, q.name)
    direct = Adder(5, 6, out)
    direct.run()
    print(out.get(), direct.a)
    try:
        Forgets().start()
    except Exception as e:
        print(type(e).__name__)
