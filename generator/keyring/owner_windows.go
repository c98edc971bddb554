package keyring

import (
	"fmt"
	"io/fs"

	"golang.org/x/sys/windows"
)

// protect gives a file or folder to the user alone, whatever the folder around
// it allows. Files that are made in the folder later inherit it.
func protect(name string, _ fs.FileMode) error {
	owner, err := user()
	if err != nil {
		return fmt.Errorf("protecting %s: %w", name, err)
	}
	sd, err := windows.SecurityDescriptorFromString("D:P(A;OICI;FA;;;" + owner + ")")
	if err != nil {
		return fmt.Errorf("protecting %s: %w", name, err)
	}
	dacl, _, err := sd.DACL()
	if err != nil {
		return fmt.Errorf("protecting %s: %w", name, err)
	}
	if err := windows.SetNamedSecurityInfo(name, windows.SE_FILE_OBJECT, windows.DACL_SECURITY_INFORMATION|windows.PROTECTED_DACL_SECURITY_INFORMATION, nil, nil, dacl, nil); err != nil {
		return fmt.Errorf("protecting %s: %w", name, err)
	}
	return nil
}

// onlyOwner refuses a file that others can use. Administrators and the system
// can use every file, so nothing is said about them.
func onlyOwner(name string, _ fs.FileInfo) error {
	sd, err := windows.GetNamedSecurityInfo(name, windows.SE_FILE_OBJECT, windows.DACL_SECURITY_INFORMATION)
	if err != nil {
		return fmt.Errorf("looking at who can use %s: %w", name, err)
	}
	owner, err := user()
	if err != nil {
		return fmt.Errorf("looking at who can use %s: %w", name, err)
	}
	if strangers(sd.String(), owner) {
		return fmt.Errorf("others on this computer can use %s\n  close it: icacls %s /inheritance:r /grant:r \"%%USERNAME%%:F\"", name, quoted(name))
	}
	return nil
}

// onlyOwnerWrites looks at nothing: what protects the file is its own list,
// which does not inherit from the folders around it.
func onlyOwnerWrites(string, fs.FileInfo, bool) error { return nil }

// user returns the security identifier of who runs the program.
func user() (string, error) {
	u, err := windows.GetCurrentProcessToken().GetTokenUser()
	if err != nil {
		return "", err
	}
	return u.User.Sid.String(), nil
}

// syncFolder has nothing to do: the system keeps names on the disk by itself.
func syncFolder(string) error { return nil }
