# Reports: headings, labels and sentences of every form.

# The verdict.
report-judged-at = beoordeeld per { $at }
report-redacted = Namen, adressen en gebruikers zijn vóór de analyse vervangen.

# The five states, over their findings, and in one word.
report-state-issue-found = Problemen gevonden
report-state-potential-problem = Mogelijke problemen
report-state-missing-information = Ontbrekende informatie
report-state-no-issue = Geen probleem
report-state-not-applicable = Niet van toepassing
report-word-fail = FOUT
report-word-warn = LET OP
report-word-miss = MIST
report-word-pass = GOED
report-word-none = N.V.T.

# Headings.
report-heading-plan = Wat te doen
report-heading-peers = Appliances
report-heading-matrix = Nodes, poorten en sleutels
report-heading-timeline = Tijdlijn
report-heading-upload = Te uploaden certificaten
report-heading-inputs = Wat is gelezen
report-heading-notes = Opmerkingen
report-heading-description = Beschrijving
report-heading-condition = Voorwaarde
report-heading-information = Meer informatie
report-heading-actions = Acties
report-heading-snippet = Fragment
report-heading-evidence = Bewijs
report-heading-chain = Vertrouwensketen
report-heading-attached = Verklaard door dezelfde oorzaak
report-heading-documentation = Documentatie

# Labels.
report-label-cell = cel
report-label-peers = appliances
report-label-seen = gezien
report-label-users = gebruikers
report-label-defects = defecten
report-label-more = meer
report-label-repairs = herstelt
report-label-alternative = alternatief
report-label-result = resultaat

# Facts.
report-seen-between = { $first } tot { $last }
report-occurrences = { $count ->
    [one] één keer
   *[other] { $count } keer
}
report-requests = { $count ->
    [one] 1 verzoek
   *[other] { $count } verzoeken
}
report-users = { $count ->
    [one] 1 gebruiker
   *[other] { $count } gebruikers
}
report-users-at-least = { $count ->
    [one] minstens 1 gebruiker
   *[other] minstens { $count } gebruikers
}
report-passed = { $count ->
    [one] 1 geslaagd
   *[other] { $count } geslaagd
}
report-failed = { $count ->
    [one] 1 mislukt
   *[other] { $count } mislukt
}
report-octets = { $count ->
    [one] 1 byte
   *[other] { $count } bytes
}
report-more = { $count ->
    [one] Nog 1 wordt hier niet getoond
   *[other] Nog { $count } worden hier niet getoond
}
report-place-frames = { $file }, frames { $first } tot en met { $last } (tcp.stream eq { $stream })
report-peer-unknown = onbekend
report-peer-store = certificaten in de trust store: { $count }
report-peer-store-missing = trust store niet bij het bewijs
report-peer-issues = gevonden problemen: { $count }
report-loose-files = Losse bestanden
report-matrix-none = niet gezien
report-missing-other = Er ontbreekt ander bewijs.
report-workaround = Tijdelijke oplossing: { $action }
report-risk = Risico: { $risk }
report-timeline-legend = x mislukt, ? onbekend, . geslaagd

# The chain of trust.
report-link-verified = handtekening klopt
report-link-name-only = de namen passen, de handtekening is niet gecontroleerd
report-link-broken = de keten eindigt hier: { $reason }
report-name-fits = Het adres staat in het certificaat: { $name }
report-name-fails = Het adres staat niet in het certificaat: { $name }
