# Reports: headings, labels and sentences of every form.

# The verdict.
report-judged-at = judged as of { $at }
report-redacted = Names, addresses and users were replaced before the analysis.

# The five states, over their findings, and in one word.
report-state-issue-found = Issues found
report-state-potential-problem = Potential problems
report-state-missing-information = Missing information
report-state-no-issue = No issue
report-state-not-applicable = Not applicable
report-word-fail = FAIL
report-word-warn = WARN
report-word-miss = MISS
report-word-pass = PASS
report-word-none = N/A

# Headings.
report-heading-plan = What to do
report-heading-peers = Appliances
report-heading-matrix = Nodes, ports and keys
report-heading-timeline = Timeline
report-heading-upload = Certificates to upload
report-heading-inputs = What was read
report-heading-notes = Notes
report-heading-description = Description
report-heading-condition = Condition
report-heading-information = Further information
report-heading-actions = Actions
report-heading-snippet = Snippet
report-heading-evidence = Evidence
report-heading-chain = Chain of trust
report-heading-attached = Explained by the same cause
report-heading-documentation = Documentation

# Labels.
report-label-cell = cell
report-label-peers = appliances
report-label-seen = seen
report-label-users = users
report-label-defects = defects
report-label-more = more
report-label-repairs = repairs
report-label-alternative = alternative
report-label-result = result

# Facts.
report-seen-between = { $first } to { $last }
report-occurrences = { $count ->
    [one] once
   *[other] { $count } times
}
report-requests = { $count ->
    [one] 1 request
   *[other] { $count } requests
}
report-users = { $count ->
    [one] 1 user
   *[other] { $count } users
}
report-users-at-least = { $count ->
    [one] at least 1 user
   *[other] at least { $count } users
}
report-passed = { $count ->
    [one] 1 passed
   *[other] { $count } passed
}
report-failed = { $count ->
    [one] 1 failed
   *[other] { $count } failed
}
report-octets = { $count ->
    [one] 1 byte
   *[other] { $count } bytes
}
report-more = { $count ->
    [one] 1 more is not shown here
   *[other] { $count } more are not shown here
}
report-place-frames = { $file }, frames { $first } to { $last } (tcp.stream eq { $stream })
report-peer-unknown = unknown
report-peer-store = certificates in the trust store: { $count }
report-peer-store-missing = trust store not among the evidence
report-peer-issues = issues found: { $count }
report-loose-files = Loose files
report-matrix-none = not seen
report-missing-other = Other evidence is missing.
report-workaround = Workaround: { $action }
report-risk = Risk: { $risk }
report-timeline-legend = x failed, ? not known, . passed

# The chain of trust.
report-link-verified = signature verifies
report-link-name-only = the names fit, the signature was not verified
report-link-broken = the chain ends here: { $reason }
report-name-fits = The address is in the certificate: { $name }
report-name-fails = The address is not in the certificate: { $name }
