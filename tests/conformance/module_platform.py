"""platform: what it says of the machine and the language."""
import os
import platform
import sys

print(platform.python_implementation(), platform.python_version().split(".")[:2], platform.python_version_tuple()[:2])
print(platform.system() == {"linux": "Linux", "darwin": "Darwin", "win32": "Windows"}[sys.platform])
u = platform.uname()
print(type(u).__name__, u.system == platform.system(), u[1] == u.node == platform.node(), len(u))
print(u.machine == platform.machine(), u.release == platform.release(), u.version == platform.version())
print(platform.platform().startswith(("Linux-", "Darwin-", "macOS-", "Windows")), platform.architecture()[0])
print(isinstance(platform.processor(), str))
