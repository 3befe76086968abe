# Lines of processes that run side by side are never torn or mixed.
# output: in any order
from multiprocessing import Process


def talk(n):
    for i in range(20):
        print("process", n, "line", i, "é" * 40)


if __name__ == "__main__":
    ps = [Process(target=talk, args=(n,)) for n in range(4)]
    for p in ps:
        p.start()
    for p in ps:
        p.join()
    print("all done")
