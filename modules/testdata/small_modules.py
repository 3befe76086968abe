from __future__ import annotations, print_function
import __future__
import errno
import string

print(string.ascii_letters, string.ascii_lowercase, string.ascii_uppercase, string.digits, string.hexdigits, string.octdigits, string.punctuation, repr(string.whitespace), repr(string.printable))
print(string.capwords('hello  wide world'), repr(string.capwords(' a b ')), string.capwords('a-b-cD', '-'), string.capwords('x', sep=None))
for name in __future__.all_feature_names:
    print(name, getattr(__future__, name), getattr(__future__, name).compiler_flag)
for name in ['EPERM', 'ENOENT', 'EAGAIN', 'EWOULDBLOCK', 'EACCES', 'EEXIST', 'EPIPE', 'EINTR', 'EINVAL', 'ETIMEDOUT', 'ENOTEMPTY', 'EDEADLK', 'ENOTSUP']:
    print(name, getattr(errno, name), errno.errorcode[getattr(errno, name)])
print(len(errno.errorcode) > 100, print_function is __future__.print_function)
