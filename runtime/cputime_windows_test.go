package runtime_test

import "time"

// processTime is the processor time that this program has used, 0 if it is not known.
func processTime() time.Duration { return 0 }
