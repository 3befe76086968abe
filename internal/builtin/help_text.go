package builtin

import (
	_ "embed"
	"strings"
	"sync"
)

//go:embed help.txt
var helpText string

// A helpEntry is what help.txt says of a builtin.
type helpEntry struct{ signature, text string }

// helpEntries reads help.txt, on first use: an entry is a signature, and below it,
// indented, a text.
var helpEntries = sync.OnceValue(func() map[string]*helpEntry {
	entries := make(map[string]*helpEntry)
	var e *helpEntry
	for line := range strings.Lines(helpText) {
		line = strings.TrimRight(line, "\n")
		switch text, ok := strings.CutPrefix(line, "  "); {
		case ok:
			e.text += text + "\n"
		case line != "":
			name, _, _ := strings.Cut(line, "(")
			e = &helpEntry{signature: line[strings.IndexByte(line, '('):]}
			entries[name] = e
		}
	}
	return entries
})

// borrowed are the types whose methods mean what another's of the same name mean.
var borrowed = map[string][]string{
	"multiprocessing.RLock": {"multiprocessing.Lock"}, "multiprocessing.Semaphore": {"multiprocessing.Lock"},
	"multiprocessing.BoundedSemaphore": {"multiprocessing.Lock"}, "multiprocessing.Condition": {"multiprocessing.Lock"},
	"multiprocessing.JoinableQueue": {"multiprocessing.Queue"}, "multiprocessing.SimpleQueue": {"multiprocessing.Queue"},
	"multiprocessing.BaseProcess": {"multiprocessing.Process"}, "multiprocessing.ThreadPool": {"multiprocessing.Pool"},
	"multiprocessing.ForkProcess": {"multiprocessing.Process"}, "multiprocessing.SpawnProcess": {"multiprocessing.Process"},
	"bytes": {"str"}, "bytearray": {"bytes", "str", "list"}, "frozenset": {"set"}, "tuple": {"list"}, "range": {"list"}, "bool": {"int"},
}

// lookupHelp returns the entry of a builtin, or of a method of a built-in type.
func lookupHelp(class, name string) *helpEntry {
	entries := helpEntries()
	if class == "" {
		return entries[name]
	}
	if e := entries[class+"."+name]; e != nil {
		return e
	}
	for _, other := range borrowed[class] {
		if e := entries[other+"."+name]; e != nil {
			return e
		}
	}
	return nil
}
