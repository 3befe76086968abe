package textwrap

import (
	"strings"
	"unicode"
)

func isSpace(r rune) bool { return strings.ContainsRune("\t\n\v\f\r ", r) }
func isWord(r rune) bool  { return r == '_' || unicode.IsLetter(r) || unicode.IsNumber(r) }

// isLetter reports whether r is a character of words but no digit.
func isLetter(r rune) bool { return isWord(r) && !unicode.IsDigit(r) }

// isPart reports whether r may stand before a dash between words.
func isPart(r rune) bool { return isWord(r) || strings.ContainsRune(`!"'&.,?`, r) }

// split takes s apart where it may be broken: runs of white space, words, and with
// hyphens set also the parts of hyphenated words and dashes of two or more hyphens
// between words. Joined, the parts are s. It calls each with them until that returns an error.
func split(s []rune, hyphens bool, each func(part string) error) error {
	for i := 0; i < len(s); {
		j := i + 1
		switch {
		case isSpace(s[i]):
			for j < len(s) && isSpace(s[j]) {
				j++
			}
		case !hyphens:
			for j < len(s) && !isSpace(s[j]) {
				j++
			}
		case i > 0 && isPart(s[i-1]) && dash(s, i) > 0:
			j = i + dash(s, i)
		default:
			for ; j < len(s) && !isSpace(s[j]); j++ {
				if s[j] == '-' && hyphenated(s, j) {
					j++
					break
				}
				if isPart(s[j-1]) && dash(s, j) > 0 {
					break
				}
			}
		}
		if err := each(string(s[i:j])); err != nil {
			return err
		}
		i = j
	}
	return nil
}

// dash returns the length of the dash of two or more hyphens at i that a word follows,
// 0 if there is none.
func dash(s []rune, i int) int {
	n := i
	for n < len(s) && s[n] == '-' {
		n++
	}
	if n-i < 2 || n == len(s) || !isWord(s[n]) {
		return 0
	}
	return n - i
}

// hyphenated reports whether a word may be broken after its hyphen at i: letters stand
// before and behind.
func hyphenated(s []rune, i int) bool {
	before := i >= 2 && isLetter(s[i-1]) && isLetter(s[i-2]) ||
		i >= 3 && isPart(s[i-1]) && s[i-2] == '-' && isLetter(s[i-3])
	if !before || i+1 >= len(s) || !isLetter(s[i+1]) {
		return false
	}
	next := i + 2
	if next < len(s) && s[next] == '-' {
		next++
	}
	return next < len(s) && isLetter(s[next])
}
