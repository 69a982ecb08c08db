//go:build !cgo

package parse

// The parsers are C. Without cgo and a C compiler the build stops at this
// line, whose name is the message.
var _ = regionlint_needs_cgo__set_CGO_ENABLED_1_and_install_a_C_compiler
