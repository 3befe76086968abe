# A str unpacked where only the run shows that it is one.
def f(s):
    a, b = s
    print(a, b)
f("xy"); f("äö"); f((1,2)); f([3,4]); f({5:6,7:8}); f(range(2)); f(b"ab"); f(x for x in "pq")
class O:
    def __init__(self): self.s="mn"
    def get(self): return self.s
o=O()
a, b = o.s
c, d = o.get()
e, g = o.get()
h = 3
d2={'k':'uv'}
[i, j] = d2['k']
print(a,b,c,d,e,g,h,i,j)
for bad in ("abc", "a", 5, None):
    try: f(bad)
    except (ValueError, TypeError) as x: print(type(x).__name__, x)
def g2():
    def inner():
        x, y = p
        return x+y
    p = "zw"
    return inner()
print(g2())
m, n = n, m = "12"
print(m, n)
for bad in ("abc", 5):
    f(bad)
