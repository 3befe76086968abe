# property: getter, setter, deleter, inheritance, errors.
class Celsius:
    def __init__(self, degrees):
        self._degrees = degrees

    @property
    def degrees(self):
        "The temperature."
        return self._degrees

    @degrees.setter
    def degrees(self, value):
        if value < -273.15:
            raise ValueError(f"{value} is below zero")
        self._degrees = value

    @degrees.deleter
    def degrees(self):
        print("deleted")
        self._degrees = None

    @property
    def fahrenheit(self):
        return self.degrees * 9 / 5 + 32


t = Celsius(100)
print(t.degrees, t.fahrenheit, Celsius.degrees.__doc__)
t.degrees = 37.5
print(t.degrees, round(t.fahrenheit, 1))
try:
    t.degrees = -300
except ValueError as e:
    print(e)
try:
    t.fahrenheit = 3
except AttributeError as e:
    print(e)
del t.degrees
print(t.degrees)
try:
    del t.fahrenheit
except AttributeError as e:
    print(e)


class Kelvin(Celsius):
    @property
    def degrees(self):
        return super().degrees + 273.15


print(Kelvin(0).degrees, Kelvin(0).fahrenheit > 500)
area = property(lambda self: self.a * self.b)


class Box:
    a, b = 2, 3
    area = area


print(Box().area, isinstance(Box.area, property))
