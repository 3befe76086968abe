package text

import "math"

// FormatComplex is format(complex(re, im), spec). Both parts take the
// specification's sign, grouping, precision and type; the whole is padded.
func FormatComplex(re, im float64, format string) (string, error) {
	if format == "" {
		return ComplexRepr(re, im), nil
	}
	sp, err := parseSpec(format, "complex", '>')
	if err != nil {
		return "", err
	}
	switch {
	case sp.typ != 0 && (sp.typ > 'n' || !isComplexCode[sp.typ]):
		return "", sp.unknown("complex")
	case sp.precision > maxPrecision:
		return "", errTooBig()
	case sp.fill == '0':
		return "", valueError("Zero padding is not allowed in complex format specifier")
	case sp.align == '=':
		return "", valueError("'=' alignment flag is not allowed in complex format specifier")
	}
	part := sp
	part.width = -1
	bare := sp.typ == 0 // as repr: in parentheses, without ".0", zero left out
	real, imaginary := "", ""
	if !bare || re != 0 || math.Signbit(re) {
		if real, err = part.complexPart(re); err != nil {
			return "", err
		}
		part.sign = '+'
	}
	if imaginary, err = part.complexPart(im); err != nil {
		return "", err
	}
	s := real + imaginary + "j"
	if bare && real != "" {
		s = "(" + s + ")"
	}
	return sp.pad(s)
}

var isComplexCode = [...]bool{'e': true, 'E': true, 'f': true, 'F': true, 'g': true, 'G': true, 'n': true}

func (sp *spec) complexPart(x float64) (string, error) {
	if sp.typ != 0 {
		return sp.formatFloat(x)
	}
	return sp.formatAs(x, 'r', 'g', false)
}
