import os

__all__ = ["GetoptError", "error", "getopt", "gnu_getopt"]


class GetoptError(Exception):
    opt = ""
    msg = ""

    def __init__(self, msg, opt=""):
        self.msg = msg
        self.opt = opt
        Exception.__init__(self, msg, opt)

    def __str__(self):
        return self.msg


error = GetoptError


def getopt(args, shortopts, longopts=[]):
    """Return the options at the beginning of args, as pairs, and the arguments after them."""
    longopts = [longopts] if isinstance(longopts, str) else list(longopts)
    opts = []
    while args and args[0].startswith("-") and args[0] != "-":
        if args[0] == "--":
            args = args[1:]
            break
        args = _option(opts, args, shortopts, longopts)
    return opts, args


def gnu_getopt(args, shortopts, longopts=[]):
    """As getopt, but options may stand between arguments."""
    longopts = [longopts] if isinstance(longopts, str) else list(longopts)
    opts = []
    plain = []
    first = shortopts.startswith("+")
    if first:
        shortopts = shortopts[1:]
    elif os.environ.get("POSIXLY_CORRECT"):
        first = True
    while args:
        if args[0] == "--":
            plain += args[1:]
            break
        if args[0][:1] == "-" and args[0] != "-":
            args = _option(opts, args, shortopts, longopts)
        elif first:
            plain += args
            break
        else:
            plain.append(args[0])
            args = args[1:]
    return opts, plain


def _option(opts, args, shortopts, longopts):
    # Reads the options in args[0]; returns the rest of args.
    if args[0].startswith("--"):
        return _long(opts, args[0][2:], args[1:], longopts)
    return _short(opts, args[0][1:], args[1:], shortopts)


def _long(opts, opt, args, longopts):
    value = None
    if "=" in opt:
        opt, value = opt.split("=", 1)
    fits = [o for o in longopts if o.startswith(opt)]
    if not fits:
        raise GetoptError("option --%s not recognized" % opt, opt)
    if opt in fits:
        takes = False
    elif opt + "=" in fits:
        takes = True
    elif len(fits) > 1:
        raise GetoptError("option --%s not a unique prefix" % opt, opt)
    else:
        takes = fits[0].endswith("=")
        opt = fits[0][:-1] if takes else fits[0]
    if takes and value is None:
        if not args:
            raise GetoptError("option --%s requires argument" % opt, opt)
        value, args = args[0], args[1:]
    elif not takes and value is not None:
        raise GetoptError("option --%s must not have an argument" % opt, opt)
    opts.append(("--" + opt, value or ""))
    return args


def _short(opts, letters, args, shortopts):
    while letters:
        opt, letters = letters[0], letters[1:]
        at = shortopts.find(opt)
        if at < 0 or opt == ":":
            raise GetoptError("option -%s not recognized" % opt, opt)
        value = ""
        if shortopts[at + 1:at + 2] == ":":
            if not letters:
                if not args:
                    raise GetoptError("option -%s requires argument" % opt, opt)
                letters, args = args[0], args[1:]
            value, letters = letters, ""
        opts.append(("-" + opt, value))
    return args
