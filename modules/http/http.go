// Package http is the package http, written in the language over sockets.
package http

import (
	_ "embed"

	"github.com/mpstar/mpstar/internal/interp"
)

var (
	//go:embed http.py
	status string
	//go:embed client.py
	client string
	//go:embed server.py
	server string
)

// Modules returns the definitions of the package and its parts.
func Modules() []interp.Def {
	return []interp.Def{
		{Name: "http", Doc: "HTTP: the numbers and names of its answers.", Source: status},
		{Name: "http.client", Doc: "The client's side of HTTP.", Source: client},
		{Name: "http.server", Doc: "The server's side of HTTP.", Source: server},
	}
}
