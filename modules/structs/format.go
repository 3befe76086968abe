package structs

import (
	"encoding/binary"
	"math"
	"strconv"

	"github.com/mpstar/mpstar/internal/object"
)

// A format is a parsed format. It is immutable.
type format struct {
	text   string
	order  binary.ByteOrder
	items  []item
	size   int
	values int
}

// An item is count values of one kind, or for s and p one value of count bytes.
type item struct {
	char   byte
	size   int // of one
	count  int
	offset int
}

// nativeSizes and standardSizes are the sizes, and so the alignments, of kinds.
var (
	nativeSizes   = map[byte]int{'x': 1, 'c': 1, 'b': 1, 'B': 1, '?': 1, 'h': 2, 'H': 2, 'i': 4, 'I': 4, 'l': strconv.IntSize / 8, 'L': strconv.IntSize / 8, 'q': 8, 'Q': 8, 'n': 8, 'N': 8, 'P': 8, 'e': 2, 'f': 4, 'd': 8, 's': 1, 'p': 1}
	standardSizes = map[byte]int{'x': 1, 'c': 1, 'b': 1, 'B': 1, '?': 1, 'h': 2, 'H': 2, 'i': 4, 'I': 4, 'l': 4, 'L': 4, 'q': 8, 'Q': 8, 'e': 2, 'f': 4, 'd': 8, 's': 1, 'p': 1}
)

// parse parses a format; msg says what is wrong with it. It can be stopped.
func parse(s string, env *object.Env) (f *format, msg string, err error) {
	f = &format{text: s, order: binary.NativeEndian}
	sizes, align := nativeSizes, true
	if isLittle() {
		f.order = binary.LittleEndian
	} else {
		f.order = binary.BigEndian
	}
	if s != "" {
		switch s[0] {
		case '@':
			s = s[1:]
		case '=', '<', '>', '!':
			sizes, align = standardSizes, false
			switch s[0] {
			case '<':
				f.order = binary.LittleEndian
			case '>', '!':
				f.order = binary.BigEndian
			}
			s = s[1:]
		}
	}
	const tooLong = "total struct size too long"
	for i := 0; i < len(s); i++ {
		if err := env.Tick(); err != nil {
			return nil, "", err
		}
		c := s[i]
		switch c {
		case ' ', '\t', '\n', '\v', '\f', '\r':
			continue
		}
		count := 1
		if '0' <= c && c <= '9' {
			count = 0
			for i < len(s) && '0' <= s[i] && s[i] <= '9' {
				if count > (math.MaxInt-9)/10 {
					return nil, tooLong, nil
				}
				count = count*10 + int(s[i]-'0')
				i++
			}
			if i == len(s) {
				return nil, "repeat count given without format specifier", nil
			}
			c = s[i]
		}
		size, ok := sizes[c]
		if !ok {
			return nil, "bad char in struct format", nil
		}
		if align && size > 1 {
			rest := f.size % size
			if rest > 0 {
				if f.size > math.MaxInt-size {
					return nil, tooLong, nil
				}
				f.size += size - rest
			}
		}
		if count > (math.MaxInt-f.size)/size {
			return nil, tooLong, nil
		}
		switch c {
		case 's', 'p':
			f.values++
			f.items = append(f.items, item{c, size, count, f.size})
		case 'x':
		default:
			if count > 0 {
				f.values += count
				f.items = append(f.items, item{c, size, count, f.size})
			}
		}
		f.size += count * size
	}
	return f, "", nil
}

func isLittle() bool {
	var b [2]byte
	binary.NativeEndian.PutUint16(b[:], 1)
	return b[0] == 1
}
