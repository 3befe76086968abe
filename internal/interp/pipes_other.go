//go:build unix && !linux

package interp

// brisk is something on Linux only.
type brisk struct{}

func (p *pipes) Read(b []byte) (int, error)  { return p.r.Read(b) }
func (p *pipes) Write(b []byte) (int, error) { return p.w.Write(b) }
