# Types of ctypes as typecodes of Value and Array.
import ctypes
from ctypes import c_bool, c_double, c_int
from multiprocessing import Array, Process, Value


def work(total, flags):
    with total.get_lock():
        total.value += 0.5
    flags[1] = 7


if __name__ == "__main__":
    total, flags = Value(c_double, 1), Array(c_int, 3)
    p = Process(target=work, args=(total, flags))
    p.start()
    p.join()
    print(total.value, flags[:], Value(c_bool, True).value, Value(ctypes.c_char, b"x").value)
    print(total)
    print([ctypes.sizeof(t) for t in (c_bool, ctypes.c_char, ctypes.c_wchar, ctypes.c_short, c_int, ctypes.c_longlong, ctypes.c_float, c_double)])
    print(ctypes.sizeof(c_int(5)), ctypes.sizeof(flags.get_obj()))
    try:
        ctypes.sizeof(5)
    except TypeError as e:
        print(e)
