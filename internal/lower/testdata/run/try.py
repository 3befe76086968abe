def f(x):
    try:
        if x == 0:
            return "return"
        if x == 1:
            raise ValueError("one")
        if x == 2:
            {}["k"]
        if x == 3:
            1 // 0
        y = x
    except ValueError as e:
        return "value " + str(e)
    except (KeyError, IndexError) as e:
        y = "lookup"
    except:
        y = "other"
    else:
        y = ("else", y)
    finally:
        print("finally", x)
    return y

for i in range(6):
    print(f(i))

def loop():
    out = []
    for i in range(10):
        try:
            if i == 1:
                continue
            if i == 6:
                break
            try:
                if i == 3:
                    raise KeyError(i)
                if i == 4:
                    continue
                out.append(i)
            except KeyError:
                out.append("key")
                continue
            finally:
                out.append("f")
        finally:
            out.append("g")
    else:
        out.append("else")
    return out
print(loop())

def override():
    for i in range(3):
        try:
            return "lost"
        finally:
            if i < 2:
                continue
            break
    return "kept"
print(override())

def override2():
    try:
        raise ValueError
    finally:
        return 5
print(override2())

def nested(n):
    while True:
        try:
            try:
                n += 1
                if n > 5:
                    return n
                if n == 3:
                    raise ValueError(n)
            except ValueError:
                n = 10
                raise
        except ValueError as err:
            print("caught", err, n)
        else:
            continue
        finally:
            print("n", n)
print(nested(0))

def name_gone():
    e = 1
    try:
        raise ValueError("x")
    except ValueError as e:
        print(e)
    try:
        print(e)
    except UnboundLocalError:
        print("unbound")
name_gone()

try:
    undefined_name
except NameError as e:
    print("NameError", e)
try:
    e
except NameError:
    print("e is gone")

def reraise():
    try:
        try:
            raise KeyError("k")
        except KeyError as e:
            raise ValueError("v") from e
    except ValueError as v:
        print(repr(v), repr(v.__cause__))
reraise()

def handlers_in_loop():
    r = []
    for x in [1, 0, "a"]:
        try:
            v = 10 // x
            r.append(v)
        except ZeroDivisionError as e:
            r.append("zero")
        except TypeError as e:
            r.append("type")
    return r
print(handlers_in_loop())

def keeps_value():
    for i in range(3):
        try:
            if i == 0:
                seen = "first"
            if i == 1:
                raise ValueError
        except ValueError:
            seen = seen + "+"
    return seen
print(keeps_value())

def persists():
    n = 0
    while n < 3:
        try:
            if n == 0:
                total = 0
            total += n
        finally:
            n += 1
    print(n)
    try:
        return total
    finally:
        pass
print(persists())

try:
    top = 1
    assert top == 2, "message"
except AssertionError as e:
    print("assert", e)
try:
    assert top == 2
except AssertionError as e:
    print("assert", repr(e))
print(top)

class E(Exception):
    def __init__(self, code):
        self.code = code
    def __str__(self):
        return "E%d" % self.code
try:
    raise E(7)
except E as e:
    print(e, e.code)

def clos():
    fs = []
    for i in range(3):
        try:
            j = i * 10
            fs.append(lambda: j)
        finally:
            pass
    return [f() for f in fs]
print(clos())

def in_else():
    for i in range(3):
        try:
            pass
        except ValueError:
            pass
        else:
            if i == 1:
                return i
print(in_else())

def finally_raises():
    try:
        try:
            raise ValueError(1)
        finally:
            raise KeyError(2)
    except Exception as e:
        return repr(e)
print(finally_raises())

def params(a, *args, k=3, **kw):
    try:
        a += 1
        args = args + (9,)
        k = k * 2
        kw["z"] = 1
    finally:
        pass
    return a, args, k, kw
print(params(1, 2, 3, k=5, q=6))
