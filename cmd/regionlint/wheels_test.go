package main

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
)

// TestWheels makes wheels of archives, as a release does, and installs one.
func TestWheels(t *testing.T) {
	t.Parallel()
	python, err := exec.LookPath("python3")
	if err != nil || runtime.GOOS != "linux" || runtime.GOARCH != "amd64" {
		t.Skip("the wheel that is tried is for Python on Linux")
	}
	script := filepath.Join("..", "..", ".github", "release", "wheels.py")
	build := func(version string) (folder string, made []string) {
		t.Helper()
		folder = t.TempDir()
		license, readme := member{"LICENSE", "Apache"}, member{"README.md", "# regionlint\n\nregions — everywhere\n"}
		for name, text := range map[string][]byte{
			"regionlint_linux_amd64.tar.gz": tarball(t, license, readme, member{"regionlint", program(t, "a wheel")}),
			"regionlint_windows_amd64.zip":  zipped(t, license, readme, member{"regionlint.exe", "MZ"}),
			"checksums.txt":                 nil,
		} {
			if err := os.WriteFile(filepath.Join(folder, name), text, 0o644); err != nil {
				t.Fatal(err)
			}
		}
		output, err := exec.CommandContext(t.Context(), python, script, version, folder).CombinedOutput()
		if err != nil {
			t.Fatalf("%v\n%s", err, output)
		}
		return folder, strings.Fields(string(output))
	}
	folder, wheels := build("1.2.0-rc.1")
	want := []string{
		"regionlint-1.2.0rc1-py3-none-manylinux_2_17_x86_64.manylinux2014_x86_64.musllinux_1_1_x86_64.whl",
		"regionlint-1.2.0rc1-py3-none-win_amd64.whl",
	}
	if !slices.Equal(wheels, want) {
		t.Fatalf("wheels %q, want %q", wheels, want)
	}
	again, _ := build("v1.2.0-rc.1")
	for _, wheel := range wheels {
		first, err := os.ReadFile(filepath.Join(folder, wheel))
		if err != nil {
			t.Fatal(err)
		}
		second, err := os.ReadFile(filepath.Join(again, wheel))
		if err != nil || !bytes.Equal(first, second) {
			t.Errorf("%s is another one the second time: %v", wheel, err)
		}
	}
	if err := exec.CommandContext(t.Context(), python, "-m", "pip", "--version").Run(); err != nil {
		t.Skip("there is no pip to install it with")
	}
	into := t.TempDir()
	install := exec.CommandContext(t.Context(), python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check",
		"--no-index", "--target", into, filepath.Join(folder, wheels[0]))
	if output, err := install.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, output)
	}
	output, err := exec.CommandContext(t.Context(), filepath.Join(into, "bin", "regionlint"), "version").CombinedOutput()
	if err != nil || !strings.HasPrefix(string(output), "from a wheel\nregionlint ") {
		t.Errorf("it says %q: %v", output, err)
	}
}
