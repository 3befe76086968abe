# Calls of each builtin and of each method of the built-in types: what it returns
# or how it fails. A line is "name|expression|outcome". With the argument "names" it
# prints the names of the types' members instead.
import sys

TYPES = (str, bytes, bytearray, list, dict, set, frozenset, tuple, range, int, float)

TEXT = """
capitalize () ; center (9) (9, '*') (1) ('x') ; count ('a') ('') ('b', 1, 3) (1) ; encode () ('utf-16-le') ('ascii') ('nope')
endswith ('c') (('x', 'C')) ('b', 0, 2) (1) ; expandtabs () (4) ('x') ; find ('b') ('zz') ('b', 2) (None)
format () (1, a=2) ; format_map ({}) ; index ('b') ('zz') ; isalnum () ; isalpha () ; isascii () ; isdecimal () (1)
isdigit () ; isidentifier () ; islower () ; isnumeric () ; isprintable () ; isspace () ; istitle () ; isupper ()
join (['x', 'y']) (()) ([1]) (3) ; ljust (9) (9, '.') (9, '..') ; lower () ; lstrip () ('a') (1) ; casefold ()
maketrans ({'a': 'b'}) ('ab', 'xy', 'c') ('a', 'bc') ({'ab': 1}) ; partition ('b') ('') ('zz') ; removeprefix ('a') (1)
removesuffix ('c') ; replace ('a', 'b') ('', '-') ('a', 'b', 1) ('a') ; rfind ('b') ; rindex ('zz')
rjust (9) (9, '.') ; rpartition ('b') ; rsplit () ('b') ('b', 1) ('') ; rstrip () ('cC') ; split () ('b') ('b', 1) ('') (1)
splitlines () (True) ; startswith ('a') (('x', 'a')) (['a']) ; strip () ('ac') (1) ; swapcase () ; title ()
translate ({97: 'x', 98: None}) ({}) ; upper () (1) ; zfill (9) (-1) ('x')
"""
BYTES = """
capitalize () ; center (9) (9, b'*') ; count (b'a') (97) ('a') ; decode () ('ascii') ('nope') ; endswith (b'c') ('c')
expandtabs () ; find (b'b') (98) ('b') ; fromhex ('61 62') ('6') ; hex () (':') (':', 2) ; index (b'b') (b'zz') ; isalnum ()
isalpha () ; isascii () ; isdigit () ; islower () ; isspace () ; istitle () ; isupper () ; join ([b'x', b'y']) (['x'])
ljust (9, b'.') ; lower () ; lstrip () (b'a') ('a') ; maketrans (b'ab', b'xy') (b'a', b'xy') ; partition (b'b') (b'')
removeprefix (b'a') ; removesuffix (b'c') ; replace (b'a', b'b') (b'', b'-') ('a', 'b') ; rfind (b'b') ; rindex (b'zz') ; rjust (9)
rpartition (b'b') ; rsplit () (b'b') ; rstrip () ; split () (b'b') ('b') (b'') ; splitlines () ; startswith (b'a') ((b'x', b'a'))
strip () (b'ac') ; swapcase () ; title () ; translate (bytes(range(256))) (None, b'a') (b'x') ; upper () ; zfill (9)
append (1) (256) ('a') ; clear () ; copy () ; extend (b'xy') ([1, 2]) (['a']) (3) ; insert (0, 1) (9, 9) ; pop () (0) (99)
remove (97) (1) ; reverse ()
"""
SEQUENCES = """
append (1) () ; clear () (1) ; copy () ; count (1) (None) ; extend ((5, 6)) ('ab') (3) ; index (2) (9) (2, 1) (2, 0, 1)
insert (0, 9) (-1, 9) (99, 9) ('a', 1) ; pop () (0) (-1) (9) ('a') ; remove (2) (9) ; reverse () ; sort () (reverse=True) (key=str) (1)
start step stop
"""
MAPPINGS = """
clear () ; copy () ; fromkeys ([1, 2]) ('ab', 0) (3) ; get ('a') ('z') ('z', 0) ([]) () ; items () ; keys () ; values () (1)
pop ('a') ('z') ('z', 0) () ; popitem () ; setdefault ('a') ('z', 1) ; update ({'q': 1}) (q=2) ([('a', 5)]) (3) ([1])
"""
SETS = """
add (9) ([]) ; clear () ; copy () ; difference ([1]) () (3) ; difference_update ([1], [2]) ; discard (1) (77) ([])
intersection ([1, 2]) () ; intersection_update ([1]) ; isdisjoint ([7]) ([1]) (1) ; issubset (range(9)) ; issuperset ([1])
pop () ; remove (1) (77) ; symmetric_difference ([1, 7]) ; symmetric_difference_update ([1, 7]) ; union ([7]) () (1) ; update ([7], [8]) (3)
"""
NUMBERS = """
as_integer_ratio () (1) ; bit_count () ; bit_length () ; conjugate () ; from_bytes (b'\\x01\\x02', 'big') (b'\\x01', 'x') ([1, 2], 'little')
to_bytes (4, 'big') (1, 'little') (4, 'x') (2, 'big', signed=True) ; fromhex ('0x1.8p3') ('zz') ; hex () ; is_integer () ; real imag numerator denominator
"""

