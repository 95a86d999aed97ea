# Findings about configuration, alarms, dates and evidence, and the sentences of whole reports.
# $count chooses the plural. Settings, menu paths, commands and codes are not translated.

duplicate-search-rule-title = Duplicate search rules for the same protocol: { $rules }
duplicate-search-rule-clear = No two search rules do the same
duplicate-search-rule-topic = Duplicate search rules for the same protocol
duplicate-search-rule-description = The enabled search rules { $rules } have the same source, pattern and priority, and both take { $protocol } calls. A call that matches them is tried through both, so that its target may get two INVITE messages.
duplicate-search-rule-condition = Two enabled search rules with the same source, mode, pattern and priority, and a protocol in common.
duplicate-search-rule-action-1 = Look at the rules under Configuration > Dial plan > Search rules and disable or delete the one that is not needed.
duplicate-search-rule-action-2 = If both are needed, give them different priorities and let the first stop the search on a match (On successful match: Stop).

detected-alarms-title = { $count ->
    [one] One alarm stands
   *[other] { $count } alarms stand
}: { $alarms }
detected-alarms-clear = No alarm stands
detected-alarms-topic = Alarms of the appliance
detected-alarms-description = When logging was started, the appliance reported: { $alarms }.
detected-alarms-condition = An alarm was raised and not lowered when the status was written.
detected-alarms-action-1 = Follow the action that Status > Alarms names for each alarm.

server-failed-to-verify-title = Certificates could not be verified: { $servers }
server-failed-to-verify-clear = No certificate failed its verification
server-failed-to-verify-topic = Failed verification of certificates
server-failed-to-verify-description = The appliance could not verify the certificate of { $servers }, so that TLS connections failed.
server-failed-to-verify-condition = A log line says that a certificate was refused, or the appliance ended a handshake because of it.
server-failed-to-verify-action-1 = Look at the certificate and the reason in the lines below; put the CA chain that signed it into the trust store (Maintenance > Security > Trusted CA certificate), or correct the name.

certificates-expired-title = { $count ->
    [one] One certificate has expired
   *[other] { $count } certificates have expired
}: { $certificates }
certificates-expired-clear = No certificate has expired
certificates-expired-topic = Expired certificates
certificates-expired-description = At the time of the evidence these certificates had expired: { $certificates }. Since every request is verified, an expired certificate of a node or of a CA above it ends Mobile and Remote Access through it.
certificates-expired-condition = A certificate in the trust store, of the appliance, of a node or in a node's certificate list has ended before the evidence was taken.
certificates-expired-action-1 = Renew the certificates that are still in use, or have them issued again by their CA.
certificates-expired-action-2 = Delete the ones that nobody needs from the trust store of every server in the cluster.
certificates-expired-myth = Older advice says that an expired Tomcat certificate only makes browsers warn. That is no longer so where the traffic server verifies each connection.

certificates-ending-title = Certificates end soon: { $certificates }
certificates-ending-clear = No certificate ends soon
certificates-ending-topic = Certificates that end soon
certificates-ending-description = These certificates are in the last part of their life: { $certificates }. What uses them fails from that day on.
certificates-ending-condition = A certificate has less than a tenth of its life left, or less than 30 days and less than a third of its life; of a listed certificate, of which only the end is known, less than 30 days.
certificates-ending-action-1 = Renew these certificates before they end: { $certificates }.
certificates-ending-action-2 = If the new ones are self-signed or from another CA, upload them or that CA's chain to the trust store of every server in the cluster first.

traffic-server-enforces-verification-title = The traffic server verifies the certificates of UC nodes and refuses those of { $servers }
traffic-server-enforces-verification-clear = The traffic server refused no certificate of a UC node
traffic-server-enforces-verification-topic = Verification of UC nodes by the traffic server
traffic-server-enforces-verification-description = Since this release the traffic server of the Expressway-C verifies the certificate of each CUCM, IM and Presence and Unity Connection node on every HTTPS request, whatever the TLS verify mode at discovery. It refused those of { $servers }; the requests were answered with 502.
traffic-server-enforces-verification-action-1 = Put the CA chain that signed the node's certificate, or the self-signed certificate itself, into the trust store of every server in the cluster (Maintenance > Security > Trusted CA certificate).
traffic-server-enforces-verification-action-2 = Make sure that the address that clients use is in the certificate, or advertise the node by a name that is (on CUCM: System > Server), and refresh the servers.
traffic-server-enforces-verification-workaround = Switch the verification off on each Expressway-C: xConfiguration EdgeConfigServer VerifyOriginServer: Off
traffic-server-enforces-verification-risk = Nobody checks any more whom the traffic server speaks to: whoever can redirect its connections reads passwords and calls. Switch it on again as soon as the certificates are right.

