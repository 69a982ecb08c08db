package driver

// hasWord reports whether text holds one of the names as a whole identifier.
// It reads the text once, however many names there are.
func hasWord(text []byte, names map[string]bool) bool {
	for at := 0; at < len(text); {
		if !isIdent(text[at]) {
			at++
			continue
		}
		end := at + 1
		for end < len(text) && isIdent(text[end]) {
			end++
		}
		if names[string(text[at:end])] {
			return true
		}
		at = end
	}
	return false
}

// isIdent reports whether b can be part of an identifier. Bytes beyond ASCII
// count, so that a name never ends within a letter.
func isIdent(b byte) bool {
	return b >= 0x80 || b == '_' || b == '$' ||
		'0' <= b && b <= '9' || 'a' <= b && b <= 'z' || 'A' <= b && b <= 'Z'
}
