package system

import (
	"os"
	"path/filepath"
	"slices"
	"testing"
)

func TestCgroupLimits(t *testing.T) {
	mount := t.TempDir()
	for path, text := range map[string]string{
		"memory.max":                       "max\n",
		"a/memory.max":                     "3000\n",
		"a/b/memory.max":                   "max\n",
		"memory/x/memory.limit_in_bytes":   "2000\n",
		"memory/memory.limit_in_bytes":     "9223372036854771712\n",
		"memory/bad/memory.limit_in_bytes": "many\n",
		"cpu/x/memory.limit_in_bytes":      "1\n",
	} {
		file := filepath.Join(mount, path)
		if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	list := filepath.Join(mount, "list")
	for _, c := range []struct {
		list string
		want []int64
	}{
		{"", nil},
		{"0::/\n", nil},
		{"0::/a/b\n", []int64{3000}},
		{"0::/gone/away\n", nil},
		{"4:cpu,memory:/x\n2:cpu:/x\n", []int64{2000, 9223372036854771712}},
		{"3:memory:/bad\nnonsense\n", []int64{9223372036854771712}},
		{"0::/a/b\n4:memory:/x\n", []int64{3000, 2000, 9223372036854771712}},
	} {
		if err := os.WriteFile(list, []byte(c.list), 0o600); err != nil {
			t.Fatal(err)
		}
		if got := cgroupLimits(list, mount); !slices.Equal(got, c.want) {
			t.Errorf("%q: %v, want %v", c.list, got, c.want)
		}
	}
	if got := cgroupLimits(filepath.Join(mount, "none"), mount); got != nil {
		t.Error(got)
	}
	if MemoryLimit() <= 0 {
		t.Error("no limit is known")
	}
}
