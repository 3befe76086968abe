package syntax

func check(f *File) error { return nil }
