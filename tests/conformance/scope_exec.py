# globals(), locals(), vars(), eval and exec with namespaces.
x = 1
globals()["made"] = "by name"
print(made, "x" in globals(), globals()["x"])


def f(a, b=2):
    c = 3
    return sorted(locals().items())


print(f(1))
exec("x = x + 1\nfor i in range(3):\n    x += i")
print(x, i)
ns = {"v": 10}
exec("w = v * 2", ns)
print(ns["w"], eval("v + w", ns), eval("x"))
print(eval("[n * k for n in range(3)]", {"k": 4}))
try:
    exec("def broken(:")
except SyntaxError as e:
    print(type(e).__name__, e.msg)
try:
    eval("undefined_name")
except NameError as e:
    print(e)
print(__name__)


class C:
    a = 1
    b = a + 1
    names = sorted(n for n in vars() if not n.startswith("_"))


print(C.names)
print(__spec__, hasattr("", "elems"), "codepoints" in dir(str), "elems" in dir(""))
