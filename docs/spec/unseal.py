#!/usr/bin/env python3
"""Opens the body of a sealed object, independently of Entrepot (docs/spec/sealed-object.md).

  unseal.py body   FILE OID DEK            > plaintext   (a body as the store keeps it)
  unseal.py sealed FILE SHARE RELEASE      > plaintext   (a .sealed container)
  unseal.py list   FILE                                  (its entries; -o: write envelopes to N.age for `age -d`)

OID, DEK, SHARE and RELEASE are hexadecimal. SHARE stands in the manifest: `age -d -i identity.txt N.age`.
Needs Python 3.8 and the package `cryptography`.
"""
import hashlib
import hmac
import struct
import sys

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

SEGMENT = 1 << 20
PARAMETERS = bytes([0, 0]) + struct.pack(">II", SEGMENT, 32)
ENTRY_KINDS = {1: "recipient", 2: "viewer", 3: "records", 4: "label"}


def fail(reason):
    sys.exit("unseal: " + reason)


def kdf(key, header, purpose, aad, length):
    info = header[:42] + purpose + aad
    return hmac.new(key, info + b"\x01", hashlib.sha384).digest()[:length]


def open_body(file, oid, dek, out):
    aad = b"entrepot.sealed/v1\x00" + oid
    header = file.read(74)
    if len(header) != 74 or header[:10] != PARAMETERS:
        fail("not a body of suite 01")
    if not hmac.compare_digest(header[42:], kdf(dek, header, b"HEADER_TAG:", aad, 32)):
        fail("the key does not belong to this object")
    message_key = kdf(dek, header, b"MESSAGE_KEY:", aad, 48)
    index, segment = 0, file.read(SEGMENT)
    while True:
        following = file.read(SEGMENT)
        final = not following
        if len(segment) < 32 or (final and index and len(segment) == 32):
            fail("the object is incomplete")
        if struct.unpack(">I", segment[:4])[0] != (len(segment) if final else 0xFFFFFFFF):
            fail("segment %d is out of place" % index)
        purpose = b"DEK:" + struct.pack(">Q", index >> 20 << 20)
        key = kdf(message_key, header, purpose, aad, 32)
        out.write(AESGCM(key).decrypt(segment[4:16], segment[16:], struct.pack(">QB", index, final)))
        if final:
            return
        index, segment = index + 1, following


def read_entries(file):
    start = file.read(32)
    if start[:8] != b"\x89SLD\r\n\x1a\n" or start[8:12] != bytes([1, 1, 0, 0]):
        fail("not a .sealed container of version 1")
    section, entries = file.read(struct.unpack(">I", start[12:16])[0]), []
    while section:
        length = struct.unpack(">I", section[20:24])[0]
        entries.append((ENTRY_KINDS[section[0]], section[4:20], section[24:24 + length]))
        section = section[24 + length:]
    return start[16:], entries


def main(mode, path, *rest):
    with open(path, "rb") as file:
        if mode == "body":
            open_body(file, bytes.fromhex(rest[0]), bytes.fromhex(rest[1]), sys.stdout.buffer)
        elif mode == "sealed":
            oid, _ = read_entries(file)
            share, release = bytes.fromhex(rest[0]), bytes.fromhex(rest[1])
            open_body(file, oid, bytes(a ^ b for a, b in zip(share, release)), sys.stdout.buffer)
        else:
            for number, (kind, gid, content) in enumerate(read_entries(file)[1]):
                print(number, kind, gid.hex(), content.decode() if kind == "label" else len(content))
                if "-o" in rest and kind != "label":
                    open("%d.age" % number, "wb").write(content)


if __name__ == "__main__":
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    main(*sys.argv[1:])
