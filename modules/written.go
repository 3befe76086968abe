package modules

import (
	_ "embed"

	"github.com/mpstar/mpstar/internal/interp"
)

// The texts of the modules that are written in the language alone. Each is in the folder of its name; a folder with Go beside it
// defines its modules itself.
var (
	//go:embed argparse/argparse.py
	argparseSource string
	//go:embed ast/ast.py
	astSource string
	//go:embed base64/base64.py
	base64Source string
	//go:embed codecs/codecs.py
	codecsSource string
	//go:embed contextlib/contextlib.py
	contextlibSource string
	//go:embed copy/copy.py
	copySource string
	//go:embed csv/csv.py
	csvSource string
	//go:embed dataclasses/dataclasses.py
	dataclassesSource string
	//go:embed datetime/datetime.py
	datetimeSource string
	//go:embed enum/enum.py
	enumSource string
	//go:embed fnmatch/fnmatch.py
	fnmatchSource string
	//go:embed fractions/fractions.py
	fractionsSource string
	//go:embed getopt/getopt.py
	getoptSource string
	//go:embed getpass/getpass.py
	getpassSource string
	//go:embed glob/glob.py
	globSource string
	//go:embed graphlib/graphlib.py
	graphlibSource string
	//go:embed gzip/gzip.py
	gzipSource string
	//go:embed hmac/hmac.py
	hmacSource string
	//go:embed html/html.py
	htmlSource string
	//go:embed inspect/inspect.py
	inspectSource string
	//go:embed keyword/keyword.py
	keywordSource string
	//go:embed linecache/linecache.py
	linecacheSource string
	//go:embed numbers/numbers.py
	numbersSource string
	//go:embed pathlib/pathlib.py
	pathlibSource string
	//go:embed platform/platform.py
	platformSource string
	//go:embed pprint/pprint.py
	pprintSource string
	//go:embed reprlib/reprlib.py
	reprlibSource string
	//go:embed sched/sched.py
	schedSource string
	//go:embed secrets/secrets.py
	secretsSource string
	//go:embed selectors/selectors.py
	selectorsSource string
	//go:embed shlex/shlex.py
	shlexSource string
	//go:embed shutil/shutil.py
	shutilSource string
	//go:embed socketserver/socketserver.py
	socketserverSource string
	//go:embed statistics/statistics.py
	statisticsSource string
	//go:embed tempfile/tempfile.py
	tempfileSource string
	//go:embed timeit/timeit.py
	timeitSource string
	//go:embed typing/typing.py
	typingSource string
	//go:embed uuid/uuid.py
	uuidSource string
	//go:embed weakref/weakref.py
	weakrefSource string
	//go:embed zipfile/zipfile.py
	zipfileSource string
)

// written returns the modules that are written in the language alone.
func written() []interp.Def {
	return []interp.Def{
		{Name: "argparse", Doc: "Command-line parsing library.", Source: argparseSource},
		{Name: "ast", Doc: "Literals from text.", Source: astSource},
		{Name: "base64", Doc: "Bytes as text: base 16, 32, 64 and 85.", Source: base64Source},
		{Name: "codecs", Doc: "Encodings by name, and files that encode and decode.", Source: codecsSource},
		{Name: "contextlib", Doc: "Context managers made of generators, stacks of them, and small ones.", Source: contextlibSource},
		{Name: "copy", Doc: "Copies of objects, of the outer one alone or of all.", Source: copySource},
		{Name: "csv", Doc: "CSV parsing and writing.", Source: csvSource},
		{Name: "dataclasses", Doc: "Classes made of annotated fields.", Source: dataclassesSource},
		{Name: "datetime", Doc: "Dates, times, the differences between them, and time zones.", Source: datetimeSource},
		{Name: "enum", Doc: "Enumerations.", Source: enumSource},
		{Name: "fnmatch", Doc: "Names and the patterns of shells.", Source: fnmatchSource},
		{Name: "fractions", Doc: "Rational numbers.", Source: fractionsSource},
		{Name: "getopt", Doc: "Options of a command line, as C's getopt reads them.", Source: getoptSource},
		{Name: "getpass", Doc: "Asking for a password.", Source: getpassSource},
		{Name: "glob", Doc: "Filename globbing utility.", Source: globSource},
		{Name: "graphlib", Doc: "Topological order of a graph.", Source: graphlibSource},
		{Name: "gzip", Doc: "Files that are compressed.", Source: gzipSource},
		{Name: "hmac", Doc: "Digests that only who has the key can make: HMAC, RFC 2104.", Source: hmacSource},
		{Name: "html", Doc: "Text of HTML.", Source: htmlSource},
		{Name: "inspect", Doc: "Look into functions, classes and modules.", Source: inspectSource},
		{Name: "keyword", Doc: "Python's keywords.", Source: keywordSource},
		{Name: "linecache", Doc: "Lines of files.", Source: linecacheSource},
		{Name: "numbers", Doc: "Abstract base classes of numbers.", Source: numbersSource},
		{Name: "pathlib", Doc: "Object-oriented filesystem paths.", Source: pathlibSource},
		{Name: "platform", Doc: "The machine and the version of the language.", Source: platformSource},
		{Name: "pprint", Doc: "Values laid out over lines.", Source: pprintSource},
		{Name: "reprlib", Doc: "reprs that are not too long.", Source: reprlibSource},
		{Name: "sched", Doc: "Calls at certain times.", Source: schedSource},
		{Name: "secrets", Doc: "Random numbers and tokens that nobody can guess.", Source: secretsSource},
		{Name: "selectors", Doc: "Which of several sockets are ready.", Source: selectorsSource},
		{Name: "shlex", Doc: "Text split into words as a shell does.", Source: shlexSource},
		{Name: "shutil", Doc: "Copying, moving and removing files and whole directories.", Source: shutilSource},
		{Name: "socketserver", Doc: "Servers that handle each request by an object.", Source: socketserverSource},
		{Name: "statistics", Doc: "Averages and how far values spread.", Source: statisticsSource},
		{Name: "tempfile", Doc: "Temporary files.", Source: tempfileSource},
		{Name: "timeit", Doc: "How long statements take.", Source: timeitSource},
		{Name: "typing", Doc: "Type hints: names to write annotations with.", Source: typingSource},
		{Name: "uuid", Doc: "Identifiers that are unique everywhere, as in RFC 4122.", Source: uuidSource},
		{Name: "weakref", Doc: "Weak references; here they keep their objects alive.", Source: weakrefSource},
		{Name: "zipfile", Doc: "Archives of files.", Source: zipfileSource},
	}
}
