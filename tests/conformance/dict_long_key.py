# A missing key that is a long text is in the KeyError itself.
def item(d, k):
    return d[k]


for k in 'x' * 70000, "'" * 9000, '\n' * 50000, '\x01' * 7000, 'a' * 100:
    for d in {}, {1: 2}:
        try:
            item(d, k)
        except KeyError as e:
            print(e.args[0] == k, type(e.args[0]).__name__, len(str(e)))
    try:
        for i in range(2):
            {}[k]
    except KeyError as e:
        print(e.args[0] == k, len(str(e)))
