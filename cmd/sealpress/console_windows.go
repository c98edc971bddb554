package main

import (
	"os"

	"golang.org/x/sys/windows"
)

// paints reports whether a terminal shows colours. The older console of
// Windows does so only when it is asked to, and prints the codes otherwise.
func paints(f *os.File) bool {
	var mode uint32
	console := windows.Handle(f.Fd())
	if err := windows.GetConsoleMode(console, &mode); err != nil {
		return false
	}
	return windows.SetConsoleMode(console, mode|windows.ENABLE_VIRTUAL_TERMINAL_PROCESSING) == nil
}
