package lower

import (
	"fmt"
	"math/big"
	"strconv"
	"strings"

	star "go.starlark.net/syntax"
)

// Dump returns the text of the lowered program, for people to read: with its invented names it
// is no program that can be parsed again.
func Dump(c *Code) string { return dumpFile(c.trees().main) }

// DumpReplica is Dump for the replica.
func DumpReplica(c *Code) (string, error) {
	if _, err := c.Replica(); err != nil {
		return "", err
	}
	return dumpFile(c.replicaFile), nil
}

func dumpFile(f *star.File) string {
	var p printer
	p.stmts(f.Stmts)
	return p.String()
}

type printer struct {
	strings.Builder
	indent int
}

func (p *printer) line(format string, args ...any) {
	p.WriteString(strings.Repeat("    ", p.indent))
	fmt.Fprintf(p, format, args...)
	p.WriteByte('\n')
}

func (p *printer) block(list []star.Stmt) {
	p.indent++
	p.stmts(list)
	p.indent--
}

func (p *printer) stmts(list []star.Stmt) {
	if len(list) == 0 {
		p.line("pass")
	}
	for _, s := range list {
		p.stmt(s)
	}
}

func (p *printer) stmt(s star.Stmt) {
	switch s := s.(type) {
	case *star.AssignStmt:
		p.line("%s %s %s", dumpExpr(s.LHS, 0), s.Op, dumpExpr(s.RHS, 0))
	case *star.BranchStmt:
		p.line("%s", s.Token)
	case *star.DefStmt:
		p.line("def %s(%s):", s.Name.Name, dumpList(s.Params))
		p.block(s.Body)
	case *star.ExprStmt:
		p.line("%s", dumpExpr(s.X, 0))
	case *star.ForStmt:
		p.line("for %s in %s:", dumpExpr(s.Vars, 0), dumpExpr(s.X, 0))
		p.block(s.Body)
	case *star.WhileStmt:
		p.line("while %s:", dumpExpr(s.Cond, 0))
		p.block(s.Body)
	case *star.IfStmt:
		p.line("if %s:", dumpExpr(s.Cond, 0))
		p.block(s.True)
		if len(s.False) > 0 {
			p.line("else:")
			p.block(s.False)
		}
	case *star.LoadStmt:
		args := []string{strconv.Quote(s.ModuleName())}
		for i, from := range s.From {
			args = append(args, s.To[i].Name+"="+strconv.Quote(from.Name))
		}
		p.line("load(%s)", strings.Join(args, ", "))
	case *star.ReturnStmt:
		if s.Result == nil {
			p.line("return")
		} else {
			p.line("return %s", dumpExpr(s.Result, 0))
		}
	}
}

func dumpList(list []star.Expr) string {
	out := make([]string, len(list))
	for i, e := range list {
		out[i] = dumpExpr(e, 0)
	}
	return strings.Join(out, ", ")
}

// The binding strengths of expressions.
const (
	precCond = iota + 1
	precOr
	precAnd
	precNot
	precCompare
	precBinary
	precUnary
	precPrimary
)

func dumpExpr(e star.Expr, prec int) string {
	s, own := dumpBare(e)
	if own < prec {
		return "(" + s + ")"
	}
	return s
}

func dumpBare(e star.Expr) (string, int) {
	switch e := e.(type) {
	case nil:
		return "", precPrimary
	case *star.Ident:
		return e.Name, precPrimary
	case *star.Literal:
		switch v := e.Value.(type) {
		case string:
			if e.Token == star.BYTES {
				return "b" + strconv.Quote(v), precPrimary
			}
			return strconv.Quote(v), precPrimary
		case *big.Int:
			return v.String(), precPrimary
		case float64:
			s := strconv.FormatFloat(v, 'g', -1, 64)
			if !strings.ContainsAny(s, ".eEn") {
				s += ".0"
			}
			return s, precPrimary
		}
		return fmt.Sprint(e.Value), precPrimary
	case *star.ParenExpr:
		return dumpBare(e.X)
	case *star.CallExpr:
		return dumpExpr(e.Fn, precPrimary) + "(" + dumpList(e.Args) + ")", precPrimary
	case *star.DotExpr:
		return dumpExpr(e.X, precPrimary) + "." + e.Name.Name, precPrimary
	case *star.IndexExpr:
		return dumpExpr(e.X, precPrimary) + "[" + dumpExpr(e.Y, 0) + "]", precPrimary
	case *star.SliceExpr:
		s := dumpExpr(e.X, precPrimary) + "[" + dumpExpr(e.Lo, 0) + ":" + dumpExpr(e.Hi, 0)
		if e.Step != nil {
			s += ":" + dumpExpr(e.Step, 0)
		}
		return s + "]", precPrimary
	case *star.ListExpr:
		return "[" + dumpList(e.List) + "]", precPrimary
	case *star.TupleExpr:
		if len(e.List) == 1 {
			return "(" + dumpExpr(e.List[0], 0) + ",)", precPrimary
		}
		return "(" + dumpList(e.List) + ")", precPrimary
	case *star.DictExpr:
		return "{" + dumpList(e.List) + "}", precPrimary
	case *star.DictEntry:
		return dumpExpr(e.Key, 0) + ": " + dumpExpr(e.Value, 0), 0
	case *star.Comprehension:
		return dumpComprehension(e), precPrimary
	case *star.CondExpr:
		return dumpExpr(e.True, precOr) + " if " + dumpExpr(e.Cond, precOr) + " else " + dumpExpr(e.False, precCond), precCond
	case *star.LambdaExpr:
		if len(e.Params) == 0 {
			return "lambda: " + dumpExpr(e.Body, 0), 0
		}
		return "lambda " + dumpList(e.Params) + ": " + dumpExpr(e.Body, 0), 0
	case *star.UnaryExpr:
		switch {
		case e.X == nil:
			return e.Op.String(), 0
		case e.Op == star.NOT:
			return "not " + dumpExpr(e.X, precNot), precNot
		}
		return e.Op.String() + dumpExpr(e.X, precUnary), precUnary
	case *star.BinaryExpr:
		prec := precBinary
		switch e.Op {
		case star.EQ:
			return dumpExpr(e.X, 0) + "=" + dumpExpr(e.Y, 0), 0
		case star.OR:
			prec = precOr
		case star.AND:
			prec = precAnd
		case star.EQL, star.NEQ, star.LT, star.LE, star.GT, star.GE, star.IN, star.NOT_IN:
			prec = precCompare
		}
		return dumpExpr(e.X, prec+1) + " " + e.Op.String() + " " + dumpExpr(e.Y, prec+1), prec
	}
	return fmt.Sprintf("<%T>", e), precPrimary
}

func dumpComprehension(c *star.Comprehension) string {
	s := dumpExpr(c.Body, 0)
	for _, clause := range c.Clauses {
		switch clause := clause.(type) {
		case *star.ForClause:
			s += " for " + dumpExpr(clause.Vars, 0) + " in " + dumpExpr(clause.X, precOr)
		case *star.IfClause:
			s += " if " + dumpExpr(clause.Cond, precOr)
		}
	}
	if c.Curly {
		return "{" + s + "}"
	}
	return "[" + s + "]"
}
