# Redaction of bundles.

# What was replaced in a file.
redact-hosts = hosts and domains: { $count }
redact-users = users: { $count }
redact-addresses = IP addresses: { $count }
redact-hardware-addresses = hardware addresses: { $count }
redact-certificates = certificates: { $count }
redact-certificate-names = names from certificates: { $count }
redact-labels = labels: { $count }
redact-secrets = passwords and tokens, overwritten: { $count }
redact-private-keys = private keys, overwritten: { $count }
redact-nothing = nothing to replace

# What is left or missing in a capture.
redact-encrypted = bytes of encrypted data, as they were: { $count }
redact-wiped = bytes of unknown protocols, overwritten: { $count }
redact-secret-blocks = blocks with decryption secrets, removed: { $count }
redact-fragments = IP fragments in which a name across two of them may be left: { $count }
redact-cut = bytes of a cut packet at the end, removed: { $count }

# Files that are left out.
redact-dropped-key = left out: it holds a private key
redact-dropped-key-log = left out: it holds secrets of TLS sessions
redact-dropped-unknown = left out: nobody knows what is in it
redact-dropped-large = left out: it is too large
redact-dropped-link = left out: packets of link type { $number } are not understood
redact-dropped-malformed = left out: the capture is damaged

# Certificates in all.
redact-certificates-verifying = Certificates signed again with a new key of their issuer: { $count }
redact-certificates-unverifiable = Certificates whose signature could not be verified before and cannot now: { $count }
redact-certificates-lost = Certificates whose signature was right and is lost: { $count }
redact-certificates-old-key = Certificates that keep their key, because keys of its kind are not made here: { $count }
redact-certificates-left-out = Certificates with new names and their old key, because there are too many: { $count }

redact-checked = Checked: no original is left.
redact-written = Written: { $file }
redact-map = Private map: { $file }. It leads back to the real names: keep it, and do not hand it on.

error-redact-exists = { $file } exists and is not overwritten
error-redact-map = { $file } is no redaction map, or a damaged one
error-redact-directory = { $file } is a file; several inputs need a directory
error-redact-nothing = there is nothing in the input that can be redacted
error-redact-names = there are more names than can be looked for; redact fewer files at once
error-redact-left = nothing is written, because originals would be left:
error-redact-left-place = { $original } is left in { $file } at byte { $position }
