package cli

import (
	"bytes"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/regionlint/regionlint/lint/driver"
)

// screen is a terminal that several goroutines may write to.
type screen struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (s *screen) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.Write(p)
}

func TestProgress(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name     string
		takes    time.Duration
		terminal bool
		quiet    bool
		want     string
	}{
		{"short", 900 * time.Millisecond, true, false, ""},
		{"long", 1150 * time.Millisecond, true, false, "\rregionlint: 3 of 9 files\x1b[K\rregionlint: 3 of 9 files\x1b[K\r\x1b[K"},
		{"no terminal", 5 * time.Second, false, false, ""},
		{"quiet", 5 * time.Second, true, true, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				s := new(screen)
				f := engineFlags{env: Env{Stderr: s, StderrTerminal: tt.terminal}, quiet: tt.quiet}
				p := new(driver.Progress)
				p.Total.Store(9)
				p.Done.Store(3)
				stop := f.showProgress(p)
				time.Sleep(tt.takes)
				stop()
				if got := s.b.String(); got != tt.want {
					t.Errorf("got %q, want %q", got, tt.want)
				}
			})
		})
	}
}
