# What somebody answers for, house rules, quick commands.
suppressed-heading = Suppressed
suppressed-word = SUPPRESSED
suppressed-why = Suppressed until { $until }: { $reason } ({ $place })
suppressed-summary = { $count ->
    [one] One finding is suppressed and does not count; it stands at the end.
   *[other] { $count } findings are suppressed and do not count; they stand at the end.
}
suppressed-ended = The suppression of { $code } in { $place } ended on { $until } and no longer counts. Repair what it is about, or decide anew.
suppressed-nothing = The suppression of { $code } in { $place } is about nothing that was found. Remove it, or correct what it names.
suppressed-other-cells = Other cells of this finding are suppressed; numbers and evidence are those of all of them.

house-rule-title = { $name } breaks a house rule: { $rule }
house-rule-clear = No certificate breaks a house rule
house-rule-topic = House rules for certificates
house-rule-description = The certificate { $name } (SHA-256 { $sha256 }) is accepted, but has { $found }, and { $place } demands { $rule }.
house-rule-condition = A chain is accepted by verification, and a certificate of it breaks a rule of the file that --policy names.
house-rule-information = The appliance does not know this rule: it accepts the connection all the same.
house-rule-action = Issue the certificate { $name } again as the rule demands, or change the rule in { $place }.

probe-heading = Port { $port }, { $key }
probe-no-trust = Trust is not judged: name the trust store with --trust. What follows is what the node presents, and whether its certificates have the names.
probe-label-client = client certificate
probe-asks-for-client = asked for
probe-asks-for-none = not asked for
probe-way-name = { $name } at { $ip }
probe-way-bare = { $name }, should clients use the bare address
probe-trusted = { $way }: trusted
probe-refused = { $way }: refused
probe-name-fits = { $way }: in the certificate
probe-name-fails = { $way }: not in the certificate
probe-not-served = Port { $port }: the node presents no certificate of the type { $key }.
probe-no-answer = Port { $port }, { $way }: no answer: { $failure }
probe-sent-too = Sent as well: { $subject }
probe-suppressed = { $code } is suppressed until { $until }: { $reason }
probe-bare-only = Only bare addresses are concerned: nobody who uses the name meets this.
probe-more-addresses = The name leads to more addresses than are asked; { $count } of them are left out.

doctor-config-found = The configuration is { $file }.
doctor-no-config = Name the configuration with --config, or a log with --log: there is none of { $places }.
doctor-probe-needs-config = Without a configuration there is no trust store, and no node is asked.
doctor-stdout = The log of { $file } goes to standard output. Give what became of it with --log, such as the output of journalctl in a file.
doctor-label-what = what
doctor-label-when = since
doctor-label-do = do
doctor-label-safely = safely
doctor-label-workaround = meanwhile
doctor-label-now = now
doctor-label-server = server
doctor-label-more = more
doctor-nothing-wrong = Nothing is wrong that the log tells of; requests: { $count }
doctor-no-requests = The log tells of no request in this time.
doctor-seen = { $first } to { $last }; requests: { $requests }, users: { $users }
doctor-seen-at-least = { $first } to { $last }; requests: { $requests }, users: at least { $users }
doctor-explain = Read what it means: tollgate explain { $code }
doctor-add = Add { $name } (SHA-256 { $sha256 }) to the trust store { $store }.
doctor-certificate = It is { $name }, SHA-256 { $sha256 }.
doctor-safely-upload = Fetch it with "{ $fetch }", compare its SHA-256 with that on the node, then "{ $append }", "{ $check }" and "{ $reload }": requests in flight are finished, nothing restarts.
doctor-safely-node = Nothing of it is changed here. Afterwards ask the node again: { $command }
doctor-now-accepted = { $cell } is accepted again.
doctor-now-refused = { $cell } is still refused ({ $code }).
doctor-now-silent = { $cell } gave no certificate within two seconds.
doctor-server = { $state } since { $started }; VerifyOriginServer { $mode }
doctor-server-log = Lines of the log were lost: { $lost } { $failure }
doctor-server-silent = The traffic server does not answer at { $address } ({ $why }). Is it running?
doctor-more = Further findings: { $count }. See: tollgate analyze { $logs }
doctor-workaround = Set origin = "Report" under [verify] in { $config } and send SIGHUP: refused nodes are used all the same, and each is logged. Whoever gets between the server and a node then reads what users send, their passwords included (CVE-2022-20814): decide now when it is set back to "On".
