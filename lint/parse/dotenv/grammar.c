// cgo compiles the C files of this folder only; the generator owns src. Go does
// not see what is included from there, so that its build cache would go stale
// but for the checksum, which changes this file with the included ones.
//
// sha256 of src: 4a83e41117ea8f94a7a7398c9cf9f29bb28d87e264e183edec411fd34cad97b6
#include "src/parser.c"
#include "src/scanner.c"
