package text

import (
	"sync"
	"unicode"
)

// Data of the Unicode Character Database that package unicode lacks or has in
// another version. CPython 3.11 is at Unicode 14.0, package unicode at 15.0. A test
// holds all of it against python3, code point by code point.

// newer holds the characters that Unicode 15.0 added: unassigned for CPython 3.11.
var newer = &unicode.RangeTable{
	R16: []unicode.Range16{
		{0xCF3, 0xCF3, 1}, {0xECE, 0xECE, 1},
	},
	R32: []unicode.Range32{
		{0x10EFD, 0x10EFF, 1}, {0x1123F, 0x11241, 1}, {0x11B00, 0x11B09, 1}, {0x11F00, 0x11F10, 1},
		{0x11F12, 0x11F3A, 1}, {0x11F3E, 0x11F59, 1}, {0x1342F, 0x1342F, 1}, {0x13439, 0x13455, 1},
		{0x1B132, 0x1B132, 1}, {0x1B155, 0x1B155, 1}, {0x1D2C0, 0x1D2D3, 1}, {0x1DF25, 0x1DF2A, 1},
		{0x1E030, 0x1E06D, 1}, {0x1E08F, 0x1E08F, 1}, {0x1E4D0, 0x1E4F9, 1}, {0x1F6DC, 0x1F6DC, 1},
		{0x1F774, 0x1F776, 1}, {0x1F77B, 0x1F77F, 1}, {0x1F7D9, 0x1F7D9, 1}, {0x1FA75, 0x1FA77, 1},
		{0x1FA87, 0x1FA88, 1}, {0x1FAAD, 0x1FAAF, 1}, {0x1FABB, 0x1FABD, 1}, {0x1FABF, 0x1FABF, 1},
		{0x1FACE, 0x1FACF, 1}, {0x1FADA, 0x1FADB, 1}, {0x1FAE8, 0x1FAE8, 1}, {0x1FAF7, 0x1FAF8, 1},
		{0x2B739, 0x2B739, 1}, {0x31350, 0x323AF, 1},
	},
}

// digits holds what has Numeric_Type=Digit: digits to isdigit, but not decimal.
var digits = &unicode.RangeTable{
	R16: []unicode.Range16{
		{0xB2, 0xB3, 1}, {0xB9, 0xB9, 1}, {0x1369, 0x1371, 1}, {0x19DA, 0x19DA, 1}, {0x2070, 0x2070, 1},
		{0x2074, 0x2079, 1}, {0x2080, 0x2089, 1}, {0x2460, 0x2468, 1}, {0x2474, 0x247C, 1},
		{0x2488, 0x2490, 1}, {0x24EA, 0x24EA, 1}, {0x24F5, 0x24FD, 1}, {0x24FF, 0x24FF, 1},
		{0x2776, 0x277E, 1}, {0x2780, 0x2788, 1}, {0x278A, 0x2792, 1},
	},
	R32: []unicode.Range32{
		{0x10A40, 0x10A43, 1}, {0x10E60, 0x10E68, 1}, {0x11052, 0x1105A, 1}, {0x1F100, 0x1F10A, 1},
	},
	LatinOffset: 2,
}

