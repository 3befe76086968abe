package pickle

import (
	"unsafe"

	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/text"
)

// A BufferHolder is the Native of a PickleBuffer. PickledBuffer returns a copy of its bytes, unless they do not lie side by side.
// It can be stopped.
type BufferHolder interface {
	PickledBuffer(env *object.Env) (data []byte, readOnly, contiguous bool, err error)
}

// saveBuffer writes a PickleBuffer: as bytes or a bytearray, or as a mark that it goes beside the pickle.
func (w *Writer) saveBuffer(v *object.Instance, b BufferHolder, key any) error {
	if w.protocol < 5 {
		return exception.New(picklingError, "PickleBuffer can only pickled with protocol >= 5")
	}
	data, readOnly, contiguous, err := b.PickledBuffer(object.EnvOf(w.Thread))
	if err != nil {
		return err
	}
	if !contiguous {
		return exception.New(picklingError, "PickleBuffer can not be pickled when pointing to a non-contiguous buffer")
	}
	if w.Buffer != nil {
		outOfBand, err := w.Buffer(v)
		if err != nil {
			return err
		}
		if outOfBand {
			w.op(opNextBuffer)
			if readOnly {
				w.op(opReadOnlyBuffer)
			}
			return nil
		}
	}
	s := unsafe.String(unsafe.SliceData(data), len(data)) // nobody else has it
	if readOnly {
		return w.saveBytes(text.Bytes(s), s, key)
	}
	w.data(sized8(opByteArray8, len(data)), s)
	w.memoize(key)
	return nil
}
