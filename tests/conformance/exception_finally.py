# What leaves a try statement: return, break and continue through finally.
def a():
    try:
        return "try"
    finally:
        print("cleanup", end=" ")


def b():
    try:
        return "try"
    finally:
        return "finally"


def c():
    for i in range(5):
        try:
            if i == 1:
                continue
            if i == 3:
                break
            print(i, end=" ")
        finally:
            print("f%d" % i, end=" ")
    else:
        print("no break")
    return "done"


def d():
    while True:
        try:
            raise ValueError
        finally:
            break
    return "swallowed"


def e():
    try:
        try:
            1 / 0
        finally:
            print("inner", end=" ")
    except ZeroDivisionError:
        print("caught", end=" ")
        return "outer"
    finally:
        print("last", end=" ")


def f():
    x = 1
    try:
        return x
    finally:
        x = 2


def g():
    try:
        pass
    except ValueError:
        return "never"
    else:
        return "else"
    finally:
        print("after else", end=" ")


def h(n):
    try:
        for i in range(n):
            try:
                if i == 2:
                    return i
            finally:
                n -= 1
        return "ran out"
    finally:
        print("n is", n, end=" ")


for fn in (a, b, c, d, e, f, g):
    print(fn.__name__, fn())
print(h(2), h(5))
