package system_test

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/mpstar/mpstar/internal/system"
)

// TestReadDir reads a directory with many entries, which come some at a time, and stops after the first of them.
func TestReadDir(t *testing.T) {
	dir := t.TempDir()
	var want []string
	for i := range 1000 {
		name := fmt.Sprintf("file%03d", i)
		want = append(want, name)
		if err := os.WriteFile(filepath.Join(dir, name), nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for kind, files := range map[string]struct {
		system.Files
		dir string
	}{"host": {system.HostFiles{}, dir}, "fs.FS": {system.Reading(os.DirFS(dir)), "/"}} {
		var names []string
		calls := 0
		err := files.ReadDir(files.dir, func(some []fs.DirEntry) error {
			calls++
			for _, e := range some {
				names = append(names, e.Name())
			}
			return nil
		})
		slices.Sort(names)
		if err != nil || !slices.Equal(names, want) || calls < 2 {
			t.Errorf("%s: %d names in %d calls, %v", kind, len(names), calls, err)
		}
		calls, stop := 0, errors.New("stop")
		err = files.ReadDir(files.dir, func(some []fs.DirEntry) error {
			calls++
			return stop
		})
		if err != stop || calls != 1 {
			t.Errorf("%s: %d calls after the first has failed, %v", kind, calls, err)
		}
		if err := files.ReadDir(filepath.Join(files.dir, "none"), nil); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("%s: %v", kind, err)
		}
	}
}
