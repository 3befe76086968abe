package pickle

import (
	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/wire"
)

// A wireReader takes bytes apart, and says what is wrong with them.
type wireReader struct {
	wire.Decoder
	err error // nil if a part was not there
}

// fail makes the reader bad because of what does not fit.
func (r *wireReader) fail(what string) { r.failed(damaged(what)) }

func (r *wireReader) failed(err error) {
	if !r.Bad() {
		r.err = err
		r.Fail()
	}
}

// failure returns why the reader is bad, if it is.
func (r *wireReader) failure() error {
	if r.Bad() && r.err == nil {
		return damaged("too short")
	}
	return r.err
}

func (r *wireReader) native() object.NativeName {
	name := r.String()
	return object.NativeName{Name: name, N: r.Int()}
}
