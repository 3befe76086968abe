// Package decimal is the module decimal, written in the language: decimal.py has the numbers, arithmetic.py their operations, function.py
// exponentials, logarithms, powers and formats, context.py the contexts and signals, and integer.go the
// digits of ints. The last four are modules of their own, whose names begin with "_decimal".
package decimal

import (
	_ "embed"

	"github.com/mpstar/mpstar/internal/interp"
)

var (
	//go:embed decimal.py
	source string
	//go:embed arithmetic.py
	arithmeticSource string
	//go:embed function.py
	functionSource string
	//go:embed context.py
	contextSource string
)

// Modules returns the definitions of the module, and of those that it is made of.
func Modules() []interp.Def {
	return []interp.Def{
		{Name: "decimal", Doc: "Decimal numbers of any precision.", Source: source},
		{Name: "_decimal_arithmetic", Doc: "Operations of decimal numbers.", Source: arithmeticSource},
		{Name: "_decimal_function", Doc: "Exponentials, logarithms, powers and formats of decimal numbers.", Source: functionSource},
		{Name: "_decimal_integer", Doc: "Digits of ints, without a limit.", Init: initInteger},
		{Name: "_decimal_context", Doc: "Contexts of decimal arithmetic, and what it signals.", Source: contextSource},
	}
}
