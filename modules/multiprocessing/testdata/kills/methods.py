# Processes of a class of the script's own, ended while they begin: the methods that a child has of its parent's classes are made when they are
# first looked up, which an end comes in the middle of.
import time
from multiprocessing import Process


class Base(Process):
    def prepare(self):
        return self.first() + self.second()

    def first(self):
        return 1

    def second(self):
        return 2


class Worker(Base):
    def run(self):
        self.prepared = self.prepare()
        super().run()

    def prepare(self):
        return super().prepare()


stop = Process(target=time.sleep, args=(10000,), name="Stop", daemon=True)
stop.start()
while stop.is_alive():
    ps = [Worker(target=time.sleep, args=(10000,), daemon=True) for _ in range(8)]
    for p in ps:
        p.start()
    for p in ps[:6]:
        p.terminate()
    for p in ps:
        p.join(0.001)
    for p in ps:
        p.kill()
        p.join()
        if p.exitcode not in (-15, -9):
            print("ended with", p.exitcode)
