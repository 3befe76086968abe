package text

import "unicode"

// Character classes as CPython 3.11 has them, which is by Unicode 14.0.

func isNewer(r rune) bool { return r >= 0xCF3 && unicode.Is(newer, r) }

func isAlpha(r rune) bool {
	if r < 0x80 {
		return 'a' <= r|0x20 && r|0x20 <= 'z'
	}
	return unicode.IsLetter(r) && !isNewer(r)
}

func isDecimal(r rune) bool {
	if r < 0x80 {
		return '0' <= r && r <= '9'
	}
	return unicode.Is(unicode.Nd, r) && !isNewer(r)
}

func isDigit(r rune) bool { return isDecimal(r) || r >= 0x80 && unicode.Is(digits, r) }

func isNumeric(r rune) bool {
	if r < 0x80 {
		return '0' <= r && r <= '9'
	}
	return (unicode.Is(unicode.N, r) || unicode.Is(ideographNumbers, r)) && !isNewer(r)
}

func isAlnum(r rune) bool { return isAlpha(r) || isNumeric(r) }

// isSpace is what str.isspace, strip and split take for white space: more than
// ASCII's six, among them the four separators \x1c to \x1f.
func isSpace(r rune) bool {
	switch {
	case r < 0x80:
		return r == ' ' || 0x09 <= r && r <= 0x0D || 0x1C <= r && r <= 0x1F
	case r < 0x1680:
		return r == 0x85 || r == 0xA0
	}
	return r == 0x1680 || 0x2000 <= r && r <= 0x200A || r == 0x2028 || r == 0x2029 ||
		r == 0x202F || r == 0x205F || r == 0x3000
}

// isLineBreak is what splitlines splits at.
func isLineBreak(r rune) bool {
	return 0x0A <= r && r <= 0x0D || 0x1C <= r && r <= 0x1E || r == 0x85 || r == 0x2028 || r == 0x2029
}

// isPrintable is what repr shows as it is.
func isPrintable(r rune) bool {
	if r < 0x80 {
		return 0x20 <= r && r < 0x7F
	}
	return unicode.IsPrint(r) && !isNewer(r)
}

func isUpper(r rune) bool {
	if r < 0x80 {
		return 'A' <= r && r <= 'Z'
	}
	return unicode.In(r, unicode.Lu, unicode.Other_Uppercase) && !isNewer(r)
}

func isLower(r rune) bool {
	if r < 0x80 {
		return 'a' <= r && r <= 'z'
	}
	return unicode.In(r, unicode.Ll, unicode.Other_Lowercase) && !isNewer(r) && !unicode.Is(modifierLetters, r)
}

func isTitle(r rune) bool { return r >= 0x80 && unicode.Is(unicode.Lt, r) }

func isCased(r rune) bool { return isUpper(r) || isLower(r) || isTitle(r) }

// isCaseIgnorable is Unicode's Case_Ignorable: what does not end a word when
// looking for the sigma that ends it.
func isCaseIgnorable(r rune) bool {
	switch r {
	case '\'', '.', ':', 0xB7, 0x387, 0x55F, 0x5F4, 0x2018, 0x2019, 0x2024, 0x2027,
		0xFE13, 0xFE52, 0xFE55, 0xFF07, 0xFF0E, 0xFF1A:
		return true
	}
	return unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf, unicode.Lm, unicode.Sk) && !isNewer(r)
}

// isIdentifierStart is XID_Start or the underscore. XID_Start lacks the
// characters whose compatibility form is no identifier.
func isIdentifierStart(r rune) bool {
	if r < 0x80 {
		return isAlpha(r) || r == '_'
	}
	switch {
	case r == 0x37A, r == 0xE33, r == 0xEB3, r == 0x2E2F, 0xFC5E <= r && r <= 0xFC63,
		0xFDFA <= r && r <= 0xFDFB, r == 0xFE70, r == 0xFE72, r == 0xFE74, r == 0xFE76,
		r == 0xFE78, r == 0xFE7A, r == 0xFE7C, r == 0xFE7E, r == 0xFF9E, r == 0xFF9F, r == 0x309B, r == 0x309C:
		return false
	}
	return (unicode.IsLetter(r) || unicode.In(r, unicode.Nl, unicode.Other_ID_Start)) && !isNewer(r)
}

// isIdentifierPart is XID_Continue.
func isIdentifierPart(r rune) bool {
	if r < 0x80 {
		return isAlpha(r) || r == '_' || '0' <= r && r <= '9'
	}
	switch r {
	case 0xE33, 0xEB3, 0xFF9E, 0xFF9F:
		return true
	}
	return isIdentifierStart(r) ||
		unicode.In(r, unicode.Mn, unicode.Mc, unicode.Nd, unicode.Pc, unicode.Other_ID_Continue) && !isNewer(r)
}

// digitValue returns the value of a decimal digit of any script. Every script has
// its ten digits in a row, beginning at its zero.
func digitValue(r rune) (int, bool) {
	if '0' <= r && r <= '9' {
		return int(r - '0'), true
	}
	if r < 0x80 || !isDecimal(r) {
		return 0, false
	}
	for _, rg := range unicode.Nd.R16 {
		if r <= rune(rg.Hi) {
			return int(r-rune(rg.Lo)) % 10, true
		}
	}
	for _, rg := range unicode.Nd.R32 {
		if r <= rune(rg.Hi) {
			return int(r-rune(rg.Lo)) % 10, true
		}
	}
	return 0, false
}
