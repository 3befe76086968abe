def plain(lock):
    with lock:
        x = 1
    return x

def left(lock, xs):
    for x in xs:
        with lock as held:
            if x:
                break
            if held:
                continue
            return x

def from_a_loop(lock, xs):
    with lock:
        for x in xs:
            while x:
                return x
            else:
                break
        return 0

def value(v):
    with v.get_lock():
        v.value += 1

def file(name):
    with open(name) as f:
        return f.read()

def function(lock):
    with lock:
        return lambda: lock

def generator(lock):
    with lock:
        yield 1
