from _heapq import heapify, heappop, heappush, heappushpop, heapreplace, _heapify_max, _heappop_max, _heapreplace_max

__all__ = ["heapify", "heappop", "heappush", "heappushpop", "heapreplace", "merge", "nlargest", "nsmallest"]


def merge(*iterables, key=None, reverse=False):
    """Merge sorted inputs into one sorted output."""
    heap = []
    for order, it in enumerate(map(iter, iterables)):
        for value in it:
            heap.append([value if key is None else key(value), order if not reverse else -order, value, it])
            break
    push_down = _heapreplace_max if reverse else heapreplace
    (_heapify_max if reverse else heapify)(heap)
    while heap:
        entry = heap[0]
        yield entry[2]
        for value in entry[3]:
            entry = [value if key is None else key(value), entry[1], value, entry[3]]
            push_down(heap, entry)
            break
        else:
            (_heappop_max if reverse else heappop)(heap)


def nsmallest(n, iterable, key=None):
    """Return the n smallest, sorted."""
    return sorted(iterable, key=key)[:max(n, 0)]


def nlargest(n, iterable, key=None):
    """Return the n largest, largest first."""
    return sorted(iterable, key=key, reverse=True)[:max(n, 0)]
