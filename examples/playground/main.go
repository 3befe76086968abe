// Command playground is a small HTTP server that runs scripts which are posted to it, under limits, and streams what they print.
//
//	go run ./examples/playground
//	curl --data-binary @scripts/pool.py http://127.0.0.1:8080/run
//
// It listens on the loopback interface only. It shows what an application does with package runtime: one Runtime per request, whose Config
// gives scripts modules and nothing of the machine.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"log"
	"net/http"
	"sync"
	"time"

	"github.com/mpstar/mpstar/modules"
	"github.com/mpstar/mpstar/runtime"
)

// limits are what one script may use.
var limits = runtime.Limits{
	Time: 5 * time.Second, Steps: 500_000_000, Processes: 50, Threads: 200,
	QueueBytes: 16 << 20, OutputBytes: 1 << 20, ValueBytes: 64 << 20, HeapBytes: 256 << 20,
}

const (
	maxSource = 1 << 20 // bytes of a script
	maxRuns   = 4       // scripts at a time
)

func main() {
	addr := flag.String("addr", "127.0.0.1:8080", "the address to listen on")
	flag.Parse()
	log.Printf("POST scripts to http://%s/run", *addr)
	server := &http.Server{Addr: *addr, Handler: newServer(), ReadHeaderTimeout: 5 * time.Second}
	log.Fatal(server.ListenAndServe())
}

func newServer() http.Handler {
	mux := http.NewServeMux()
	slots := make(chan struct{}, maxRuns)
	mux.HandleFunc("POST /run", func(w http.ResponseWriter, r *http.Request) {
		select {
		case slots <- struct{}{}:
			defer func() { <-slots }()
		case <-r.Context().Done():
			return
		}
		run(w, r)
	})
	return mux
}

// run runs the script in the request's body. What it prints goes out line by line; how it ended is in the trailer Mpstar-Outcome.
func run(w http.ResponseWriter, r *http.Request) {
	src, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxSource))
	if err != nil {
		http.Error(w, err.Error(), http.StatusRequestEntityTooLarge)
		return
	}
	prog, err := runtime.Compile("script.py", src)
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("Trailer", "Mpstar-Outcome")
	out := &flusher{w: w, c: http.NewResponseController(w)}
	rt := runtime.New(runtime.Config{
		Modules: modules.All(), Stdout: out, Stderr: out, Args: []string{"script.py"}, Limits: limits,
	})
	defer rt.Close()
	err = rt.Run(r.Context(), prog) // ends when the client goes away
	w.Header().Set("Mpstar-Outcome", outcome(err))
}

// outcome says in a few words how a script ended.
func outcome(err error) string {
	var failed *runtime.ScriptError
	var limit *runtime.LimitError
	var exit *runtime.ExitError
	switch {
	case err == nil:
		return "ok"
	case errors.As(err, &failed):
		return "exception " + failed.Class
	case errors.As(err, &limit):
		return "limit " + limit.Limit
	case errors.As(err, &exit):
		return fmt.Sprintf("exit %d", exit.Code)
	case errors.Is(err, context.Canceled):
		return "cancelled"
	}
	return "internal error"
}

// A flusher sends each line on its way. It serves as standard output and standard error, which may be written at the same time.
type flusher struct {
	mu sync.Mutex
	w  io.Writer
	c  *http.ResponseController
}

func (f *flusher) Write(p []byte) (int, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	n, err := f.w.Write(p)
	f.c.Flush()
	return n, err
}
