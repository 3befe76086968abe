# Methods of str, one line each.
s = "The quick brown fox"
print(s.lower(), s.upper(), s.swapcase(), "hello wORLD".capitalize(), "they're bill's".title())
print(s.split(), s.split(None, 1), s.rsplit(" ", 1), "a,b,,c".split(","), "  a  b ".split(), "".split(), "".split(","))
print("a\nb\r\nc".splitlines(), "a\nb\n".splitlines(True), "k=v=w".partition("="), "k=v=w".rpartition("="), "x".partition("="))
print(s.find("q"), s.rfind("o"), s.index("quick"), s.count("o"), s.find("zz"), "aaa".count("aa"), s.find("o", 13), s.find("The", 1))
print(s.replace("quick", "slow"), "aaa".replace("a", "b", 2), "x".replace("", "-"))
print("  pad ".strip() + "|", "xxaxx".strip("x"), "  l".lstrip(), "r  ".rstrip() + "|", "abcba".lstrip("ab"))
print("7".zfill(3), "-7".zfill(4), "a".ljust(3, ".") + "|", "a".rjust(3, "."), "a".center(4, "."), "a\tb".expandtabs(4))
print("abc".isalpha(), "a1".isalnum(), "12".isdigit(), "1.5".isnumeric(), "aB".islower(), "AB".isupper(), "Ab C".istitle(), " \t".isspace(), "".isalpha(), "a_1".isidentifier(), "ab\n".isprintable())
print("abc".startswith("ab"), "abc".endswith(("x", "bc")), "abc".startswith("b", 1), "prefix-x".removeprefix("prefix-"), "x.py".removesuffix(".py"))
print("-".join("abc"), ", ".join(["a", "b"]), "".join([]), "hello".translate({ord("l"): "L", ord("o"): None}), "abc".translate(str.maketrans("ab", "xy", "c")))
print("abc" * 2, "a" in "abc", "abc"[1], "abc"[-1], "abcdef"[1:5:2], "abc" < "abd", "b" > "abc", len("abc"), min("hello"), sorted("hello"))
for bad in (lambda: "abc".index("z"), lambda: "a".join([1]), lambda: "abc"[5], lambda: "a" + str, lambda: "a".split(""), lambda: "abc".nope, lambda: "a" * "b", lambda: "a".ljust("x")):
    try:
        bad()
    except (ValueError, TypeError, IndexError, AttributeError) as e:
        print(type(e).__name__, e)
