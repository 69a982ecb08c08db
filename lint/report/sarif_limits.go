package report

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"slices"
)

// sarifLimits are what a reader takes of a log. Code scanning refuses a whole log
// that has more.
type sarifLimits struct {
	results int // in a run
	bytes   int // of the log when it is compressed, as it is sent
	related int // locations of one result
}

// codeScanning has limits that are a little lower than GitHub's: 10 MB, and 1000
// locations, of which a hundred are shown. Another compressor makes other lengths.
var codeScanning = sarifLimits{results: 25000, bytes: 9_500_000, related: 100}

// write prints a log with as many of its results as fit, and says in the log how
// many were left out: those that are silenced first, then the least severe.
func (most sarifLimits) write(w io.Writer, log sarifLog) error {
	run := log.Runs[0]
	run.Invocations = slices.Clone(run.Invocations)
	log.Runs = []sarifRun{run}
	all, notes := run.Results, run.Invocations[0].ToolExecutionNotifications
	n := min(len(all), most.results)
	for {
		log.Runs[0].Results = mostSevere(all, n)
		if left := len(all) - n; left > 0 {
			run.Invocations[0].ToolExecutionNotifications = append(slices.Clip(notes), sarifNotification{
				Level: "warning", Locations: []sarifLocation{},
				Message: sarifText{Text: fmt.Sprintf("%s left out: readers such as GitHub's code scanning refuse a log with more. The least severe are missing.", isOrAre(left, "result"))},
			})
		}
		var doc bytes.Buffer
		if err := encode(&doc, log); err != nil {
			return err
		}
		size := doc.Len()
		if size > most.bytes {
			var err error
			if size, err = compressed(doc.Bytes()); err != nil {
				return err
			}
		}
		if size <= most.bytes || n == 0 {
			_, err := w.Write(doc.Bytes())
			return err
		}
		n = min(n-1, int(float64(n)*float64(most.bytes)/float64(size)))
	}
}

// isOrAre returns a number with its noun and verb, as in "1 result is".
func isOrAre(n int, noun string) string {
	if n == 1 {
		return "1 " + noun + " is"
	}
	return fmt.Sprintf("%d %ss are", n, noun)
}

// mostSevere returns n of the results, in their order.
func mostSevere(results []sarifResult, n int) []sarifResult {
	if n >= len(results) {
		return results
	}
	byRank := make([]int, len(results))
	for i := range byRank {
		byRank[i] = i
	}
	slices.SortStableFunc(byRank, func(i, j int) int { return results[i].rank() - results[j].rank() })
	kept := byRank[:n]
	slices.Sort(kept)
	chosen := make([]sarifResult, 0, n)
	for _, i := range kept {
		chosen = append(chosen, results[i])
	}
	return chosen
}

// rank returns how much a result matters, the most with 0.
func (r sarifResult) rank() int {
	levels := []string{"error", "warning", "note", "none"}
	rank := slices.Index(levels, r.Level)
	if len(r.Suppressions) > 0 {
		rank += len(levels)
	}
	return rank
}

// compressed returns the length of a text as gzip has it.
func compressed(text []byte) (int, error) {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	if _, err := z.Write(text); err != nil {
		return 0, err
	}
	if err := z.Close(); err != nil {
		return 0, err
	}
	return b.Len(), nil
}
