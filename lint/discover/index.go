package discover

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"
	"sync"
)

// An index holds what a repository tracks. Git ignores none of it, whatever its
// ignore files say. It is read when it is first asked, as many walks never do.
// A nil index tracks nothing.
type index struct {
	fsys  fs.FS
	top   string // the repository's folder
	once  sync.Once
	paths []string // relative to top, sorted
}

// has reports whether a file is tracked; name is relative to the root.
func (x *index) has(name string) bool {
	_, ok := x.find(name, "")
	return ok
}

// holds reports whether something in a folder is tracked.
func (x *index) holds(folder string) bool {
	at, _ := x.find(folder, "/")
	return x != nil && at < len(x.paths) && strings.HasPrefix(x.paths[at], x.within(folder)+"/")
}

// find returns where a path with something behind it is in the index, or would be.
func (x *index) find(name, behind string) (int, bool) {
	if x == nil {
		return 0, false
	}
	x.once.Do(x.read)
	return slices.BinarySearch(x.paths, x.within(name)+behind)
}

// within returns a path of the root as the repository has it.
func (x *index) within(name string) string {
	if x.top == "." {
		return name
	}
	return strings.TrimPrefix(name, x.top+"/")
}

// AsksTracked is what a walk asks of git's index: which paths it holds. Git notes
// there as well what each file was like when it looked last, which changes far more
// often.
const AsksTracked = "tracked"

// Tracked answers [AsksTracked] for the text of an index: the answer stands for the
// paths.
func Tracked(text []byte) string { return fingerprint(tracked(text)) }

func fingerprint(paths []string) string {
	hash := sha256.New()
	for _, name := range paths {
		_, _ = io.WriteString(hash, name+"\x00") // hashes take everything
	}
	return hex.EncodeToString(hash.Sum(nil))
}

// An asker is a file system that notes of a file that is read what it answered, and
// not what it holds.
type asker interface {
	Look(name, question string, ask func(text []byte) (answer string, whole bool)) (answer string, err error)
}

// read leaves an index empty that cannot be read or is larger than any file that
// is looked at: that of some ten thousand files.
func (x *index) read() {
	name := path.Join(x.top, ".git/index")
	if info, err := fs.Stat(x.fsys, name); err != nil || info.Size() > MaxSize {
		return
	}
	if noting, ok := x.fsys.(asker); ok {
		_, _ = noting.Look(name, AsksTracked, func(text []byte) (string, bool) { // an error leaves it empty
			x.paths = tracked(text)
			return fingerprint(x.paths), false
		})
		return
	}
	if text, err := fs.ReadFile(x.fsys, name); err == nil {
		x.paths = tracked(text)
	}
}

// tracked returns the paths in an index file, sorted, none if it is none.
func tracked(text []byte) []string {
	const short, long = 20, 32 // bytes of SHA-1 and SHA-256
	paths, ok := indexed(text, short)
	if !ok {
		paths, _ = indexed(text, long)
	}
	return paths
}

// indexed returns the paths in an index file of version 2, 3 or 4 whose hashes
// have so many bytes, in its order, which is that of their bytes. It gives false
// if it is none.
func indexed(data []byte, hash int) ([]string, bool) {
	const header = 12
	if len(data) < header || string(data[:4]) != "DIRC" {
		return nil, false
	}
	version, count := binary.BigEndian.Uint32(data[4:]), int64(binary.BigEndian.Uint32(data[8:]))
	fixed := 40 + hash + 2 // times, sizes and modes; the hash; flags
	if version < 2 || version > 4 || count > int64(len(data)/fixed) {
		return nil, false
	}
	paths := make([]string, 0, count)
	last, rest, room := "", data[header:], maxPaths
	for range count {
		if len(rest) < fixed {
			return nil, false
		}
		start := fixed
		if flags := binary.BigEndian.Uint16(rest[fixed-2:]); version > 2 && flags&0x4000 != 0 {
			start += 2 // more flags
		}
		name, size, ok := entryName(rest, start, version, last)
		if room -= len(name); !ok || name < last || room < 0 {
			return nil, false
		}
		paths = append(paths, name)
		last, rest = name, rest[size:]
	}
	return paths, true
}

// maxPaths is how many bytes the paths of an index have at most: version 4 does not
// repeat what they begin with.
const maxPaths = 16 << 20

// entryName returns the path of an entry, which starts at an offset in it, and the
// entry's size in bytes. Version 4 states what is left of the path before it.
func entryName(entry []byte, start int, version uint32, last string) (name string, size int, ok bool) {
	start = min(start, len(entry))
	kept := ""
	if version == 4 {
		dropped, n := backwards(entry[start:])
		if n == 0 || dropped > len(last) {
			return "", 0, false
		}
		kept, start = last[:len(last)-dropped], start+n
	}
	length := bytes.IndexByte(entry[start:], 0)
	if length < 0 {
		return "", 0, false
	}
	name, size = kept+string(entry[start:start+length]), start+length+1
	if version < 4 {
		size = (start + length + 8) &^ 7 // padded to eight bytes
	}
	return name, size, size <= len(entry)
}

// backwards reads a number as git writes the distance back to a delta's base: seven
// bits a byte, the highest first, each further byte counting from one more. n is
// the number of bytes, 0 if there is no such number.
func backwards(data []byte) (number, n int) {
	const most = 4
	for i, b := range data[:min(most, len(data))] {
		number = number<<7 | int(b&0x7f)
		if b&0x80 == 0 {
			return number, i + 1
		}
		number++
	}
	return 0, 0
}
