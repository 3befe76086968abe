# threading: threads, their names and states, and how they end.
import threading
import time


def attempt(f):
    try:
        print(repr(f()))
    except Exception as e:
        print(type(e).__name__, e)


def work(n, out):
    out.append((n, threading.current_thread().name))


out = []
ts = [threading.Thread(target=work, args=(i, out)) for i in range(3)]
for t in ts:
    t.start()
for t in ts:
    t.join()
print(sorted(out), [t.is_alive() for t in ts])
t = threading.Thread(target=work, args=(1, out), name="named")
print(t, t.name, t.daemon, t.ident, t.native_id, t.is_alive())
attempt(t.join)
t.start()
t.join()
attempt(t.start)
attempt(lambda: setattr(t, "daemon", True))
print(repr(t).startswith("<Thread(named, stopped "), isinstance(t.ident, int))
print(threading.Thread(target=work, daemon=True))
attempt(threading.current_thread().join)
attempt(lambda: threading.Thread(1))
attempt(lambda: threading.Thread(bogus=1))
print(threading.current_thread() is threading.main_thread(), threading.main_thread().name)
print(threading.enumerate() == [threading.main_thread()], threading.active_count())
print(threading.main_thread().ident == threading.get_ident())


class Own(threading.Thread):
    def __init__(self, n):
        super().__init__()
        self.n = n
        self.result = None

    def run(self):
        self.result = self.n * 2
        print("in", threading.current_thread() is self, self.name)


o = Own(4)
o.start()
o.join()
print(o.result)


class Forgot(threading.Thread):
    def __init__(self):
        pass


f = Forgot()
attempt(f.start)
attempt(f.join)
attempt(lambda: f.name)
attempt(lambda: repr(f))


def fails():
    raise ValueError("no")


def leaves():
    raise SystemExit(3)


for g in (fails, leaves):
    t = threading.Thread(target=g)
    t.start()
    t.join()


def hook(args):
    print("hook", args.exc_type.__name__, args.exc_value, args.thread.name)


threading.excepthook = hook
t = threading.Thread(target=fails)
t.start()
t.join()
threading.excepthook = threading.__excepthook__

data = threading.local()
data.x = 1


def own(n):
    print(hasattr(data, "x"))
    data.x = n
    print(data.x)


t = threading.Thread(target=own, args=(5,))
t.start()
t.join()
print(data.x, data.__dict__)


class Mine(threading.local):
    def __init__(self, start):
        self.n = start


m = Mine(10)
m.n += 1
t = threading.Thread(target=lambda: print(m.n))
t.start()
t.join()
print(m.n)
attempt(lambda: threading.local(1))
attempt(lambda: threading.local().y)

timer = threading.Timer(0.01, print, ["timer", "ran"])
timer.start()
timer.join()
timer = threading.Timer(1000, print, ["never"])
timer.start()
timer.cancel()
timer.join()
print(timer.finished.is_set())


ended = threading.Event()


def slow():
    ended.wait()
    time.sleep(0.05)
    print("slow is waited for")


threading.Thread(target=slow).start()
threading.Thread(target=time.sleep, args=(100,), daemon=True).start()
print("end")
ended.set()
