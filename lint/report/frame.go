package report

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/regionlint/regionlint/lint/source"
)

const (
	tabWidth = 4
	// maxColumns is how much of a line is shown when the width is not known.
	maxColumns = 160
	// lead is how much of a long line is shown before the place in it.
	lead = 24
	// around is how many bytes before and behind the place are looked at: far
	// more than a line shows, far less than a generated file has on one.
	around = 512
)

// A frame is one place with its line of source and what is to be said of it.
type frame struct {
	at    source.Location
	arrow string // before the path
	mark  string // what underlines, one character
	ink   ink
	label string
	said  string // what the output says anyway, so that its words are no secrets
}

// frames prints places below each other, with line numbers in one column. Places
// that follow each other on one line share it.
func (s Style) frames(b *strings.Builder, sources Sources, frames []frame) {
	digits := 1
	for _, f := range frames {
		if start, _, ok := sources.place(f.at); ok {
			digits = max(digits, len(fmt.Sprint(start.Line)))
		}
	}
	shown := "" // the path and line above
	for _, f := range frames {
		start, _, ok := sources.place(f.at)
		if !ok {
			shown = ""
			s.bare(b, f, digits)
			continue
		}
		l := sources.layout(f.at, s.sourceWidth(digits), f.said)
		if line := fmt.Sprintf("%s:%d %s", f.at.Path, start.Line, l.text); line != shown {
			shown = line
			fmt.Fprintf(b, "%s%s %s\n", strings.Repeat(" ", digits), s.paint(blue, f.arrow), at(sources, f.at))
			fmt.Fprintln(b, s.margin(digits, "|"))
			fmt.Fprintf(b, "%s %s\n", s.paint(blue, fmt.Sprintf("%*d |", digits, start.Line)), l.text)
		}
		under := s.paint(f.ink, strings.TrimRight(strings.Repeat(f.mark, l.width)+" "+f.label, " "))
		fmt.Fprintf(b, "%s %s%s\n", s.margin(digits, "|"), strings.Repeat(" ", l.column), under)
	}
}

// bare prints a place in a file of which there is no text.
func (s Style) bare(b *strings.Builder, f frame, digits int) {
	fmt.Fprintf(b, "%s%s %s\n", strings.Repeat(" ", digits), s.paint(blue, f.arrow), Visible(f.at.Path))
	if f.label != "" {
		fmt.Fprintf(b, "%s %s\n", s.margin(digits, "="), f.label)
	}
}

// margin returns what stands to the left of a line without a number.
func (s Style) margin(digits int, sign string) string {
	return strings.Repeat(" ", digits+1) + s.paint(blue, sign)
}

func (s Style) sourceWidth(digits int) int {
	if s.Width <= 0 {
		return maxColumns
	}
	return max(40, s.Width-digits-3)
}

// at returns a place as path:line:column.
func at(sources Sources, at source.Location) string {
	start, _, ok := sources.place(at)
	if !ok {
		return Visible(at.Path)
	}
	return fmt.Sprintf("%s:%d:%d", Visible(at.Path), start.Line, start.Column)
}

// At returns a place as path:line, for people.
func (s Sources) At(at source.Location) string {
	start, _, ok := s.place(at)
	if !ok {
		return Visible(at.Path)
	}
	return fmt.Sprintf("%s:%d", Visible(at.Path), start.Line)
}

// A layout is a line of source as it is printed, and where in it the place
// begins and how wide it is, in columns.
type layout struct {
	text          string
	column, width int
}

// A cell is one character of a line as it is printed.
type cell struct {
	text  string
	width int
	in    bool // part of the place
}

// layout prints the line that a place begins on: tabs as spaces, what a terminal
// would act on spelled out, secrets left out, and no wider than limit.
func (s Sources) layout(at source.Location, limit int, said string) layout {
	cells, first := s.cells(at, said)
	cells, first = crop(cells, first, limit)
	var l layout
	var text strings.Builder
	for i, c := range cells {
		text.WriteString(c.text)
		if i < first {
			l.column += c.width
		} else if c.in {
			l.width += c.width
		}
	}
	l.text, l.width = strings.TrimRight(text.String(), " "), max(1, l.width)
	return l
}

