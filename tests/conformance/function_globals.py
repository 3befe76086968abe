# __globals__ of functions: the module's names, in the main process and in a child.
from multiprocessing import Process

N = 5
NAME = "x"
ITEMS = [1]


def plain():
    return N


def show():
    names = plain.__globals__
    print(sorted(k for k in names if not k.startswith("_")), names["N"], names.get("NAME"), names["ITEMS"] == ITEMS, names["plain"] is plain)
    names["N"] = 6
    print(plain(), N, names == globals())
    del names["NAME"]
    try:
        NAME
    except NameError as e:
        print(e)


if __name__ == "__main__":
    p = Process(target=show)
    p.start()
    p.join()
    show()
