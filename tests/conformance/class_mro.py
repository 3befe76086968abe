# Classes with several bases: C3 order, cooperative super(), an impossible order.
class A:
    def who(self):
        return ["A"]


class B(A):
    def who(self):
        return ["B"] + super().who()


class C(A):
    def who(self):
        return ["C"] + super().who()


class D(B, C):
    def who(self):
        return ["D"] + super().who()


print(D().who())
print([k.__name__ for k in D.__mro__])
print([k.__name__ for k in D.mro()])
print(super(B, D()).who())


class E(C, B):
    pass


print(E().who())
try:
    class F(D, E):
        pass
except TypeError as e:
    print(e)
try:
    class G(A, B):
        pass
except TypeError as e:
    print(e)


class Mixin:
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.mixed = True


class Base:
    def __init__(self, x):
        self.x = x


class Both(Mixin, Base):
    def __init__(self, x):
        super().__init__(x=x)


both = Both(5)
print(both.x, both.mixed, Both.__bases__)
print(object().__class__.__mro__)
