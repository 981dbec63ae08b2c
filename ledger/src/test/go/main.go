// Checks a published log with Go's own sumdb packages: the checkpoint's signature, each entry (of
// more than 10,000 each 64th and the last 300) by ProveRecord and CheckRecord, and that it continues a checkpoint from earlier. A tile reader alone
// believes too much: it takes a forged entry with a forged partial tile.
package main

import (
	"crypto/ed25519"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

type folder struct {
	path string
	read map[string][]byte
}

func (f folder) Height() int { return 8 }

func (f folder) SaveTiles([]tlog.Tile, [][]byte) {}

func (f folder) ReadTiles(tiles []tlog.Tile) ([][]byte, error) {
	var all [][]byte
	for _, tile := range tiles {
		// Its paths name the height; those of tlog-tiles do not, since it is always 8.
		path := strings.Replace(tile.Path(), "tile/8/", "tile/", 1)
		bytes, there := f.read[path]
		if !there {
			var err error
			if bytes, err = os.ReadFile(filepath.Join(f.path, path)); err != nil {
				return nil, err
			}
			f.read[path] = bytes
		}
		all = append(all, bytes)
	}
	return all, nil
}

// cosigner verifies cosignature/v1 with Go's ed25519.
type cosigner struct {
	name string
	id   uint32
	key  ed25519.PublicKey
}

func (c cosigner) Name() string { return c.name }

func (c cosigner) KeyHash() uint32 { return c.id }

func (c cosigner) Verify(text, signature []byte) bool {
	if len(signature) != 72 {
		return false
	}
	time := binary.BigEndian.Uint64(signature)
	message := fmt.Sprintf("cosignature/v1\ntime %d\n%s", time, text)
	return ed25519.Verify(c.key, []byte(message), signature[8:])
}

func newCosigner(vkey string) cosigner {
	parts := strings.SplitN(vkey, "+", 3)
	id, err := strconv.ParseUint(parts[1], 16, 32)
	check(err)
	bytes, err := base64.StdEncoding.DecodeString(parts[2])
	check(err)
	return cosigner{parts[0], uint32(id), ed25519.PublicKey(bytes[1:])}
}

func check(err error) {
	if err != nil {
		fmt.Println("refused:", err)
		os.Exit(1)
	}
}

func tree(text string) tlog.Tree {
	lines := strings.Split(text, "\n")
	size, err := strconv.ParseInt(lines[1], 10, 64)
	check(err)
	root, err := tlog.ParseHash(lines[2])
	check(err)
	return tlog.Tree{N: size, Hash: root}
}

func open(path string, verifiers note.Verifiers, least int) tlog.Tree {
	bytes, err := os.ReadFile(path)
	check(err)
	opened, err := note.Open(bytes, verifiers)
	check(err)
	if len(opened.Sigs) < least {
		check(fmt.Errorf("%d signatures of %d", len(opened.Sigs), least))
	}
	return tree(opened.Text)
}

func entries(path string, size int64) [][]byte {
	var all [][]byte
	for int64(len(all)) < size {
		n := int64(len(all)) / 256
		width := int(size - n*256)
		if width > 256 {
			width = 256
		}
		tile := tlog.Tile{H: 8, L: -1, N: n, W: width}
		name := strings.Replace(tile.Path(), "tile/8/data/", "tile/entries/", 1)
		bytes, err := os.ReadFile(filepath.Join(path, name))
		check(err)
		for len(bytes) > 0 {
			length := int(binary.BigEndian.Uint16(bytes))
			all = append(all, bytes[2:2+length])
			bytes = bytes[2+length:]
		}
	}
	return all
}

// Arguments: folder, public key of the log, a checkpoint from earlier or "", cosigners' keys.
func main() {
	path, earlier := os.Args[1], os.Args[3]
	verifier, err := note.NewVerifier(os.Args[2])
	check(err)
	verifiers := []note.Verifier{verifier}
	for _, vkey := range os.Args[4:] {
		verifiers = append(verifiers, newCosigner(vkey))
	}
	now := open(filepath.Join(path, "checkpoint"), note.VerifierList(verifiers...), len(verifiers))
	reader := tlog.TileHashReader(now, folder{path, map[string][]byte{}})
	all := entries(path, now.N)
	for i, entry := range all {
		if large := len(all) > 10_000; large && i%64 != 0 && i < len(all)-300 {
			continue
		}
		proof, err := tlog.ProveRecord(now.N, int64(i), reader)
		check(err)
		check(tlog.CheckRecord(proof, now.N, now.Hash, int64(i), tlog.RecordHash(entry)))
	}
	if earlier != "" {
		before := open(earlier, note.VerifierList(verifier), 1)
		proof, err := tlog.ProveTree(now.N, before.N, reader)
		check(err)
		check(tlog.CheckTree(proof, now.N, now.Hash, before.N, before.Hash))
	}
	fmt.Printf("good: %d entries\n", len(all))
}
