// Command log-verify checks a tlog-tiles log directory with the Go project's own note and tlog packages.
// It shares no code with Entrepot: it verifies the checkpoint's signature, hashes every entry, rebuilds the
// root and every tile, and compares them with the files.
//
// Usage: log-verify <directory> <vkey> [<older checkpoint file>]
package main

import (
	"bytes"
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

const tileHeight = 8

// hashes holds the stored hashes of a tree in the order of tlog.StoredHashIndex.
type hashes []tlog.Hash

func (h hashes) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	out := make([]tlog.Hash, len(indexes))
	for i, index := range indexes {
		if index < 0 || index >= int64(len(h)) {
			return nil, fmt.Errorf("hash %d is not stored", index)
		}
		out[i] = h[index]
	}
	return out, nil
}

type checkpoint struct {
	origin string
	size   int64
	root   tlog.Hash
}

func openCheckpoint(path string, verifier note.Verifier) (checkpoint, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return checkpoint{}, err
	}
	opened, err := note.Open(data, note.VerifierList(verifier))
	if err != nil {
		return checkpoint{}, err
	}
	lines := strings.Split(opened.Text, "\n")
	if len(lines) < 4 || lines[0] != verifier.Name() {
		return checkpoint{}, fmt.Errorf("the checkpoint is not of the form origin, size, root")
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	if err != nil {
		return checkpoint{}, err
	}
	root, err := base64.StdEncoding.DecodeString(lines[2])
	if err != nil || len(root) != tlog.HashSize {
		return checkpoint{}, fmt.Errorf("the root is not 32 bytes of base64")
	}
	result := checkpoint{origin: lines[0], size: size}
	copy(result.root[:], root)
	return result, nil
}

// readEntries calls add for every entry of the bundles that a tree of this size has.
func readEntries(directory string, size int64, add func(entry []byte) error) error {
	for first := int64(0); first < size; first += 256 {
		width := size - first
		if width > 256 {
			width = 256
		}
		tile := tlog.Tile{H: tileHeight, L: -1, N: first / 256, W: int(width)}
		bundle, err := os.ReadFile(filepath.Join(directory, pathOf(tile)))
		if err != nil {
			return err
		}
		for i := int64(0); i < width; i++ {
			if len(bundle) < 2 {
				return fmt.Errorf("bundle %d ends early", tile.N)
			}
			length := int(binary.BigEndian.Uint16(bundle))
			if len(bundle) < 2+length {
				return fmt.Errorf("bundle %d ends inside an entry", tile.N)
			}
			if err := add(bundle[2 : 2+length]); err != nil {
				return err
			}
			bundle = bundle[2+length:]
		}
		if len(bundle) > 0 {
			return fmt.Errorf("bundle %d has more than its entries", tile.N)
		}
	}
	return nil
}

// pathOf turns the package's own path, tile/8/<L>/… and tile/8/data/…, into that of tlog-tiles.
func pathOf(tile tlog.Tile) string {
	path := strings.Replace(tile.Path(), "tile/8/", "tile/", 1)
	return strings.Replace(path, "tile/data/", "tile/entries/", 1)
}

func verify(directory, vkey, older string) (int64, error) {
	verifier, err := note.NewVerifier(vkey)
	if err != nil {
		return 0, err
	}
	now, err := openCheckpoint(filepath.Join(directory, "checkpoint"), verifier)
	if err != nil {
		return 0, err
	}
	var stored hashes
	n := int64(0)
	err = readEntries(directory, now.size, func(entry []byte) error {
		more, err := tlog.StoredHashes(n, entry, stored)
		stored = append(stored, more...)
		n++
		return err
	})
	if err != nil {
		return 0, err
	}
	root, err := tlog.TreeHash(now.size, stored)
	if err != nil {
		return 0, err
	}
	if root != now.root {
		return 0, fmt.Errorf("the entries do not lead to the root in the checkpoint")
	}
	for _, tile := range tlog.NewTiles(tileHeight, 0, now.size) {
		want, err := tlog.ReadTileData(tile, stored)
		if err != nil {
			return 0, err
		}
		got, err := os.ReadFile(filepath.Join(directory, pathOf(tile)))
		if err != nil {
			return 0, err
		}
		if !bytes.Equal(got, want) {
			return 0, fmt.Errorf("%s differs from the entries", pathOf(tile))
		}
	}
	if older == "" {
		return now.size, nil
	}
	before, err := openCheckpoint(older, verifier)
	if err != nil {
		return 0, err
	}
	proof, err := tlog.ProveTree(now.size, before.size, stored)
	if err != nil {
		return 0, err
	}
	return now.size, tlog.CheckTree(proof, now.size, now.root, before.size, before.root)
}

func main() {
	if len(os.Args) < 3 || len(os.Args) > 4 {
		fmt.Fprintln(os.Stderr, "usage: log-verify <directory> <vkey> [<older checkpoint file>]")
		os.Exit(2)
	}
	older := ""
	if len(os.Args) == 4 {
		older = os.Args[3]
	}
	size, err := verify(os.Args[1], os.Args[2], older)
	if err != nil {
		fmt.Fprintln(os.Stderr, "refused:", err)
		os.Exit(1)
	}
	fmt.Printf("verified %d entries\n", size)
}
