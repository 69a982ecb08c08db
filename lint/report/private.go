package report

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/regionlint/regionlint/lint/source"
)

// private returns which bytes of a part of a line of code, which begins at offset,
// may not be shown: in strings and comments, all but public words, what the output
// says anyway, and what joins these. It is nil where everything may be.
func (s Sources) private(path, line string, offset uint32, said string) []bool {
	if _, dotenv := s.Dotenv[path]; dotenv || s.Texts == nil {
		return nil
	}
	texts := s.Texts(path)
	from, _ := slices.BinarySearchFunc(texts, offset, func(t source.Span, at uint32) int { return int(int64(t.End) - int64(at)) })
	private := make([]bool, len(line))
	for _, t := range texts[from:] {
		if t.Start >= offset+uint32(len(line)) {
			break
		}
		first, last := max(0, int(t.Start)-int(offset)), min(len(line), int(t.End)-int(offset))
		if first < last {
			s.hide(private[first:last], line[first:last], said)
		}
	}
	return private
}

// hide marks the bytes of a text that may not be shown.
func (s Sources) hide(private []bool, text, said string) {
	known := true // whether what stands to the left may be shown
	for at := 0; at < len(text); {
		joint := span(text[at:], false)
		word := span(text[at+joint:], true)
		next := word == 0 || s.sayable(text[at+joint:at+joint+word], said)
		joins := text[at : at+joint]
		if !known || !next { // blanks set off what is shown
			from, to := 0, len(joins)
			if known {
				from = to - len(strings.TrimLeft(joins, " \t"))
			}
			if next {
				to = len(strings.TrimRight(joins, " \t"))
			}
			for i := at + from; i < at+to; i++ {
				private[i] = true
			}
		}
		for i := at + joint; i < at+joint+word; i++ {
			private[i] = !next
		}
		at += joint + word
		known = next
	}
}

// span returns how many bytes at the start of a text are part of a word, or are
// not.
func span(text string, words bool) int {
	if i := strings.IndexFunc(text, func(c rune) bool { return source.IsWordRune(c) != words }); i >= 0 {
		return i
	}
	return len(text)
}

// sayable reports whether a word may be shown.
func (s Sources) sayable(word, said string) bool {
	if s.Public(word) {
		return true
	}
	for rest := said; ; {
		i := strings.Index(rest, word)
		if i < 0 {
			return false
		}
		before, _ := utf8.DecodeLastRuneInString(rest[:i])
		after, _ := utf8.DecodeRuneInString(rest[i+len(word):])
		if (i == 0 || !source.IsWordRune(before)) && (i+len(word) == len(rest) || !source.IsWordRune(after)) {
			return true
		}
		rest = rest[i+len(word):]
	}
}
