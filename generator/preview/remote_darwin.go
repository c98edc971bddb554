package preview

import "syscall"

// remote names the kind of network file system that a folder is on; empty
// where it is on none that is known.
func remote(dir string) string {
	var s syscall.Statfs_t
	if err := syscall.Statfs(dir, &s); err != nil {
		return ""
	}
	var kind []byte
	for _, c := range s.Fstypename {
		if c == 0 {
			break
		}
		kind = append(kind, byte(c))
	}
	switch string(kind) {
	case "nfs", "smbfs", "webdav", "afpfs":
		return string(kind)
	}
	return ""
}
