//go:build !unix && !windows

package keyring

import "io/fs"

// On a system without owners of files the passphrase alone protects a key.

func protect(string, fs.FileMode) error { return nil }

func onlyOwner(string, fs.FileInfo) error { return nil }

func onlyOwnerWrites(string, fs.FileInfo, bool) error { return nil }

func syncFolder(string) error { return nil }
