package decimal

import (
	"math/big"
	"strings"

	"go.starlark.net/starlark"

	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/interp"
	"github.com/mpstar/mpstar/internal/number"
	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/text"
)

// This file turns the ints that decimal numbers consist of into text and back. Unlike str() and int() it knows no limit on digits, as CPython's decimal
// does not.

func initInteger(_ *interp.Interp, m *object.Module) error {
	for name, f := range map[string]object.Func{"text": digitsOf, "number": numberOf, "length": lengthOf} {
		m.Set(name, object.NewFunc(name, f))
	}
	return nil
}

// integer returns the only argument, an int.
func integer(thread *starlark.Thread, name string, args starlark.Tuple) (starlark.Int, error) {
	if len(args) != 1 {
		return starlark.Int{}, exception.New(exception.TypeError, "%s() takes exactly one argument (%d given)", name, len(args))
	}
	return number.Index(thread, args[0])
}

func digitsOf(thread *starlark.Thread, args starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
	i, err := integer(thread, "text", args)
	if err != nil {
		return nil, err
	}
	if _, ok := i.Int64(); ok {
		return starlark.String(i.String()), nil
	}
	s, err := object.DecimalBig(object.EnvOf(thread), i.BigInt())
	return starlark.String(s), err
}

func numberOf(thread *starlark.Thread, args starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
	if len(args) != 1 {
		return nil, exception.New(exception.TypeError, "number() takes exactly one argument (%d given)", len(args))
	}
	s, ok := text.AsString(args[0])
	if !ok {
		return nil, exception.New(exception.TypeError, "number() argument must be a string")
	}
	f := *object.EnvOf(thread).Formatter()
	f.MaxDigits = -1
	return f.ParseInt(s, 10)
}

// lengthOf returns how many digits an int has. It makes them only where the number of bits leaves it open.
func lengthOf(thread *starlark.Thread, args starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
	i, err := integer(thread, "length", args)
	if err != nil {
		return nil, err
	}
	if _, ok := i.Int64(); ok {
		return starlark.MakeInt(len(strings.TrimPrefix(i.String(), "-"))), nil
	}
	x := i.BigInt()
	least, most := digitsOfBits(x.BitLen())
	if least == most {
		return starlark.MakeInt(least), nil
	}
	s, err := object.DecimalBig(object.EnvOf(thread), new(big.Int).Abs(x))
	return starlark.MakeInt(len(s)), err
}

// digitsOfBits returns how many digits an int of n bits, n > 0, has at least and at most. Its logarithm is between n-1 and n times that of 2,
// 0.30102999566398119521373889472449...: the two factors are below and above that.
func digitsOfBits(n int) (least, most int) {
	const below, above, unit = 301029995663981195, 301029995663981196, 1e18
	scaled := func(n, factor int64) int {
		p := new(big.Int).Mul(big.NewInt(n), big.NewInt(factor))
		return int(p.Div(p, big.NewInt(unit)).Int64())
	}
	return scaled(int64(n-1), below) + 1, scaled(int64(n), above) + 1
}
