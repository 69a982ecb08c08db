package unified

// A Range is a range of lines, counted from 0 and half-open.
type Range struct{ Start, End int }

// Changed returns the lines of a text that an earlier one does not have, in order
// and not touching each other. An empty range is a place where lines were taken
// away and none were added.
func Changed(before, after []byte) ([]Range, error) {
	changes, err := File{Old: before, New: after}.changes()
	if err != nil {
		return nil, err
	}
	ranges := make([]Range, len(changes))
	for i, c := range changes {
		ranges[i] = Range{c.new.start, c.new.end}
	}
	return ranges, nil
}
