package unified

import (
	"fmt"
	"strings"
)

// quote returns a name as git spells it in a diff: as it is, or between double
// quotes if it holds a quote, a backslash or anything but printable ASCII. One
// that ends in a space is quoted too, since patch would not see the space; git
// writes it as it is, and reads both.
func quote(name string) string {
	plain := func(c byte) bool { return c >= ' ' && c < 0x7f && c != '"' && c != '\\' }
	var b strings.Builder
	quoted := strings.HasSuffix(name, " ")
	for i := range len(name) {
		c := name[i]
		if plain(c) {
			b.WriteByte(c)
			continue
		}
		quoted = true
		if at := strings.IndexByte("\a\b\t\n\v\f\r\"\\", c); at >= 0 {
			b.WriteString(`\` + `abtnvfr"\`[at:at+1])
		} else {
			fmt.Fprintf(&b, `\%03o`, c)
		}
	}
	if quoted {
		return `"` + b.String() + `"`
	}
	return name
}
