package tests

// panicking is the environment variable by which the test binary is a prompt whose Go code panics.
const panicking = "MPSTAR_TEST_PANICKING_PROMPT"
