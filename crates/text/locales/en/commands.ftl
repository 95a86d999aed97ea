# Commands that read evidence.

# capture.
capture-stream = { $file }, stream { $stream }, frame { $frame }
capture-label-parties = from, to
capture-label-start = begins
capture-label-outcome = outcome
capture-label-server = server certificate
capture-label-client = client certificate
capture-label-request = client asked for
capture-label-alert = alert
capture-label-lost = lost
capture-established = established
capture-refused-by-client = refused by the client
capture-refused-by-server = refused by the server
capture-reset-by-client = reset by the client
capture-reset-by-server = reset by the server
capture-incomplete = ends before it is established
capture-certificate = { $subject }, issued by { $issuer }, frame { $frame }
capture-certificate-decrypted = { $subject }, issued by { $issuer }, frame { $frame } (decrypted)
capture-unreadable-certificate = cannot be read, frame { $frame }
capture-unseen-encrypted = not visible: it is encrypted; give the secrets of the session with --keylog
capture-unseen-resumed = not visible: an earlier session was resumed
capture-unseen-lost = not visible: its packets are missing in the capture
capture-unseen-not-sent = none was sent
capture-request = { $count ->
    [0] a certificate of any authority
    [one] a certificate of 1 authority
   *[other] a certificate of one of { $count } authorities
}
capture-alert-client = from the client: { $level } { $description }, frame { $frame }
capture-alert-server = from the server: { $level } { $description }, frame { $frame }
capture-gaps = { $count ->
    [one] 1 hole, { $octets } bytes
   *[other] { $count } holes, { $octets } bytes
}
capture-summary = { $file }: packets: { $frames }, TCP streams: { $streams }, TLS conversations: { $conversations }
capture-further-problems = { $file }: { $count ->
    [one] 1 further problem
   *[other] { $count } further problems
}
error-capture-broken = cannot read all of { $file }