verification-off-title = The traffic server does not refuse unverified nodes: VerifyOriginServer is { $value }
verification-off-clear = The traffic server verifies its nodes
verification-off-topic = The switch VerifyOriginServer
verification-off-description = On { $peers } the switch VerifyOriginServer is { $value }. Connections to UC nodes are used whatever certificate is shown.
verification-off-action-1 = Bring the certificates of the nodes in order; the other findings and "tollgate preflight" name what is missing.
verification-off-action-2 = Then switch the verification on again: xConfiguration EdgeConfigServer VerifyOriginServer: On

allow-list-denied-title = The allow list denied { $count ->
    [one] one request
   *[other] { $count } requests
}: { $requests }
allow-list-denied-clear = The allow list denied nothing
allow-list-denied-topic = Requests that the allow list denied
allow-list-denied-description = The HTTP allow list has no rule for { $requests }. The clients got 403.
allow-list-denied-condition = A request of a client matches no rule of the allow list.
allow-list-denied-action-1 = If these requests are wanted, add a rule under Configuration > Unified Communications > HTTP allow list > Editable inbound rules; for nodes of the UC deployment, refresh the servers so that their automatic rules are made.
allow-list-denied-action-2 = If they are not wanted, find out which client makes them.

discovery-checks-publisher-title = Discovery verified the publisher only; nobody has verified { $nodes } yet
discovery-checks-publisher-clear = Every discovered node was seen in the evidence
discovery-checks-publisher-topic = Nodes that discovery does not verify
discovery-checks-publisher-description = With TLS verify mode On, discovery checks the publisher that was typed in. The other nodes come from its database, and { $nodes } did not show a certificate in this evidence: whether clients can use them is not known.
discovery-checks-publisher-condition = More nodes are discovered than the evidence shows certificates of.
discovery-checks-publisher-action-1 = Check these nodes before clients need them: tollgate preflight with { $nodes } on ports 8443 and 6972.

node-advertised-by-address-title = Nodes are advertised by IP address or short name: { $addresses }
node-advertised-by-address-clear = Nodes are advertised by full names
node-advertised-by-address-topic = How nodes are advertised
node-advertised-by-address-description = Clients ask for { $addresses }, as the publisher advertises its nodes. A certificate seldom contains an IP address or a host name without its domain, and the connection is verified against exactly what was asked for.
node-advertised-by-address-condition = A node is listed under System > Server of CUCM by an IP address or by a host name without a domain.
node-advertised-by-address-action-1 = Change the entry under System > Server of CUCM to the full name of the node, then refresh the servers on the Expressway-C.
node-advertised-by-address-action-2 = Or have the certificate issued again with { $addresses } among its subject alternative names.

same-name-certificates-title = Several certificates have the name { $name }: { $certificates }
same-name-certificates-clear = No two certificates have one name
same-name-certificates-topic = Certificates of one name
same-name-certificates-description = { $certificates } have the same name { $name } and are different certificates. An appliance finds a certificate by its subject and stops at the first, so that of two only one is used, and the second cannot be uploaded.
same-name-certificates-condition = Two different certificates of one subject are in the trust store, or two self-signed ones of one CN would have to be uploaded to it.
same-name-certificates-action-1 = Have the certificates signed by a CA and upload that CA's chain, so that none of them has to be in the trust store.
same-name-certificates-action-2 = Or use one certificate for both: since CUCM 14 the Tomcat certificate can be reused for CallManager.
same-name-certificates-action-3 = Or have them issued again with different common names.

trust-store-differs-title = The trust stores of the peers differ: { $certificates }
trust-store-differs-clear = The peers trust the same certificates
trust-store-differs-topic = Trust stores of the peers
trust-store-differs-description = Not every peer of the cluster trusts { $certificates }; { $peers } does not. Trust stores are not replicated, so that the same client works or fails depending on the peer that it comes to.
trust-store-differs-condition = Two peers of one cluster, of the same role, have different trust stores.
trust-store-differs-action-1 = Upload the missing certificates to the trust store of { $peers } (Maintenance > Security > Trusted CA certificate).

