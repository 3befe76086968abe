# A script without a main guard, functions that read globals, globals changed before start.
from multiprocessing import Process

setting = "first"
log = []


def show():
    log.append("child")
    print(setting, log, __name__)


setting = "second"
log.append("parent")
p = Process(target=show)
p.start()
p.join()
print(log)
