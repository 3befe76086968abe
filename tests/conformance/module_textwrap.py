"""textwrap: wrap, fill, shorten, dedent, indent."""
import textwrap

T = """This is a long-ish paragraph -- with em-dashes--and "quoted" words, e-mail addresses, a-b-c, --options, x--y,
tabs\tand   spaces. It ends. Here. "Really?" yes! antidisestablishmentarianism-and-more 3-4-5 well-known2-thing."""
for width in (5, 10, 20, 33, 70):
    print(textwrap.wrap(T, width))
    print(textwrap.wrap(T, width, break_long_words=False, break_on_hyphens=False))
print(textwrap.fill(T, 30, initial_indent="* ", subsequent_indent="  "))
print(textwrap.fill(T, 40, fix_sentence_endings=True, drop_whitespace=False, replace_whitespace=False))
for n in (10, 25, 60):
    print(textwrap.shorten(T, n), "|", textwrap.shorten(T, n, placeholder="..."))
print(textwrap.wrap(T, 20, max_lines=3), textwrap.wrap("", 5), textwrap.wrap("   ", 5), textwrap.wrap(" a", 5))
for kw in (dict(width=0), dict(width=3, max_lines=1)):
    try:
        textwrap.wrap("some text", **kw)
    except ValueError as e:
        print(e)
print(repr(textwrap.dedent("""
    one
      two

    three
   \t
""")), repr(textwrap.dedent("  a\n\tb")), repr(textwrap.dedent("  a\n  b\n")))
print(repr(textwrap.indent("a\n\n b\n", "> ")), repr(textwrap.indent("a\n\nb", "> ", lambda line: True)))
w = textwrap.TextWrapper(width=12, max_lines=2, placeholder="~")
print(w.wrap("hello big wide world of words"), w.width)
