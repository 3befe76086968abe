# Text beyond ASCII: length, indexes, slices, methods and order count characters.
s = "naïve 汉字 🎉 ß"
print(len(s), s[2], s[6:8], s[-3], s[::-1], s.upper(), s.title())
print(list("añb"), "ñ" in "añb", "añb".index("b"), "añb".find("z"), "汉字".center(6, "*"), "é".ljust(3) + "|")
print([ord(c) for c in "aé汉🎉"], chr(233), chr(0x6C49), "\u6c49\U0001F389\xe9")
print(repr("tab\t nl\n é \x00 \x7f \u200b '\""), ascii("é汉🎉"), repr('it\'s'), repr("\\"))
print("é".encode("utf-8"), "é".encode("latin-1"), b"\xc3\xa9".decode(), "汉".encode(), len("汉".encode("utf-16-le")))
print(sorted(["zoo", "été", "Äpfel", "apple", "汉"]), "é" > "z", "Z" < "a", max("aé汉"))
print("ß".upper(), "İ".lower() == "i̇", "ǅ".swapcase(), "straße".casefold(), "ΑΣ".lower())
print("a,é,汉".split(","), "é-汉".partition("-"), "·".join(["é", "汉"]), "éé".count("é"), "été".replace("é", "e"))
print("é".isalpha(), "5".isdigit(), "٣".isdecimal(), int("٣"), "汉".isidentifier(), "É".isupper(), " ".isspace())
print("été".startswith("é"), "été".endswith(("x", "é")), "été".strip("é"), "%5s|%-3s|" % ("é", "汉"), f"{'é':>4}|")
for c in "é汉":
    print(c, end=" ")
print({"é": 1}["é"], "é" * 3, "é" + "a", "é" == "\u00e9", hash("é") == hash("\xe9"))
d = {}
for word in "über à über".split():
    d[word] = d.get(word, 0) + 1
print(d)
try:
    "é".encode("ascii")
except UnicodeEncodeError as e:
    print(e)
try:
    b"\xff".decode()
except UnicodeDecodeError as e:
    print(e)
print("é".encode("ascii", "replace"), "é".encode("ascii", "ignore"), b"a\xff".decode("utf-8", "replace"), "é".encode("ascii", "backslashreplace"))
größe = 3
print(größe)
