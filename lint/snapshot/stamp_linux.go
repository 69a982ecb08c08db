package snapshot

import "syscall"

// fromSyscall is fromStat for what the standard library tells.
func fromSyscall(s *syscall.Stat_t) stamp {
	return stamp{
		device: s.Dev, inode: s.Ino, size: s.Size, mode: s.Mode,
		modified: s.Mtim.Nano(), changed: s.Ctim.Nano(),
	}
}
