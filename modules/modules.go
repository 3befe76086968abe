// Package modules lists the modules that come with mpstar.
package modules

import (
	"slices"

	"github.com/mpstar/mpstar/internal/interp"
	"github.com/mpstar/mpstar/modules/abc"
	"github.com/mpstar/mpstar/modules/ast"
	"github.com/mpstar/mpstar/modules/atexit"
	"github.com/mpstar/mpstar/modules/bisect"
	"github.com/mpstar/mpstar/modules/builtins"
	"github.com/mpstar/mpstar/modules/collections"
	"github.com/mpstar/mpstar/modules/concurrent"
	"github.com/mpstar/mpstar/modules/contextlib"
	"github.com/mpstar/mpstar/modules/copy"
	"github.com/mpstar/mpstar/modules/copyreg"
	"github.com/mpstar/mpstar/modules/ctypes"
	"github.com/mpstar/mpstar/modules/dataclasses"
	"github.com/mpstar/mpstar/modules/enum"
	"github.com/mpstar/mpstar/modules/errno"
	"github.com/mpstar/mpstar/modules/functools"
	"github.com/mpstar/mpstar/modules/future"
	"github.com/mpstar/mpstar/modules/gc"
	"github.com/mpstar/mpstar/modules/graphlib"
	"github.com/mpstar/mpstar/modules/heapq"
	"github.com/mpstar/mpstar/modules/importlib"
	"github.com/mpstar/mpstar/modules/inspect"
	"github.com/mpstar/mpstar/modules/itertools"
	"github.com/mpstar/mpstar/modules/keyword"
	"github.com/mpstar/mpstar/modules/linecache"
	"github.com/mpstar/mpstar/modules/math"
	"github.com/mpstar/mpstar/modules/multiprocessing"
	"github.com/mpstar/mpstar/modules/numbers"
	"github.com/mpstar/mpstar/modules/operator"
	"github.com/mpstar/mpstar/modules/os"
	"github.com/mpstar/mpstar/modules/pickle"
	"github.com/mpstar/mpstar/modules/platform"
	"github.com/mpstar/mpstar/modules/pprint"
	"github.com/mpstar/mpstar/modules/queue"
	"github.com/mpstar/mpstar/modules/random"
	"github.com/mpstar/mpstar/modules/statistics"
	"github.com/mpstar/mpstar/modules/string"
	"github.com/mpstar/mpstar/modules/sys"
	"github.com/mpstar/mpstar/modules/threading"
	"github.com/mpstar/mpstar/modules/time"
	"github.com/mpstar/mpstar/modules/timeit"
	"github.com/mpstar/mpstar/modules/types"
	"github.com/mpstar/mpstar/modules/typing"
	"github.com/mpstar/mpstar/modules/weakref"
)

// All returns every module that scripts can import.
func All() []interp.Def {
	return append(slices.Concat(abc.Modules(), collections.Modules(), heapq.Modules(), importlib.Modules(), types.Modules(),
		multiprocessing.Modules(), ctypes.Modules(), concurrent.Modules(), functools.Modules(), operator.Modules(),
		dataModules(), reporting()),
		atexit.Module(),
		copy.Module(),
		copyreg.Module(),
		copyreg.LowModule(),
		errno.Module(),
		ast.Module(),
		bisect.Module(),
		builtins.Module(),
		contextlib.Module(),
		dataclasses.Module(),
		enum.Module(),
		gc.Module(),
		graphlib.Module(),
		inspect.Module(),
		keyword.Module(),
		linecache.Module(),
		numbers.Module(),
		typing.Module(),
		weakref.Module(),
		future.Module(),
		itertools.Module(),
		math.Module(),
		os.Module(),
		os.PathModule(),
		pickle.Module(),
		platform.Module(),
		pprint.Module(),
		queue.Module(),
		queue.WholeModule(),
		random.Module(),
		statistics.Module(),
		string.Module(),
		sys.Module(),
		threading.Module(),
		threading.LowModule(),
		time.Module(),
		timeit.Module(),
	)
}