SAMPLES = {
    "str": ("'abc'", "'aBC Äß\\t1'", "'  x\\ny{a}'"),
    "bytes": ("b'abc'", "b'aBC\\t1'"),
    "bytearray": ("bytearray(b'abc')", "bytearray()"),
    "list": ("[3, 1, 2]", "[]"),
    "dict": ("{'a': 1, 'b': 2}", "{}"),
    "set": ("{1}", "set()"),
    "frozenset": ("frozenset({1})", "frozenset()"),
    "tuple": ("(3, 1, 2)", "()"),
    "range": ("range(5)", "range(9, 0, -3)"),
    "int": ("0", "258", "-7", "2 ** 70", "True"),
    "float": ("0.5", "-12.0", "float('inf')", "float('nan')"),
}
CALLS = {"str": TEXT, "bytes": BYTES, "bytearray": BYTES, "list": SEQUENCES, "tuple": SEQUENCES, "range": SEQUENCES,
         "dict": MAPPINGS, "set": SETS, "frozenset": SETS, "int": NUMBERS, "float": NUMBERS}

BUILTINS = """
abs(-3) ; abs('x') ; all([]) ; all(3) ; any([0, 1]) ; any(None) ; ascii('ä') ; bin(-5) ; bin(1.0) ; bool([]) ; bool(1, 2) ; bytearray(3)
bytearray('x') ; bytes([1, 2]) ; bytes('é', 'utf8') ; bytes(-1) ; callable(len) ; callable(3) ; chr(8364) ; chr(-1) ; chr('a')
classmethod(len) and 1 ; delattr(3, 'x') ; dict(a=1) ; dict([(1, 2)]) ; dict([1]) ; dir() and 1 ; divmod(7, -2) ; divmod(1, 0)
list(enumerate('ab', 1)) ; enumerate(3) ; eval('1 + 1') ; eval(3) ; exec('1') ; list(filter(None, [0, 1])) ; filter(1) ; float('1e3') ; float('x')
float([]) ; format(3.14159, '.2f') ; format(3, 'q') ; frozenset('a') ; getattr(3, 'real') ; getattr(3, 'x') ; getattr(3, 'x', 0)
globals() and 1 ; hasattr(3, 'real') ; hasattr(3, 3) ; hash(7) ; hash([]) ; hex(255) ; hex('a') ; id(3) == id(3) ; int('12', 3) ; int('9', 3)
int('x') ; int(3.9) ; int(None) ; isinstance(3, (int, str)) ; isinstance(3, 3) ; issubclass(bool, int) ; issubclass(3, int) ; list(iter([1]))
iter(3) ; len('abc') ; len(3) ; list('ab') ; list(3) ; locals() and 1 ; list(map(str, [1])) ; map(str) ; max(1, 2) ; max([]) ; max([], default=4)
max(1, 'a') ; min('b', 'a') ; min(3) ; next(iter([1])) ; next(iter([])) ; next(iter([]), 5) ; next(3) ; object() and 1 ; oct(8) ; ord('a')
ord('ab') ; pow(2, 10) ; pow(2, -1) ; pow(3, -1, 7) ; pow(2, 3, 0) ; print('x', end='') ; print(1, sep=3) ; property() and 1
range(3) ; range(1, 2, 0) ; range('a') ; repr('a\\n') ; list(reversed([1, 2])) ; reversed({1}) ; round(2.5) ; round(2.567, 2) ; round('x')
set('a') ; set(3) ; setattr(3, 'x', 1) ; slice(1, 2) ; slice() ; sorted([3, 1], reverse=True) ; sorted([1, 'a']) ; staticmethod(len) and 1
str(3) ; str(b'a', 'utf8') ; str(3, 'utf8') ; sum([1, 2], 3) ; sum(['a']) ; sum(['a'], '') ; super ; tuple('ab') ; tuple(3) ; type(3)
type(1, 2) ; vars(3) ; list(zip([1], 'a')) ; list(zip([1], 'ab', strict=True)) ; zip(3) ; __import__('math').pi ; __import__('nope') ; compile('1', 'f', 'eval') and 1
open('/nonexistent/x') ; open('x', 'q') ; open([]) ; input ; exit ; quit ; Ellipsis ; NotImplemented ; None ; True ; False ; __name__ ; __debug__ ; __doc__ and 1
"""


def show(v):
    if isinstance(v, (set, frozenset)):
        return type(v).__name__ + repr(sorted(v, key=repr))
    return repr(v)


def try_out(name, expression):
    try:
        outcome = show(eval(expression))
    except Exception as e:
        outcome = type(e).__name__ + ": " + str(e)
    print(name + "|" + expression + "|" + outcome)


def try_method(kind, name, calls):
    for sample in SAMPLES[kind]:
        for call in calls or [""]:
            env = {"v": eval(sample)}
            expression = "v." + name + call
            try:
                outcome = show(eval(expression, env)) + " and v is " + show(env["v"])
            except Exception as e:
                outcome = type(e).__name__ + ": " + str(e)
            print(kind + "." + name + "|" + sample + "." + name + call + "|" + outcome)


def parse(text):
    """Returns {name: [call, ...]} of a table above."""
    table = {}
    for part in text.replace("\n", ";").split(";"):
        words, depth = [""], 0
        for c in part.strip():
            if c == " " and depth == 0:
                words.append("")
                continue
            depth += (c in "([{") - (c in ")]}")
            words[-1] += c
        name = None
        for w in words:
            if w.startswith("("):
                table[name].append(w)
            elif w:
                name = w
                table[name] = []
    return table


if len(sys.argv) > 1:
    for t in TYPES:
        for name in dir(t):
            print(t.__name__ + "." + name)
else:
    for t in TYPES:
        table = parse(CALLS[t.__name__])
        for name in dir(t):
            if not name.startswith("_"):
                if name in table:
                    try_method(t.__name__, name, table[name])
                elif name not in ("elems", "elem_ords", "codepoints", "codepoint_ords"):
                    print(t.__name__ + "." + name + "||no call in the table")
    for line in BUILTINS.replace("\n", ";").split(";"):
        if line.strip():
            try_out(line.strip().split("(")[0], line.strip())
