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
