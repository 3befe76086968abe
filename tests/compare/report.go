package main

import (
	"fmt"
	"io"
	"sort"

	"github.com/mpstar/mpstar/modules"
)

// report writes the table and the counts.
func report(w io.Writer, scripts []*script) {
	for _, s := range scripts {
		if s.result == skipped {
			continue
		}
		fmt.Fprintf(w, "%-10s  %s", s.result, s.Path)
		if s.cause != "" {
			fmt.Fprintf(w, "  [%s]", s.cause)
		}
		fmt.Fprintln(w)
		for _, l := range s.lines {
			if len(l) > 200 {
				l = l[:200] + "..."
			}
			fmt.Fprintf(w, "            %s\n", l)
		}
	}
	fmt.Fprintf(w, "\n%d collected\n", len(scripts))
	for _, r := range []result{skipped, same, differs, fails} {
		causes := make(map[string]int)
		n := 0
		for _, s := range scripts {
			if s.result == r {
				n++
				causes[s.cause]++
			}
		}
		fmt.Fprintf(w, "%d %s\n", n, r)
		delete(causes, "")
		counts(w, causes)
	}
	absent(w, scripts)
}

// absent says how many scripts ask for each module that isn't there.
func absent(w io.Writer, scripts []*script) {
	have := map[string]bool{"builtins": true}
	for _, d := range modules.All() {
		have[d.Name] = true
	}
	asked, alone := make(map[string]int), make(map[string]int)
	for _, s := range scripts {
		if s.result == skipped {
			continue
		}
		var lacks []string
		for _, m := range s.Modules {
			if !have[m] && !isName(m) {
				asked[m]++
				lacks = append(lacks, m)
			}
		}
		if len(lacks) == 1 {
			alone[lacks[0]]++
		}
	}
	fmt.Fprintln(w, "modules that are absent, by the scripts that ask for them and for no other")
	labelled := make(map[string]int)
	for m, n := range asked {
		labelled[fmt.Sprintf("%s (%d alone)", m, alone[m])] = n
	}
	counts(w, labelled)
}

func counts(w io.Writer, n map[string]int) {
	keys := make([]string, 0, len(n))
	for k := range n {
		keys = append(keys, k)
	}
	sort.Slice(keys, func(i, j int) bool {
		if n[keys[i]] != n[keys[j]] {
			return n[keys[i]] > n[keys[j]]
		}
		return keys[i] < keys[j]
	})
	for _, k := range keys {
		fmt.Fprintf(w, "%6d  %s\n", n[k], k)
	}
}

// isName reports whether a dotted name, taken from "from a import b", is of
// something in a module that is there and not of a module.
func isName(dotted string) bool {
	for _, prefix := range []string{"multiprocessing.", "os."} {
		if len(dotted) > len(prefix) && dotted[:len(prefix)] == prefix {
			return true
		}
	}
	return false
}
