// Package dotenv is a tree-sitter grammar for dotenv files.
//
// It has no syntax errors: each line is a comment, an `assignment` or a
// `bad_line`, and a bad line never reaches into the next. Only a quoted value
// whose closing quote ends its line, a comment aside, may span lines. Every
// byte belongs to a leaf or is blank (space, tab, vertical tab, form feed,
// U+0085, U+00A0), a line end, or the file's byte-order mark. A line ends with
// LF, CRLF or CR.
//
//	source_file      comment | assignment | bad_line, in order
//	assignment       export? name value?
//	bad_line         export? name? text: a line that sets nothing, or one whose
//	                 quoted value does not end where a value should
//	unquoted         text and expansion, from the first to the last that is no blank
//	single_quoted    text?; not expanded
//	double_quoted    text and expansion
//	backtick_quoted  text?; not expanded
//	expansion        name ($X), or name operator? default? (${X:-d})
//
// A name is [A-Za-z0-9_.]+. A quote or dollar sign right after a backslash is
// text. `#` starts a comment at the start of a line, after a blank in an
// unquoted value, and after a quoted one. Adjacent text nodes may follow each
// other: `$` that starts no expansion is one of its own.
//
// See README.md for how src is generated.
package dotenv

// #include "src/tree_sitter/parser.h"
// const TSLanguage *tree_sitter_dotenv(void);
import "C"

import (
	"unsafe"

	sitter "github.com/smacker/go-tree-sitter"
)

// Language returns the grammar.
func Language() *sitter.Language {
	return sitter.NewLanguage(unsafe.Pointer(C.tree_sitter_dotenv()))
}
