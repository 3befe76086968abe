# A manager keeps objects that all processes share: every change is seen by all.
from multiprocessing import Manager, Process


def work(scores, names, total, i):
    scores[f"Ænder {i}"] = i * i
    names.append(i)
    with total_lock:
        total.value += i


if __name__ == "__main__":
    with Manager() as manager:
        scores = manager.dict({"start": 0})
        names = manager.list()
        total = manager.Value("i", 0)
        total_lock = manager.Lock()
        place = manager.Namespace(city="Århus")
        workers = [Process(target=work, args=(scores, names, total, i)) for i in range(5)]
        for w in workers:
            w.start()
        for w in workers:
            w.join()
        print(sorted(scores.items()))
        print(sorted(names))
        print(total.value)
        print(place.city, place)
        try:
            scores["missing"]
        except KeyError as e:
            print("KeyError:", e)
