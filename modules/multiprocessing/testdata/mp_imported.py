# A module that uses a queue while it is being imported: see mp_importing.py.
import multiprocessing

q = multiprocessing.Queue()
q.put("knock knock")
heard = q.get(timeout=100)
q.close()
