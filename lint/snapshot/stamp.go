package snapshot

import (
	"time"

	"github.com/regionlint/regionlint/lint/pack"
)

// A stamp is what the system says of a file, folder or link without opening it.
// The zero stamp is that of a system or a file system that does not say enough.
type stamp struct {
	device, inode uint64
	size          int64
	mode          uint32
	modified      int64 // when what it holds was changed, in nanoseconds
	changed       int64 // when anything about it was; no program can set this time
}

// settled reports whether a change after a moment would change the stamp.
func (s *stamp) settled(at time.Time) bool {
	return *s != (stamp{}) && max(s.modified, s.changed) < at.Add(-Slack).UnixNano()
}

// isLink reports whether it is the stamp of a symbolic link.
func (s *stamp) isLink() bool { return s.mode&0o170000 == 0o120000 }

func (s *stamp) code(c *pack.Coder) {
	pack.Number(c, &s.device)
	pack.Number(c, &s.inode)
	pack.Number(c, &s.size)
	pack.Number(c, &s.mode)
	pack.Number(c, &s.modified)
	lag := s.changed - s.modified // 0 for most
	pack.Number(c, &lag)
	s.changed = s.modified + lag
}
