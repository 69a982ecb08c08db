package link

import "github.com/regionlint/regionlint/lint/fact"

// Answers are what is remembered of the expressions of a unit, or of those that are
// evaluated in a frame. There are tens of thousands of frames, many with a handful of
// answers and some with hundreds.
type answers struct {
	n      int
	chunks []*chunk // of the answers, in the order in which they were asked for
	// places is an open hash table, at most three quarters full, of which answer an
	// expression has, from 1 on. It is nil while they fit into one chunk.
	places []int32
}

// A chunk of answers stays where it is when there are more.
type chunk [8]answer

// An answer is what is remembered of an expression.
type answer struct {
	vals  []value
	id    fact.ID
	waits waits
}

// of returns the answer of an expression, which is one that was never worked out where
// none is remembered.
func (m *answers) of(id fact.ID) *answer {
	a, place := m.find(id)
	if a != nil {
		return a
	}
	if m.n%len(chunk{}) == 0 {
		m.chunks = append(m.chunks, new(chunk))
	}
	a = m.at(m.n)
	a.id, a.waits = id, unasked
	m.n++
	switch {
	case m.n > len(chunk{}) && 4*m.n > 3*len(m.places):
		m.spread(3 * m.n)
	case m.places != nil:
		m.places[place] = int32(m.n)
	}
	return a
}

// peek is of for what is not going to be worked out.
func (m *answers) peek(id fact.ID) answer {
	if a, _ := m.find(id); a != nil {
		return *a
	}
	return answer{waits: unasked}
}

// at returns answer i.
func (m *answers) at(i int) *answer { return &m.chunks[i/len(chunk{})][i%len(chunk{})] }

// find returns the answer of an expression. Where there is none, it returns the place
// of the table where that is to be noted.
func (m *answers) find(id fact.ID) (a *answer, place int) {
	if m.places == nil {
		for i := range m.n {
			if a := m.at(i); a.id == id {
				return a, 0
			}
		}
		return nil, 0
	}
	const golden = 2654435769 // 2³² by the golden ratio, which spreads what is close to each other
	place = int(uint64(uint32(id)*golden) * uint64(len(m.places)) >> 32)
	for m.places[place] > 0 {
		if a := m.at(int(m.places[place]) - 1); a.id == id {
			return a, place
		}
		if place++; place == len(m.places) {
			place = 0
		}
	}
	return nil, place
}

// spread makes a table of n places.
func (m *answers) spread(n int) {
	m.places = make([]int32, n)
	for i := range m.n {
		_, place := m.find(m.at(i).id)
		m.places[place] = int32(i) + 1
	}
}
