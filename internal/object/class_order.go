package object

import (
	"strings"

	"github.com/mpstar/mpstar/internal/exception"
)

// maxBases bounds what linearize must compare, which grows with the square of it.
const maxBases = 2000

// linearize returns the method resolution order of c, a class with the given
// bases: the C3 order that CPython uses.
func linearize(c *Class, bases []*Class) ([]*Class, error) {
	if len(bases) > maxBases {
		return nil, exception.New(exception.NotImplementedError, "a class with more than %d bases is not supported", maxBases)
	}
	if len(bases) == 1 {
		return append(append(make([]*Class, 0, len(bases[0].mro)+1), c), bases[0].mro...), nil
	}
	seen := make(map[*Class]bool, len(bases))
	for _, b := range bases {
		if seen[b] {
			return nil, exception.New(exception.TypeError, "duplicate base class %s", b.name)
		}
		seen[b] = true
	}
	var seqs [][]*Class
	for _, b := range bases {
		seqs = append(seqs, b.mro)
	}
	seqs = append(seqs, bases)
	// later counts the sequences in which a class comes after others.
	later := make(map[*Class]int)
	for _, s := range seqs {
		for i := 1; i < len(s); i++ {
			later[s[i]]++
		}
	}
	mro := []*Class{c}
	for {
		var next *Class
		rest := false
		for _, s := range seqs {
			if len(s) == 0 {
				continue
			}
			rest = true
			if later[s[0]] == 0 {
				next = s[0]
				break
			}
		}
		if !rest {
			return mro, nil
		}
		if next == nil {
			return nil, exception.New(exception.TypeError,
				"Cannot create a consistent method resolution\norder (MRO) for bases %s", conflicting(seqs))
		}
		mro = append(mro, next)
		for i, s := range seqs {
			if len(s) > 0 && s[0] == next {
				seqs[i] = s[1:]
				if len(s) > 1 {
					later[s[1]]--
				}
			}
		}
	}
}

// conflicting names the heads of the sequences that block each other.
func conflicting(seqs [][]*Class) string {
	var names []string
	seen := make(map[*Class]bool)
	for _, s := range seqs {
		if len(s) > 0 && !seen[s[0]] {
			seen[s[0]] = true
			names = append(names, s[0].name)
		}
	}
	return strings.Join(names, ", ")
}
