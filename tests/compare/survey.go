package main

import (
	"bytes"
	_ "embed"
	"os"
	"os/exec"
	"strings"
)

//go:embed survey.py
var surveyor string

func runSurvey(python string, files []string) ([]byte, error) {
	cmd := exec.Command(python, "-c", surveyor)
	cmd.Stdin = strings.NewReader(strings.Join(files, "\n") + "\n")
	cmd.Stderr = os.Stderr
	var out bytes.Buffer
	cmd.Stdout = &out
	err := cmd.Run()
	return out.Bytes(), err
}
