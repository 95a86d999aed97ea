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

# Reading evidence.
progress-of = { $file }: { $read } of { $size } MB
progress-so-far = { $file }: { $read } MB
note-unreadable = cannot read { $file }: { $error }
note-given-twice = { $file } is given twice and read once
note-empty-directory = { $file }: nothing is in this directory
note-too-many-files = { $file }: too many files; the rest of the directory is not read
note-too-deep = { $file }: too many directories inside one another; not read
note-not-a-file = { $file } is a link or no file; not read
note-too-many-chains = { $count ->
    [one] 1 certificate chain or list of a capture was
   *[other] { $count } certificate chains or lists of captures were
} left out: there are too many different ones

# analyze, explain, signature, schema.
error-output-is-input = { $file } is among what is to be read and is not overwritten
error-unwritable = cannot write { $file }
error-no-code = there is no finding code { $code }; "tollgate signature list" lists them
error-no-transaction = no log has lines of a transaction { $number }
error-no-frame = no TLS handshake has a frame { $number }
error-no-line = no log has a line { $number }
error-no-schema = there is no schema { $name }; "tollgate schema" lists them
error-not-text = { $file } is not UTF-8
error-signature-twice = two signatures are called { $id }
error-no-signature = there is no signature { $id }; "tollgate signature list" lists them
error-nothing-to-test = { $file } holds no signature with a directory of evidence beside it
error-no-state = the name of { $file } does not begin with a state, such as issue-found or no-issue
signature-untested = { $file }: no evidence beside it; not tested
signature-label-defects = stands for
signature-label-related = related
signature-label-needs = needs
signature-label-found = found
signature-label-clear = not found
signature-label-condition = condition
signature-label-description = description
signature-label-information = more
signature-label-action = action
signature-label-workaround = workaround
signature-label-risk = its risk
signature-label-document = document
signature-label-look = looked for by
signature-look-program = a check of this program
signature-look-rules = the rules of its file
explain-usage-code = Name one finding code, or --txn, --frame or --line with the evidence to look at.
explain-usage-paths = Name the archives, directories or files to look at.
explain-transaction = { $file }: transaction { $id }
explain-transaction-of-process = { $file }: transaction { $id } of process { $process }
explain-lines = { $file }
explain-line = line { $line }
explain-more-lines = { $count ->
    [one] 1 more entry
   *[other] { $count } more entries
}
explain-attempt = Attempt { $number } of transaction { $id }, to { $peer }
explain-verdict-again = The verdict is that of the attempt before.
explain-no-handshake = No capture shows its handshake.
explain-handshake = { $file }, stream { $stream }, frames { $first } to { $last }
explain-join-sure = Address, port, time and order leave no other handshake for it.
explain-join-ambiguous = { $count ->
    [one] Several attempts fit this handshake; they were joined in order.
   *[other] { $count } handshakes fit; they were joined in order.
}
explain-receive-request = { $peer } asks: { $message }
explain-sending-request = the request goes to { $peer }: { $message }
explain-receive-response = { $peer } answers: { $message }
explain-sending-response = { $peer } gets the answer: { $message }
explain-edge-url = the edge URL asks for { $url }, in the domain { $domain }
explain-allowed = the allow list allows { $request } for the user { $user }: { $reason }
explain-denied = the allow list refuses { $request } for the user { $user }: { $reason }
explain-chain-refused = the chain of { $server } ({ $ip }) is not trusted: { $text }, certificate { $depth } counted from the node's own; the connection ends
explain-chain-tolerated = the chain of { $server } ({ $ip }) is not trusted: { $text }, certificate { $depth } counted from the node's own; the connection is used all the same
explain-name-refused = { $name } is not in the certificate of { $server } ({ $ip }); the connection ends
explain-name-tolerated = { $name } is not in the certificate of { $server } ({ $ip }); the connection is used all the same
explain-verify-failed = the connection to { $name } ended because this side refused the certificate
explain-node-alert = { $name } ended the connection with alert { $number }
explain-connection-failed = the connection to { $name } failed
