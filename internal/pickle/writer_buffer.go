package pickle

import (
	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/text"
)

// A BufferHolder is the Native of a PickleBuffer. PickledBuffer returns a copy of its bytes, unless they do not lie side by side.
type BufferHolder interface {
	PickledBuffer() (data []byte, readOnly, contiguous bool, err error)
}

// saveBuffer writes a PickleBuffer: as bytes or a bytearray, or as a mark that it goes beside the pickle.
func (w *Writer) saveBuffer(v *object.Instance, b BufferHolder, key any) error {
	if w.protocol < 5 {
		return exception.New(picklingError, "PickleBuffer can only pickled with protocol >= 5")
	}
	data, readOnly, contiguous, err := b.PickledBuffer()
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
	if readOnly {
		return w.saveBytes(text.Bytes(data), string(data), key)
	}
	w.data(sized8(opByteArray8, len(data)), string(data))
	w.memoize(key)
	return nil
}
