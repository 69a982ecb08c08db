package discover

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"
	"sync"

	"github.com/regionlint/regionlint/lint/disk"
)

// maxIndex is the size in bytes up to which an index is read: that of some 300,000
// files.
const maxIndex = 32 << 20

// An index holds what a repository tracks. Git ignores none of it, whatever its
// ignore files say. It is read when it is first asked, as many walks never do.
// A nil index tracks nothing.
type index struct {
	walker *walker // which is told what keeps the index from being read
	top    string  // the repository's folder
	git    string  // what git keeps of it
	once   sync.Once
	paths  []string // relative to top, sorted
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

// read leaves an index empty that cannot be read or is too large, and tells so: a
// file that git tracks may be left out then.
func (x *index) read() {
	paths, base, err := listed(x.load)
	x.paths = paths
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		x.walker.note(unread(path.Join(x.git, base), err))
	}
}

// unread is what is told of an index that is not read.
func unread(name string, err error) Skip {
	if errors.Is(err, disk.ErrSize) {
		return Skip{Path: name, Reason: reasonIndex, Large: true}
	}
	return failure(name, err)
}

// listed returns the paths in git's index, sorted, given how to read one of the files
// that are beside it. An error is about the file with that name.
func listed(load func(base string) (entries, error)) (paths []string, base string, err error) {
	base = "index"
	found, err := load(base)
	if err != nil || found.shared == "" {
		return found.paths, base, err
	}
	base = "sharedindex." + found.shared
	shared, err := load(base)
	if errors.Is(err, fs.ErrNotExist) {
		err = errIndex
	}
	if err != nil {
		return nil, base, err
	}
	paths = slices.Concat(found.paths, shared.paths)
	slices.Sort(paths)
	return paths, base, nil
}

// load reads one of git's index files. The error is [disk.ErrSize] for one that is too
// large.
func (x *index) load(base string) (found entries, err error) {
	name := path.Join(x.git, base)
	info, err := fs.Stat(x.walker.fsys, name)
	if err != nil {
		return entries{}, err
	}
	if info.Size() > maxIndex {
		return entries{}, disk.ErrSize
	}
	ok := false
	read := func(text []byte) (string, bool) {
		found, ok = parsed(text)
		return found.answer(ok), false
	}
	if noting, notes := x.walker.fsys.(asker); notes {
		_, err = noting.Look(name, AsksTracked, read)
	} else if text, failed := fs.ReadFile(x.walker.fsys, name); failed == nil {
		read(text)
	} else {
		err = failed
	}
	if err == nil && !ok {
		err = errIndex
	}
	return found, err
}

// AsksTracked is what a walk asks of git's index: which paths it holds. Git notes
// there as well what each file was like when it looked last, which changes far more
// often.
const AsksTracked = "tracked"

// Tracked answers [AsksTracked] for the text of an index: the answer stands for the
// paths.
func Tracked(text []byte) string {
	found, ok := parsed(text)
	return found.answer(ok)
}

// An asker is a file system that notes of a file that is read what it answered, and
// not what it holds.
type asker interface {
	Look(name, question string, ask func(text []byte) (answer string, whole bool)) (answer string, err error)
}

// parsed returns what is in an index file, and false if it is none.
func parsed(text []byte) (entries, bool) {
	const short, long = 20, 32 // bytes of SHA-1 and SHA-256
	for _, hash := range []int{short, long} {
		if found, ok := indexed(text, hash); ok {
			return found, true
		}
	}
	return entries{}, false
}

var errIndex = errors.New("not an index that git writes")

// entries are what an index file lists.
type entries struct {
	paths []string // sorted
	// shared is the hash of the index whose paths are tracked too, in hexadecimal, ""
	// for none. Few of them are no longer tracked, which changes nothing unless they
	// are ignored and there nevertheless.
	shared string
}

// answer stands for the entries of what is an index, or is none.
func (e entries) answer(ok bool) string {
	if !ok {
		return ""
	}
	hash := sha256.New()
	for _, name := range e.paths {
		_, _ = io.WriteString(hash, name+"\x00") // hashes take everything
	}
	_, _ = io.WriteString(hash, e.shared) // as above
	return hex.EncodeToString(hash.Sum(nil))
}

const (
	// maxPath is how many bytes a path in an index has at most.
	maxPath = 4096
	// maxPaths is how many bytes all of them have: version 4 does not repeat what
	// they begin with.
	maxPaths = 2 * maxIndex
)

// indexed returns what is in an index file of version 2, 3 or 4 whose hashes have so
// many bytes. It gives false if it is none.
func indexed(data []byte, hash int) (entries, bool) {
	const header = 12
	if len(data) < header || string(data[:4]) != "DIRC" {
		return entries{}, false
	}
	version, count := binary.BigEndian.Uint32(data[4:]), int64(binary.BigEndian.Uint32(data[8:]))
	fixed := 40 + hash + 2 // times, sizes and modes; the hash; flags
	if version < 2 || version > 4 || count > int64(len(data)/fixed) {
		return entries{}, false
	}
	paths := make([]string, 0, count)
	last, rest, room := "", data[header:], maxPaths
	for range count {
		if len(rest) < fixed {
			return entries{}, false
		}
		start := fixed
		if flags := binary.BigEndian.Uint16(rest[fixed-2:]); version > 2 && flags&0x4000 != 0 {
			start += 2 // more flags
		}
		name, size, ok := entryName(rest, start, version, last)
		if room -= len(name); !ok || name < last || len(name) > maxPath || room < 0 {
			return entries{}, false
		}
		if name != "" { // what takes the place of one in a shared index has none
			paths = append(paths, name)
		}
		last, rest = name, rest[size:]
	}
	shared, ok := sharedIndex(rest, hash)
	return entries{paths, shared}, ok
}

// sharedIndex returns the hash of the index that one adds to, by what stands behind
// its entries: extensions, each with a name and a size, and a hash of all. It gives
// false if that is something else.
func sharedIndex(rest []byte, hash int) (shared string, ok bool) {
	const header = 8
	for len(rest) >= header+hash {
		size := int64(binary.BigEndian.Uint32(rest[4:]))
		if size > int64(len(rest)-header-hash) {
			return "", false
		}
		name, text := string(rest[:4]), rest[header:][:size]
		if rest = rest[header+size:]; name != "link" {
			continue
		}
		if len(text) < hash {
			return "", false
		}
		if of := text[:hash]; len(bytes.Trim(of, "\x00")) > 0 {
			shared = hex.EncodeToString(of)
		}
	}
	return shared, true
}

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