// ideographNumbers holds what is numeric without being of category N.
var ideographNumbers = &unicode.RangeTable{
	R16: []unicode.Range16{
		{0x3405, 0x3405, 1}, {0x3483, 0x3483, 1}, {0x382A, 0x382A, 1}, {0x3B4D, 0x3B4D, 1},
		{0x4E00, 0x4E00, 1}, {0x4E03, 0x4E03, 1}, {0x4E07, 0x4E07, 1}, {0x4E09, 0x4E09, 1},
		{0x4E5D, 0x4E5D, 1}, {0x4E8C, 0x4E8C, 1}, {0x4E94, 0x4E94, 1}, {0x4E96, 0x4E96, 1},
		{0x4EBF, 0x4EC0, 1}, {0x4EDF, 0x4EDF, 1}, {0x4EE8, 0x4EE8, 1}, {0x4F0D, 0x4F0D, 1},
		{0x4F70, 0x4F70, 1}, {0x5104, 0x5104, 1}, {0x5146, 0x5146, 1}, {0x5169, 0x5169, 1},
		{0x516B, 0x516B, 1}, {0x516D, 0x516D, 1}, {0x5341, 0x5341, 1}, {0x5343, 0x5345, 1},
		{0x534C, 0x534C, 1}, {0x53C1, 0x53C4, 1}, {0x56DB, 0x56DB, 1}, {0x58F1, 0x58F1, 1},
		{0x58F9, 0x58F9, 1}, {0x5E7A, 0x5E7A, 1}, {0x5EFE, 0x5EFF, 1}, {0x5F0C, 0x5F0E, 1},
		{0x5F10, 0x5F10, 1}, {0x62FE, 0x62FE, 1}, {0x634C, 0x634C, 1}, {0x67D2, 0x67D2, 1},
		{0x6F06, 0x6F06, 1}, {0x7396, 0x7396, 1}, {0x767E, 0x767E, 1}, {0x8086, 0x8086, 1},
		{0x842C, 0x842C, 1}, {0x8CAE, 0x8CAE, 1}, {0x8CB3, 0x8CB3, 1}, {0x8D30, 0x8D30, 1},
		{0x9621, 0x9621, 1}, {0x9646, 0x9646, 1}, {0x964C, 0x964C, 1}, {0x9678, 0x9678, 1},
		{0x96F6, 0x96F6, 1}, {0xF96B, 0xF96B, 1}, {0xF973, 0xF973, 1}, {0xF978, 0xF978, 1},
		{0xF9B2, 0xF9B2, 1}, {0xF9D1, 0xF9D1, 1}, {0xF9D3, 0xF9D3, 1}, {0xF9FD, 0xF9FD, 1},
	},
	R32: []unicode.Range32{
		{0x20001, 0x20001, 1}, {0x20064, 0x20064, 1}, {0x200E2, 0x200E2, 1}, {0x20121, 0x20121, 1},
		{0x2092A, 0x2092A, 1}, {0x20983, 0x20983, 1}, {0x2098C, 0x2098C, 1}, {0x2099C, 0x2099C, 1},
		{0x20AEA, 0x20AEA, 1}, {0x20AFD, 0x20AFD, 1}, {0x20B19, 0x20B19, 1}, {0x22390, 0x22390, 1},
		{0x22998, 0x22998, 1}, {0x23B1B, 0x23B1B, 1}, {0x2626D, 0x2626D, 1}, {0x2F890, 0x2F890, 1},
	},
}

// modifierLetters holds characters that have Lowercase in later versions only.
var modifierLetters = &unicode.RangeTable{
	R16: []unicode.Range16{
		{0x10FC, 0x10FC, 1}, {0xA7F2, 0xA7F4, 1}, {0xAB69, 0xAB69, 1},
	},
}

