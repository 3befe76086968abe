package repl

func stateHome(getenv func(string) (string, bool)) string {
	dir, _ := getenv("LOCALAPPDATA")
	return dir
}
