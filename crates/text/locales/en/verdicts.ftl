# Verdicts.
verdict-trusted = trusted
verdict-refused = refused

# What a finding code means, in one line.
code-self-signed = The certificate is self-signed and not in the trust store.
code-issuer-unknown = The CA that signed the certificate is not in the trust store.
code-intermediate-missing = An intermediate CA certificate was neither sent nor stored.
code-dates = A certificate is outside its dates.
code-shadowed = Another stored certificate of the same subject takes its place.
code-weak = A key or a signature is too weak.
code-usage = The certificate may not be used for this.
code-signature = A signature does not verify.
code-too-long = The chain has too many intermediate CA certificates.
code-other = The chain does not verify.
code-name-absent = The host name that was asked for is not in the certificate.
code-ip-absent = The IP address that was asked for is not in the certificate.
code-short-name = A short host name was asked for and is not in the certificate.
code-common-name-only = The name is only in the CN of the certificate.
code-partial-wildcard = The name is covered by a partial wildcard only.
code-ip-as-name = The IP address is spelled as a host name in the certificate.

# What to do. Menu paths are those of the appliance and are not translated.
remedy-upload-self-signed = Upload this self-signed certificate to the trust store (Maintenance > Security > Trusted CA certificate) of every server in the cluster, or have the node's certificate signed by a CA that is trusted already. If the node also has an RSA certificate that is trusted, preferring RSA in the cipher string helps for TLS 1.2.
remedy-upload-ca-chain = Upload the CA chain that signed this certificate, { $subject } included, to the trust store (Maintenance > Security > Trusted CA certificate) of every server in the cluster, or have the node's certificate signed by a CA that is trusted already.
remedy-upload-issuer = Upload the CA certificate { $issuer } and every CA above it to the trust store (Maintenance > Security > Trusted CA certificate) of every server in the cluster.
remedy-install-intermediate = Install the intermediate CA certificate { $issuer } on the node, so that it is sent, or upload it to the trust store of every server in the cluster.
remedy-upload-root = Upload the CA certificate { $issuer }, which issued { $subject }, to the trust store of every server in the cluster: an intermediate alone does not end a chain.
remedy-renew-certificate = Renew the certificate { $subject } on the node.
remedy-replace-ca = Get the successor of the CA certificate { $subject } from the CA, upload it to the trust store of every server in the cluster, and install it on the node if the node sends the old one.
remedy-check-clock = Compare the clocks of the node, of the CA and of this server (NTP). If they are right, wait for the certificate { $subject } to become valid.
remedy-upload-twin = Upload the CA certificate whose key really signed { $subject }: the trust store holds another one with the same subject.
remedy-reissue-damaged = Have the certificate { $subject } issued again: its signature was not made by the key of its issuer, or the certificate is damaged.
remedy-reissue-stronger = Have the certificate { $subject } issued again with a stronger key and signature (RSA 2048 or EC P-256, SHA-256).
remedy-reissue-usage = Have the certificate { $subject } issued again for its purpose: server authentication for a node, basic constraints CA and certificate signing for a CA.
remedy-reissue-inside-constraints = Have the certificate { $subject } issued again with names that the name constraints of its CA permit, or by another CA.
remedy-shorten-chain = Have the node's certificate issued by a CA nearer to the root: at most seven intermediates are followed.
remedy-add-name = Add { $address } to the subject alternative names of the certificate { $subject }, or advertise the node by a name that the certificate contains (on CUCM: System > Server) and refresh the servers here.
remedy-add-ip-address = Add the IP address { $address } to the subject alternative names of the certificate { $subject }, or advertise the node by a name that the certificate contains (on CUCM: System > Server) and refresh the servers here.
remedy-use-full-name = Advertise the node by its full name instead of { $address } (on CUCM: System > Server) and refresh the servers here, or add { $address } to the subject alternative names of the certificate { $subject }.
remedy-present-certificate = Configure a server certificate on the node: it presented none.
remedy-inspect-chain = Look at the chain with "tollgate cert chain".

