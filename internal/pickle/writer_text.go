package pickle

import (
	"math"
	"unicode/utf8"

	"github.com/mpstar/mpstar/internal/exception"
	"github.com/mpstar/mpstar/internal/object"
	"github.com/mpstar/mpstar/internal/text"
	"go.starlark.net/starlark"
)

func (w *Writer) saveString(s string, key any) error {
	switch {
	case w.protocol == 0:
		w.op(opUnicode)
		for len(s) > longText {
			n := longText
			for !utf8.RuneStart(s[n]) {
				n--
			}
			w.out = appendRawEscaped(w.out, s[:n])
			w.keep()
			s = s[n:]
			if check := w.check(); check != nil {
				if err := check(); err != nil {
					return err
				}
			}
		}
		w.out = appendRawEscaped(w.out, s)
		w.op('\n')
	case w.protocol >= 4 && len(s) < 1<<8:
		w.out = append(append(w.out, opShortBinUnicode, byte(len(s))), s...)
	case len(s) <= math.MaxUint32:
		w.data(sized4(opBinUnicode, len(s)), s)
	case w.protocol >= 4:
		w.data(sized8(opBinUnicode8, len(s)), s)
	default:
		return exception.New(exception.OverflowError, "cannot serialize a string larger than 4GiB")
	}
	w.memoize(key)
	return nil
}

// saveName writes a string that is one object in CPython wherever it occurs: the
// name of a module, a class or an attribute.
func (w *Writer) saveName(name string) error {
	w.boundary()
	if w.Persistent != nil {
		return w.save(text.Str(name))
	}
	if w.known(nameKey(name)) {
		return nil
	}
	return w.saveString(name, nameKey(name))
}

func (w *Writer) saveBytes(v starlark.Value, s string, key any) error {
	switch {
	case w.protocol < 3:
		if s == "" {
			return w.reduced(&Reduction{Func: object.BytesType, Args: starlark.Tuple{}}, v, key)
		}
		latin1, err := text.DecodePaced(w.check(), s, "latin-1", "strict")
		if err != nil {
			return err
		}
		str, err := text.StrPaced(w.check(), latin1)
		if err != nil {
			return err
		}
		return w.reduced(&Reduction{Func: codecsEncode, Args: starlark.Tuple{str, latin1Name}}, v, key)
	case len(s) < 1<<8:
		w.out = append(append(w.out, opShortBinBytes, byte(len(s))), s...)
	case len(s) <= math.MaxUint32:
		w.data(sized4(opBinBytes, len(s)), s)
	case w.protocol >= 4:
		w.data(sized8(opBinBytes8, len(s)), s)
	default:
		return exception.New(exception.OverflowError, "serializing a bytes object larger than 4 GiB requires pickle protocol 4 or higher")
	}
	w.memoize(key)
	return nil
}
