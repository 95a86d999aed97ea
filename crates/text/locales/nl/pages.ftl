# Reports as a page: what only HTML has.

# The frame of the page.
page-title = Tollgate-rapport: { $name }
page-title-alone = Tollgate-rapport
page-skip = Naar het rapport
page-contents = Inhoud
page-time-zone = Alle tijden zijn in UTC.
page-judged-instead = Beoordeeld naar { $at } en niet naar het tijdstip van het bewijs.
page-redacted = Geanonimiseerd: namen, adressen en gebruikers zijn vervangen.
page-not-redacted = Niet geanonimiseerd: namen, adressen en gebruikers zijn echt.
page-inputs = { $count ->
    [one] 1 invoer
   *[other] { $count } invoerbestanden
}
page-more = { $count ->
    [one] en nog 1
   *[other] en nog { $count }
}
page-offline = Deze pagina heeft geen netwerk en geen scripts nodig.

# Columns of tables.
page-column-file = Bestand
page-column-kind = Soort
page-column-size = Grootte
page-column-content = Inhoud
page-column-archive = Archief
page-column-node = Node
page-column-place = Plaats
page-column-shows = Wat het laat zien
page-column-time = Tijd
page-column-cell = Adres, poort en sleutel
page-column-outcome = Uitkomst
page-column-count = Aantal
page-column-code = Code

# Verdict, plan and appliances.
page-verdict = Oordeel
page-repairs = { $count ->
    [one] Herstelt 1 cel:
   *[other] Herstelt { $count } cellen:
}
page-download = PEM
page-download-label = De PEM van { $name } opslaan
page-peer-issues = { $count ->
    [one] 1 probleem
   *[other] { $count } problemen
}
page-peer-trusted = { $count ->
    [one] 1 certificaat in de trust store
   *[other] { $count } certificaten in de trust store
}
page-peer-no-store = De trust store hoort niet bij het bewijs.

# The matrix.
page-matrix-caption = Hoe verbindingen met elke node afliepen, per poort en per sleutel van het certificaat dat de node toonde. Een cel leidt naar de bevinding.
page-port = Poort { $port }
page-port-unknown = Poort onbekend
page-key-unknown = Sleutel niet zichtbaar
page-used-as = gevraagd als
page-cell-fails = Faalt
page-cell-risk = Risico
page-cell-unknown = Onbekend
page-cell-works = Werkt
page-cells-in-words = { $count ->
    [one] 1 cel in woorden
   *[other] { $count } cellen in woorden
}

# Findings: states, filters and parts.
page-findings = Bevindingen
page-states = Status
page-state-empty = Geen bevinding heeft deze status.
page-no-match = Geen bevinding met deze status past bij de filters.
page-filters = Filters
page-search = Zoeken
page-matches = { $shown } van { $total } bevindingen passen.
page-category = Categorie
page-category-call = Oproep
page-category-mra = MRA
page-category-configuration = Configuratie
page-defects = Defecten
page-defects-only = Alleen defecten
page-waiting = { $count ->
    [one] 1 controle wacht hierop.
   *[other] { $count } controles wachten hierop.
}
page-reason = Reden
page-workaround = Tijdelijke oplossing
page-risk = Risico:
page-more-lines = { $count ->
    [one] nog 1 regel
   *[other] nog { $count } regels
}
page-evidence-caption = Waar dit is gezien
page-places = { $count ->
    [one] 1 plaats
   *[other] { $count } plaatsen
}
page-more-evidence = { $count ->
    [one] Nog 1 plaats is geteld en niet vermeld.
   *[other] Nog { $count } plaatsen zijn geteld en niet vermeld.
}
page-line = regel { $line }
page-frame = frame { $frame }
page-frames = frames { $first } tot en met { $last }
page-affected = Getroffen
page-first = Eerste
page-last = Laatste
page-occurrences = { $count ->
    [one] 1 keer voorgekomen
   *[other] { $count } keer voorgekomen
}
page-requests = { $count ->
    [one] 1 mislukt verzoek
   *[other] { $count } mislukte verzoeken
}
page-and-more = en meer
page-signature = Signatuur
page-version = versie { $version }

# The picture of a chain of trust.
page-judged-at = Beoordeeld naar { $at }.
page-chain-list = De keten als lijst
page-origin-sent = GESTUURD
page-origin-stored = STORE #{ $number }
page-origin-both = GESTUURD, STORE #{ $number }
page-origin-absent = AFWEZIG
page-life = { $percent } % van de looptijd was verstreken
page-name-fits = De naam klopt:
page-name-fails = De naam klopt niet:

# The timeline.
page-timeline-picture = Afbeelding van de tijdlijn
page-timeline-range = Van { $from } tot { $to }.
page-timeline-lane = { $cell }: { $failed } mislukt, { $passed } gelukt, { $unknown } onbekend.
page-timeline-table = { $count ->
    [one] De tijdlijn als tabel (1 rij)
   *[other] De tijdlijn als tabel ({ $count } rijen)
}
page-outcome-failed = mislukt
page-outcome-passed = gelukt
page-outcome-unknown = onbekend
page-events = Gebeurtenissen
page-more-lanes = { $count ->
    [one] Nog 1 baan staat alleen in de tabel.
   *[other] Nog { $count } banen staan alleen in de tabel.
}
page-more-rows = { $count ->
    [one] Nog 1 rij staat alleen in de gegevens van deze pagina.
   *[other] Nog { $count } rijen staan alleen in de gegevens van deze pagina.
}

# What needs scripts: copying and the keyboard.
page-copy = Kopiëren
page-copied = Gekopieerd
page-keys = Toetsenbord
page-key-search = Zoeken
page-key-move = Volgende en vorige bevinding
page-key-open = De bevinding openen of sluiten
page-key-copy = De bevinding kopiëren
page-key-state = Een status kiezen
page-key-help = Deze hulp
page-keys-on = Losse toetsen zijn opdrachten
page-close = Sluiten
