# What Starlark's strings and bytes have and Python's do not.
for t in (bytes, str, bytearray):
    for n in ("elems", "elem_ords", "codepoints", "codepoint_ords"):
        print(hasattr(t, n), hasattr(t(), n), n in dir(t))
        try: print(getattr(t(), n)())
        except AttributeError as e: print(e)


class B(bytes):
    pass


for n in "elems", "count":
    try: print(getattr(B(b"aab"), n)(b"a"))
    except AttributeError as e: print(e)


class L(list):
    pass


l = L(); l.append(1); print(l, list.append(l, 2), l)
