package object

import (
	"strconv"
	"strings"

	"github.com/mpstar/mpstar/internal/exception"
)

// engineTable lists every error text of the engine. A test holds it against the
// engine's source. The first row that matches counts, so formats that begin with
// a verb and have little text of their own come last.
func engineTable() []*engineRow {
	const (
		attribute = exception.AttributeError
		index     = exception.IndexError
		key       = exception.KeyError
		memory    = exception.MemoryError
		name      = exception.NameError
		overflow  = exception.OverflowError
		recursion = exception.RecursionError
		runtime   = exception.RuntimeError
		system    = exception.SystemError
		typ       = exception.TypeError
		value     = exception.ValueError
		zero      = exception.ZeroDivisionError
	)
	to := func(format string, kind exception.Kind, message string) *engineRow {
		return &engineRow{format: format, kind: kind, message: message}
	}
	by := func(format string, make func(c *engineCase) error) *engineRow {
		return &engineRow{format: format, make: make}
	}
	// within hands the error that the engine wrapped to the table again.
	within := func(format string, n int) *engineRow {
		return by(format, func(c *engineCase) error { return c.inner(c.args[n]) })
	}
	return []*engineRow{
		// Operators.
		by("unknown binary op: %s %s %s", func(c *engineCase) error {
			x, op, y := pythonTypeName(c.args[0]), c.args[1], pythonTypeName(c.args[2])
			if op == "in" || op == "not in" {
				return exception.New(typ, "argument of type '%s' is not iterable", y)
			}
			return binaryError(c.label(op), x, y)
		}),
		by("unknown unary op: %s %s", func(c *engineCase) error { return unaryError(c.args[0], pythonTypeName(c.args[1])) }),
		to("floating-point division by zero", zero, "division by zero"),
		to("floored division by zero", zero, "integer division or modulo by zero"),
		to("integer modulo by zero", zero, "integer modulo by zero"),
		to("floating-point modulo by zero", zero, "float modulo"),
		to("negative shift count: %v", value, "negative shift count"),
		to("shift count too large: %v", overflow, "shift count too large: {0}"),
		by("repeat count %s too large", func(c *engineCase) error {
			// The engine counts in 32 bits, CPython in 64.
			if _, err := strconv.ParseInt(c.args[0], 10, 64); err == nil {
				return exception.New(memory, "")
			}
			return exception.New(overflow, "cannot fit 'int' into an index-sized integer")
		}),
		to("excessive repeat (%d * %d elements)", memory, ""),
		to("comparison exceeded maximum recursion depth", recursion, "maximum recursion depth exceeded in comparison"),
		to("'in <string>' requires string as left operand, not %s", typ, "'in <string>' requires string as left operand, not {t0}"),
		to("'in bytes' requires bytes or int as left operand, not %s", typ, "a bytes-like object is required, not '{t0}'"),
		to("'in <range>' requires integer as left operand, not %s", typ, "'{t0}' object cannot be interpreted as an integer"),
		to("int in bytes: %s", value, "byte must be in range(0, 256)"),

		// Items, slices, attributes.
		by("key %v not in %s", (*engineCase).key),
		by("index %d out of range: empty %s", func(c *engineCase) error { return c.index(c.args[1]) }),
		by("%s index %d out of range [%d:%d]", func(c *engineCase) error {
			if strings.HasPrefix(c.args[0], "pop: ") {
				return exception.New(index, "pop index out of range")
			}
			return c.index(c.args[0])
		}),
		to("unhandled index operation %s[%s]", typ, "'{t0}' object is not subscriptable"),
		to("invalid slice operand %s", typ, "'{t0}' object is not subscriptable"),
		by("invalid slice step: %s", func(c *engineCase) error { return c.sliceBound(c.args[0]) }),
		by("invalid start index: %s", func(c *engineCase) error { return c.sliceBound(c.args[0]) }),
		by("invalid end index: %s", func(c *engineCase) error { return c.sliceBound(c.args[0]) }),
		by("%s index: %s", func(c *engineCase) error { return c.wrongIndex(c.args[0], c.args[1]) }),
		to("zero is not a valid slice step", value, "slice step cannot be zero"),
		to("can't assign to .%s field of %s", attribute, "'{t1}' object has no attribute '{0}'"),
		to("%s value does not support item assignment", typ, "'{t0}' object does not support item assignment"),
		to("duplicate key: %v", value, "duplicate key in a dict display: {0}"),

		// Calls.
		to("invalid call of non-function (%s)", typ, "'{t0}' object is not callable"),
		by("function %s accepts no arguments (%d given)", (*engineCase).bind),
		by("function %s accepts %s%d positional argument%s (%d given)", (*engineCase).bind),
		by("function %s missing %d argument%s (%s)", (*engineCase).bind),
		by("function %s got multiple values for parameter %s", func(c *engineCase) error {
			c.drop = 1
			return exception.New(typ, "%s got multiple values for argument '%s'", c.function(), strings.Trim(c.args[1], `"`))
		}),
		by("function %s got an unexpected keyword argument %s", func(c *engineCase) error {
			c.drop = 1
			return c.unexpectedKeyword(strings.Trim(c.args[1], `"`))
		}),
		to("function %s called recursively", recursion, "{0}() called recursively"),
		to("Starlark stack overflow", recursion, "maximum recursion depth exceeded"),
		to("argument after ** must be a mapping, not %s", typ, "argument after ** must be a mapping, not {t0}"),
		to("argument after * must be iterable, not %s", typ, "argument after * must be an iterable, not {t0}"),
		to("keywords must be strings, not %s", typ, "keywords must be strings"),

		// Variables, loops, unpacking.
		by("local variable %s referenced before assignment", func(c *engineCase) error {
			return exception.New(exception.UnboundLocalError, "cannot access local variable '%s' where it is not associated with a value", c.args[0])
		}),
		to("global variable %s referenced before assignment", name, "name '{0}' is not defined"),
		to("internal error: predeclared variable %s is uninitialized", name, "name '{0}' is not defined"),
		to("%s value is not iterable", typ, "'{t0}' object is not iterable"),
		to("got %s in sequence assignment", typ, "cannot unpack non-iterable {t0} object"),
		to("too many values to unpack (got %d, want %d)", value, "too many values to unpack (expected {1})"),
		to("too few values to unpack (got %d, want %d)", value, "not enough values to unpack (expected {1}, got {0})"),

		// Hashing and changing.
		to("unhashable type: list", typ, "unhashable type: 'list'"),
		to("unhashable type: dict", typ, "unhashable type: 'dict'"),
		to("unhashable type: set", typ, "unhashable type: 'set'"),
		to("unhashable: range", typ, "unhashable type: 'range'"),
		to("unhashable: %s", typ, "unhashable type: '{t0}'"),
		to("cannot %s frozen list", typ, "cannot {0} a frozen list"),
		to("cannot %s frozen hash table", typ, "cannot {0} a frozen dict or set"),
		to("cannot %s list during iteration", runtime, "list changed during iteration"),
		to("cannot %s hash table during iteration", runtime, "dictionary changed size during iteration"),

		// Numbers.
		to("int too large to convert to float", overflow, "int too large to convert to float"),
		to("cannot convert float infinity to integer", overflow, "cannot convert float infinity to integer"),
		to("cannot convert float NaN to integer", value, "cannot convert float NaN to integer"),
		to("%s out of range (want value in signed %d-bit range)", overflow, "Python int too large to convert to C long"),
		to("%s out of range (want value in unsigned %d-bit range)", overflow, "can't convert {0} to an unsigned {1}-bit int"),

		// The % operator on strings.
		to("incomplete format key", value, "incomplete format key"),
		to("incomplete format", value, "incomplete format"),
		to("format requires a mapping", typ, "format requires a mapping"),
		by("key not found: %s", func(c *engineCase) error { return exception.WithArgs(key, textValue(c.args[0])) }),
		to("not enough arguments for format string", typ, "not enough arguments for format string"),
		to("too many arguments for format string", typ, "not all arguments converted during string formatting"),
		by("%%%c format requires integer: %v", func(c *engineCase) error {
			got := strings.TrimSuffix(strings.TrimPrefix(c.args[1], "cannot convert "), " to int")
			return exception.New(typ, "%%%s format: a real number is required, not %s", c.args[0], pythonTypeName(got))
		}),
		to("%%%c format requires float, not %s", typ, "must be real number, not {t1}"),
		to("%%c format requires a valid Unicode code point, got %s", overflow, "%c arg not in range(0x110000)"),
		to("%%c format requires a single-character string", typ, "%c requires int or char"),
		to("%%c format requires int or single-character string, not %s", typ, "%c requires int or char"),
		to("unknown conversion %%%c", value, "unsupported format character '{0}'"),

		// The engine's builtins, which files in the Starlark dialect see.
		to("bytes does not accept keyword arguments", typ, "bytes() takes no keyword arguments"),
		to("bytes: got %d arguments, want exactly 1", typ, "bytes() takes exactly one argument ({0} given)"),
		to("bytes: at index %d, %s", value, "bytes must be in range(0, 256)"),
		to("bytes: got %s, want string, bytes, or iterable of ints", typ, "cannot convert '{t0}' object to bytes"),
		to("chr does not accept keyword arguments", typ, "chr() takes no keyword arguments"),
		to("chr: got %d arguments, want 1", typ, "chr() takes exactly one argument ({0} given)"),
		to("chr: Unicode code point %d out of range (<0)", value, "chr() arg not in range(0x110000)"),
		to("chr: Unicode code point U+%X out of range (>0x10FFFF)", value, "chr() arg not in range(0x110000)"),
		within("chr: %s", 0),
		to("dict: got %d arguments, want at most 1", typ, "dict expected at most 1 argument, got {0}"),
		within("dict: %v", 0),
		to("dir does not accept keyword arguments", typ, "dir() takes no keyword arguments"),
		to("dir: got %d arguments, want 1", typ, "dir expected 1 argument, got {0}"),
		to("fail: %s", runtime, "{0}"),
		to("float does not accept keyword arguments", typ, "float() takes no keyword arguments"),
		to("float got %d arguments, wants 1", typ, "float expected at most 1 argument, got {0}"),
		to("float: empty string", value, "could not convert string to float: ''"),
		to("floating-point number too large", overflow, "int too large to convert to float"),
		to("invalid float literal: %s", value, "could not convert string to float: '{n0}'"),
		to("float got %s, want number or string", typ, "float() argument must be a string or a real number, not '{t0}'"),
		to("getattr: %s has no .%s field or method", attribute, "'{t0}' object has no attribute '{1}'"),
		to("hash: got %s, want string or bytes", typ, "unhashable type: '{t0}'"),
		to("int: for base, got %s, want int", typ, "'{t0}' object cannot be interpreted as an integer"),
		to("int: base must be an integer >= 2 && <= 36", value, "int() base must be >= 2 and <= 36, or 0"),
		to("int: invalid literal with base %d: %s", value, "invalid literal for int() with base {0}: '{n1}'"),
		to("int: can't convert non-string with explicit base", typ, "int() can't convert non-string with explicit base"),
		within("int: %s", 0),
		to("len: value of type %s has no len", typ, "object of type '{t0}' has no len()"),
		to("%s requires at least one positional argument", typ, "{0} expected at least 1 argument, got 0"),
		to("%s: %s value is not iterable", typ, "'{t1}' object is not iterable"),
		to("%s: argument is an empty sequence", value, "{0}() arg is an empty sequence"),
		to("ord does not accept keyword arguments", typ, "ord() takes no keyword arguments"),
		to("ord: got %d arguments, want 1", typ, "ord() takes exactly one argument ({0} given)"),
		to("ord: string encodes %d Unicode code points, want 1", typ, "ord() expected a character, but string of length {0} found"),
		to("ord: bytes has length %d, want 1", typ, "ord() expected a character, but string of length {0} found"),
		to("ord: got %s, want string or bytes", typ, "ord() expected string of length 1, but {t0} found"),
		to("%s: step argument must not be zero", value, "{0}() arg 3 must not be zero"),
		to("str does not accept keyword arguments", typ, "str() takes no keyword arguments"),
		to("str: got %d arguments, want exactly 1", typ, "str expected 1 argument, got {0}"),
		to("type does not accept keyword arguments", typ, "type() takes no keyword arguments"),
		to("type: got %d arguments, want exactly 1", typ, "type() takes 1 or 3 arguments"),
		to("zip does not accept keyword arguments", typ, "zip() takes no keyword arguments"),
		to("zip: argument #%d is not iterable: %s", typ, "'{t1}' object is not iterable"),
		to("dictionary update sequence element #%d is not iterable (%s)", typ, "cannot convert dictionary update sequence element #{0} to a sequence"),
		to("dictionary update sequence element #%d has unknown length (%s)", typ, "cannot convert dictionary update sequence element #{0} to a sequence"),
		to("dictionary update sequence element #%d has length %d, want 2", value, "dictionary update sequence element #{0} has length {1}; 2 is required"),
		to("duplicate keyword arg: %v", typ, "got multiple values for keyword argument {0}"),
		to("does not accept keyword arguments", typ, "takes no keyword arguments"),
		to("argument #%d is not iterable: %s", typ, "'{t1}' object is not iterable"),

		// The engine's methods.
		to("%s: missing key", key, "{0}"),
		to("%s: empty dict", key, "popitem(): dictionary is empty"),
		to("%s: empty set", key, "pop from an empty set"),
		to("update: got %d arguments, want at most 1", typ, "update expected at most 1 argument, got {0}"),
		within("update: %v", 0),
		to("%s: value not in list", value, "value is not in list"),
		to("remove: element not found", value, "list.remove(x): x not in list"),
		within("remove: %v", 0),
		to("format: single '}' in format", value, "Single '}' encountered in format string"),
		to("format: unmatched '{' in format", value, "expected '}' before end of string"),
		to("format: cannot switch from manual field specification to automatic field numbering", value, "cannot switch from manual field specification to automatic field numbering"),
		to("format: cannot switch from automatic field numbering to manual field specification", value, "cannot switch from automatic field numbering to manual field specification"),
		to("format: tuple index out of range", index, "Replacement index out of range for positional args tuple"),
		to("format: attribute syntax x.y is not supported in replacement fields: %s", value, "attributes are not supported in replacement fields: {0}"),
		to("format: element syntax a[i] is not supported in replacement fields: %s", value, "items are not supported in replacement fields: {0}"),
		to("format: nested replacement fields not supported", value, "nested replacement fields are not supported"),
		by("format: keyword %s not found", func(c *engineCase) error { return exception.WithArgs(key, textValue(c.args[0])) }),
		to("format spec features not supported in replacement fields: %s", value, "Invalid format specifier '{0}'"),
		to("format: unknown conversion %q", value, "Unknown conversion specifier {n0}"),
		to("join: in list, want string, got %s", typ, "expected str instance, {t0} found"),
		to("%s: empty separator", value, "empty separator"),
		to("split: empty separator", value, "empty separator"),
		to("split: got %s for separator, want string", typ, "must be str or None, not {t0}"),
		to("%s: want string, got %s, for element %d", typ, "tuple for {0} must only contain str, not {t1}"),
		to("%s: got %s, want string or tuple of string", typ, "{0} first arg must be str or a tuple of str, not {t1}"),
		to("%s: substring not found", value, "substring not found"),

		// load, which files in the Starlark dialect have.
		to("load not implemented by this application", exception.ImportError, "load is not available; use import"),
		to("load: name %s not found in module %s", exception.ImportError, "cannot import name '{0}' from '{1}'"),

		// Arguments of Go functions.
		to("%s: got %d arguments, want at most %d", typ, "{0}() takes at most {2} arguments ({1} given)"),
		by("%s: got %d arguments, want %s%d", func(c *engineCase) error {
			if words := nativeMethods[c.args[0]]; words != "" {
				return exception.New(typ, words, c.args[1])
			}
			if owner := bareMethods[c.args[0]]; owner != "" && c.args[2] == "" && c.args[3] == "0" {
				return exception.New(typ, "%s.%s() takes no arguments (%s given)", owner, c.args[0], c.args[1])
			}
			takes := "exactly"
			switch {
			case strings.HasPrefix(c.args[2], "at least"):
				takes = "at least"
			case strings.HasPrefix(c.args[2], "at most"):
				takes = "at most"
			}
			s := "s"
			if c.args[3] == "1" {
				s = ""
			}
			return exception.New(typ, "%s() takes %s %s argument%s (%s given)", c.args[0], takes, c.args[3], s, c.args[1])
		}),
		to("%s: missing argument for %s", typ, "{0}() missing required argument '{1}'"),
		to("%s: unexpected keyword argument %s", typ, "'{n1}' is an invalid keyword argument for {0}()"),
		to("%s: unexpected keyword arguments", typ, "{0}() takes no keyword arguments"),
		to("%s: got multiple values for keyword argument %s", typ, "argument for {0}() given by name ('{n1}') and position"),
		by("%s: for parameter %s: %s", argumentError),
		by("%s: for parameter %d: %s", argumentError),
		to("got %s, want int or float", typ, "must be real number, not {t0}"),
		by("got %s, want int", (*engineCase).wrongInt),
		to("got %s, want string", typ, "expected str, not {t0}"),
		to("got %s, want bool", typ, "expected bool, not {t0}"),
		to("got %s, want float", typ, "must be real number, not {t0}"),
		to("got %s, want list", typ, "expected list, not {t0}"),
		to("got %s, want dict", typ, "expected dict, not {t0}"),
		to("got %s, want callable", typ, "'{t0}' object is not callable"),
		to("got %s, want iterable", typ, "'{t0}' object is not iterable"),
		to("got %s, want %s", typ, "expected {t1}, not {t0}"),

		// Broken promises of Go code.
		to("internal error: nil (not None) returned from %s", system, "{0} returned NULL without setting an exception"),
		to("unimplemented: %s", system, "unknown opcode {0}"),

		// Little text of their own.
		to("%s has no .%s field or method", attribute, "'{t0}' object has no attribute '{1}'"),
		by("%s %s %s not implemented", func(c *engineCase) error {
			return exception.New(typ, "'%s' not supported between instances of '%s' and '%s'", c.args[1], pythonTypeName(c.args[0]), pythonTypeName(c.args[2]))
		}),
		to("cannot convert %s to int", typ, "int() argument must be a string, a bytes-like object or a real number, not '{t0}'"),
		to("cannot load %s: %v", exception.ImportError, "cannot load {0}: {1}"),
		by("%s out of range", (*engineCase).outOfRange),
		by("%s: %v", func(c *engineCase) error {
			// A method's name before its error.
			if strings.ContainsAny(c.args[0], " \t\n'\"") {
				return nil
			}
			err := c.inner(c.args[1])
			if c.args[0] == "pop" && err.Kind == index {
				return exception.New(index, "pop from empty list")
			}
			return err
		}),
	}
}

