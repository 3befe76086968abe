package tests

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/mpstar/mpstar/tests/oracle"
)

// surfaceDifferences are the names of multiprocessing, by what they belong to, that
// answer otherwise than CPython's, and why. A name "*" stands for all.
var surfaceDifferences = map[string]string{
	"util|ForkAwareLocal":       "absent: NotImplementedError",
	"util|close_all_fds_except": "absent: NotImplementedError",
	"Pool|imap":                 "buffersize, as from CPython 3.15",
	"Pool|imap_unordered":       "likewise",
	"ThreadPool|imap":           "likewise",
	"ThreadPool|imap_unordered": "likewise",
	"BaseManager|join":          "the message names BaseProcess.join",
	"SyncManager|join":          "the message names BaseProcess.join",
}

// surfaceInternal are the private names of pools and their results that are absent: how
// CPython's pool moves its tasks about.
const surfaceInternal = ` _change_notifier _get_sentinels _get_tasks _get_worker_sentinels _guarded_task_generation
 _handle_results _handle_tasks _handle_workers _help_stuff_finish _inqueue _join_exited_workers _maintain_pool _map_async
 _outqueue _quick_get _quick_put _repopulate_pool _repopulate_pool_static _result_handler _setup_queues _task_handler _terminate
 _terminate_pool _wait_for_updates _worker_handler _wrap_exception _cond _set _set_length `

// TestSurface tries out each public name of multiprocessing, its modules and its
// objects under CPython and under mpstar: that it is there, whether it is a
// function, and by the complaints about wrong arguments, its parameters.
func TestSurface(t *testing.T) {
	python, ok := oracle.Python()
	if !ok {
		t.Skip("no python3 of version 3.11")
	}
	script := filepath.Join("testdata", "surface.py")
	list, err := oracle.Command(python, script)
	if err != nil || list.Exit != 0 {
		t.Fatal(err, list)
	}
	names := filepath.Join(t.TempDir(), "names")
	if err := os.WriteFile(names, []byte(list.Stdout), 0o600); err != nil {
		t.Fatal(err)
	}
	answers := func(command string) map[string][]string {
		r, err := oracle.Command(command, script, names)
		if err != nil {
			t.Fatal(err)
		}
		if r.Exit != 0 {
			t.Fatalf("%s: exit code %d\n%s", command, r.Exit, r.Stderr)
		}
		m := make(map[string][]string)
		for _, line := range strings.Split(strings.TrimSpace(r.Stdout), "\n") {
			parts := strings.SplitN(line, "|", 3)
			key := parts[0] + "|" + parts[1]
			m[key] = append(m[key], parts[2])
		}
		return m
	}
	want, got := answers(python), answers(mpstar)
	if len(want) < 300 {
		t.Fatalf("only %d names", len(want))
	}
	used := make(map[string]bool)
	for key, w := range want {
		if strings.Join(w, "\n") == strings.Join(got[key], "\n") {
			continue
		}
		label, name, _ := strings.Cut(key, "|")
		switch {
		case strings.Contains(strings.ReplaceAll(surfaceInternal, "\n", ""), " "+name+" ") && len(got[key]) == 1 && got[key][0] == "absent":
		case surfaceDifferences[key] != "":
			used[key] = true
		case surfaceDifferences[label+"|*"] != "":
			used[label+"|*"] = true
		default:
			t.Errorf("%s\nCPython %q\nmpstar  %q", key, w, got[key])
		}
	}
	for key := range surfaceDifferences {
		if !used[key] {
			t.Errorf("%s does not differ any more", key)
		}
	}
}
