# Complex numbers: literals, arithmetic, text, comparison, and what they are not.
import pickle
import copy

z = 3 + 4j
w = complex(1, -2)
print(z, w, 1j, -1j, 0j, -0.0 + 0j, complex(), complex(5), complex(1.5, 2), 1e300j, complex(float("inf"), float("nan")))
print(z + w, z - w, z * w, z / w, z + 1, 1 + z, 2.5 * z, z / 2, 1 / z, 2 - z, True + z)
print(-z, +z, abs(z), z.real, z.imag, z.conjugate(), bool(z), bool(0j), not z)
print(z ** 2, z ** 0, z ** -1, z ** 0.5, 2 ** z, z ** w, (-8) ** (1 / 3), (-1) ** 0.5, z ** 100, 0j ** 2)
print(z == 3 + 4j, z != w, z == 3, complex(3, 0) == 3, 3 == complex(3, 0), complex(2.5) == 2.5, z == "x")
print(hash(complex(3, 0)) == hash(3.0), {z: 1}[3 + 4j], len({1j, 1j, 2j}))
print(str(z), repr(z), f"{z}", f"{z:.2f}", format(z, ">20.1f"), "%s %r" % (z, w), "{:.3g}".format(w))
print(complex("1+2j"), complex(" -3.5j "), complex("(1e3-2e-1j)"), complex("7"), complex("j"), complex("-j"), complex("1+j"), complex("nan"), complex("inf-infj"))
print(isinstance(z, complex), type(z), isinstance(1, complex), type(z).__name__, complex(z), complex(z, 1j), complex(real=1, imag=2))
print(sum([1j, 2, 3.5]), sum([z] * 3), [z.real for z in (1j, 2 + 1j)], sorted([1j, 2j, 1], key=abs), max([3j, 1 + 1j], key=abs))
print(copy.copy(z), copy.deepcopy([z]), pickle.loads(pickle.dumps(z)), pickle.loads(pickle.dumps([w, 1j])))

total = 0
for k in range(4):
    total += 1j ** k * k
print(total)


def escape(c, limit=50):
    v = 0
    for n in range(limit):
        if abs(v) > 2:
            return n
        v = v * v + c
    return limit


for y in range(-3, 4):
    print("".join(" .:-=+*#%@"[min(9, escape(complex(x / 8, y / 3)) // 5)] for x in range(-16, 6)))


class Like:
    def __complex__(self):
        return 2 + 3j


class Real:
    def __float__(self):
        return 2.5


print(complex(Like()), complex(Real()), complex(Real(), 1))

for expression in [
    "1j / 0", "1j / 0j", "0j ** -1", "0j ** 1j", "1j < 2j", "1j < 1", "1 >= 1j", "1j // 1", "1j % 2", "int(1j)", "float(1j)",
    "complex('x')", "complex('1 + 2j')", "complex('')", "complex([])", "complex(1, '2')", "complex('1', 2)", "complex(1, [])", "~1j",
    "1j + 'a'", "1j + None", "1j & 1", "divmod(1j, 1)", "round(1j)", "(1j).nope", "1e200j ** 5", "abs(complex(1e308, 1e308))", "'%d' % 1j", "'%f' % 1j",
    "format(1j, 'd')", "sorted([1j, 2j])",
]:
    try:
        print(expression, "->", eval(expression))
    except Exception as e:
        print(expression, "->", type(e).__name__, e)
