#!/usr/bin/env python3
"""Checks a delivery certificate with Python's standard library and openssl, nothing of Entrepot.

usage: certificate-verify.py CERTIFICATE.json 'NAME+HASH+KEY'

The second argument is the log's verifier key (c2sp.org/signed-note) from a source of your own. What is checked, in this order: the signature
on the checkpoint (c2sp.org/tlog-checkpoint); for every event that its opened fields lead to an entry (docs/spec/audit-log.md, 2 to 4) and the
entry by its proof to the checkpoint's root (RFC 9162, 2.1.3.2); that what people read is what the event `certificate.made` holds; that every
receipt is signed by the key in its event. Ends with 0, or with the first thing that is wrong.
"""
import base64
import hashlib
import hmac
import json
import os
import subprocess
import sys
import tempfile

FIELDS = 'time actor subject object action legalBasis decision packVersions channel place detail'.split()


def sha256(data):
    return hashlib.sha256(data).digest()


def canonical(value):
    """RFC 8785, for the values that occur here: no fractions."""
    return json.dumps(value, sort_keys=True, separators=(',', ':'), ensure_ascii=False).encode()


def fail(what):
    sys.exit('REFUSED ' + what)


def openssl(arguments, files):
    """Runs openssl where each of `files` lies under its name."""
    with tempfile.TemporaryDirectory() as folder:
        for name, content in files.items():
            with open(os.path.join(folder, name), 'wb') as file:
                file.write(content)
        done = subprocess.run(['openssl', *arguments], cwd=folder, capture_output=True, check=False)
        return done.returncode == 0


def check_checkpoint(text, vkey):
    name, _, key = vkey.split('+', 2)
    body, signatures = text.split('\n\n', 1)
    raw = base64.b64decode(key)
    if raw[0] != 1 or len(raw) != 33:
        fail('the key is not Ed25519')
    der = bytes.fromhex('302a300506032b6570032100') + raw[1:]
    for line in signatures.splitlines():
        parts = line.split(' ')
        if len(parts) == 3 and parts[0] == '\u2014' and parts[1] == name:
            signature = base64.b64decode(parts[2])[4:]
            arguments = ['pkeyutl', '-verify', '-pubin', '-keyform', 'DER', '-inkey', 'key', '-rawin', '-in', 'text']
            files = {'key': der, 'text': (body + '\n').encode(), 'signature': signature}
            if openssl([*arguments, '-sigfile', 'signature'], files):
                origin, size, root = body.split('\n')[:3]
                return origin, int(size), base64.b64decode(root)
    return fail('no signature of this key on the checkpoint')


def entry_of(disclosure):
    hashes = []
    for number in range(disclosure['n']):
        opened = disclosure['open'].get(str(number))
        if opened is None:
            hashes.append(base64.b64decode(disclosure['hidden'][str(number)]))
        else:
            message = b'en/f/v1\0' + bytes([number]) + canonical(opened['v'])
            hashes.append(hmac.new(base64.b64decode(opened['k']), message, hashlib.sha256).digest())
    commitment = sha256(b'en/e/v1\0' + bytes([disclosure['n']]) + b''.join(hashes))
    return b'EN1' + bytes([disclosure['class']]) + commitment + base64.b64decode(disclosure['tag'])


def root_of(index, size, leaf, path):
    fn, sn, node = index, size - 1, leaf
    for other in path:
        if sn == 0:
            return None
        if fn & 1 or fn == sn:
            node = sha256(b'\1' + other + node)
            while fn and not fn & 1:
                fn, sn = fn >> 1, sn >> 1
        else:
            node = sha256(b'\1' + node + other)
        fn, sn = fn >> 1, sn >> 1
    return node if sn == 0 else None


def check_event(event, checkpoint, size, root):
    head, signed = event['proof'].split('\n\n', 1)
    lines = head.split('\n')
    if signed != checkpoint or lines[0] != 'c2sp.org/tlog-proof@v1' or lines[1] != f"index {event['index']}":
        fail(f"proof of event {event['index']}")
    leaf = sha256(b'\0' + entry_of(event['disclosure']))
    if root_of(event['index'], size, leaf, [base64.b64decode(line) for line in lines[2:]]) != root:
        fail(f"event {event['index']} is not in the log")
    opened = event['disclosure']['open']
    return {FIELDS[int(number)]: field['v'] for number, field in opened.items()}


def check_receipt(receipt, events, about):
    statement = receipt['statement'].encode()
    said = json.loads(statement)
    files = {'key': receipt['publicKey'].encode(), 'text': statement, 'signature': base64.b64decode(receipt['signature'])}
    if not openssl(['dgst', '-sha256', '-verify', 'key', '-signature', 'signature', 'text'], files):
        fail(f"signature of receipt {receipt['index']}")
    der = base64.b64decode(''.join(receipt['publicKey'].splitlines()[1:-1]))
    detail = events[receipt['index']]['detail']
    if detail['statement'] != sha256(statement).hex() or detail['key'] != sha256(der[-65:]).hex():
        fail(f"receipt {receipt['index']} is not the one in the log")
    opened = events[said['logIndex']]
    if opened['action'] != 'object.opened' or opened['detail']['opening'] != said['opening']:
        fail(f"receipt {receipt['index']} is about another opening")
    if said['reference'] != about['reference']:
        fail(f"receipt {receipt['index']} is about another transfer")


def main():
    with open(sys.argv[1], encoding='utf-8') as file:
        certificate = json.load(file)
    checkpoint = certificate['log']['checkpoint']
    origin, size, root = check_checkpoint(checkpoint, sys.argv[2])
    events = {event['index']: check_event(event, checkpoint, size, root) for event in certificate['events']}
    about = certificate['about']
    made = [event for event in events.values() if event['action'] == 'certificate.made']
    if len(made) != 1 or made[0]['detail']['about'] != sha256(canonical(about)).hex():
        fail('what people read is not what the log holds')
    if any(event['object']['transfer'] != about['transfer'] for event in events.values()):
        fail('an event of another transfer')
    for receipt in certificate['receipts']:
        check_receipt(receipt, events, about)
    print(f"verified: {len(events)} events, {len(certificate['receipts'])} receipts, log {origin}, size {size}")


try:
    main()
except (KeyError, IndexError, ValueError, TypeError) as error:
    fail(f'not a certificate: {type(error).__name__}')
