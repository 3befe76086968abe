import collections as _collections
import os as _os
import sys as _sys

__all__ = ["system", "node", "release", "version", "machine", "processor", "uname", "uname_result", "platform",
           "architecture", "python_version", "python_version_tuple", "python_implementation"]

_SYSTEMS = {"linux": "Linux", "darwin": "Darwin", "win32": "Windows"}

uname_result = _collections.namedtuple("uname_result", "system node release version machine processor",
                                       defaults=("",))


def uname():
    """What the operating system says of itself; a part that it does not say is ''."""
    if hasattr(_os, "uname"):
        told = _os.uname()
        return uname_result(told[0], told[1], told[2], told[3], told[4], "")
    name = _SYSTEMS.get(_sys.platform, _sys.platform)
    return uname_result(name, _os.environ.get("COMPUTERNAME", ""), "", "",
                        _os.environ.get("PROCESSOR_ARCHITECTURE", ""), _os.environ.get("PROCESSOR_IDENTIFIER", ""))


def system():
    return uname().system


def node():
    return uname().node


def release():
    return uname().release


def version():
    return uname().version


def machine():
    return uname().machine


def processor():
    return uname().processor


def architecture():
    """The bits of a pointer; the linkage is not looked at."""
    return ("64bit" if _sys.maxsize > 2 ** 32 else "32bit", "")


def platform(aliased=False, terse=False):
    """System, release and machine as one word."""
    told = uname()
    parts = (told.system, told.release) if terse else (told.system, told.release, told.machine)
    return "-".join(part.replace(" ", "_") for part in parts if part)


def python_implementation():
    """'CPython': the implementation that scripts are written for."""
    return "CPython"


def python_version():
    return "%d.%d.%d" % tuple(_sys.version_info[:3])


def python_version_tuple():
    return tuple(python_version().split("."))
