package multiprocessing

import (
	"crypto/hmac"
	"crypto/md5"
	"crypto/sha256"
	"crypto/sha512"
	"errors"
	"hash"
	"io"
	"strings"
)

// This file is how two programs convince each other that they have the same key: each sends random bytes, the
// challenge, and the other answers with a keyed digest of them. The listener goes first.
//
// CPython 3.11 sends 20 bytes and expects HMAC-MD5. From 3.12 on the challenge begins with the name of a digest in braces,
// which covers the name too; the answer begins with it as well. We send what 3.11 sends, which later
// versions answer, and answer both.

const (
	challengeMark   = "#CHALLENGE#"
	welcomeMark     = "#WELCOME#"
	failureMark     = "#FAILURE#"
	challengeLength = 20
)

var (
	errDigestWrong    = errors.New("digest received was wrong")
	errDigestRejected = errors.New("digest sent was rejected")
)

// errNoChallenge is what came in place of a challenge.
type errNoChallenge struct{ got string }

func (e *errNoChallenge) Error() string { return "no challenge" }

// messages is what a handshake goes over.
type messages interface {
	send(m string) error
	recv(max int) (string, error)
}

var digests = map[string]func() hash.Hash{
	"md5": md5.New, "sha256": sha256.New, "sha384": sha512.New384,
}

func keyedDigest(name string, key, message string) string {
	h := hmac.New(digests[name], []byte(key))
	io.WriteString(h, message)
	return string(h.Sum(nil))
}

// digestPrefix splits off the name of a digest that we have.
func digestPrefix(s string) (name, rest string) {
	if strings.HasPrefix(s, "{") {
		if name, rest, ok := strings.Cut(s[1:], "}"); ok && digests[name] != nil {
			return name, rest
		}
	}
	return "", s
}

// deliverChallenge lets the peer prove that it has the key.
func deliverChallenge(c messages, key string, random io.Reader) error {
	var b [challengeLength]byte
	if _, err := io.ReadFull(random, b[:]); err != nil {
		return err
	}
	message := string(b[:])
	if err := c.send(challengeMark + message); err != nil {
		return err
	}
	answer, err := c.recv(maxHandshake)
	if err != nil {
		return err
	}
	name, mac := digestPrefix(answer)
	if name == "" {
		name = "md5"
	}
	if hmac.Equal([]byte(mac), []byte(keyedDigest(name, key, message))) {
		return c.send(welcomeMark)
	}
	if err := c.send(failureMark); err != nil {
		return err
	}
	return errDigestWrong
}

// answerChallenge proves to the peer that we have the key.
func answerChallenge(c messages, key string) error {
	message, err := c.recv(maxHandshake)
	if err != nil {
		return err
	}
	challenge, ok := strings.CutPrefix(message, challengeMark)
	if !ok {
		return &errNoChallenge{message}
	}
	name, _ := digestPrefix(challenge)
	var answer string
	if name == "" {
		answer = keyedDigest("md5", key, challenge)
	} else {
		answer = "{" + name + "}" + keyedDigest(name, key, challenge)
	}
	if err := c.send(answer); err != nil {
		return err
	}
	verdict, err := c.recv(maxHandshake)
	if err != nil {
		return err
	}
	if verdict != welcomeMark {
		return errDigestRejected
	}
	return nil
}