// upperSpecial holds the uppercase that is not unicode.ToUpper.
var upperSpecial = sync.OnceValue(func() map[rune]string {
	return map[rune]string{
		0x00DF: "\u0053\u0053", 0x0149: "\u02BC\u004E", 0x01F0: "\u004A\u030C",
		0x0390: "\u0399\u0308\u0301", 0x03B0: "\u03A5\u0308\u0301", 0x0587: "\u0535\u0552",
		0x1E96: "\u0048\u0331", 0x1E97: "\u0054\u0308", 0x1E98: "\u0057\u030A", 0x1E99: "\u0059\u030A",
		0x1E9A: "\u0041\u02BE", 0x1F50: "\u03A5\u0313", 0x1F52: "\u03A5\u0313\u0300",
		0x1F54: "\u03A5\u0313\u0301", 0x1F56: "\u03A5\u0313\u0342", 0x1F80: "\u1F08\u0399",
		0x1F81: "\u1F09\u0399", 0x1F82: "\u1F0A\u0399", 0x1F83: "\u1F0B\u0399", 0x1F84: "\u1F0C\u0399",
		0x1F85: "\u1F0D\u0399", 0x1F86: "\u1F0E\u0399", 0x1F87: "\u1F0F\u0399", 0x1F88: "\u1F08\u0399",
		0x1F89: "\u1F09\u0399", 0x1F8A: "\u1F0A\u0399", 0x1F8B: "\u1F0B\u0399", 0x1F8C: "\u1F0C\u0399",
		0x1F8D: "\u1F0D\u0399", 0x1F8E: "\u1F0E\u0399", 0x1F8F: "\u1F0F\u0399", 0x1F90: "\u1F28\u0399",
		0x1F91: "\u1F29\u0399", 0x1F92: "\u1F2A\u0399", 0x1F93: "\u1F2B\u0399", 0x1F94: "\u1F2C\u0399",
		0x1F95: "\u1F2D\u0399", 0x1F96: "\u1F2E\u0399", 0x1F97: "\u1F2F\u0399", 0x1F98: "\u1F28\u0399",
		0x1F99: "\u1F29\u0399", 0x1F9A: "\u1F2A\u0399", 0x1F9B: "\u1F2B\u0399", 0x1F9C: "\u1F2C\u0399",
		0x1F9D: "\u1F2D\u0399", 0x1F9E: "\u1F2E\u0399", 0x1F9F: "\u1F2F\u0399", 0x1FA0: "\u1F68\u0399",
		0x1FA1: "\u1F69\u0399", 0x1FA2: "\u1F6A\u0399", 0x1FA3: "\u1F6B\u0399", 0x1FA4: "\u1F6C\u0399",
		0x1FA5: "\u1F6D\u0399", 0x1FA6: "\u1F6E\u0399", 0x1FA7: "\u1F6F\u0399", 0x1FA8: "\u1F68\u0399",
		0x1FA9: "\u1F69\u0399", 0x1FAA: "\u1F6A\u0399", 0x1FAB: "\u1F6B\u0399", 0x1FAC: "\u1F6C\u0399",
		0x1FAD: "\u1F6D\u0399", 0x1FAE: "\u1F6E\u0399", 0x1FAF: "\u1F6F\u0399", 0x1FB2: "\u1FBA\u0399",
		0x1FB3: "\u0391\u0399", 0x1FB4: "\u0386\u0399", 0x1FB6: "\u0391\u0342",
		0x1FB7: "\u0391\u0342\u0399", 0x1FBC: "\u0391\u0399", 0x1FC2: "\u1FCA\u0399",
		0x1FC3: "\u0397\u0399", 0x1FC4: "\u0389\u0399", 0x1FC6: "\u0397\u0342",
		0x1FC7: "\u0397\u0342\u0399", 0x1FCC: "\u0397\u0399", 0x1FD2: "\u0399\u0308\u0300",
		0x1FD3: "\u0399\u0308\u0301", 0x1FD6: "\u0399\u0342", 0x1FD7: "\u0399\u0308\u0342",
		0x1FE2: "\u03A5\u0308\u0300", 0x1FE3: "\u03A5\u0308\u0301", 0x1FE4: "\u03A1\u0313",
		0x1FE6: "\u03A5\u0342", 0x1FE7: "\u03A5\u0308\u0342", 0x1FF2: "\u1FFA\u0399",
		0x1FF3: "\u03A9\u0399", 0x1FF4: "\u038F\u0399", 0x1FF6: "\u03A9\u0342",
		0x1FF7: "\u03A9\u0342\u0399", 0x1FFC: "\u03A9\u0399", 0xFB00: "\u0046\u0046",
		0xFB01: "\u0046\u0049", 0xFB02: "\u0046\u004C", 0xFB03: "\u0046\u0046\u0049",
		0xFB04: "\u0046\u0046\u004C", 0xFB05: "\u0053\u0054", 0xFB06: "\u0053\u0054",
		0xFB13: "\u0544\u0546", 0xFB14: "\u0544\u0535", 0xFB15: "\u0544\u053B", 0xFB16: "\u054E\u0546",
		0xFB17: "\u0544\u053D",
	}
})

