# Findings about what nodes presented: trust, name, negotiation, client certificate.

# When they happen at all.
cell-condition-verified = On Expressway-C of X14.2 and later (one source says X14.0.8), unless VerifyOriginServer is Off: the traffic server verifies the certificate of every node at every connection.
cell-condition-any-release = On Expressway-C of any release.
cell-condition-asked = On Expressway-C of X14.0.2 and later, when a node asks for a client certificate (CUCM does on 6971 and 6972).

# The workaround of all that is refused.
cell-workaround-off = For the time until then, on the CLI of every Expressway-C server: xConfiguration EdgeConfigServer VerifyOriginServer: Off
cell-workaround-off-risk = No node is verified any more: whoever gets between Expressway-C and the nodes reads and changes what users send, their passwords included (CVE-2022-20814). Switch it on again as soon as the cause is repaired.

# TG1001
cell-self-signed-title = { $seen ->
    [no] Self-signed certificate on { $cells } is not in the trust store
   *[other] Self-signed certificate { $certificate } on { $cells } is not in the trust store
}
cell-self-signed-clear = No node shows a self-signed certificate that is not in the trust store
cell-self-signed-topic = Self-signed certificates that are not in the trust store
cell-self-signed-about = { $seen ->
    [no] The traffic server refused the certificate on { $cells }: { $error } (depth { $depth }). The node's own certificate is self-signed, and it is not in the trust store.
   *[other] On { $cells } the node showed the certificate { $certificate } ({ $key }, serial { $serial }), which is its own issuer. It is not in the trust store of { $peers }, so no chain of trust leads to it.
}
cell-self-signed-action-sign = Have the node's certificate for { $cells } signed by a CA that the trust store already holds, then restart the service that shows it.
cell-self-signed-action-upload = Or upload the self-signed certificate to the trust store (Maintenance > Security > Trusted CA certificate) of every server in the cluster. It has to be uploaded again whenever the node makes a new one.

# TG1002
cell-issuer-title = { $seen ->
    [no] The CA behind the certificate on { $cells } is not in the trust store
   *[other] The CA { $wanted } behind the certificate { $leaf } on { $cells } is not in the trust store
}
cell-issuer-clear = The CA behind every certificate that nodes show is in the trust store
cell-issuer-topic = Certificates of a CA that is not in the trust store
cell-issuer-about = { $seen ->
    [no] The traffic server refused the certificate on { $cells }: { $error } (depth { $depth }). The chain does not end at a CA of the trust store. The log does not tell which CA is meant.
   *[other] On { $cells } the node showed the certificate { $leaf }. Its chain of trust ends at { $wanted }, which is not in the trust store of { $peers }.
}
cell-issuer-action-upload = Upload the CA that signed the certificate on { $cells }, the root and every intermediate, to the trust store (Maintenance > Security > Trusted CA certificate) of every server in the cluster.
cell-issuer-action-sign = Or have the node's certificate signed by a CA that the trust store already holds.

# TG1003
cell-intermediate-title = { $seen ->
    [no] An intermediate CA certificate is missing on { $cells }
   *[other] The intermediate CA { $wanted } is neither sent with { $leaf } on { $cells } nor in the trust store
}
cell-intermediate-clear = No intermediate CA certificate is missing
cell-intermediate-topic = Intermediate CA certificates that are neither sent nor stored
cell-intermediate-about = On { $cells } the node showed the certificate { $leaf } without the certificate of { $wanted }, which the trust store of { $peers } does not hold either. The root alone does not help: the link between the two is absent.
cell-intermediate-action-node = Install the intermediate CA certificate on the node as well (on CUCM as tomcat-trust or CallManager-trust, then restart the service), so that it is sent.
cell-intermediate-action-upload = Or upload { $wanted } to the trust store (Maintenance > Security > Trusted CA certificate) of every server in the cluster.

