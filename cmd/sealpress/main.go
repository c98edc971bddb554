// Command sealpress publishes badges and micro-credentials from a folder of
// Markdown and YAML as a static site. It alone knows arguments, the
// environment, randomness and the clock; everything else is handed to the
// rooms of package generator.
package main

import "os"

func main() {
	spareMemory()
	os.Exit(run(os.Args[1:], world()))
}
