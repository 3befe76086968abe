# Workers of a class of the script's own that are processes of the operating system run what its run() says.
import multiprocessing
import os

spawn = multiprocessing.get_context("spawn")


class Loud(spawn.Process):
    def run(self):
        self.loud = True
        super().run()


class LoudContext(type(spawn)):
    Process = Loud


def who(x):
    return x, multiprocessing.current_process().loud



if __name__ == "__main__":
    with LoudContext().Pool(2) as pool:
        print(pool.map(who, range(3)), sorted(type(w).__name__ for w in pool._pool))
    p = Loud(target=print, args=("printed",))
    p.start()
    p.join()
    # A child that is no fork has none of its parent's descriptors, and keeps none of its pipes open.
    r, w = os.pipe()
    p = spawn.Process(target=print, args=("apart",))
    p.start()
    p.join()
    os.close(w)
    print(os.read(r, 1))
    os.close(r)
