package source

import "unicode"

// IsWordRune reports whether a character is part of a word, as identifiers and
// regions are: us-east-1, AWS_REGION.
func IsWordRune(c rune) bool {
	return c == '_' || c == '-' || unicode.IsLetter(c) || unicode.IsDigit(c) || unicode.IsMark(c) || c == unicode.ReplacementChar
}
