//go:build unix

package keyring

import (
	"fmt"
	"io/fs"
	"os"
)

// protect gives a file or folder to its owner alone.
func protect(name string, mode fs.FileMode) error {
	if err := os.Chmod(name, mode); err != nil {
		return fmt.Errorf("protecting %s: %w", name, err)
	}
	return nil
}

// onlyOwner refuses a file that others can read or write.
func onlyOwner(name string, info fs.FileInfo) error {
	if info.Mode().Perm()&0o077 != 0 {
		return fmt.Errorf("others on this computer can use %s (mode %04o)\n  close it: chmod 600 %s", name, info.Mode().Perm(), quoted(name))
	}
	return nil
}

// onlyOwnerWrites refuses a folder in which others can put their files in
// place of the owner's. In one with the sticky bit, as /tmp is, they cannot
// touch what is not theirs; the store itself must be its owner's alone.
func onlyOwnerWrites(name string, info fs.FileInfo, store bool) error {
	switch perm := info.Mode().Perm(); {
	case store && perm&0o022 != 0:
		return fmt.Errorf("others on this computer can put files into %s (mode %04o)\n  close it: chmod 700 %s", name, perm, quoted(name))
	case !store && perm&0o002 != 0 && info.Mode()&fs.ModeSticky == 0:
		return fmt.Errorf("everybody on this computer can put files into %s (mode %04o)\n  close it: chmod o-w %s", name, perm, quoted(name))
	}
	return nil
}

// syncFolder brings a new name in a folder onto the disk.
func syncFolder(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return fmt.Errorf("opening the folder for keys: %w", err)
	}
	defer d.Close()
	_ = d.Sync() // some file systems cannot; the file itself is on the disk
	return nil
}
