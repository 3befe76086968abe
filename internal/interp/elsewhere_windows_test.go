package interp

import (
	"io"
	"net"
	"testing"
)

// What a process has sent before it ended is read, and then the connection ends, though the system keeps it open.
func TestOrphanConn(t *testing.T) {
	for name, order := range map[string]func(read, orphan func()){
		"read before": func(read, orphan func()) { read(); orphan() },
		"read after":  func(read, orphan func()) { orphan(); read() },
	} {
		t.Run(name, func(t *testing.T) {
			ln, err := net.Listen("tcp", "127.0.0.1:0")
			if err != nil {
				t.Fatal(err)
			}
			defer ln.Close()
			there, err := net.Dial("tcp", ln.Addr().String())
			if err != nil {
				t.Fatal(err)
			}
			defer there.Close()
			nc, err := ln.Accept()
			if err != nil {
				t.Fatal(err)
			}
			defer nc.Close()
			if _, err := there.Write([]byte("sent")); err != nil {
				t.Fatal(err)
			}
			c := &orphanConn{Conn: nc}
			got := make(chan string)
			order(func() {
				go func() {
					b, err := io.ReadAll(c)
					if err != nil {
						t.Error(err)
					}
					got <- string(b)
				}()
			}, c.orphan)
			if text := <-got; text != "sent" {
				t.Errorf("read %q", text)
			}
		})
	}
}
