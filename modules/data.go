package modules

import (
	"slices"

	"github.com/mpstar/mpstar/internal/interp"
	"github.com/mpstar/mpstar/modules/array"
	"github.com/mpstar/mpstar/modules/base64"
	"github.com/mpstar/mpstar/modules/binascii"
	"github.com/mpstar/mpstar/modules/codecs"
	"github.com/mpstar/mpstar/modules/csv"
	"github.com/mpstar/mpstar/modules/gzip"
	"github.com/mpstar/mpstar/modules/hashlib"
	"github.com/mpstar/mpstar/modules/hmac"
	"github.com/mpstar/mpstar/modules/io"
	"github.com/mpstar/mpstar/modules/json"
	"github.com/mpstar/mpstar/modules/mmap"
	"github.com/mpstar/mpstar/modules/paths"
	"github.com/mpstar/mpstar/modules/re"
	"github.com/mpstar/mpstar/modules/secrets"
	"github.com/mpstar/mpstar/modules/structs"
	"github.com/mpstar/mpstar/modules/uuid"
	"github.com/mpstar/mpstar/modules/zipfile"
	"github.com/mpstar/mpstar/modules/zlib"
)

// dataModules returns the modules that read and write text, bytes and files.
func dataModules() []interp.Def {
	return append(slices.Concat(io.Modules(), json.Modules(), paths.Modules()),
		array.Module(),
		base64.Module(),
		binascii.Module(),
		codecs.Module(),
		csv.Module(),
		gzip.Module(),
		hashlib.Module(),
		hmac.Module(),
		mmap.Module(),
		re.Module(),
		secrets.Module(),
		structs.Module(),
		uuid.Module(),
		zipfile.Module(),
		zlib.Module(),
	)
}