cipher-string-prefers-ecdsa-title = The cipher string prefers ECDSA certificates: { $setting }
cipher-string-prefers-ecdsa-clear = The cipher string prefers RSA certificates, or names no preference that matters
cipher-string-prefers-ecdsa-topic = Key type that the cipher string prefers
cipher-string-prefers-ecdsa-description = The traffic server offers nodes the cipher suites of { $setting }, in which ECDSA comes before RSA: a node that has both shows its ECDSA certificate (tomcat-ECDSA or CallManager-ECDSA on CUCM), which is often self-signed or from another CA.
cipher-string-prefers-ecdsa-condition = The list does not begin with ECDHE-RSA-AES256-GCM-SHA384, as after an upgrade from a release before X14.0 and after a fresh installation of X14.2. With TLS 1.3 the list has no say.
cipher-string-prefers-ecdsa-action-1 = Make the ECDSA certificates of the nodes trusted as well: sign them by a CA that is trusted, or upload them.
cipher-string-prefers-ecdsa-action-2 = Or put ECDHE-RSA-AES256-GCM-SHA384: in front of the list { $setting } (Maintenance > Security > Ciphers, UC server discovery and reverse proxy); the appliance has to be restarted. Other lists are judged apart and need no change.

own-certificate-not-for-clients-title = The appliance's own certificate may not be used as a client: { $subject }
own-certificate-not-for-clients-clear = The appliance's own certificate may be used as a client
own-certificate-not-for-clients-topic = Own certificate as a client
own-certificate-not-for-clients-description = Nodes ask the Expressway-C for its certificate (on CUCM on ports 6971 and 6972). The extended key usage of { $subject } has no client authentication, so that a node that checks it refuses the connection.
own-certificate-not-for-clients-condition = The certificate of the server has an extended key usage without clientAuth. Public CAs stop issuing certificates with it.
own-certificate-not-for-clients-action-1 = Have the certificate of the appliance issued again with server and client authentication; a private CA can do so.
own-certificate-not-for-clients-action-2 = Make sure that tomcat-trust and CallManager-trust of the nodes have the CA that signs it, and restart Tomcat, CallManager and TFTP there.

weak-key-stored-title = Weak keys or signatures are stored: { $certificates }
weak-key-stored-clear = Stored keys and signatures are strong enough
weak-key-stored-topic = Strength of stored certificates
weak-key-stored-description = These certificates have a short key or a signature that newer releases refuse: { $certificates }.
weak-key-stored-condition = A certificate in the trust store or of the server has an RSA key below 2048 bits, an elliptic curve below 256 bits, or is signed with MD5 or SHA-1 and is not a root.
weak-key-stored-action-1 = Have these certificates issued again with RSA 2048 or EC P-256 and SHA-256, and delete the old ones.

evidence-damaged-title = { $count ->
    [one] One file was
   *[other] { $count } files were
} not read, or not wholly: { $files }
evidence-damaged-clear = All of the evidence was read
evidence-damaged-topic = Whether all of the evidence was read
evidence-damaged-description = Of { $files } a part or all is missing or damaged. What stands there is not in this report.
evidence-damaged-condition = A file is cut, damaged, encrypted, too large, or of a kind that is not read.
evidence-damaged-action-1 = Get these files again and analyse them: { $files }.

capture-lacks-handshake-title = There is no handshake for { $cells }
capture-lacks-handshake-clear = A handshake was captured for each failure
capture-lacks-handshake-topic = Handshakes of failed connections
capture-lacks-handshake-description = The log shows failures at { $cells }, and no capture shows the certificate that was presented there.
capture-lacks-handshake-condition = Connections failed in the log, and the captures do not have their handshakes: tcpdump was off, filtered, or started later.

certificate-not-visible-title = The certificates of { $cells } are not visible in the capture
certificate-not-visible-clear = The certificates of the captured handshakes are visible
certificate-not-visible-topic = Visibility of captured certificates
certificate-not-visible-description = At { $cells } the handshakes are TLS 1.3, which encrypts certificates, or resumed an earlier session, which sends none. That a certificate is not visible does not mean that there was none.
certificate-not-visible-condition = TLS 1.3 without its secrets, or resumed sessions only.

