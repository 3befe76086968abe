package file

import "golang.org/x/term"

func isTerminal(h Handle) bool { return term.IsTerminal(int(h.Fd())) }
