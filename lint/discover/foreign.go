package discover

import (
	"bytes"
	"io/fs"
	"path"
	"strings"
)

// installed reports whether a folder inside this one holds installed, built or
// cached files by its name, so that there is no need to look into it.
func (v *visit) installed(base string) bool {
	switch base {
	case "node_modules", "bower_components", "vendor", "site-packages",
		".venv", "venv", ".tox", ".nox",
		"dist", "build", "target", "coverage",
		".next", ".nuxt", ".output", ".svelte-kit", ".angular", ".mastra", ".turbo", ".yarn",
		".open-next", ".vercel", ".sst", ".history",
		"cdk.out", ".terraform", ".serverless", ".aws-sam",
		".git", ".hg", ".svn",
		"__pycache__", ".mypy_cache", ".pytest_cache", ".ruff_cache":
		return true
	case "out":
		return v.usesNext()
	}
	return strings.HasSuffix(base, ".egg-info") || strings.HasSuffix(base, ".dist-info")
}

// usesNext reports whether the folder is a Next.js application, whose static
// export goes to `out`.
func (v *visit) usesNext() bool {
	if mode, ok := v.names["package.json"]; !ok || !mode.IsRegular() {
		return false
	}
	text, err := fs.ReadFile(v.fsys, path.Join(v.path, "package.json"))
	return err == nil && bytes.Contains(text, []byte(`"next"`))
}

// foreign returns why everything in the folder is somebody else's, or "". The
// root is what the user asked for, whatever is in it.
func (v *visit) foreign() string {
	if v.path == "." {
		return ""
	}
	if _, ok := v.names["pyvenv.cfg"]; ok {
		return reasonVenv
	}
	if v.isBundle() {
		return reasonBundle
	}
	return ""
}

// isBundle reports whether packages were unpacked into the folder, as into one
// that is uploaded to Lambda: `pip install --target` leaves a `*.dist-info` for
// every package, and a bundle without them still holds the SDK's data. A
// project may hold the metadata of its own installation, and the SDK's own
// repositories hold its data, so a folder with a project's manifest needs more.
func (v *visit) isBundle() bool {
	infos := 0
	for name, mode := range v.names {
		if mode.IsDir() && strings.HasSuffix(name, ".dist-info") {
			infos++
		}
	}
	if v.isProject() {
		return infos > 1
	}
	return infos > 0 || v.holdsSDK("botocore") || v.holdsSDK("boto3")
}

// isProject reports whether the folder is the root of a Python project.
func (v *visit) isProject() bool {
	for _, name := range []string{"pyproject.toml", "setup.py", "setup.cfg"} {
		if _, ok := v.names[name]; ok {
			return true
		}
	}
	return false
}

// holdsSDK reports whether the folder holds a whole package of the AWS SDK.
func (v *visit) holdsSDK(name string) bool {
	if !v.names[name].IsDir() {
		return false
	}
	for _, part := range []string{"__init__.py", "data"} {
		if _, err := fs.Stat(v.fsys, path.Join(v.path, name, part)); err != nil {
			return false
		}
	}
	return true
}
