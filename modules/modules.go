// Package modules lists the modules that come with mpstar.
package modules

import (
	"github.com/mpstar/mpstar/internal/interp"
	"github.com/mpstar/mpstar/modules/errno"
	"github.com/mpstar/mpstar/modules/future"
	"github.com/mpstar/mpstar/modules/math"
	"github.com/mpstar/mpstar/modules/multiprocessing"
	"github.com/mpstar/mpstar/modules/os"
	"github.com/mpstar/mpstar/modules/queue"
	"github.com/mpstar/mpstar/modules/random"
	"github.com/mpstar/mpstar/modules/string"
	"github.com/mpstar/mpstar/modules/sys"
	"github.com/mpstar/mpstar/modules/time"
)

// All returns every module that scripts can import.
func All() []interp.Def {
	return append(multiprocessing.Modules(),
		errno.Module(),
		future.Module(),
		math.Module(),
		os.Module(),
		os.PathModule(),
		queue.Module(),
		random.Module(),
		string.Module(),
		sys.Module(),
		time.Module(),
	)
}
