"""Text of HTML."""

import re

__all__ = ["escape", "unescape"]

_names = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'", "nbsp": "\xa0", "copy": "\xa9", "reg": "\xae", "trade": "\u2122",
          "hellip": "\u2026", "mdash": "\u2014", "ndash": "\u2013", "lsquo": "\u2018", "rsquo": "\u2019", "ldquo": "\u201c",
          "rdquo": "\u201d", "bull": "\u2022", "middot": "\xb7", "laquo": "\xab", "raquo": "\xbb", "euro": "\u20ac", "pound": "\xa3",
          "yen": "\xa5", "cent": "\xa2", "sect": "\xa7", "para": "\xb6", "deg": "\xb0", "plusmn": "\xb1", "times": "\xd7", "divide": "\xf7",
          "frac12": "\xbd", "frac14": "\xbc", "frac34": "\xbe", "auml": "\xe4", "ouml": "\xf6", "uuml": "\xfc", "Auml": "\xc4",
          "Ouml": "\xd6", "Uuml": "\xdc", "szlig": "\xdf", "eacute": "\xe9", "egrave": "\xe8", "agrave": "\xe0", "aacute": "\xe1",
          "iacute": "\xed", "oacute": "\xf3", "uacute": "\xfa", "ntilde": "\xf1", "ccedil": "\xe7", "larr": "\u2190", "uarr": "\u2191",
          "rarr": "\u2192", "darr": "\u2193", "infin": "\u221e", "ne": "\u2260", "le": "\u2264", "ge": "\u2265"}


def escape(s, quote=True):
    s = s.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return s.replace('"', "&quot;").replace("'", "&#x27;") if quote else s


def _replaced(match):
    s = match.group(1)
    if s[0] != "#":
        if s.rstrip(";") in _names:
            return _names[s.rstrip(";")]
        return "&" + s
    n = int(s[2:].rstrip(";"), 16) if s[1] in "xX" else int(s[1:].rstrip(";"))
    if n == 0 or 0xD800 <= n <= 0xDFFF or n > 0x10FFFF:
        return "\ufffd"
    return chr(n)


_reference = re.compile("&(#[0-9]+;?|#[xX][0-9a-fA-F]+;?|[A-Za-z][A-Za-z0-9]*;)")


def unescape(s):
    return _reference.sub(_replaced, s) if "&" in s else s
