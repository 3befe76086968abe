from types import GenericAlias

__all__ = ["CycleError", "TopologicalSorter"]


class CycleError(ValueError):
    """The graph has a cycle; the second argument lists its nodes."""


class TopologicalSorter:
    """Sorts a graph so that each node comes after those it depends on."""

    def __init__(self, graph=None):
        self._before = {}     # node: number of predecessors not done yet
        self._after = {}      # node: nodes that depend on it
        self._ready = None
        self._out = 0
        self._done = set()
        self._passed = set()
        if graph is not None:
            for node, predecessors in graph.items():
                self.add(node, *predecessors)

    def _node(self, node):
        if node not in self._before:
            self._before[node] = 0
            self._after[node] = []

    def add(self, node, *predecessors):
        """Add a node and what it depends on."""
        if self._ready is not None:
            raise ValueError("Nodes cannot be added after a call to prepare()")
        self._node(node)
        self._before[node] += len(predecessors)
        for p in predecessors:
            self._node(p)
            self._after[p].append(node)

    def prepare(self):
        """Check the graph for cycles; from here on nodes are handed out."""
        if self._ready is not None:
            raise ValueError("cannot prepare() more than once")
        self._ready = [n for n, count in self._before.items() if count == 0]
        cycle = self._find_cycle()
        if cycle:
            raise CycleError("nodes are in a cycle", cycle)

    def get_ready(self):
        """Return the nodes that nothing unfinished stands before."""
        if self._ready is None:
            raise ValueError("prepare() must be called first")
        result = tuple(self._ready)
        self._passed.update(result)
        self._out += len(result)
        self._ready.clear()
        return result

    def is_active(self):
        """Report whether there is more to do."""
        if self._ready is None:
            raise ValueError("prepare() must be called first")
        return len(self._done) < self._out or bool(self._ready)

    def __bool__(self):
        return self.is_active()

    def done(self, *nodes):
        """Mark nodes as finished."""
        if self._ready is None:
            raise ValueError("prepare() must be called first")
        for node in nodes:
            if node not in self._before:
                raise ValueError("node %r was not added using add()" % (node,))
            if node in self._done:
                raise ValueError("node %r was already marked done" % (node,))
            if node not in self._passed:
                raise ValueError("node %r was not passed out (still not ready)" % (node,))
            self._done.add(node)
            for n in self._after[node]:
                self._before[n] -= 1
                if self._before[n] == 0:
                    self._ready.append(n)

    def _find_cycle(self):
        # Depth first along dependents; a node met again on the way closes a cycle.
        state = {}
        for root in self._before:
            if root in state:
                continue
            path = [root]
            rest = [iter(self._after[root])]
            state[root] = 0
            while rest:
                for n in rest[-1]:
                    if n not in state:
                        state[n] = len(path)
                        path.append(n)
                        rest.append(iter(self._after[n]))
                        break
                    if state[n] is not None:
                        return path[state[n]:] + [n]
                else:
                    rest.pop()
                    state[path.pop()] = None
        return None

    def static_order(self):
        """Yield all nodes in order."""
        self.prepare()
        while self.is_active():
            nodes = self.get_ready()
            yield from nodes
            self.done(*nodes)

    __class_getitem__ = classmethod(GenericAlias)
