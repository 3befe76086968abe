# Code objects: compile() once, exec and eval often.
code = compile('x = 1\nprint(x + y)', '<text>', 'exec')
print(type(code), type(code).__name__, str(code).startswith('<code object <module> at 0x'))
y = 2
exec(code)
exec(code, {'y': 40})
print(eval(compile('y * 3', '<text>', 'eval')))
names = {'y': 5}
exec(code, names)
print(names['x'])
for bad in (lambda: exec(3), lambda: eval(None), lambda: compile('a b', '<text>', 'exec'), lambda: compile('1', '<text>', 'other')):
    try:
        bad()
    except Exception as e:
        print(type(e).__name__, e)
