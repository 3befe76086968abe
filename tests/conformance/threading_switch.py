# Where one thread may be interrupted by another: between functions and turns of loops, not within a statement.
import sys
import threading

total = 0


def add():
    global total
    total += 1


def call(n):
    for _ in range(n):
        add()


def direct(n):
    global total
    while n:
        total += 1
        n -= 1


class Account:
    def __init__(self):
        self.balance = 0

    def deposit(self, n):
        for _ in range(n):
            balance = self.balance
            balance = balance + 1
            self.balance = balance


def together(target, *args):
    threads = [threading.Thread(target=target, args=args) for _ in range(4)]
    for t in threads:
        t.start()
    for t in threads:
        t.join()


print(sys.getswitchinterval())
together(call, 50000)
print(total)
together(direct, 50000)
print(total)
account = Account()
together(account.deposit, 50000)
print(account.balance)
sys.setswitchinterval(0.0005)
print(sys.getswitchinterval())
together(call, 20000)
together(account.deposit, 20000)
print(total, account.balance)
try:
    sys.setswitchinterval(0)
except ValueError as e:
    print(e)
