package snapshot

import "syscall"

// fromSyscall is fromStat for what the standard library tells.
func fromSyscall(s *syscall.Stat_t) stamp {
	return stamp{
		device: uint64(s.Dev), inode: s.Ino, size: s.Size, mode: uint32(s.Mode),
		modified: s.Mtimespec.Nano(), changed: s.Ctimespec.Nano(),
	}
}
