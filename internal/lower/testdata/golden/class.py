@deco
class C(object, metaclass=M):
    "doc"
    z = 1
    w: int = z
    def __init__(self, *, __p=1):
        super().__init__()
        self.__q = __p
        self.items = [z for z in self]
    @property
    def v(self):
        return __class__
    @v.setter
    def v(self, x):
        z
    if w:
        u = w
    u += 1
