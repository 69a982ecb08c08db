// cgo compiles the C files of this folder only; the generator owns src.
// Go does not notice a change under src: rebuild with `go build -a` after one.
#include "src/parser.c"
#include "src/scanner.c"
