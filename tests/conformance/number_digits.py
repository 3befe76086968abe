# The limit on the digits of an int that becomes text or is read from it.
import sys, json, pickle
def t(f):
    try: r = f(); print(type(r).__name__, len(r) if isinstance(r, str) else '')
    except BaseException as e: print(type(e).__name__, e)
print(sys.get_int_max_str_digits(), sys.int_info, sys.flags.int_max_str_digits)
b = 10**5000
s = '1'*5000
for f in [
    lambda: str(b), lambda: repr(b), lambda: int(s), lambda: '%d' % b, lambda: '{}'.format(b), lambda: '{:d}'.format(b),
    lambda: f'{b}', lambda: f'{b:,}', lambda: f'{b:n}', lambda: '%x' % b, lambda: '%i' % b, lambda: '%s' % b,
    lambda: '%r' % [b], lambda: '{:e}'.format(b), lambda: float(s), lambda: print(b), lambda: print([b]),
    lambda: json.loads(s), lambda: json.dumps(b), lambda: json.dumps([b]), lambda: eval(s), lambda: int(s, 16),
    lambda: int(s, 8), lambda: int(s,3), lambda: int(s, 36), lambda: int(b'1'*5000), lambda: int('-' + '1'*4301),
    lambda: int(' +' + '1_'*4300+'1'), lambda: int('1'*4300), lambda: str(10**4300), lambda: str(10**4300-1),
    lambda: str(-10**4300), lambda: repr({1: b}), lambda: pickle.dumps(b, 0), lambda: pickle.loads(pickle.dumps(b)),
    lambda: int.from_bytes(b'a'*5000, 'big'), lambda: f'{b!r}', lambda: f'{b!a}', lambda: ascii(b), lambda: format(b),
    lambda: format(b, '>10'), lambda: int('1'*4301+'x'), lambda: int('x' + '1'*5000), lambda: int('٣'*5000),
    lambda: hex(b), lambda: complex(s), lambda: repr((b,)), lambda: repr({b}), lambda: exec('x=' + s),
    lambda: compile('a = 1\nb = ' + s, 'f', 'exec'), lambda: b.__str__(), lambda: b.__repr__(), lambda: b.__format__(''),
    lambda: pickle.loads(b'I'+s.encode()+b'\n.'), lambda: pickle.loads(b'L'+s.encode()+b'L\n.'),
]:
    t(f)
for v in (639, -1, 0, 640, 10**20, 'a', 1.5, True, 5001, 2**31-1, 2**31):
    try: print(v, sys.set_int_max_str_digits(v), sys.get_int_max_str_digits())
    except BaseException as e: print(v, type(e).__name__, e)
sys.set_int_max_str_digits(0); print(len(str(b)), int(s) % 97)
sys.set_int_max_str_digits(maxdigits=640)
t(lambda: str(10**640)); t(lambda: str(10**639)); t(lambda: eval('1'*641))
sys.set_int_max_str_digits(6000); print(len(str(b)), eval(s)==int(s), json.loads(s) == int(s))
