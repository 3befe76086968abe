package syntax

// A tok is the kind of a token.
type tok uint8

const (
	tEOF tok = iota
	tNewline
	tIndent
	tDedent
	tName
	tNumber
	tString
	tCut   // the text ends where it may not: in a bracket, after a backslash
	tBad   // where the scanner found an error
	tStray // a character that begins no token: $ ? ! `

	tLparen
	tRparen
	tLbrack
	tRbrack
	tLbrace
	tRbrace
	tColon
	tComma
	tSemi
	tDot
	tEllipsis
	tAssign
	tArrow
	tWalrus

	// Binary operators, in the order of the Ops Add to FloorDiv, then the same
	// with "=".
	tPlus
	tMinus
	tStar
	tAt
	tSlash
	tPercent
	tPower
	tLshift
	tRshift
	tBar
	tCaret
	tAmp
	tSlash2
	tPlusEq
	tMinusEq
	tStarEq
	tAtEq
	tSlashEq
	tPercentEq
	tPowerEq
	tLshiftEq
	tRshiftEq
	tBarEq
	tCaretEq
	tAmpEq
	tSlash2Eq

	tTilde
	tEq
	tNotEq
	tLt
	tLtE
	tGt
	tGtE
	tLtGt // <>, which the grammar refuses

	tFalse
	tNone
	tTrue
	tAnd
	tAs
	tAssert
	tAsync
	tAwait
	tBreak
	tClass
	tContinue
	tDef
	tDel
	tElif
	tElse
	tExcept
	tFinally
	tFor
	tFrom
	tGlobal
	tIf
	tImport
	tIn
	tIs
	tLambda
	tNonlocal
	tNot
	tOr
	tPass
	tRaise
	tReturn
	tTry
	tWhile
	tWith
	tYield
)

// keyword returns the kind of an identifier: a keyword's, or tName.
func keyword(s string) tok {
	if len(s) < 2 || len(s) > 8 {
		return tName
	}
	switch s {
	case "False":
		return tFalse
	case "None":
		return tNone
	case "True":
		return tTrue
	case "and":
		return tAnd
	case "as":
		return tAs
	case "assert":
		return tAssert
	case "async":
		return tAsync
	case "await":
		return tAwait
	case "break":
		return tBreak
	case "class":
		return tClass
	case "continue":
		return tContinue
	case "def":
		return tDef
	case "del":
		return tDel
	case "elif":
		return tElif
	case "else":
		return tElse
	case "except":
		return tExcept
	case "finally":
		return tFinally
	case "for":
		return tFor
	case "from":
		return tFrom
	case "global":
		return tGlobal
	case "if":
		return tIf
	case "import":
		return tImport
	case "in":
		return tIn
	case "is":
		return tIs
	case "lambda":
		return tLambda
	case "nonlocal":
		return tNonlocal
	case "not":
		return tNot
	case "or":
		return tOr
	case "pass":
		return tPass
	case "raise":
		return tRaise
	case "return":
		return tReturn
	case "try":
		return tTry
	case "while":
		return tWhile
	case "with":
		return tWith
	case "yield":
		return tYield
	}
	return tName
}

// A token is a piece of the source text: src[off:end].
type token struct {
	kind        tok
	level       uint8 // open brackets after the token
	off, end    int32
	start, stop Pos
}

// maxBrackets is how deep brackets nest, as in CPython.
const maxBrackets = 200

// maxIndents is how deep indentation nests, as in CPython.
const maxIndents = 100
