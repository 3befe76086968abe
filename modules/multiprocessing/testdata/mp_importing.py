import multiprocessing


def child(q):
    import mp_imported

    q.put(mp_imported.heard)


q = multiprocessing.SimpleQueue()
p = multiprocessing.Process(target=child, args=(q,))
p.start()
print(q.get())
p.join()
import mp_imported

print(mp_imported.heard)
