"""string.Template, and logging with it."""
import logging
import multiprocessing
import string
import sys

t = string.Template("$who likes ${what}s, $$5 and $who_not")
print(t.substitute(who="tim", what="pie", who_not=3), t.safe_substitute({"who": 1}, what=2), t.template)
print(t.is_valid(), t.get_identifiers(), string.Template("$1").is_valid())
for text in ("$", "a\n  ${b", "$a"):
    try:
        string.Template(text).substitute()
    except (ValueError, KeyError) as e:
        print(repr(e))
    print(string.Template(text).safe_substitute())


class Percent(string.Template):
    delimiter = "%"


print(Percent("%a $b %%").substitute(a=1), string.Template, t.substitute.__name__)
logging.basicConfig(stream=sys.stdout, style="$", format="$levelname:$name:${message}")
logging.warning("a %s", "b")


def child():
    logging.error("child")
    print(string.Template("$x").substitute(x=1))
    sys.stdout.flush()


if __name__ == "__main__":
    p = multiprocessing.Process(target=child)
    sys.stdout.flush()
    p.start()
    p.join()
