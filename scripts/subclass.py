# Subclass Process: what the object holds travels into the child, run() is the
# child's life.
from multiprocessing import Process, Queue


class Squares(Process):
    def __init__(self, numbers, results):
        super().__init__(name="squares of " + ", ".join(map(str, numbers)))
        self.numbers = numbers
        self.results = results

    def run(self):
        print("running", self.name)
        for n in self.numbers:
            self.results.put((n, n * n))
        self.numbers.clear()


if __name__ == "__main__":
    results = Queue()
    worker = Squares([2, 3, 5, 7], results)
    worker.start()
    worker.join()
    print(dict(results.get() for _ in range(4)))
    print("the script's own list is untouched:", worker.numbers)
