#!/usr/bin/env python3
"""Makes Python wheels of the archives of a release: one for each platform, with the
program in it as a script, so that `pip install` and `uvx` put it on the PATH.

Usage: wheels.py VERSION FOLDER

Reads FOLDER/regionlint_*.tar.gz and .zip, and writes the wheels beside them. The
same archives make the same bytes. Needs nothing but Python 3.9 or newer.
"""

import base64
import hashlib
import pathlib
import re
import sys
import tarfile
import zipfile

# What pip calls the platforms. The Linux programs are linked whole, so they run
# with any C library; the others run where Go 1.25's programs do.
PLATFORMS = {
    "linux_amd64": "manylinux_2_17_x86_64.manylinux2014_x86_64.musllinux_1_1_x86_64",
    "linux_arm64": "manylinux_2_17_aarch64.manylinux2014_aarch64.musllinux_1_1_aarch64",
    "darwin_amd64": "macosx_12_0_x86_64",
    "darwin_arm64": "macosx_12_0_arm64",
    "windows_amd64": "win_amd64",
}

METADATA = """\
Metadata-Version: 2.1
Name: regionlint
Version: {version}
Summary: Find AWS region drift in Python, TypeScript, JavaScript and dotenv files
Home-page: https://github.com/regionlint/regionlint
License: Apache-2.0
Requires-Python: >=3.7
Description-Content-Type: text/markdown

{readme}"""

WHEEL = """\
Wheel-Version: 1.0
Generator: regionlint
Root-Is-Purelib: false
"""


def members(archive):
    """Returns the files of an archive by name, as bytes."""
    if archive.suffix == ".zip":
        with zipfile.ZipFile(archive) as opened:
            return {name: opened.read(name) for name in opened.namelist()}
    with tarfile.open(archive) as opened:
        return {m.name: opened.extractfile(m).read() for m in opened if m.isfile()}


def python_version(version):
    """Returns a version in Python's spelling: 1.2.0rc1 for 1.2.0-rc.1."""
    match = re.fullmatch(r"v?(\d+\.\d+\.\d+)(?:-(alpha|beta|rc)\.?(\d+))?", version)
    if not match:
        raise SystemExit(f"wheels.py: {version} is no version that Python has a spelling for")
    number, stage, count = match.groups()
    return number + ({"alpha": "a", "beta": "b", "rc": "rc"}[stage] + count if stage else "")


def record(name, data):
    digest = base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode()
    return f"{name},sha256={digest},{len(data)}\n"


def write(path, files, programs):
    """Writes a wheel; those of its files that are programs can be run."""
    info = next(name for name in files if name.endswith("/METADATA")).rpartition("/")[0]
    listed = "".join(record(name, data) for name, data in files.items())
    files = {**files, f"{info}/RECORD": (listed + f"{info}/RECORD,,\n").encode()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as wheel:
        for name, data in files.items():
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3  # Unix, so that the mode below counts
            entry.external_attr = (0o100755 if name in programs else 0o100644) << 16
            wheel.writestr(entry, data)


def main(version, folder):
    version = python_version(version)
    archives = sorted(p for p in pathlib.Path(folder).iterdir() if re.fullmatch(r"regionlint_\w+\.(tar\.gz|zip)", p.name))
    if not archives:
        raise SystemExit(f"wheels.py: {folder} holds no archives")
    for archive in archives:
        platform = archive.name.split(".")[0].removeprefix("regionlint_")
        inside = members(archive)
        name = "regionlint.exe" if platform.startswith("windows") else "regionlint"
        script = f"regionlint-{version}.data/scripts/{name}"
        info = f"regionlint-{version}.dist-info"
        tags = [f"py3-none-{tag}" for tag in PLATFORMS[platform].split(".")]
        files = {
            script: inside[name],
            f"{info}/licenses/LICENSE": inside["LICENSE"],
            f"{info}/METADATA": METADATA.format(version=version, readme=inside["README.md"].decode()).encode(),
            f"{info}/WHEEL": (WHEEL + "".join(f"Tag: {tag}\n" for tag in tags)).encode(),
        }
        path = archive.with_name(f"regionlint-{version}-py3-none-{PLATFORMS[platform]}.whl")
        write(path, files, {script})
        print(path.name)


if __name__ == "__main__":
    if len(sys.argv) != 3:
        raise SystemExit(__doc__)
    main(*sys.argv[1:])
