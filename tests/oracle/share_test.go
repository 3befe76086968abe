package oracle

import "testing"

// TestShare compares results in which one run's process id is a number of both.
func TestShare(t *testing.T) {
	want := &Result{Stdout: "squares 4624 4761\nworker 77\n", Pids: []int{77}}
	got := &Result{Stdout: "squares 4624 4761\nworker 4700\n", Pids: []int{4700, 4761}}
	if want.Normalize(want.Stdout) == got.Normalize(got.Stdout) {
		t.Error("alike without Share")
	}
	w, g := Share(want, got)
	if a, b := w.Normalize(w.Stdout), g.Normalize(g.Stdout); a != b {
		t.Errorf("%q and %q", a, b)
	}
	if len(want.Pids) != 1 || len(got.Pids) != 2 {
		t.Error("Share changed its arguments")
	}
}