clock-skew-title = Clocks differ: { $what }
clock-skew-clear = The clocks of the evidence agree
clock-skew-topic = Clocks of the evidence
clock-skew-description = { $what }. Findings give the times of the log. Certificates may be judged at the wrong time if the clock of the appliance is wrong.
clock-skew-condition = Log and capture, or the two clocks of the log lines, differ by more than two seconds, or a clock was set back.
clock-skew-action-1 = Check the time servers of the appliance (System > Time) and of the nodes.

log-restarted-title = The traffic server was started again: { $count ->
    [one] once
   *[other] { $count } times
}
log-restarted-clear = The traffic server was not restarted while it was logged
log-restarted-topic = Restarts of the traffic server
log-restarted-description = The traffic server was started again at { $times }. Requests under way then have no end in the log, and what was set before may not hold after.
log-restarted-condition = The process id of the traffic server changes in the log, or it says that it was started.
log-restarted-action-1 = If nobody restarted it on purpose, look for the reason before that time, and for incident reports (Maintenance > Diagnostics > Incident reporting).

condition-verifying-release = On releases whose traffic server verifies every connection to a UC node (X14.2 and later; X14.0.8 and later by another source), with VerifyOriginServer as it is set.
condition-by-rules = When the rules of this signature are met.
signature-related-defects = Related defects: { $defects }.
versions-disputed = Public sources differ about the first release that is affected, and this appliance runs one that only some of them name:
versions-enforced-from-14-2 = The documented change of behaviour says that verification is enforced from X14.2.0.
versions-enforced-from-14-0-8 = A later article about the certificate requirements of Mobile and Remote Access says from X14.0.8.
not-applicable-role = { $peer } is an { $role }; this concerns the other role.
not-applicable-version = { $peer } runs { $version }; affected are { $affected }.
not-applicable-mra-off = Mobile and Remote Access is switched off on { $peer }.
missing-how-log = Collect a diagnostic log: Maintenance > Diagnostics > Diagnostic logging, Start new log, repeat what fails, Stop logging, Collect log, Download log.
missing-how-capture = Collect a diagnostic log with "Take tcpdump while logging" ticked and without filters, started before the clients sign in, on every peer.
missing-how-trust-store = Add the trust store: the file ca_*.pem of the diagnostic archive, or Maintenance > Security > Trusted CA certificate, Show all (PEM file), of each peer.
missing-how-server-certificate = Add the certificate of the appliance: the file server_*.pem of the diagnostic archive, or Maintenance > Security > Server certificate, Show (PEM file).
missing-how-configuration = Add the configuration: the file xconf_dump_* of the diagnostic archive, or the output of xConfiguration.
missing-how-status = Add the status: the file xstat_dump_* of the diagnostic archive, or the output of xStatus.
missing-how-certificate-list = Paste the certificate list of the node: Cisco Unified OS Administration, Security > Certificate Management, or the output of "show cert list own".
missing-how-files-again = Get the damaged or unread files again, unpacked if need be, and analyse them with the rest.
missing-how-key-log = Give the secrets of the TLS sessions (--keylog), capture with TLS 1.2 as the newest version, or ask the node itself: tollgate preflight.
alarm-verbose-logging = Alarm 25019 (verbose log levels) is raised by diagnostic logging itself and lowered when that ends. It is no fault.

certificates-ending-listed = By its list, the node's certificate { $certificate } ends { $count ->
    [one] one day
   *[other] { $count } days
} after the evidence was taken. Connections that use its key type fail next, even if another certificate is repaired: renew it in the same maintenance window.

