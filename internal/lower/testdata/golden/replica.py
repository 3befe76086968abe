base = 10
def outer(n, m=base):
    k = n
    def add(x, *, y=m):
        nonlocal k
        k += x + y
        return k
    return add, lambda: outer(k)
class C:
    def method(self, v=base):
        return super().method(v)
try:
    dynamic = 1
finally:
    pass
