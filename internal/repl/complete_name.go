package repl

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"unicode"
)

// This file implements the completion of names outside the program: modules and files.

// completeImport offers what an import statement may name.
func (s *session) completeImport(left string, words []string) (string, []string) {
	start := len(left)
	for start > 0 && isPathByte(left[start-1]) {
		start--
	}
	head, prefix := left[:start], left[start:]
	if words[0] == "from" {
		if at := slices.Index(words, "import"); at >= 0 {
			if at != 2 {
				return left, nil
			}
			m, ok := s.in.Module(words[1])
			if !ok {
				return head, s.submodules(words[1], prefix)
			}
			var names []string
			for _, name := range append(attributeNames(m), s.submodules(words[1], prefix)...) {
				if strings.HasPrefix(name, prefix) && shown(name, prefix) {
					names = append(names, name)
				}
			}
			return head, names
		}
		if len(words) > 2 || len(words) == 2 && prefix == "" {
			return head, []string{"import "}
		}
	}
	if dot := strings.LastIndexByte(prefix, '.'); dot >= 0 {
		return head + prefix[:dot+1], s.submodules(prefix[:dot], prefix[dot+1:])
	}
	return head, s.modules(prefix)
}

// modules lists what can be imported at the top.
func (s *session) modules(prefix string) []string {
	var list []string
	for _, name := range s.in.Runtime().Importable() {
		if !strings.Contains(name, ".") && strings.HasPrefix(name, prefix) && shown(name, prefix) {
			list = append(list, name)
		}
	}
	for _, dir := range s.in.Path() {
		if dir == "" {
			dir = s.in.Dir()
		}
		list = append(list, moduleFiles(dir, prefix)...)
	}
	return list
}

// submodules lists the modules of a package that the runtime offers.
func (s *session) submodules(pkg, prefix string) []string {
	var list []string
	for _, name := range s.in.Runtime().Importable() {
		sub, ok := strings.CutPrefix(name, pkg+".")
		if ok && !strings.Contains(sub, ".") && strings.HasPrefix(sub, prefix) && shown(sub, prefix) {
			list = append(list, sub)
		}
	}
	return list
}

func moduleFiles(dir, prefix string) []string {
	var list []string
	entries, _ := os.ReadDir(dir)
	for _, e := range entries {
		name := e.Name()
		ext := filepath.Ext(name)
		switch {
		case !strings.HasPrefix(name, prefix) || !shown(name, prefix):
		case e.IsDir():
			for _, init := range [...]string{"__init__.py", "__init__.star"} {
				if _, err := os.Stat(filepath.Join(dir, name, init)); err == nil {
					list = append(list, name)
				}
			}
		case ext == ".py" || ext == ".star":
			list = append(list, strings.TrimSuffix(name, ext))
		}
	}
	return list
}

// completeFile offers the names of files.
func (s *session) completeFile(head, prefix string) (string, []string) {
	dir, base := filepath.Split(prefix)
	from := dir
	switch {
	case strings.HasPrefix(dir, "~/"):
		home, err := os.UserHomeDir()
		if err != nil {
			return head + prefix, nil
		}
		from = filepath.Join(home, dir[2:])
	case !filepath.IsAbs(dir):
		from = filepath.Join(s.in.Dir(), dir)
	}
	entries, err := os.ReadDir(from)
	if err != nil {
		return head + prefix, nil
	}
	var list []string
	for _, e := range entries {
		name := e.Name()
		if strings.ContainsFunc(name, unicode.IsControl) { // it would be shown as it is
			continue
		}
		if !strings.HasPrefix(name, base) || strings.HasPrefix(name, ".") && !strings.HasPrefix(base, ".") {
			continue
		}
		if e.IsDir() {
			name += string(filepath.Separator)
		}
		list = append(list, name)
	}
	return head + dir, list
}
