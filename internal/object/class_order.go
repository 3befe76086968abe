package object

import (
	"strings"

	"github.com/mpstar/mpstar/internal/exception"
)

// linearize returns the method resolution order of c, a class with the given
// bases: the C3 order that CPython uses.
func linearize(c *Class, bases []*Class) ([]*Class, error) {
	for i, b := range bases {
		for _, other := range bases[:i] {
			if b == other {
				return nil, exception.New(exception.TypeError, "duplicate base class %s", b.name)
			}
		}
	}
	if len(bases) == 1 {
		return append([]*Class{c}, bases[0].mro...), nil
	}
	var seqs [][]*Class
	for _, b := range bases {
		seqs = append(seqs, b.mro)
	}
	seqs = append(seqs, bases)
	mro := []*Class{c}
	for {
		var next *Class
		rest := false
	candidates:
		for _, s := range seqs {
			if len(s) == 0 {
				continue
			}
			rest = true
			for _, t := range seqs {
				for i, k := range t {
					if i > 0 && k == s[0] {
						continue candidates
					}
				}
			}
			next = s[0]
			break
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