ciphers-upgrade-path = By the release notes, an upgrade from X14.0 or later puts { $prefix } in front of the list, so that RSA stays preferred; an upgrade from an earlier release and a fresh installation of X14.2 do not, so that ECDSA is preferred. Which way this appliance came does not show in the evidence; the list as it stands counts.
ciphers-not-observed = No handshake in the evidence shows which certificate the nodes choose for it.
ciphers-observed = As the list says, ECDSA certificates were shown at { $cells }.
ciphers-contradicted = The list prefers RSA, and yet ECDSA certificates were shown at { $cells }. What was observed counts: the list was changed without a restart, the nodes follow their own order, or they have no RSA certificate there.
ciphers-other-lists = The lists { $settings } prefer the other key type; they are for other connections and were judged apart.
evidence-refused-handshake = The appliance ended the handshake with { $server } by alert { $alert }.
evidence-asked-for = A client asked for { $address }.
evidence-not-stored = { $certificate } is not in the trust store of { $peer }.
evidence-clock-line = The first line at which the clocks differ.
evidence-restart = On { $host }, process { $to } of the traffic server follows process { $from }.
attached-traffic-server-enforces-verification = The release verifies every connection to a UC node, so that this cause ends requests. Earlier releases went on in spite of it.
attached-server-failed-to-verify = The lines about failed verification are about these connections.
attached-certificates-expired = The expired certificates are those of these connections.
attached-cipher-string-prefers-ecdsa = The cipher string makes nodes show their ECDSA certificate, which is the one that is refused.
attached-node-advertised-by-address = The node is advertised by that address: clients ask for it, and the certificate is compared with it.
attached-discovery-checks-publisher = TLS verify mode at discovery checks the publisher's address only, so that discovery succeeded in spite of this.
attached-trust-store-differs = Another peer of the cluster trusts the certificate that is missing here.
summary-issues = { $count ->
    [one] One issue was found.
   *[other] { $count } issues were found.
}
summary-failed = { $count ->
    [one] One request was
   *[other] { $count } requests were
} answered with an error, from { $first } to { $last }; users affected: { $users }.
summary-potential = { $count ->
    [one] No issue was found, and one potential problem.
   *[other] No issue was found, and { $count } potential problems.
}
summary-missing = No issue was found; { $count ->
    [one] one check lacks
   *[other] { $count } checks lack
} the evidence to say so.
summary-clear = No issue was found: { $count ->
    [one] one check is
   *[other] { $count } checks are
} in order.
summary-nothing = There is nothing to say about this evidence.
matrix-trusted-and-answered = The certificate is trusted, and requests were answered.
matrix-trusted = The certificate is trusted.
matrix-not-judged = A certificate was shown, and there is no trust store to judge it by.
matrix-failed-unexplained = Requests failed, and the evidence does not say why.
matrix-answered = Requests were answered; the certificate is not in the evidence.
matrix-not-seen = Neither a certificate nor an answer is in the evidence.
event-restart = Traffic server started on { $host }, process { $pid }
event-change = Configuration changed: { $line }
event-verification = VerifyOriginServer is { $value }
event-marker = Marker: { $line }
input-same = the same as an earlier file; counted once
input-capture = { $frames } frames, { $count ->
    [one] one TLS handshake
   *[other] { $count } TLS handshakes
}
input-dump = { $count ->
    [one] one value
   *[other] { $count } values
}
input-certificates = { $count ->
    [one] one certificate
   *[other] { $count } certificates
}
input-certificate-list = { $count ->
    [one] one listed certificate
   *[other] { $count } listed certificates
}
input-log = { $count ->
    [one] one line
   *[other] { $count } lines
}
note-join-ambiguous = { $peer }: log and capture agree in time in more than one way, so that attempts were joined with handshakes by their order only.
note-contradictions = The text and XML dumps of one bundle contradict each other about { $count ->
    [one] one value
   *[other] { $count } values
}; that of the text counts.
note-more-chains = { $count ->
    [one] One more presented chain was
   *[other] { $count } more presented chains were
} left out, because there were too many.
note-more-handshakes = { $place }: { $count ->
    [one] one more handshake was
   *[other] { $count } more handshakes were
} left out, because there were too many.
note-evicted-streams = { $place }: { $count ->
    [one] one TCP stream was
   *[other] { $count } TCP streams were
} given up to bound memory.
note-damaged-lines = { $place }: { $count ->
    [one] one line was
   *[other] { $count } lines were
} wrapped or misread, and repaired.
note-more-transactions = { $place }: { $count ->
    [one] one more failed request was
   *[other] { $count } more failed requests were
} counted and not kept.
note-before-since = { $place }: { $count ->
    [one] one line is
   *[other] { $count } lines are
} older than was asked for.
note-ended-since = Since the evidence was taken, { $count ->
    [one] one certificate has
   *[other] { $count } certificates have
} expired: { $names }.
