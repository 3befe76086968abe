package runtime_test

import (
	"os"
	"reflect"
	"regexp"
	"testing"

	"github.com/mpstar/mpstar/runtime"
)

// TestExamples demands that an example, which is run, sets every option.
func TestExamples(t *testing.T) {
	var src []byte
	for _, name := range []string{"example_test.go", "example_option_test.go", "channel_test.go"} {
		b, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		src = append(src, b...)
	}
	for _, options := range []reflect.Type{reflect.TypeFor[runtime.Config](), reflect.TypeFor[runtime.Limits](), reflect.TypeFor[runtime.Observer]()} {
		for i := range options.NumField() {
			name := options.Field(i).Name
			if !regexp.MustCompile(`\b` + name + `(:|\b[^\n]* = )`).Match(src) {
				t.Errorf("no example sets %s.%s", options.Name(), name)
			}
		}
	}
}
