// Package modules lists the modules that come with mpstar.
package modules

import "github.com/mpstar/mpstar/internal/interp"

// All returns every module that scripts can import.
func All() []interp.Def { return nil }