// titleSpecial holds the titlecase that is not unicode.ToTitle.
var titleSpecial = sync.OnceValue(func() map[rune]string {
	return map[rune]string{
		0x00DF: "\u0053\u0073", 0x0149: "\u02BC\u004E", 0x01F0: "\u004A\u030C",
		0x0390: "\u0399\u0308\u0301", 0x03B0: "\u03A5\u0308\u0301", 0x0587: "\u0535\u0582",
		0x1E96: "\u0048\u0331", 0x1E97: "\u0054\u0308", 0x1E98: "\u0057\u030A", 0x1E99: "\u0059\u030A",
		0x1E9A: "\u0041\u02BE", 0x1F50: "\u03A5\u0313", 0x1F52: "\u03A5\u0313\u0300",
		0x1F54: "\u03A5\u0313\u0301", 0x1F56: "\u03A5\u0313\u0342", 0x1FB2: "\u1FBA\u0345",
		0x1FB4: "\u0386\u0345", 0x1FB6: "\u0391\u0342", 0x1FB7: "\u0391\u0342\u0345",
		0x1FC2: "\u1FCA\u0345", 0x1FC4: "\u0389\u0345", 0x1FC6: "\u0397\u0342",
		0x1FC7: "\u0397\u0342\u0345", 0x1FD2: "\u0399\u0308\u0300", 0x1FD3: "\u0399\u0308\u0301",
		0x1FD6: "\u0399\u0342", 0x1FD7: "\u0399\u0308\u0342", 0x1FE2: "\u03A5\u0308\u0300",
		0x1FE3: "\u03A5\u0308\u0301", 0x1FE4: "\u03A1\u0313", 0x1FE6: "\u03A5\u0342",
		0x1FE7: "\u03A5\u0308\u0342", 0x1FF2: "\u1FFA\u0345", 0x1FF4: "\u038F\u0345",
		0x1FF6: "\u03A9\u0342", 0x1FF7: "\u03A9\u0342\u0345", 0xFB00: "\u0046\u0066",
		0xFB01: "\u0046\u0069", 0xFB02: "\u0046\u006C", 0xFB03: "\u0046\u0066\u0069",
		0xFB04: "\u0046\u0066\u006C", 0xFB05: "\u0053\u0074", 0xFB06: "\u0053\u0074",
		0xFB13: "\u0544\u0576", 0xFB14: "\u0544\u0565", 0xFB15: "\u0544\u056B", 0xFB16: "\u054E\u0576",
		0xFB17: "\u0544\u056D",
	}
})

