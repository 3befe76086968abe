// Package modules lists the modules that come with mpstar. Those with Go in their folder define themselves; those that are written in the
// language alone are the rows of written.go.
package modules

import (
	"slices"

	"github.com/mpstar/mpstar/internal/interp"
	"github.com/mpstar/mpstar/modules/abc"
	"github.com/mpstar/mpstar/modules/array"
	"github.com/mpstar/mpstar/modules/atexit"
	"github.com/mpstar/mpstar/modules/binascii"
	"github.com/mpstar/mpstar/modules/bisect"
	"github.com/mpstar/mpstar/modules/builtins"
	"github.com/mpstar/mpstar/modules/collections"
	"github.com/mpstar/mpstar/modules/concurrent"
	"github.com/mpstar/mpstar/modules/copyreg"
	"github.com/mpstar/mpstar/modules/ctypes"
	"github.com/mpstar/mpstar/modules/errno"
	"github.com/mpstar/mpstar/modules/functools"
	"github.com/mpstar/mpstar/modules/future"
	"github.com/mpstar/mpstar/modules/gc"
	"github.com/mpstar/mpstar/modules/hashlib"
	"github.com/mpstar/mpstar/modules/heapq"
	"github.com/mpstar/mpstar/modules/importlib"
	"github.com/mpstar/mpstar/modules/io"
	"github.com/mpstar/mpstar/modules/itertools"
	"github.com/mpstar/mpstar/modules/json"
	"github.com/mpstar/mpstar/modules/logging"
	"github.com/mpstar/mpstar/modules/math"
	"github.com/mpstar/mpstar/modules/mmap"
	"github.com/mpstar/mpstar/modules/multiprocessing"
	"github.com/mpstar/mpstar/modules/operator"
	"github.com/mpstar/mpstar/modules/os"
	"github.com/mpstar/mpstar/modules/pickle"
	"github.com/mpstar/mpstar/modules/queue"
	"github.com/mpstar/mpstar/modules/random"
	"github.com/mpstar/mpstar/modules/re"
	"github.com/mpstar/mpstar/modules/signal"
	"github.com/mpstar/mpstar/modules/string"
	"github.com/mpstar/mpstar/modules/structs"
	"github.com/mpstar/mpstar/modules/subprocess"
	"github.com/mpstar/mpstar/modules/sys"
	"github.com/mpstar/mpstar/modules/textwrap"
	"github.com/mpstar/mpstar/modules/threading"
	"github.com/mpstar/mpstar/modules/time"
	"github.com/mpstar/mpstar/modules/traceback"
	"github.com/mpstar/mpstar/modules/types"
	"github.com/mpstar/mpstar/modules/warnings"
	"github.com/mpstar/mpstar/modules/zlib"
)

// All returns every module that scripts can import.
func All() []interp.Def {
	return append(slices.Concat(
		written(),
		abc.Modules(),
		collections.Modules(),
		concurrent.Modules(),
		ctypes.Modules(),
		functools.Modules(),
		heapq.Modules(),
		importlib.Modules(),
		io.Modules(),
		json.Modules(),
		logging.Modules(),
		multiprocessing.Modules(),
		operator.Modules(),
		signal.Modules(),
		subprocess.Modules(),
		textwrap.Modules(),
		traceback.Modules(),
		types.Modules(),
		warnings.Modules(),
	),
		array.Module(),
		atexit.Module(),
		binascii.Module(),
		bisect.Module(),
		builtins.Module(),
		copyreg.LowModule(),
		copyreg.Module(),
		errno.Module(),
		future.Module(),
		gc.Module(),
		hashlib.Module(),
		itertools.Module(),
		math.Module(),
		mmap.Module(),
		os.Module(),
		os.PathModule(),
		pickle.Module(),
		queue.Module(),
		queue.WholeModule(),
		random.Module(),
		re.Module(),
		string.FormatterModule(),
		string.Module(),
		string.TemplateModule(),
		structs.Module(),
		sys.Module(),
		threading.LowModule(),
		threading.Module(),
		time.Module(),
		zlib.Module(),
	)
}