// cells takes apart the line that a place begins on, as far as it is near the
// place, and returns which cell the place begins at.
func (s Sources) cells(at source.Location, said string) (cells []cell, first int) {
	start, _, _ := s.place(at)
	file := s.Files[at.Path]
	span := file.LineSpan(start.Line)
	whole := file.Text[span.Start:span.End]
	values, dotenv := s.Dotenv[at.Path]
	public := len(whole)
	if dotenv {
		public = publicPrefix(string(whole))
	}
	place := min(len(whole), max(0, int(at.Span.Start)-int(span.Start)))
	begin, end := window(whole, place)
	line, offset := string(whole[begin:end]), span.Start+uint32(begin)
	values = near(values, source.Span{Start: offset, End: offset + uint32(len(line))})
	private := s.private(at.Path, line, offset, said)
	column := 0
	first = -1
	for i := 0; i < len(line); {
		if first < 0 && begin+i >= place {
			first = len(cells)
		}
		r, size := utf8.DecodeRuneInString(line[i:])
		here := source.Span{Start: offset + uint32(i), End: offset + uint32(i+size)}
		c := cell{text: visibleRune(r, line[i:i+size]), in: at.Span.Overlaps(here)}
		switch {
		case begin+i >= public && !shown(values, here), i < len(private) && private[i]:
			c.text = "…"
		case commands(line, i):
			c.text = `\x23`
		case r == '\t':
			c.text = strings.Repeat(" ", tabWidth-column%tabWidth)
		}
		i += size
		if n := len(cells); c.text == "…" && n > 0 && cells[n-1].text == "…" {
			cells[n-1].in = cells[n-1].in || c.in
			continue
		}
		c.width = columns(c.text)
		column += c.width
		cells = append(cells, c)
	}
	if i := slices.IndexFunc(cells, func(c cell) bool { return c.in }); i >= 0 {
		return cells, i
	}
	if first < 0 { // an empty place at the end of the line
		first = len(cells)
	}
	return cells, min(first, len(cells))
}

// window returns the part of a line that is near a place in it. Words are not cut:
// half a one may be taken for one that may be shown.
func window(line []byte, place int) (begin, end int) {
	begin, end = max(0, place-around), min(len(line), place+around)
	for begin > 0 && begin < place && wordByte(line[begin-1]) {
		begin++
	}
	for end < len(line) && end > place && wordByte(line[end]) {
		end--
	}
	return begin, end
}

// wordByte reports whether a byte may be part of a word. Those beyond ASCII are, so
// that none is cut within a character.
func wordByte(b byte) bool { return b >= utf8.RuneSelf || source.IsWordRune(rune(b)) }

// near returns those of sorted spans that overlap a part of the file, or stand between
// some that do.
func near(spans []source.Span, part source.Span) []source.Span {
	end, _ := slices.BinarySearchFunc(spans, part.End, func(s source.Span, end uint32) int {
		if s.Start < end {
			return -1
		}
		return 1
	})
	start := end
	for start > 0 && spans[start-1].End > part.Start {
		start--
	}
	return spans[start:end]
}

// shown reports whether one of the spans holds the given one.
func shown(values []source.Span, here source.Span) bool {
	return slices.ContainsFunc(values, func(v source.Span) bool { return v.Contains(here) })
}

// publicPrefix returns how much of a dotenv file's line holds no value: up to
// the first equals sign or colon behind a name, or a comment without either.
func publicPrefix(line string) int {
	if sign := strings.IndexAny(line, "=:"); sign >= 0 && isName(line[:sign]) {
		return sign + 1
	}
	if strings.HasPrefix(strings.TrimSpace(line), "#") && !strings.Contains(line, "=") {
		return len(line)
	}
	return 0
}

// isName reports whether text is a variable's name, perhaps exported or
// commented out.
func isName(text string) bool {
	text = strings.TrimSpace(strings.TrimLeft(text, "# \t"))
	text = strings.TrimSpace(strings.TrimPrefix(text, "export "))
	return text != "" && strings.IndexFunc(text, func(r rune) bool {
		return r != '_' && r != '.' && r != '-' && (r < '0' || r > '9') && (r < 'A' || r > 'Z') && (r < 'a' || r > 'z')
	}) < 0
}

// crop cuts a line down to limit columns around the cell first, and returns
// where that cell is then.
func crop(cells []cell, first, limit int) ([]cell, int) {
	total, before := 0, 0
	for i, c := range cells {
		total += c.width
		if i < first {
			before += c.width
		}
	}
	if total <= limit {
		return cells, first
	}
	cut := 0
	if before > limit/2 {
		for before > lead && cut < first && total > limit-1 {
			before -= cells[cut].width
			total -= cells[cut].width
			cut++
		}
	}
	kept := make([]cell, 0, limit)
	if cut > 0 {
		kept = append(kept, cell{text: "…", width: 1})
		first -= cut - 1
	}
	used := len(kept)
	if used+total <= limit {
		return append(kept, cells[cut:]...), first
	}
	for _, c := range cells[cut:] {
		if used+c.width >= limit {
			return append(kept, cell{text: "…", width: 1}), first
		}
		used += c.width
		kept = append(kept, c)
	}
	return kept, first
}
