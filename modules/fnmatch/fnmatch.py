import os
import re

__all__ = ["filter", "fnmatch", "fnmatchcase", "translate"]


def fnmatch(name, pat):
    return fnmatchcase(os.path.normcase(name), os.path.normcase(pat))


def _matcher(pat):
    if isinstance(pat, bytes):
        return re.compile(translate(pat.decode("latin-1")).encode("latin-1")).match
    return re.compile(translate(pat)).match


def fnmatchcase(name, pat):
    return _matcher(pat)(name) is not None


def filter(names, pat):
    match = _matcher(os.path.normcase(pat))
    return [name for name in names if match(os.path.normcase(name)) is not None]


def translate(pat):
    """Return the regular expression of a shell pattern."""
    out = []
    i, n = 0, len(pat)
    while i < n:
        c = pat[i]
        i += 1
        if c == "*":
            if not out or out[-1] is not None:
                out.append(None)
        elif c == "?":
            out.append(".")
        elif c == "[":
            j = i
            if j < n and pat[j] == "!":
                j += 1
            if j < n and pat[j] == "]":
                j += 1
            while j < n and pat[j] != "]":
                j += 1
            if j >= n:
                out.append("\\[")
            else:
                out.append(_set(pat[i:j]))
                i = j + 1
        else:
            out.append(re.escape(c))
    # A star before the last one need not be reconsidered once what follows it matched.
    text = ""
    k = 0
    while k < len(out) and out[k] is not None:
        text += out[k]
        k += 1
    while k < len(out):
        k += 1
        fixed = ""
        while k < len(out) and out[k] is not None:
            fixed += out[k]
            k += 1
        text += "(?>.*?%s)" % fixed if k < len(out) else ".*" + fixed
    return r"(?s:%s)\Z" % text


def _set(body):
    negative = body.startswith("!")
    if negative:
        body = body[1:]
    chars = []
    i = 0
    while i < len(body):
        if i + 2 < len(body) and body[i + 1] == "-":
            if body[i] <= body[i + 2]:
                chars.append(_member(body[i]) + "-" + _member(body[i + 2]))
            i += 3
        else:
            chars.append(_member(body[i]))
            i += 1
    if not chars:
        return "." if negative else "(?!)"
    return "[%s%s]" % ("^" if negative else "", "".join(chars))


def _member(c):
    return "\\" + c if c in "\\-^[]&~|" else c
