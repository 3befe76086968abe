import _textwrap

__all__ = ["TextWrapper", "wrap", "fill", "dedent", "indent", "shorten"]

_SPACE = "\t\n\x0b\x0c\r "


class TextWrapper:
    """Breaks paragraphs into lines."""

    def __init__(self, width=70, initial_indent="", subsequent_indent="", expand_tabs=True, replace_whitespace=True,
                 fix_sentence_endings=False, break_long_words=True, drop_whitespace=True, break_on_hyphens=True, tabsize=8,
                 *, max_lines=None, placeholder=" [...]"):
        self.width = width
        self.initial_indent = initial_indent
        self.subsequent_indent = subsequent_indent
        self.expand_tabs = expand_tabs
        self.replace_whitespace = replace_whitespace
        self.fix_sentence_endings = fix_sentence_endings
        self.break_long_words = break_long_words
        self.drop_whitespace = drop_whitespace
        self.break_on_hyphens = break_on_hyphens
        self.tabsize = tabsize
        self.max_lines = max_lines
        self.placeholder = placeholder

    def _munge_whitespace(self, text):
        if self.expand_tabs:
            text = text.expandtabs(self.tabsize)
        if self.replace_whitespace:
            for c in "\t\n\x0b\x0c\r":
                text = text.replace(c, " ")
        return text

    def _split(self, text):
        return _textwrap.split(text, self.break_on_hyphens)

    def _split_chunks(self, text):
        return self._split(self._munge_whitespace(text))

    def _fix_sentence_endings(self, chunks):
        # One space after the end of a sentence becomes two.
        for i in range(len(chunks) - 1):
            if chunks[i + 1] == " " and _ends_sentence(chunks[i]):
                chunks[i + 1] = "  "

    def _wrap_chunks(self, chunks):
        if self.width <= 0:
            raise ValueError("invalid width %r (must be > 0)" % self.width)
        if self.max_lines is not None:
            indent = self.subsequent_indent if self.max_lines > 1 else self.initial_indent
            if len(indent) + len(self.placeholder.lstrip()) > self.width:
                raise ValueError("placeholder too large for max width")
        lines = []
        at = 0
        chunks = list(chunks)
        while at < len(chunks):
            indent = self.subsequent_indent if lines else self.initial_indent
            width = self.width - len(indent)
            if self.drop_whitespace and chunks[at].strip() == "" and lines:
                at += 1
            line = []
            size = 0
            while at < len(chunks) and size + len(chunks[at]) <= width:
                line.append(chunks[at])
                size += len(chunks[at])
                at += 1
            if at < len(chunks) and len(chunks[at]) > width:
                part, rest = self._break_word(chunks[at], line, size, width)
                if part is not None:
                    line.append(part)
                    if rest:
                        chunks[at] = rest
                    else:
                        at += 1
                size = sum([len(c) for c in line])
            if self.drop_whitespace and line and line[-1].strip() == "":
                size -= len(line[-1])
                line.pop()
            if not line:
                continue
            left = len(chunks) - at
            if self.max_lines is None or len(lines) + 1 < self.max_lines or \
                    (not left or self.drop_whitespace and left == 1 and not chunks[at].strip()) and size <= width:
                lines.append(indent + "".join(line))
                continue
            self._cut(lines, line, size, width, indent)
            break
        return lines

    def _break_word(self, word, line, size, width):
        # Returns what of a word too long for any line goes into this one, and the rest.
        space = 1 if width < 1 else width - size
        if self.break_long_words:
            end = space
            if self.break_on_hyphens and len(word) > space:
                hyphen = word.rfind("-", 0, space)
                if hyphen > 0 and word[:hyphen].strip("-"):
                    end = hyphen + 1
            return word[:end], word[end:]
        if not line:
            return word, ""
        return None, None

    def _cut(self, lines, line, size, width, indent):
        # The last line that there may be: it ends with the placeholder.
        while line:
            if line[-1].strip() and size + len(self.placeholder) <= width:
                line.append(self.placeholder)
                lines.append(indent + "".join(line))
                return
            size -= len(line.pop())
        if lines:
            last = lines[-1].rstrip()
            if len(last) + len(self.placeholder) <= self.width:
                lines[-1] = last + self.placeholder
                return
        lines.append(indent + self.placeholder.lstrip())

    def wrap(self, text):
        """Return the lines of a paragraph."""
        chunks = self._split_chunks(text)
        if self.fix_sentence_endings:
            self._fix_sentence_endings(chunks)
        return self._wrap_chunks(chunks)

    def fill(self, text):
        """Return the lines of a paragraph in one text."""
        return "\n".join(self.wrap(text))


def _ends_sentence(word):
    word = word[:-1] if word[-1:] in "\"'" else word
    return len(word) > 1 and word[-1] in ".!?" and word[-2].islower() and word[-2] < "\x80"


def wrap(text, width=70, **kwargs):
    """Return the lines of a paragraph."""
    return TextWrapper(width=width, **kwargs).wrap(text)


def fill(text, width=70, **kwargs):
    """Return the lines of a paragraph in one text."""
    return TextWrapper(width=width, **kwargs).fill(text)


def shorten(text, width, **kwargs):
    """Return the text with runs of white space made one space, cut at the width."""
    return TextWrapper(width=width, max_lines=1, **kwargs).fill(" ".join(text.strip().split()))


def dedent(text):
    """Return the text without the white space that all its lines begin with."""
    lines = []
    margin = None
    for line in text.split("\n"):
        rest = line.lstrip(" \t")
        if not rest:
            lines.append("")
            continue
        lines.append(line)
        lead = line[:len(line) - len(rest)]
        if margin is None:
            margin = lead
            continue
        n = 0
        while n < len(margin) and n < len(lead) and margin[n] == lead[n]:
            n += 1
        margin = margin[:n]
    if not margin:
        return "\n".join(lines)
    return "\n".join([line[len(margin):] for line in lines])


def indent(text, prefix, predicate=None):
    """Return the text with a prefix before the lines that predicate chooses: all that are not white space."""
    out = []
    for line in text.splitlines(True):
        out.append(prefix + line if (predicate(line) if predicate else line.strip()) else line)
    return "".join(out)
