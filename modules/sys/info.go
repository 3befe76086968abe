package sys

import (
	"math"
	"runtime"

	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/interp"
	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/structseq"
	"github.com/mpstar/mpstar/internal/text"
)

// The version of Python that mpstar follows.
const (
	major, minor, micro = 3, 11, 7
	hexVersion          = major<<24 | minor<<16 | micro<<8 | 0xf0
)

var versionInfo = object.Later(func() *structseq.Type {
	return structseq.New(structseq.Spec{Name: "version_info", Module: "sys", Final: true, Doc: "The version of the language, part by part.",
		Fields: []string{"major", "minor", "micro", "releaselevel", "serial"}})
})

var flagsClass = object.Later(func() *structseq.Type {
	return structseq.New(structseq.Spec{Name: "flags", Module: "sys", Final: true, Doc: "What the command line and the environment ask for.",
		Fields: []string{"debug", "inspect", "interactive", "optimize", "dont_write_bytecode", "no_user_site", "no_site", "ignore_environment", "verbose",
			"bytes_warning", "quiet", "hash_randomization", "isolated", "dev_mode", "utf8_mode", "warn_default_encoding", "safe_path", "int_max_str_digits"}})
})

var floatInfo = object.Later(func() *structseq.Type {
	return structseq.New(structseq.Spec{Name: "float_info", Module: "sys", Doc: "The bounds and the precision of floats.",
		Fields: []string{"max", "max_exp", "max_10_exp", "min", "min_exp", "min_10_exp", "dig", "mant_dig", "epsilon", "radix", "rounds"}})
})

var intInfo = object.Later(func() *structseq.Type {
	return structseq.New(structseq.Spec{Name: "int_info", Module: "sys", Doc: "How CPython stores ints, and how many digits int() and str() take.",
		Fields: []string{"bits_per_digit", "sizeof_digit", "default_max_str_digits", "str_digits_check_threshold"}})
})

var hashInfo = object.Later(func() *structseq.Type {
	return structseq.New(structseq.Spec{Name: "hash_info", Module: "sys", Doc: "How hash() works for numbers.",
		Fields: []string{"width", "modulus", "inf", "nan", "imag", "algorithm", "hash_bits", "seed_bits", "cutoff"}})
})

func ints(ns ...int) (vs []starlark.Value) {
	for _, n := range ns {
		vs = append(vs, starlark.MakeInt(n))
	}
	return vs
}

// setInfo sets what the module tells of the program and the machine.
func setInfo(in *interp.Interp, m *object.Module) {
	env := in.Env()
	str := func(name, s string) { m.Set(name, text.Str(s)) }
	version := versionInfo.Get().Make(env, starlark.MakeInt(major), starlark.MakeInt(minor), starlark.MakeInt(micro), starlark.String("final"), starlark.MakeInt(0))
	str("version", "3.11.7 (mpstar) ["+runtime.Version()+"]")
	m.Set("version_info", version)
	m.Set("hexversion", starlark.MakeInt(hexVersion))
	m.Set("api_version", starlark.MakeInt(1013))
	str("copyright", "mpstar: Python's multiprocessing without Python")
	implementation := object.NewInstance(env, structseq.Namespace)
	implementation.Set("name", starlark.String("mpstar"))
	implementation.Set("cache_tag", starlark.None)
	implementation.Set("version", version)
	implementation.Set("hexversion", starlark.MakeInt(hexVersion))
	m.Set("implementation", implementation)
	platform := runtime.GOOS
	if platform == "windows" {
		platform = "win32"
	}
	str("platform", platform)
	str("byteorder", "little")
	m.Set("maxsize", starlark.MakeInt64(math.MaxInt64))
	m.Set("maxunicode", starlark.MakeInt(0x10ffff))
	str("float_repr_style", "short")
	str("executable", in.Runtime().Executable())
	for _, name := range []string{"prefix", "exec_prefix", "base_prefix", "base_exec_prefix"} {
		str(name, "/usr/local")
	}
	str("platlibdir", "lib")
	m.Set("warnoptions", new(starlark.List))
	m.Set("dont_write_bytecode", starlark.True)
	m.Set("pycache_prefix", starlark.None)
	f := ints(0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 1, 0)
	f = append(f, starlark.False, starlark.MakeInt(0), starlark.MakeInt(0), starlark.False, starlark.MakeInt(-1))
	m.Set("flags", flagsClass.Get().Make(env, f...))
	m.Set("float_info", floatInfo.Get().Make(env, starlark.Float(math.MaxFloat64), starlark.MakeInt(1024), starlark.MakeInt(308), starlark.Float(0x1p-1022),
		starlark.MakeInt(-1021), starlark.MakeInt(-307), starlark.MakeInt(15), starlark.MakeInt(53), starlark.Float(0x1p-52), starlark.MakeInt(2), starlark.MakeInt(1)))
	m.Set("int_info", intInfo.Get().Make(env, ints(30, 4, 4300, 640)...))
	m.Set("hash_info", hashInfo.Get().Make(env, starlark.MakeInt(64), starlark.MakeInt64(1<<61-1), starlark.MakeInt(314159), starlark.MakeInt(0), starlark.MakeInt(1000003),
		starlark.String("siphash13"), starlark.MakeInt(64), starlark.MakeInt(128), starlark.MakeInt(0)))
}
