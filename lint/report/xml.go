package report

import (
	"encoding/xml"
	"fmt"
	"io"
)

// encodeXML prints a document with a declaration and who wrote it, indented. Its texts must not
// hold characters that XML has no way to write, see [readable].
func encodeXML(w io.Writer, doc any) error {
	text, err := xml.MarshalIndent(doc, "", "  ")
	if err != nil {
		return fmt.Errorf("encoding XML: %w", err)
	}
	out := make([]byte, 0, len(text))
	for at, c := range text {
		if commands(text, at) { // to a runner of jobs
			out = append(out, "&#35;"...)
		} else {
			out = append(out, c)
		}
	}
	_, err = fmt.Fprintf(w, "%s<!-- regionlint -->\n%s\n", xml.Header, out)
	return err
}
