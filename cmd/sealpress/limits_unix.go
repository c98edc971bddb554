//go:build unix

package main

import "syscall"

// openFiles returns how many files the system lets the program have open at
// once; Go has raised that as far as it may. Zero says that it is not known.
func openFiles() uint64 {
	var l syscall.Rlimit
	if syscall.Getrlimit(syscall.RLIMIT_NOFILE, &l) != nil {
		return 0
	}
	return uint64(l.Cur) // signed on some systems
}