# What would have been accepted, and what was found instead.
expected-certificate = a certificate
expected-trusted-certificate = a certificate that a CA of the trust store signed, or that is in it
expected-same-certificate = the certificate { $subject } itself
expected-trusted-root = a root CA certificate that is in the trust store
expected-issuer = issuer { $issuer }, sent by the node or in the trust store
expected-issuer-stored = issuer { $issuer } in the trust store
expected-valid = a certificate that is valid at { $at }
expected-signature = a signature by the key of { $issuer }
expected-strength = a key and a signature of the strength that the security level asks for
expected-short-chain = at most { $limit } intermediate CA certificates
expected-inside-constraints = names inside the name constraints of the issuing CA
expected-server-certificate = a certificate for a TLS server
expected-ca-certificate = a CA certificate that may issue the one below it
expected-verifying-chain = a chain of trust that verifies
expected-address = { $address } among the names of the certificate
found-nothing = no certificate was presented
found-self-signed = self-signed certificate { $subject }, not in the trust store
found-twin = another certificate with the subject { $subject } stands before it in the trust store
found-root = root CA { $subject }, not in the trust store
found-alone = the node sent its own certificate alone
found-without-issuer = { $count } certificates were sent, none of them the issuer
found-not-issuer = the trust store holds { $subject } and not its issuer
found-expired = expired at { $end }, judged at { $at }
found-not-yet-valid = valid from { $start }, judged at { $at }
found-other-key = the { $issuer } in the trust store has another key
found-bad-signature = the signature does not verify
found-key-and-signature = key { $key }, signature { $signature }
found-longer-chain = a longer chain
found-openssl = { $text }
found-names = { $names }
found-no-name = no name at all

# What passes today and deserves a look.
warning-weak-signature = { $subject } is signed with { $found }, which newer releases refuse.
warning-short-key = { $subject } has a short key ({ $found }), which newer releases refuse.
warning-expires-soon = { $subject } expires soon: { $found }.
warning-common-name-only = { $subject } contains the name in its CN only; names belong into the subject alternative names.
warning-partial-wildcard = { $subject } contains the name by a partial wildcard only ({ $found }).
warning-ip-as-name = { $subject } contains the IP address spelled as a host name ({ $found }), which other software does not accept.

# Labels.
label-address = address
label-alternative-names = alternative names
label-authority-key = authority key id
label-connected = connected to
label-domain = domain
label-expected = expected
label-found = found
label-host = host
label-issued-by = issued by
label-issued-to = issued to
label-key = key
label-path = path
label-port = port
label-problem = problem
label-protocol = protocol
label-remedy = remedy
label-resolved = resolves to
label-serial = serial
label-signature = signature
label-subject-key = subject key id
label-twin = twin in the store
label-upload = upload
label-valid = valid
label-warning = warning
value-none = none
value-unreadable = unreadable

# Dates. $count is a number of days.
validity-left = { $count ->
    [one] 1 day left
   *[other] { $count } days left
}
validity-expired = { $count ->
    [one] expired 1 day ago
   *[other] expired { $count } days ago
}
validity-future = { $count ->
    [one] valid in 1 day
   *[other] valid in { $count } days
}

# cert inspect and cert chain.
inspect-certificate = certificate { $depth }: { $name }
inspect-addresses = The certificate is made out to:
chain-absent = Neither sent nor stored: this certificate is missing.
chain-absent-key = Neither sent nor stored: the certificate with subject key id { $key } is missing.
chain-unused = Sent, but no part of the chain: { $subject }

# trust check.
note-no-certificate = { $file }: no certificate in it; skipped
store-duplicate = the same certificate as in { $file } #{ $position }
store-expired = expired
store-not-yet-valid = not valid yet
store-not-an-anchor = neither a CA nor self-signed: cannot end a chain of trust
store-same-subject = same subject as { $file } #{ $position }: both work here, but a real appliance does not accept the second (CSCwa12905)
store-unreadable = cannot be read: { $error }
store-summary = certificates: { $certificates }, problems: { $problems }