// foldSpecial holds the full case folding that is not unicode.ToLower. Cherokee,
// which folds to uppercase, is done by rule.
var foldSpecial = sync.OnceValue(func() map[rune]string {
	return map[rune]string{
		0x00B5: "\u03BC", 0x00DF: "\u0073\u0073", 0x0130: "\u0069\u0307", 0x0149: "\u02BC\u006E",
		0x017F: "\u0073", 0x01F0: "\u006A\u030C", 0x0345: "\u03B9", 0x0390: "\u03B9\u0308\u0301",
		0x03B0: "\u03C5\u0308\u0301", 0x03C2: "\u03C3", 0x03D0: "\u03B2", 0x03D1: "\u03B8",
		0x03D5: "\u03C6", 0x03D6: "\u03C0", 0x03F0: "\u03BA", 0x03F1: "\u03C1", 0x03F5: "\u03B5",
		0x0587: "\u0565\u0582", 0x1C80: "\u0432", 0x1C81: "\u0434", 0x1C82: "\u043E", 0x1C83: "\u0441",
		0x1C84: "\u0442", 0x1C85: "\u0442", 0x1C86: "\u044A", 0x1C87: "\u0463", 0x1C88: "\uA64B",
		0x1E96: "\u0068\u0331", 0x1E97: "\u0074\u0308", 0x1E98: "\u0077\u030A", 0x1E99: "\u0079\u030A",
		0x1E9A: "\u0061\u02BE", 0x1E9B: "\u1E61", 0x1E9E: "\u0073\u0073", 0x1F50: "\u03C5\u0313",
		0x1F52: "\u03C5\u0313\u0300", 0x1F54: "\u03C5\u0313\u0301", 0x1F56: "\u03C5\u0313\u0342",
		0x1F80: "\u1F00\u03B9", 0x1F81: "\u1F01\u03B9", 0x1F82: "\u1F02\u03B9", 0x1F83: "\u1F03\u03B9",
		0x1F84: "\u1F04\u03B9", 0x1F85: "\u1F05\u03B9", 0x1F86: "\u1F06\u03B9", 0x1F87: "\u1F07\u03B9",
		0x1F88: "\u1F00\u03B9", 0x1F89: "\u1F01\u03B9", 0x1F8A: "\u1F02\u03B9", 0x1F8B: "\u1F03\u03B9",
		0x1F8C: "\u1F04\u03B9", 0x1F8D: "\u1F05\u03B9", 0x1F8E: "\u1F06\u03B9", 0x1F8F: "\u1F07\u03B9",
		0x1F90: "\u1F20\u03B9", 0x1F91: "\u1F21\u03B9", 0x1F92: "\u1F22\u03B9", 0x1F93: "\u1F23\u03B9",
		0x1F94: "\u1F24\u03B9", 0x1F95: "\u1F25\u03B9", 0x1F96: "\u1F26\u03B9", 0x1F97: "\u1F27\u03B9",
		0x1F98: "\u1F20\u03B9", 0x1F99: "\u1F21\u03B9", 0x1F9A: "\u1F22\u03B9", 0x1F9B: "\u1F23\u03B9",
		0x1F9C: "\u1F24\u03B9", 0x1F9D: "\u1F25\u03B9", 0x1F9E: "\u1F26\u03B9", 0x1F9F: "\u1F27\u03B9",
		0x1FA0: "\u1F60\u03B9", 0x1FA1: "\u1F61\u03B9", 0x1FA2: "\u1F62\u03B9", 0x1FA3: "\u1F63\u03B9",
		0x1FA4: "\u1F64\u03B9", 0x1FA5: "\u1F65\u03B9", 0x1FA6: "\u1F66\u03B9", 0x1FA7: "\u1F67\u03B9",
		0x1FA8: "\u1F60\u03B9", 0x1FA9: "\u1F61\u03B9", 0x1FAA: "\u1F62\u03B9", 0x1FAB: "\u1F63\u03B9",
		0x1FAC: "\u1F64\u03B9", 0x1FAD: "\u1F65\u03B9", 0x1FAE: "\u1F66\u03B9", 0x1FAF: "\u1F67\u03B9",
		0x1FB2: "\u1F70\u03B9", 0x1FB3: "\u03B1\u03B9", 0x1FB4: "\u03AC\u03B9", 0x1FB6: "\u03B1\u0342",
		0x1FB7: "\u03B1\u0342\u03B9", 0x1FBC: "\u03B1\u03B9", 0x1FBE: "\u03B9", 0x1FC2: "\u1F74\u03B9",
		0x1FC3: "\u03B7\u03B9", 0x1FC4: "\u03AE\u03B9", 0x1FC6: "\u03B7\u0342",
		0x1FC7: "\u03B7\u0342\u03B9", 0x1FCC: "\u03B7\u03B9", 0x1FD2: "\u03B9\u0308\u0300",
		0x1FD3: "\u03B9\u0308\u0301", 0x1FD6: "\u03B9\u0342", 0x1FD7: "\u03B9\u0308\u0342",
		0x1FE2: "\u03C5\u0308\u0300", 0x1FE3: "\u03C5\u0308\u0301", 0x1FE4: "\u03C1\u0313",
		0x1FE6: "\u03C5\u0342", 0x1FE7: "\u03C5\u0308\u0342", 0x1FF2: "\u1F7C\u03B9",
		0x1FF3: "\u03C9\u03B9", 0x1FF4: "\u03CE\u03B9", 0x1FF6: "\u03C9\u0342",
		0x1FF7: "\u03C9\u0342\u03B9", 0x1FFC: "\u03C9\u03B9", 0xFB00: "\u0066\u0066",
		0xFB01: "\u0066\u0069", 0xFB02: "\u0066\u006C", 0xFB03: "\u0066\u0066\u0069",
		0xFB04: "\u0066\u0066\u006C", 0xFB05: "\u0073\u0074", 0xFB06: "\u0073\u0074",
		0xFB13: "\u0574\u0576", 0xFB14: "\u0574\u0565", 0xFB15: "\u0574\u056B", 0xFB16: "\u057E\u0576",
		0xFB17: "\u0574\u056D",
	}
})
