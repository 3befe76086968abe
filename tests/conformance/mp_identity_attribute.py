# A process object's _identity is what the script makes of it.
from multiprocessing import Process, current_process

if __name__ == "__main__":
    me = current_process()
    for identity in [(), (7,), [], 5, None]:
        me._identity = identity
        try:
            p = Process(target=print)
            print(p.name, p._identity[:-1])
        except TypeError as e:
            print(e)
