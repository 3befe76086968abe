package structs

import "testing"

func FuzzParse(f *testing.F) {
	for _, s := range []string{"", "<3i2x5sp", "@bI?0q", "9223372036854775807i", "3", "=n", ">hhl \t e"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		p, msg, err := parse(s, nil)
		if err != nil {
			t.Fatal(err)
		}
		if msg != "" || p.size > 1<<16 || p.values > 1<<16 {
			return
		}
		if v, err := p.unpack(nil, string(make([]byte, p.size))); v == nil || err != nil {
			t.Fatal("no values")
		}
		for _, it := range p.items {
			if it.offset < 0 || it.offset+it.size*it.count > p.size {
				t.Fatalf("%q: item %+v outside of %d", s, it, p.size)
			}
		}
	})
}
