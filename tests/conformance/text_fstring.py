# f-strings: expressions, conversions, nested specs, =, quotes, braces.
name, n, x = "Zoë", 42, 3.14159
print(f"{name} has {n} and {x:.2f}")
print(f"{n:5d}|{n:<5}|{n:^5}|{n:>5}|{n:05}|{n:+}|{n:,}|{1234567:_}|{n:x}|{n:#x}|{n:b}|{n:o}|{n:e}")
print(f"{x!r} {name!r} {name!a} {name!s:>6}|")
w, p = 10, 3
print(f"{x:{w}.{p}f}|{name:*^{w}}|{'a' if n else 'b'}|{{}}|{n}{{n}}")
print(f"{n=} {n + 1 = } {name=!s} {x=:.1f}")
d = {"key": [1, 2]}
print(f"{d['key'][1]} {len(d)} {[i for i in range(3)]} {(lambda: 5)()} {'nested ' + f'{n}'}")
print(f"a" "b" f"{n}" 'c', rf"\d{n}", f"""multi
{n} line""")
print(f"{True} {None} {1 < 2} {x:.0%} {0.5:%} {n:>{w}}{'':-<4}")
print(f"{n:c}{9731:c} {'é':>3} {'汉字':<4}| {1e10} {1e16} {2**70}")
for bad in ("f'{n:d' ", "f'{}'", "f'{n!x}'"):
    try:
        eval(bad)
    except SyntaxError as e:
        print("SyntaxError")
for value, spec in (("a", "d"), (3, "s"), (3.5, "d"), (None, ">5"), ([], "x")):
    try:
        print(format(value, spec))
    except (ValueError, TypeError) as e:
        print(type(e).__name__, e)