# TG1004
cell-dates-title = { $seen ->
    [no] A certificate on { $cells } is outside its dates
   *[other] Certificate { $certificate } on { $cells } is outside its dates: { $starts } to { $ends }
}
cell-dates-clear = Every certificate that nodes show is inside its dates
cell-dates-topic = Certificates of nodes outside their dates
cell-dates-about = { $seen ->
    [no] The traffic server refused the certificate on { $cells }: { $error } (depth { $depth }; 0 is the node's own certificate, anything above is a CA).
   *[other] In the chain on { $cells }, the certificate { $certificate } is valid from { $starts } to { $ends }. It was judged at { $at }.
}
cell-dates-action-renew = Renew the certificate that is outside its dates: on the node if it is the node's own, with the CA if it is that of a CA. Upload a new CA certificate to the trust store of every server in the cluster.
cell-dates-action-clock = If the dates look right, compare the clocks of the node and of Expressway-C (System > Time).

# TG1004, about to come
cell-soon-title = Certificate { $certificate } on { $cells } ends at { $ends }
cell-soon-clear = No certificate that nodes show is about to end
cell-soon-topic = Certificates of nodes that are about to end
cell-soon-about = On { $cells } the chain has the certificate { $certificate }, issued by { $issuer }. It is valid until { $ends }; after that every connection that shows it is refused.
cell-soon-action-renew = Renew { $certificate } before { $ends }. If it is self-signed or that of a CA, upload the new one to the trust store of every server in the cluster first.

# TG1005
cell-shadowed-title = { $seen ->
    [no] Another stored certificate of the same subject is in the way on { $cells }
   *[other] Another stored certificate with the subject of { $wanted } is in the way on { $cells }
}
cell-shadowed-clear = No stored certificate is in the way of another one with its subject
cell-shadowed-topic = Stored certificates with one subject
cell-shadowed-about = The chain of { $leaf } on { $cells } needs { $wanted }. The trust store of { $peers } holds another certificate with the same subject. The appliance looks certificates up by subject and stops at the first (CSCwa12905), so the right one counts as absent: { $error } (depth { $depth }).
cell-shadowed-action-delete = Look at all stored certificates with this subject (Maintenance > Security > Trusted CA certificate > Show all (decoded)). Delete those that no node needs any more, on every server in the cluster.
cell-shadowed-action-distinct = If two of them are needed: have the nodes' certificates signed by a CA, use one certificate for Tomcat and CallManager (CUCM 14), or give them different CNs.

# TG1006
cell-weak-title = { $seen ->
    [no] A key or signature on { $cells } is too weak
   *[other] Certificate { $certificate } on { $cells } has a weak key or signature: { $key }, { $signature }
}
cell-weak-clear = Keys and signatures of nodes are strong enough
cell-weak-topic = Weak keys and signatures of nodes
cell-weak-about = { $seen ->
    [no] The traffic server refused the certificate on { $cells }: { $error } (depth { $depth }).
   *[other] In the chain on { $cells }, the certificate { $certificate } has the key { $key } and is signed with { $signature }. Newer releases of OpenSSL refuse SHA-1 signatures and RSA keys below 2048 bits.
}
cell-weak-action-reissue = Have { $certificate } issued again with a stronger key and signature: RSA 2048 or EC P-256, SHA-256. If it is a CA, everything that it signed has to follow.

# TG1007
cell-usage-title = { $seen ->
    [no] A certificate on { $cells } may not be used for this
   *[other] Certificate { $certificate } on { $cells } may not be used for this: { $error }
}
cell-usage-clear = Every certificate that nodes show may be used for what it is used for
cell-usage-topic = Usage and constraints of the certificates of nodes
cell-usage-about = The traffic server refuses the chain on { $cells }: { $error } (depth { $depth }; 0 is the node's own certificate, anything above is a CA). Extended key usage, basic constraints or name constraints do not allow what the certificate is used for.
cell-usage-action-reissue = Have the certificate issued again for its purpose: server authentication for a node; CA and certificate signing for a CA; names inside the name constraints of its CA.

# TG1009
cell-damaged-title = { $seen ->
    [no] A signature in the chain on { $cells } does not verify
   *[other] The signature of { $certificate } on { $cells } does not verify
}
cell-damaged-clear = Every signature in the chains of nodes verifies
cell-damaged-topic = Signatures in the chains of nodes
cell-damaged-about = The traffic server refuses the chain on { $cells }: { $error } (depth { $depth }). The key of the issuer did not make this signature, or the certificate was changed on its way. If a CA was set up anew under its old name, its old certificate may still be in the trust store.
cell-damaged-action-reissue = Compare the certificate on the node with the one that the CA issued. Have it issued again, or replace the stored certificate of the CA by the one whose key signed it.

# TG1010
cell-long-title = The chain on { $cells } has more intermediate CAs than the traffic server follows
cell-long-clear = No chain is too long
cell-long-topic = Length of the chains of nodes
cell-long-about = The chain on { $cells } was refused: { $error } (depth { $depth }). At most seven intermediate CAs are followed.
cell-long-action-shorten = Have the node's certificate issued by a CA nearer to the root.

# TG1099
cell-other-title = The certificate on { $cells } is refused: { $error }
cell-other-clear = No certificate is refused for another reason
cell-other-topic = Certificates that are refused for another reason
cell-other-about = The traffic server refuses the chain on { $cells }: { $error } (depth { $depth }; 0 is the node's own certificate, anything above is a CA).
cell-other-action-inspect = Look at the chain with "tollgate cert chain", and at the certificate on the node.

# TG2001
cell-name-title = { $seen ->
    [no] { $address } is not in the certificate on { $cells }
   *[other] { $address } is not in the certificate { $leaf } on { $cells }
}
cell-name-clear = Every name that is asked for is in the certificate that the node shows
cell-name-topic = Host names that are not in the certificate
cell-name-about = { $seen ->
    [no] Requests went to { $address }, and the traffic server did not find this name in the certificate of the node ({ $cells }).
   *[other] Requests go to { $address }, and the certificate { $leaf } on { $cells } is made out to { $names }.
}
cell-name-action-advertise = Let the node be advertised by a name that its certificate contains (on CUCM: System > Server; for Unity: the UC service), then refresh the servers on Expressway-C (Configuration > Unified Communications).
cell-name-action-reissue = Or have the certificate issued again with { $address } among its subject alternative names.
cell-name-information = Discovery with TLS verify mode On checks only the publisher, by the name that was typed in. Clients ask for the names that the cluster itself advertises.

# TG2002
cell-ip-title = { $seen ->
    [no] The IP address { $address } is not in the certificate on { $cells }
   *[other] The IP address { $address } is not in the certificate { $leaf } on { $cells }
}
cell-ip-clear = Every IP address that is asked for is in the certificate that the node shows
cell-ip-topic = IP addresses that are not in the certificate
cell-ip-about = { $seen ->
    [no] Requests went to the IP address { $address }, and the traffic server did not find it in the certificate of the node ({ $cells }). Its line says SNI, although none is sent for an IP address.
   *[other] Requests go to the IP address { $address }, because the cluster advertises the node by it. The certificate { $leaf } on { $cells } is made out to { $names }.
}
cell-ip-action-reissue = Or have the certificate issued again with { $address } among its subject alternative names. The traffic server looks at names there (dNSName) and at the CN; that it looks at iPAddress entries is not certain.

# TG2003
cell-short-title = { $seen ->
    [no] The short name { $address } is not in the certificate on { $cells }
   *[other] The short name { $address } is not in the certificate { $leaf } on { $cells }
}
cell-short-clear = No node is asked for by a short name that is not in its certificate
cell-short-topic = Short host names that are not in the certificate
cell-short-action-advertise = Let the node be advertised by its full name (on CUCM: System > Server), then refresh the servers on Expressway-C (Configuration > Unified Communications).

# TG2004, TG2005, TG2007
cell-cn-title = { $address } is only in the CN of the certificate { $leaf } on { $cells }
cell-cn-clear = No node passes by the CN of its certificate alone
cell-cn-topic = Nodes that pass by the CN of their certificate alone
cell-cn-about = The certificate { $leaf } on { $cells } is made out to { $names }. The address { $address } counts only because the CN is looked at as well, which current rules (RFC 9525) do not allow any more.
cell-wildcard-title = { $address } is in the certificate { $leaf } on { $cells } by a partial wildcard only
cell-wildcard-clear = No node passes by a partial wildcard
cell-wildcard-topic = Nodes that pass by a partial wildcard
cell-wildcard-about = The certificate { $leaf } on { $cells } is made out to { $names }. A wildcard that covers only a part of a label is accepted by the traffic server and by little other software.
cell-ipname-title = The IP address { $address } is in the certificate { $leaf } on { $cells } as a host name
cell-ipname-clear = No certificate has an IP address spelled as a host name
cell-ipname-topic = IP addresses that are spelled as host names
cell-ipname-about = The certificate { $leaf } on { $cells } is made out to { $names }. The traffic server accepts an IP address that stands there as a name; other software wants it as an iPAddress entry.
cell-look-action-reissue = At the next renewal, have the certificate issued with { $address } as a proper subject alternative name, or let the node be advertised by its full name.

# TG3001
cell-ecdsa-title = ECDSA certificate served on { $cells } although the RSA one is trusted
cell-ecdsa-client-order = { $listed ->
    [no] The ClientHello of the traffic server names ECDSA cipher suites before RSA ones, so the node showed its ECDSA certificate on { $cell }. Its RSA certificate { $certificate } is trusted ({ $rsa }). Which list it used is not in the evidence; it should be { $setting }.
   *[other] The ClientHello of the traffic server names ECDSA cipher suites before RSA ones, as its cipher list { $setting } says: { $ciphers }. So the node showed its ECDSA certificate on { $cell }. Its RSA certificate { $certificate } is trusted ({ $rsa }).
}
cell-ecdsa-node-order = { $listed ->
    [no] The ClientHello of the traffic server names RSA cipher suites first, and the node showed its ECDSA certificate on { $cell } all the same: the node goes by its own order. Preferring RSA in { $setting } would not help. The RSA certificate { $certificate } is trusted ({ $rsa }).
   *[other] The ClientHello of the traffic server names RSA cipher suites first, and the node showed its ECDSA certificate on { $cell } all the same: the node goes by its own order. Preferring RSA in { $setting } ({ $ciphers }) would not help. The RSA certificate { $certificate } is trusted ({ $rsa }).
}
cell-ecdsa-string-order = { $listed ->
    [no] The cipher list { $setting } decides between ECDSA and RSA; it is not in the evidence. The RSA certificate { $certificate } is trusted ({ $rsa }); on { $cell } the node showed ECDSA.
   *[other] The cipher list of the traffic server, { $setting }, puts ECDSA before RSA: { $ciphers }. So the node shows its ECDSA certificate on { $cell }. Its RSA certificate { $certificate } is trusted ({ $rsa }).
}
cell-ecdsa-unknown-order = { $listed ->
    [no] Why the node shows ECDSA on { $cell } is not in the evidence; the cipher list { $setting } usually decides. The RSA certificate { $certificate } is trusted ({ $rsa }).
   *[other] The cipher list { $setting } puts RSA first ({ $ciphers }), and yet the node shows ECDSA on { $cell }. The RSA certificate { $certificate } is trusted ({ $rsa }).
}
cell-ecdsa-contradiction = The ClientHello in the capture and the configured list { $setting } ({ $ciphers }) do not agree about the order. What was observed counts: a change of the list takes effect after a restart, and another list may be in use.
cell-ecdsa-other-port = The trusted RSA certificate was seen on { $cell }. That the node shows the same one on the failing port is likely, not certain.
cell-action-prefer-rsa = Or let RSA be preferred up to TLS 1.2: put ECDHE-RSA-AES256-GCM-SHA384: in front of the cipher list of the traffic server (Maintenance > Security > Ciphers, or xConfiguration Ciphers) on the primary peer, then restart.

# TG3002
cell-overlap-title = No TLS version or cipher suite in common on { $cells }: { $error }
cell-overlap-clear = Nodes and the traffic server agree on TLS version and cipher suite
cell-overlap-topic = TLS versions and cipher suites in common with nodes
cell-overlap-about = { $seen ->
    [no] The handshake on { $cells } ended before a certificate was shown: { $error }.
   *[other] The handshake on { $cells } ended before a certificate was shown: { $error }. The traffic server offered { $versions } and the cipher suites { $ciphers }.
}
cell-overlap-action-lists = Compare the cipher list and the minimum version of the traffic server (Maintenance > Security > Ciphers) with what the node allows (on CUCM: Security > Cipher Management, and the minimum TLS version).
cell-overlap-action-node = Upgrade a node that knows TLS 1.0 or old cipher suites only; lower the minimum on Expressway-C for no longer than that takes.

# TG4002
cell-own-refused-title = { $cells } refused the certificate of Expressway-C: { $error }
cell-own-refused-clear = No node refused the certificate of Expressway-C
cell-own-refused-topic = Nodes that refuse the certificate of Expressway-C
cell-own-refused-about = { $seen ->
    [no] The node on { $cells } ended the handshake with an alert about the certificate of Expressway-C: { $error }. It is the other direction: the node does not trust us.
   *[other] The node on { $cells } ended the handshake with an alert about the certificate of Expressway-C: { $error }. It is the other direction: the node does not trust { $certificate }, issued by { $issuer }.
}
cell-own-refused-action-upload = On every CUCM node, upload the CA that signed the certificate of Expressway-C, root and intermediates, as tomcat-trust and as CallManager-trust (Security > Certificate Management).
cell-own-refused-action-restart = Then restart Cisco Tomcat, Cisco CallManager and Cisco TFTP (HAProxy) on these nodes.
cell-own-refused-information = Nothing in the trust store of Expressway-C changes this. It is often met after the certificate of Expressway-C was renewed by another CA, also where the cluster is not in mixed mode.
cell-own-not-shown = In the capture, the node asked for a certificate and the traffic server showed none.
cell-own-without-client-usage = { $certificate } has an extended key usage without client authentication (clientAuth).
cell-own-self-signed = { $certificate } is self-signed: the node has to trust this very certificate.
cell-own-issuer-not-listed = The node asks for a certificate of one of these CAs: { $names }. The issuer of ours, { $issuer }, is not among them.

# TG3005
cell-unexplained-title = { $seen ->
    [no] Connections to { $cells } fail, and not for a certificate
   *[other] Requests to { $cells } fail ({ $status }), and nothing says that it is for a certificate
}
cell-unexplained-clear = No connection to a node fails for another reason than certificates
cell-unexplained-topic = Connections to nodes that fail for another reason than certificates
cell-unexplained-about = { $seen ->
    [no] Connections to { $cells } were ended or refused, and neither the log nor the certificates tell why.
   *[other] Requests to { $cells } were answered with { $status }. The log has no line about a certificate for them, and no certificate in the captures explains them.
}
cell-unexplained-action-reach = Check that the node runs, that its service is started, and that firewalls between Expressway-C and { $address } let the port through (Maintenance > Tools > Network utilities).
cell-unexplained-action-debug = If it goes on, collect a diagnostic log with tcpdump and with developer.trafficserver.ssl at DEBUG while it happens.
cell-unexplained-no-capture = No capture is among the evidence. One would show whether the node answered, reset the connection or refused the handshake.
cell-unexplained-no-handshake = The captures have no TLS handshake with this address and port: the node may not have answered, or the capture does not cover the time.
cell-unexplained-handshakes = Handshakes in the captures: { $established } established, { $node } ended by the node, { $appliance } ended by the traffic server, { $incomplete } without an end.

# What is said of one connection or another.
cell-fails-next = This does not show yet: these connections fail for another reason before. Once that is repaired, they fail for this one.
cell-passes-off = These connections pass today because VerifyOriginServer is Off. They fail as soon as it is On.
cell-passes-older = These connections pass today because { $version } does not verify. They fail after an upgrade to X14.2 or later.
cell-passes-what-if = These connections pass on { $version }. On { $asked }, which verifies, they fail.
cell-passes-continue = The log says Action=Continue: the certificate was found wanting and the connection was used all the same.
cell-passes-unexplained = Nothing in the evidence shows that these connections were refused. The trust store may have been another one at that time, or the certificates were not verified.
cell-doubt-trusted = { $cell }: the log says that the certificate was refused, and the certificate in the capture is in order against the trust store of the bundle. Either one of the two was changed in between, or the capture does not have the handshake that failed. Collect log and capture again before anything is uploaded.
cell-doubt-other-reason = { $cell }: the certificate in the capture would be refused for another reason than the log gives ({ $code }). Either the trust store or the certificate was changed in between, or the capture does not have the handshake that failed.
cell-doubt-first-match = { $cell }: some candidate issuers do verify this chain. Tollgate tries them all and accepts it; the real appliance takes the first match and refuses.
cell-doubt-address-entry = { $cell }: the certificate has the IP address as an iPAddress entry, which is right. The real appliance, as far as is known, looks only at dNSName entries and at the CN.
cell-doubt-no-store = { $cell }: the trust store (ca_*.pem) is not among the evidence. What is said here follows from the log or the alert and from the chain itself.
cell-only-in-log = The certificate itself is not in the evidence, only what the log says of it. A diagnostic log with "Take tcpdump while logging" shows it, and has the certificate to upload.
cell-action-capture = First see which certificate it is: repeat the diagnostic log with "Take tcpdump while logging" (Maintenance > Diagnostics > Diagnostic logging), or look at the node with "tollgate preflight".
cell-action-obtain = Get the CA certificate { $wanted }, which is not in the evidence: from the administrator of that CA, or from the node (on CUCM: Cisco Unified OS Administration > Security > Certificate Management, tomcat-trust or CallManager-trust). Its subject key identifier has to be the one named here.
cell-compare-fingerprint = The certificates offered here come from the evidence. Compare their SHA-256 fingerprints with those on the node or with the CA before you trust them.
cell-upload-not-enough = The certificates offered here are needed, and they are not enough: the chain of trust still does not end in the trust store.
cell-upload-collides = The appliance does not accept two certificates with one subject or CN in its trust store, and { $subject } would be such a one (CSCwa12905). In this order: have the certificates signed by a CA; use one certificate for Tomcat and CallManager (CUCM 14); give them different CNs.

# The chain picture.
cell-name-fits = { $address } is among its names
cell-link-not-stored = self-signed, and not in the trust store
cell-link-store-unknown = self-signed; the trust store is not among the evidence
cell-link-issuer-absent = { $issuer } is neither sent nor stored

# Frames.
cell-frames-established = { $seen ->
    [no] { $client } to { $server }: handshake completed, { $version }
   *[other] { $client } to { $server }: handshake completed, { $version }, certificate { $certificate }
}
cell-frames-refused-by-client = { $seen ->
    [no] { $client } to { $server }: ended by the appliance with the alert { $alert }, { $version }
   *[other] { $client } to { $server }: certificate { $certificate } refused by the appliance with the alert { $alert }, { $version }
}
cell-frames-refused-by-server = { $seen ->
    [no] { $client } to { $server }: ended by the node with the alert { $alert }, { $version }
   *[other] { $client } to { $server }: ended by the node with the alert { $alert } after it showed { $certificate }, { $version }
}
cell-frames-reset-by-client = { $seen ->
    [no] { $client } to { $server }: reset by the appliance, { $version }
   *[other] { $client } to { $server }: reset by the appliance after certificate { $certificate }, { $version }
}
cell-frames-reset-by-server = { $seen ->
    [no] { $client } to { $server }: reset by the node, { $version }
   *[other] { $client } to { $server }: reset by the node after it showed { $certificate }, { $version }
}
cell-frames-incomplete = { $seen ->
    [no] { $client } to { $server }: the handshake has no end in the capture, { $version }
   *[other] { $client } to { $server }: the handshake has no end in the capture, { $version }, certificate { $certificate }
}
