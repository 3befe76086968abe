class M:
    def __init__(self, name, swallow=False):
        self.name = name
        self.swallow = swallow
    def __enter__(self):
        print("enter", self.name)
        return self
    def __exit__(self, t, v, tb):
        print("exit", self.name, t is None, repr(v))
        return self.swallow

def f(n):
    for i in range(5):
        with M("a") as a, M("b") as b:
            if i == 0:
                continue
            if i == n:
                break
            if i == 3:
                return a.name + b.name
            total = i
    return total
print(f(2))
print(f(9))

with M("top") as m:
    x = 5
    print(m.name)
print(x)

def swallow():
    with M("s", True):
        raise ValueError("gone")
    return "after"
print(swallow())

def targets():
    d = {}
    with M("t") as d["k"]:
        pass
    print(d["k"].name)
    with M("u") as d["k"].name:
        pass
targets()

def raising():
    try:
        with M("r"):
            raise KeyError("k")
    except KeyError as e:
        return repr(e)
print(raising())

def same_name_twice():
    with M("1") as f:
        print(f.name)
    with M("2") as f:
        print(f.name)
    return f.name
print(same_name_twice())

def separate():
    out = []
    for k in range(2):
        with M("x") as f:
            for j in range(2):
                out.append((k, j, f.name))
        with M("y") as f:
            for j in range(2):
                out.append((k, j, f.name))
    return out
print(separate())