# allow test.
test-passed = ok
test-failed = FAILED
test-difference = expected { $expected }, found { $result }
test-summary = passed: { $passed }, failed: { $failed }

# The lab.
lab-ready = The lab is running; Ctrl-C ends it. In another terminal: tollgate serve --config { $config }
lab-not-running = No lab is running in this directory; this is what one would hold.

# serve.
serve-listening = listening on { $address }
serve-management = metrics, health and status on { $address }
serve-reloaded = configuration read again (generation { $generation })
serve-needs-restart = these take effect at the next start only: { $keys }
serve-reload-failed = The configuration was not put in force; the old one stays.
serve-draining = Finishing the requests in flight; a second signal cuts them.

# demo.
demo-opening = Four failures of certificate verification, played on simulated nodes with real TLS, and their repairs. A scripted client signs in through the traffic server as an MRA client does.
demo-traffic-server = The traffic server listens on { $address } and trusts steven-DC-CA.
demo-self-signed = 8443 works, 6972 does not
demo-self-signed-story = On 8443 the nodes show an RSA certificate signed by the trusted CA. On 6972 they hold a self-signed ECDSA certificate as well, and the cipher string prefers ECDSA.
demo-upload-self-signed = Repair: the self-signed certificates are uploaded to the trust store.
demo-prefer-rsa = Another repair: without them, RSA is preferred by the prefix ECDHE-RSA-AES256-GCM-SHA384: of the cipher string.
demo-other-ca = A CA that is not trusted
demo-other-ca-story = The certificates of both Unified CM nodes were signed by another CA, which they send along.
demo-upload-ca-chain = Repair: the CA certificate is uploaded to the trust store.
demo-by-address = A node advertised by its address
demo-by-address-story = System > Server has the IP addresses of the nodes, so clients ask for these; the certificates contain the names only.
demo-advertise-name = Repair: System > Server gets the names, and the servers are refreshed.
demo-name-address = Another repair: the certificates are issued again with the IP addresses among the subject alternative names.
demo-subscriber = The publisher is right, the subscriber is wrong
demo-subscriber-story = The certificate of the subscriber does not contain its name. Nobody notices while the publisher runs.
demo-publisher-stops = The publisher stops.
demo-reissue-subscriber = Repair: the subscriber's certificate is issued again with its name.
demo-documented = This came out as documented.
demo-different = THIS CAME OUT DIFFERENTLY FROM THE DOCUMENT.
demo-all-documented = Every scenario came out as documented. Next: "tollgate lab up" to try your own requests, "tollgate serve --help" for your own nodes.
demo-some-different = Not every scenario came out as documented.

# Why a command could not do its job.
usage-address = Name the address that was asked for with --address, or check no name with --name-policy none.
error-unreadable = cannot read { $file }
error-stdout = cannot write the result to standard output
error-too-large = { $file } is too large
error-too-many = { $file } holds too many files
error-no-certificate = no certificate in { $file }
error-bad-entry = { $file }: entry { $position } cannot be read
error-bad-lines = { $file }: { $count ->
    [one] one problem
   *[other] { $count } problems
}; every line has to be right
error-url = { $url } is not of the form https://HOST[:PORT]
error-resolve = { $address } cannot be resolved; name its IP address with --resolve
error-no-address = { $address } has no IP address; name one with --resolve
error-connect = cannot connect to { $address }
error-handshake = no TLS handshake with { $address }
error-nothing-shown = { $address } showed no certificate
error-unreadable-shown = { $address } showed a certificate that cannot be read
error-lab-runs = A lab is running in this directory already; name another with --directory.
error-lab-runs-not = No lab is running in { $directory }; start one with "tollgate lab up".
