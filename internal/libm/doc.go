// Package libm is the elementary functions of floating point with the results
// that scripts see under CPython on Linux, to the last digit.
//
// Go's package math errs in the last bit of every fourth sine and every tenth
// exponential; the C library does so about once in a thousand. The difference
// shows whenever a script prints a float in full. So [Exp], [Log], [Pow],
// [Sin], [Atan2] and their like are computed here to about 80 bits and rounded once
// (exp.go, log.go, power.go, trig.go, inverse.go), while the functions that the C library
// itself derives with an error of a few bits are derived from those by the same formulas
// ([Sinh], [Asinh], [Log10]: derived.go). [Gamma] and [Lgamma] follow
// CPython's own (gamma.go). What Go already computes as C does is not repeated.
//
//	libm.Sin(1e22) // -0.8522008497671888
//
// Arguments and results outside a function's domain follow C: NaN, or an
// infinity at a pole or on overflow. The functions share nothing and may be
// called from any goroutine.
package libm
