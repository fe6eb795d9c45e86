"""Checks a bag by RFC 8493 with nothing but Python's standard library: python3 bag_by_rfc8493.py FOLDER

Written for these tests, for machines on which neither Debian nor the Python index gives `bagit`. It shares no code with the
program: sections of the RFC stand at the checks.
"""

import hashlib
import os
import re
import sys


def fail(why):
    sys.exit("invalid: " + why)


def lines_of(path):
    with open(path, encoding="utf-8", newline="") as file:
        return [line for line in re.split(r"\r\n|\r|\n", file.read()) if line]


def digest_of(path, algorithm):
    hash = hashlib.new(algorithm)
    with open(path, "rb") as file:
        for chunk in iter(lambda: file.read(1 << 20), b""):
            hash.update(chunk)
    return hash.hexdigest()


def main(bag):
    there = set()
    for folder, _, names in os.walk(bag):
        for name in names:
            there.add(os.path.relpath(os.path.join(folder, name), bag).replace(os.sep, "/"))
    # 2.1.1: exactly these two lines
    declaration = lines_of(os.path.join(bag, "bagit.txt"))
    if not re.fullmatch(r"BagIt-Version: \d+\.\d+", declaration[0]) or declaration[1:] != ["Tag-File-Character-Encoding: UTF-8"]:
        fail("bagit.txt")
    payload = {path for path in there if path.startswith("data/")}
    manifests = [path for path in there if re.fullmatch(r"manifest-\w+\.txt", path)]
    if not manifests:
        fail("no payload manifest")
    for name in sorted(path for path in there if re.fullmatch(r"(tag)?manifest-\w+\.txt", path)):
        algorithm = re.search(r"manifest-(\w+)\.txt", name).group(1)
        listed = set()
        for line in lines_of(os.path.join(bag, name)):
            match = re.fullmatch(r"([0-9a-f]+)\s+(.+)", line)
            if match is None:
                fail(name + ": " + line)
            # 2.1.3: percent-encoded line breaks and percent signs
            path = re.sub("%(0[AaDd]|25)", lambda escape: chr(int(escape.group(1), 16)), match.group(2))
            if path in listed or ".." in path.split("/") or path.startswith(("/", "~")):
                fail(name + " names " + path)
            listed.add(path)
            if path not in there:
                fail(path + " is missing")
            if digest_of(os.path.join(bag, path), algorithm) != match.group(1):
                fail(path + " has changed")
        # 3: complete: every payload file in every payload manifest
        if not name.startswith("tag") and listed != payload:
            fail(name + " and data/ differ: " + ", ".join(sorted(listed ^ payload)))
    # 2.2.2: octets and files
    info = dict(line.split(": ", 1) for line in lines_of(os.path.join(bag, "bag-info.txt")))
    octets = sum(os.path.getsize(os.path.join(bag, path)) for path in payload)
    if info["Payload-Oxum"] != "%d.%d" % (octets, len(payload)):
        fail("Payload-Oxum")
    print("valid")


main(sys.argv[1])
