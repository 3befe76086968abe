from enum import Enum, IntEnum, Flag, auto
from dataclasses import dataclass
from multiprocessing import Process, Queue, Pool, Pipe, Manager
class State(Enum):
    IDLE = 'idle'; BUSY = 'busy'
class Perm(Flag):
    R = auto(); W = auto()
class Level(IntEnum):
    LOW = 1; HIGH = 2
@dataclass
class Job:
    name: str
    state: State = State.IDLE
    level: Level = Level.LOW
def work(job):
    assert job.state is State.IDLE
    job.state = State.BUSY
    return job
def child(q, conn):
    while True:
        s = q.get()
        if s is State.IDLE: break
        conn.send((s, s is State.BUSY, {s: 1}, Perm.R | Perm.W))
if __name__ == '__main__':
    with Pool(2) as p: print(p.map(work, [Job('a'), Job('b', level=Level.HIGH)]), p.map(work, [Job('c')])[0].state is State.BUSY)
    q = Queue(); a, b = Pipe(); pr = Process(target=child, args=(q, b)); pr.start(); q.put(State.BUSY); print(a.recv()); q.put(State.IDLE); pr.join(); print(pr.exitcode)
    with Manager() as m:
        d = m.dict(); d['s'] = State.BUSY; print(d['s'] is State.BUSY, d)
