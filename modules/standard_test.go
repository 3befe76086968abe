package modules_test

import (
	"testing"

	"github.com/mpstar/mpstar/internal/lower"
	"github.com/mpstar/mpstar/modules"
)

// TestStandard checks that scripts that import modules of ours are not lowered as those that import classes of their own.
func TestStandard(t *testing.T) {
	for _, def := range modules.All() {
		if !lower.Standard(def.Name) {
			t.Errorf("%s: not in lower's table of standard modules", def.Name)
		}
	}
}
