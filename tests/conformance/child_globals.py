# A child's functions see all of their module's globals, whichever object leads to
# a function first: a lock, a proxy or an instance that refers to one.
import math
from multiprocessing import Condition, Manager, Process
from time import sleep

LIMIT = 3


def notify(condition):
    sleep(0.01)
    with condition:
        condition.notify()


def fill(shared):
    for i in range(LIMIT):
        shared.append(math.floor(i + 0.5))


def helper(text):
    return text.upper()


class Greeter:
    greet = helper

    def __init__(self, name):
        self.name = name
        self.shout = helper

    def run(self):
        print(self.shout(self.name), LIMIT, math.ceil(1.5))


if __name__ == '__main__':
    condition = Condition()
    with condition:
        p = Process(target=notify, args=(condition,))
        p.start()
        print(condition.wait(60))
    p.join()
    print(p.exitcode)

    with Manager() as manager:
        shared = manager.list()
        p = Process(target=fill, args=(shared,))
        p.start()
        p.join()
        print(list(shared), p.exitcode)

    p = Process(target=Greeter('bob').run)
    p.start()
    p.join()
    print(p.exitcode)
