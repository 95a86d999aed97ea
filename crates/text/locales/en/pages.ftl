# Reports as a page: what only HTML has.

# The frame of the page.
page-title = Tollgate report: { $name }
page-title-alone = Tollgate report
page-skip = Skip to the report
page-contents = Contents
page-time-zone = All times are in UTC.
page-judged-instead = Judged as of { $at }, not as of the time of the evidence.
page-redacted = Redacted: names, addresses and users were replaced.
page-not-redacted = Not redacted: names, addresses and users are real.
page-inputs = { $count ->
    [one] 1 input
   *[other] { $count } inputs
}
page-more = { $count ->
    [one] and 1 more
   *[other] and { $count } more
}
page-offline = This page needs no network and no scripts.

# Columns of tables.
page-column-file = File
page-column-kind = Kind
page-column-size = Size
page-column-content = Content
page-column-archive = Archive
page-column-node = Node
page-column-place = Place
page-column-shows = What it shows
page-column-time = Time
page-column-cell = Address, port and key
page-column-outcome = Outcome
page-column-count = Count
page-column-code = Code

# Verdict, plan and appliances.
page-verdict = Verdict
page-repairs = { $count ->
    [one] Repairs 1 cell:
   *[other] Repairs { $count } cells:
}
page-download = PEM
page-download-label = Save the PEM of { $name }
page-peer-issues = { $count ->
    [one] 1 issue
   *[other] { $count } issues
}
page-peer-trusted = { $count ->
    [one] 1 certificate in the trust store
   *[other] { $count } certificates in the trust store
}
page-peer-no-store = The trust store is not among the evidence.

# The matrix.
page-matrix-caption = How connections to each node came out, by port and by the key of the certificate that the node showed. A cell leads to its finding.
page-port = Port { $port }
page-port-unknown = Port unknown
page-key-unknown = Key not visible
page-used-as = asked for as
page-cell-fails = Fails
page-cell-risk = At risk
page-cell-unknown = Unknown
page-cell-works = Works
page-cells-in-words = { $count ->
    [one] 1 cell in words
   *[other] { $count } cells in words
}

# Findings: states, filters and parts.
page-findings = Findings
page-states = State
page-state-empty = No finding is in this state.
page-no-match = No finding of this state matches the filters.
page-filters = Filters
page-search = Search
page-matches = { $shown } of { $total } findings match.
page-category = Category
page-category-call = Call
page-category-mra = MRA
page-category-configuration = Configuration
page-defects = Defects
page-defects-only = Defects only
page-waiting = { $count ->
    [one] 1 check waits for it.
   *[other] { $count } checks wait for it.
}
page-reason = Reason
page-workaround = Workaround
page-risk = Risk:
page-more-lines = { $count ->
    [one] 1 more line
   *[other] { $count } more lines
}
page-evidence-caption = Where this was seen
page-places = { $count ->
    [one] 1 place
   *[other] { $count } places
}
page-more-evidence = { $count ->
    [one] 1 more place is counted and not listed.
   *[other] { $count } more places are counted and not listed.
}
page-line = line { $line }
page-frame = frame { $frame }
page-frames = frames { $first } to { $last }
page-affected = Affected
page-first = First
page-last = Last
page-occurrences = { $count ->
    [one] met once
   *[other] met { $count } times
}
page-requests = { $count ->
    [one] 1 failed request
   *[other] { $count } failed requests
}
page-and-more = and more
page-signature = Signature
page-version = version { $version }

# The picture of a chain of trust.
page-judged-at = Judged as of { $at }.
page-chain-list = The chain as a list
page-origin-sent = SENT
page-origin-stored = STORE #{ $number }
page-origin-both = SENT, STORE #{ $number }
page-origin-absent = ABSENT
page-life = { $percent } % of its life had passed
page-name-fits = The name fits:
page-name-fails = The name does not fit:

# The timeline.
page-timeline-picture = Picture of the timeline
page-timeline-range = From { $from } to { $to }.
page-timeline-lane = { $cell }: { $failed } failed, { $passed } passed, { $unknown } unknown.
page-timeline-table = { $count ->
    [one] The timeline as a table (1 row)
   *[other] The timeline as a table ({ $count } rows)
}
page-outcome-failed = failed
page-outcome-passed = passed
page-outcome-unknown = unknown
page-events = Events
page-more-lanes = { $count ->
    [one] 1 more lane is only in the table.
   *[other] { $count } more lanes are only in the table.
}
page-more-rows = { $count ->
    [one] 1 more row is only in the data within this page.
   *[other] { $count } more rows are only in the data within this page.
}

# What needs scripts: copying and the keyboard.
page-copy = Copy
page-copied = Copied
page-keys = Keyboard
page-key-search = Search
page-key-move = Next and previous finding
page-key-open = Open or close the finding
page-key-copy = Copy the finding
page-key-state = Choose a state
page-key-help = This help
page-keys-on = Single keys are commands
page-close = Close
