# Functions that call themselves, directly and by others, near the limit of recursion and beyond.
class T:
    def walk(self, k):
        if k == 0: return 0
        return self.walk(k-1) + 1
    def loop(self, k):
        for i in range(1):
            if k == 0: return 0
            return self.loop(k-1) + 1
print(T().walk(960), T().loop(960))
def other(f, k):
    s = 0
    for i in range(1):
        if k > 0: s = f(f, k - 1) + 1
    return s
print(other(other, 960))
def ev(n):
    for _ in range(1):
        if n == 0: return 0
    return od(n - 1)
def od(n):
    if n == 0: return 1
    return ev(n - 1)
print(ev(960))
def mp(n): return 0 if n == 0 else sum(map(mp, [n - 1])) + 1
print(mp(400))
def srt(n):
    if n == 0: return [0]
    return sorted([1], key=lambda x: srt(n - 1))
print(srt(300))
import sys
def f(n):
    return 0 if n == 0 else 1 + f(n-1)
print(f(900))
try:
    f(5000)
except RecursionError as e:
    print("RecursionError", e)
def g(n):
    return g(n+1)
try:
    g(0)
except RecursionError as e:
    print("RecursionError", e)
sys.setrecursionlimit(200000)
print(f(30000))
def deep(n):
    s = 0
    for x in [n]:
        if x > 0:
            s += max(deep(x - 1), 0) + 1
    return s
print(deep(20000))
try:
    g(0)
except RecursionError as e:
    print("RecursionError", e)
class A:
    def __init__(self, n): self.n = n
    def walk(self, k):
        if k == 0: return self.n
        return self.walk(k-1) + 1
print(A(3).walk(500))
def h(n, acc=[]):
    for i in range(3):
        acc.append(i)
    return len(acc)
print(h(1), h(2))
def raiser(n):
    for i in range(n):
        if i == 3:
            x = [1,2,3]
            x[i]
try:
    raiser(10)
except IndexError:
    import traceback; traceback.print_exc()
def ub():
    for i in range(3):
        if i > 5: z = 1
    return z
try: ub()
except UnboundLocalError as e: print(e)
for q in range(0): pass
try: print(q)
except NameError as e: print(e)
def kk():
    while True:
        try:
            for i in range(10):
                if i == 5: return i
        finally:
            print("fin")
print(kk())
