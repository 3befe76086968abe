import signal, os, time, threading
from multiprocessing import Process, Pool, Queue

print([s.name for s in signal.Signals][:16], repr(signal.SIGINT), signal.SIGTERM == 15)
print(repr(signal.SIG_DFL), repr(signal.SIG_IGN), signal.getsignal(signal.SIGINT), repr(signal.getsignal(signal.SIGTERM)))
print(signal.strsignal(signal.SIGTERM), signal.strsignal(2), signal.Signals(9), signal.Signals["SIGHUP"].value, len(signal.valid_signals()))
print(repr(signal.getsignal(13)))

def handler(signum, frame):
    print("handler", signal.Signals(signum).name)

print(repr(signal.signal(signal.SIGUSR1, handler)))
os.kill(os.getpid(), signal.SIGUSR1)
signal.raise_signal(signal.SIGUSR1)
print(signal.getsignal(signal.SIGUSR1) is handler)

for f in [lambda: signal.signal(99, signal.SIG_DFL), lambda: signal.signal(9, signal.SIG_DFL), lambda: signal.signal(2, 5),
          lambda: signal.signal(2, None), lambda: signal.raise_signal(99), lambda: signal.strsignal(99), lambda: signal.getsignal(0),
          lambda: signal.signal("a", signal.SIG_DFL), lambda: signal.default_int_handler(2, None)]:
    try:
        print(f())
    except BaseException as e:
        print(type(e).__name__, e)

def in_thread():
    try:
        signal.signal(signal.SIGTERM, handler)
    except ValueError as e:
        print("ValueError:", e)
t = threading.Thread(target=in_thread)
t.start(); t.join()

class Alarm(Exception): pass
def on_alarm(signum, frame): raise Alarm("too slow")
signal.signal(signal.SIGALRM, on_alarm)
try:
    signal.setitimer(signal.ITIMER_REAL, 0.05)
    time.sleep(500)
except Alarm as e:
    print("Alarm", e)
try:
    signal.setitimer(signal.ITIMER_REAL, 0.3)
    while True: n = 1
except Alarm as e:
    print("Alarm", e)
print(signal.alarm(1000), 900 < signal.alarm(0) <= 1000, signal.alarm(0))
# A handler that returns: the wait goes on.
signal.signal(signal.SIGALRM, handler)
signal.setitimer(signal.ITIMER_REAL, 0.05)
t0 = time.time(); time.sleep(0.2); print(time.time() - t0 >= 0.2)
def wake(signum, frame):
    global woken
    woken = True
woken = False
signal.signal(signal.SIGALRM, wake)
signal.setitimer(signal.ITIMER_REAL, 0.05, 0.05); signal.pause(); signal.setitimer(signal.ITIMER_REAL, 0); print("paused", woken)
n = 0
def tick(s, f):
    global n
    n += 1
signal.signal(signal.SIGALRM, tick)
signal.setitimer(signal.ITIMER_REAL, 0.01, 0.01)
while n < 5: time.sleep(0.005)
signal.setitimer(signal.ITIMER_REAL, 0)
print("ticks", n >= 5)

def patient(q):
    def stop(signum, frame):
        q.put("stopping")
        raise SystemExit(3)
    signal.signal(signal.SIGTERM, stop)
    q.put("ready")
    while True:
        time.sleep(1)

def deaf(q):
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    q.put("ready")
    time.sleep(600)

def inherits(q):
    q.put((signal.getsignal(signal.SIGUSR1) is handler, repr(signal.getsignal(signal.SIGHUP))))
    os.kill(os.getpid(), signal.SIGUSR1)
    signal.signal(signal.SIGUSR1, lambda s, f: q.put("child's own"))
    os.kill(os.getpid(), signal.SIGUSR1)
    q.put(None)

def init():
    signal.signal(signal.SIGINT, signal.SIG_IGN)

def work(x):
    os.kill(os.getpid(), signal.SIGINT)
    return x * x

if __name__ == "__main__":
    q = Queue()
    p = Process(target=patient, args=(q,)); p.start(); print(q.get()); p.terminate(); print(q.get()); p.join(); print(p.exitcode)
    p = Process(target=deaf, args=(q,)); p.start(); print(q.get()); p.terminate(); p.join(0.2); print(p.is_alive()); p.kill(); p.join(); print(p.exitcode)
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    p = Process(target=inherits, args=(q,)); p.start()
    print(q.get(), q.get(), q.get()); p.join(); print(p.exitcode)
    p = Process(target=time.sleep, args=(60,)); p.start(); os.kill(p.pid, signal.SIGHUP); os.kill(p.pid, signal.SIGUSR2); p.join(); print(p.exitcode)
    with Pool(2, init) as pool:
        print(pool.map(work, range(5)))
    rl, heard = threading.RLock(), threading.Event()
    def again(s, f):
        with rl: print("again")
        heard.set()
    signal.signal(signal.SIGALRM, again)
    with rl:
        signal.setitimer(signal.ITIMER_REAL, 0.03)
        while not heard.is_set(): time.sleep(0.01)
    def ask(s, f): raise KeyboardInterrupt
    signal.signal(signal.SIGALRM, ask)
    try:
        signal.setitimer(signal.ITIMER_REAL, 0.03)
        q.get()
    except KeyboardInterrupt: print("interrupted")
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGUSR1})
    os.kill(os.getpid(), signal.SIGUSR1)
    print(signal.sigpending(), signal.sigwait([signal.SIGUSR1]), signal.sigpending())
