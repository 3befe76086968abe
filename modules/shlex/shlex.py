"""Text split into words as a shell does."""

import io

__all__ = ["shlex", "split", "quote", "join"]

_safe = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_@%+=:,./-")


class shlex:
    """A stream of words."""

    def __init__(self, instream=None, infile=None, posix=False, punctuation_chars=False):
        if instream is None:
            raise NotImplementedError("shlex of standard input is not part of mpstar: give it the text")
        self._text = instream if isinstance(instream, str) else instream.read()
        self.infile, self.posix = infile, posix
        self.eof = None if posix else ""
        self.commenters = "#"
        self.wordchars = "abcdfeghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_"
        if posix:
            self.wordchars += "ßàáâãäåæçèéêëìíîïðñòóôõöøùúûüýþÿÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖØÙÚÛÜÝÞ"
        self.whitespace, self.whitespace_split = " \t\r\n", False
        self.quotes, self.escape, self.escapedquotes = "'\"", "\\", '"'
        self.punctuation_chars = "();<>|&" if punctuation_chars is True else punctuation_chars or ""
        if self.punctuation_chars:
            self.wordchars += "~-./*?="
            for c in self.punctuation_chars:
                self.wordchars = self.wordchars.replace(c, "")
        self._at = 0
        self._pushed = []
        self.lineno, self.debug, self.token, self.source = 1, 0, "", None

    def push_token(self, tok):
        self._pushed.insert(0, tok)

    def get_token(self):
        if self._pushed:
            return self._pushed.pop(0)
        return self.read_token()

    def _next(self):
        if self._at == len(self._text):
            return ""
        c = self._text[self._at]
        self._at += 1
        if c == "\n":
            self.lineno += 1
        return c

    def read_token(self):
        word, quoted = "", False
        quote = ""
        while True:
            c = self._next()
            if quote:
                if not c:
                    raise ValueError("No closing quotation")
                if c == quote:
                    if not self.posix:
                        return word + c
                    quote = ""
                elif self.posix and c in self.escape and quote in self.escapedquotes:
                    d = self._next()
                    if not d:
                        raise ValueError("No escaped character")
                    word += d if d in (quote, c) else c + d
                else:
                    word += c
                continue
            if not c:
                break
            if c in self.commenters:
                while c and c != "\n":
                    c = self._next()
                if self.posix and (word or quoted) or not self.posix and word:
                    break
            elif c in self.whitespace:
                if word or self.posix and quoted:
                    break
            elif self.posix and c in self.escape:
                d = self._next()
                if not d:
                    raise ValueError("No escaped character")
                word += d
            elif c in self.quotes:
                if self.posix:
                    quote, quoted = c, True
                elif word and not self.whitespace_split:
                    word += c
                else:
                    word += c
                    quote = c
            elif self.punctuation_chars and c in self.punctuation_chars:
                if word:
                    self._at -= 1
                    break
                while c and c in self.punctuation_chars:
                    word += c
                    c = self._next()
                if c:
                    self._at -= 1
                return word
            elif self.whitespace_split or c in self.wordchars:
                word += c
            elif word or self.posix and quoted:
                self._at -= 1
                break
            else:
                return c
        if not word and not (self.posix and quoted):
            return self.eof
        return word

    def __iter__(self):
        return self

    def __next__(self):
        token = self.get_token()
        if token == self.eof:
            raise StopIteration
        return token


def split(s, comments=False, posix=True):
    if s is None:
        raise ValueError("s argument must not be None")
    lex = shlex(s, posix=posix)
    lex.whitespace_split = True
    if not comments:
        lex.commenters = ""
    return list(lex)


def quote(s):
    if not s:
        return "''"
    if all(c in _safe for c in s):
        return s
    return "'" + s.replace("'", "'\"'\"'") + "'"


def join(split_command):
    return " ".join(quote(arg) for arg in split_command)