// argumentError is the complaint about one argument of a Go function.
func argumentError(c *engineCase) error {
	got, want, ok := strings.Cut(strings.TrimPrefix(c.args[2], "got "), ", want ")
	if !ok || !strings.HasPrefix(c.args[2], "got ") {
		return c.inner(c.args[2])
	}
	got = pythonTypeName(got)
	switch want {
	case "int":
		return exception.New(exception.TypeError, "'%s' object cannot be interpreted as an integer", got)
	case "iterable":
		return exception.New(exception.TypeError, "'%s' object is not iterable", got)
	case "callable":
		return exception.New(exception.TypeError, "'%s' object is not callable", got)
	}
	if verbTakes("d", c.args[1]) {
		return exception.New(exception.TypeError, "%s() argument %s must be %s, not %s", c.args[0], c.args[1], pythonTypeName(want), got)
	}
	return exception.New(exception.TypeError, "%s() argument '%s' must be %s, not %s", c.args[0], strings.TrimRight(c.args[1], "?="), pythonTypeName(want), got)
}

// nativeMethods says what CPython says of a wrong number of arguments to those methods
// of lists, dicts and sets that are the engine's own.
var nativeMethods = map[string]string{
	"append":     "list.append() takes exactly one argument (%s given)",
	"insert":     "insert expected 2 arguments, got %s",
	"get":        "get expected at least 1 argument, got %s",
	"setdefault": "setdefault expected at least 1 argument, got %s",
	"add":        "set.add() takes exactly one argument (%s given)",
	"discard":    "set.discard() takes exactly one argument (%s given)",
}

// bareMethods are those without parameters, with their type; several types have clear.
var bareMethods = map[string]string{
	"capitalize": "str", "isalnum": "str", "isalpha": "str", "isdigit": "str", "islower": "str", "isspace": "str", "istitle": "str",
	"isupper": "str", "lower": "str", "title": "str", "upper": "str",
	"clear": "list", "items": "dict", "keys": "dict", "popitem": "dict", "values": "dict",
}
