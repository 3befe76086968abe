package os

import (
	"strings"
)

// This file implements what os.path computes from names alone.

// isSep reports whether c separates the parts of a path.
func isSep(c byte) bool { return c == sep || altSep != 0 && c == altSep }

func hasSepPrefix(p string) bool { return p != "" && isSep(p[0]) }

// lastSep returns the index after the last separator, 0 if there is none.
func lastSep(p string) int {
	for i := len(p); i > 0; i-- {
		if isSep(p[i-1]) {
			return i
		}
	}
	return 0
}

func joinPath(a string, parts ...string) string {
	drive, first := splitDrive(a)
	path := append(make([]byte, 0, 2*len(a)), first...)
	for _, p := range parts {
		d, rest := splitDrive(p)
		switch {
		case hasSepPrefix(rest):
			if d != "" || drive == "" {
				drive = d
			}
			path = append(path[:0], rest...)
			continue
		case d != "" && !strings.EqualFold(d, drive):
			drive, path = d, append(path[:0], rest...)
			continue
		case d != "":
			drive = d
		}
		if len(path) > 0 && !isSep(path[len(path)-1]) {
			path = append(path, sep)
		}
		path = append(path, rest...)
	}
	if drive != "" && len(path) > 0 && !isSep(path[0]) && drive[len(drive)-1] != ':' {
		drive += string(sep)
	}
	return drive + string(path)
}

func splitPath(p string) (head, tail string) {
	drive, p := splitDrive(p)
	i := lastSep(p)
	head, tail = p[:i], p[i:]
	if trimmed := strings.TrimRightFunc(head, func(r rune) bool { return r < 0x80 && isSep(byte(r)) }); trimmed != "" {
		head = trimmed
	}
	return drive + head, tail
}

func splitExt(p string) (root, ext string) {
	start := lastSep(p)
	dot := strings.LastIndexByte(p, '.')
	if dot < start {
		return p, ""
	}
	if strings.Trim(p[start:dot], ".") == "" {
		return p, "" // nothing but leading dots before it
	}
	return p[:dot], p[dot:]
}

func isAbs(p string) bool {
	drive, rest := splitDrive(p)
	return hasSepPrefix(rest) || strings.HasPrefix(drive, `\\`)
}

// fields splits a path at its separators, leaving out empty parts.
func fields(p string) []string {
	return strings.FieldsFunc(p, func(r rune) bool { return r < 0x80 && isSep(byte(r)) })
}

func normPath(p string) string {
	if p == "" {
		return "."
	}
	drive, rest := splitDrive(p)
	root := ""
	if hasSepPrefix(rest) {
		root = string(sep)
		// POSIX leaves two leading slashes, but not more, to the system.
		if altSep == 0 && strings.HasPrefix(rest, "//") && !strings.HasPrefix(rest, "///") {
			root = "//"
		}
	}
	var parts []string
	for _, f := range fields(rest) {
		switch {
		case f == ".":
		case f != "..":
			parts = append(parts, f)
		case len(parts) > 0 && parts[len(parts)-1] != "..":
			parts = parts[:len(parts)-1]
		case root == "":
			parts = append(parts, f)
		}
	}
	if s := drive + root + strings.Join(parts, string(sep)); s != "" {
		return s
	}
	return "."
}

// relPath returns path as seen from start; both are absolute and normalised.
func relPath(path, start string) string {
	a, b := fields(start), fields(path)
	i := 0
	for i < len(a) && i < len(b) && sameName(a[i], b[i]) {
		i++
	}
	var parts []string
	for range a[i:] {
		parts = append(parts, "..")
	}
	parts = append(parts, b[i:]...)
	if len(parts) == 0 {
		return "."
	}
	return strings.Join(parts, string(sep))
}

func sameName(a, b string) bool {
	if altSep != 0 {
		return strings.EqualFold(a, b)
	}
	return a == b
}

// commonPath returns the longest common part of paths; ok is false if some are
// absolute and some are not.
func commonPath(paths []string) (common string, ok bool) {
	abs := isAbs(paths[0])
	var shared []string
	for i, p := range paths {
		if isAbs(p) != abs {
			return "", false
		}
		_, rest := splitDrive(p)
		var parts []string
		for _, f := range fields(rest) {
			if f != "." {
				parts = append(parts, f)
			}
		}
		if i == 0 {
			shared = parts
			continue
		}
		n := 0
		for n < len(shared) && n < len(parts) && sameName(shared[n], parts[n]) {
			n++
		}
		shared = shared[:n]
	}
	drive, _ := splitDrive(paths[0])
	common = drive
	if abs {
		common += string(sep)
	}
	return common + strings.Join(shared, string(sep)), true
}

// expandVars replaces $name and ${name}; names that are not in the environment
// stay as they are.
func expandVars(p string, env map[string]string) string {
	var b strings.Builder
	for i := 0; i < len(p); {
		if p[i] != '$' {
			b.WriteByte(p[i])
			i++
			continue
		}
		name, end := "", i+1
		if end < len(p) && p[end] == '{' {
			if n := strings.IndexByte(p[end:], '}'); n >= 0 {
				name = p[end+1 : end+n]
				end += n + 1
			}
		} else {
			for end < len(p) && (p[end] == '_' || p[end] >= '0' && p[end] <= '9' || p[end]|0x20 >= 'a' && p[end]|0x20 <= 'z') {
				end++
			}
			name = p[i+1 : end]
		}
		if v, ok := env[name]; ok && name != "" {
			b.WriteString(v)
		} else {
			b.WriteString(p[i:end])
		}
		i = end
	}
	return b.String()
}
