# What the compiler warns of.
x=5
print(x is 5, x is not 'a', x is -1, x is (), x is (1,2), x is None, x is True, 1 is 1, x is ..., x is b'', x is f'{x}', x is [])
assert (x, "msg")
assert ()  or 1
def f():
    if x is "": pass
    assert (1,)
try:
    "a"(1)
except TypeError: pass
try:
    [1](2); 
except TypeError: pass
try: (lambda: 1)[0]
except TypeError: pass
try: {1}[0]
except TypeError: pass
try: "abc"["x"]
except TypeError: pass
try: [1]["x"]
except TypeError: pass
try: [1][1,2]
except TypeError: pass
try: f"a"(1)
except TypeError: pass
try: 5(1)
except TypeError: pass
try: None()
except TypeError: pass
try: {}()
except TypeError: pass
try: (1,)(2)
except TypeError: pass
try: [i for i in x](2)
except TypeError: pass
try: 1[0]
except TypeError: pass
try: None[0]
except TypeError: pass
try: (1,2)["a"]
except TypeError: pass
try: "a"[1.5], "a"[None], "a"[True:]
except TypeError: pass
while x is 5 is 6: break
a = 1 if x is 'q' else 2
class C:
    y = x is 7
