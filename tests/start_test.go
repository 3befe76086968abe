package tests

import (
	"bufio"
	"bytes"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"
)

// What packages allocate while the program is initialised is paid for at each start, also of children: classes and tables belong into an
// object.Later. The bounds are some 1.5 times what was measured on linux/amd64.
const (
	maxInitBytes       = 320 << 10 // of all our packages
	maxModuleInitBytes = 20 << 10  // of one module
)

func TestStartAllocates(t *testing.T) {
	if raceEnabled {
		t.Skip("the race detector allocates")
	}
	cmd := exec.Command(mpstar, "--version")
	cmd.Env = append(os.Environ(), "GODEBUG=inittrace=1")
	var trace bytes.Buffer
	cmd.Stderr = &trace
	if err := cmd.Run(); err != nil {
		t.Fatal(err)
	}
	const ours = "github.com/mpstar/mpstar/"
	sum, packages := 0, 0
	for lines := bufio.NewScanner(&trace); lines.Scan(); {
		// init internal/bytealg @0.008 ms, 0 ms clock, 0 bytes, 0 allocs
		f := strings.Fields(lines.Text())
		if len(f) != 11 || f[0] != "init" || f[8] != "bytes," || !strings.HasPrefix(f[1], ours) {
			continue
		}
		n, err := strconv.Atoi(f[7])
		if err != nil {
			t.Fatal(err)
		}
		name := strings.TrimPrefix(f[1], ours)
		if strings.HasPrefix(name, "modules/") && n > maxModuleInitBytes {
			t.Errorf("%s allocates %d bytes while it is initialised, more than %d", name, n, maxModuleInitBytes)
		}
		sum += n
		packages++
	}
	if packages < 20 {
		t.Fatalf("only %d packages in the trace:\n%.2000s", packages, trace.String())
	}
	if sum > maxInitBytes {
		t.Errorf("%d bytes are allocated before main, more than %d", sum, maxInitBytes)
	}
	t.Logf("%d bytes in %d packages", sum, packages)
}
