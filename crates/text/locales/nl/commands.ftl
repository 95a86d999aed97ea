# Opdrachten die bewijs lezen.

# capture.
capture-stream = { $file }, stroom { $stream }, frame { $frame }
capture-label-parties = van, naar
capture-label-start = begint
capture-label-outcome = afloop
capture-label-server = servercertificaat
capture-label-client = clientcertificaat
capture-label-request = client gevraagd om
capture-label-alert = alert
capture-label-lost = verloren
capture-established = tot stand gekomen
capture-refused-by-client = geweigerd door de client
capture-refused-by-server = geweigerd door de server
capture-reset-by-client = afgebroken (RST) door de client
capture-reset-by-server = afgebroken (RST) door de server
capture-incomplete = eindigt voordat de verbinding tot stand komt
capture-certificate = { $subject }, uitgegeven door { $issuer }, frame { $frame }
capture-certificate-decrypted = { $subject }, uitgegeven door { $issuer }, frame { $frame } (ontsleuteld)
capture-unreadable-certificate = onleesbaar, frame { $frame }
capture-unseen-encrypted = niet zichtbaar: het is versleuteld; geef de geheimen van de sessie met --keylog
capture-unseen-resumed = niet zichtbaar: een eerdere sessie werd hervat
capture-unseen-lost = niet zichtbaar: de pakketten ontbreken in de capture
capture-unseen-not-sent = er is er geen gestuurd
capture-request = { $count ->
    [0] een certificaat van een willekeurige autoriteit
    [one] een certificaat van 1 autoriteit
   *[other] een certificaat van een van { $count } autoriteiten
}
capture-alert-client = van de client: { $level } { $description }, frame { $frame }
capture-alert-server = van de server: { $level } { $description }, frame { $frame }
capture-gaps = { $count ->
    [one] 1 gat, { $octets } bytes
   *[other] { $count } gaten, { $octets } bytes
}
capture-summary = { $file }: pakketten: { $frames }, TCP-stromen: { $streams }, TLS-gesprekken: { $conversations }
capture-further-problems = { $file }: { $count ->
    [one] nog 1 probleem
   *[other] nog { $count } problemen
}
error-capture-broken = kan { $file } niet helemaal lezen

# Bewijs lezen.
progress-of = { $file }: { $read } van { $size } MB
progress-so-far = { $file }: { $read } MB
note-unreadable = kan { $file } niet lezen: { $error }
note-given-twice = { $file } is twee keer opgegeven en wordt één keer gelezen
note-empty-directory = { $file }: deze map is leeg
note-too-many-files = { $file }: te veel bestanden; de rest van de map wordt niet gelezen
note-too-deep = { $file }: te veel mappen in elkaar; niet gelezen
note-not-a-file = { $file } is een koppeling of geen bestand; niet gelezen
note-too-many-chains = { $count ->
    [one] 1 certificaatketen of lijst van een capture is
   *[other] { $count } certificaatketens of lijsten van captures zijn
} weggelaten: er zijn te veel verschillende

# analyze, explain, signature, schema.
error-output-is-input = { $file } hoort bij wat gelezen wordt en wordt niet overschreven
error-unwritable = kan { $file } niet schrijven
error-no-code = er is geen bevindingscode { $code }; "tollgate signature list" toont ze
error-no-transaction = geen log heeft regels van een transactie { $number }
error-no-frame = geen TLS-handshake heeft een frame { $number }
error-no-line = geen log heeft een regel { $number }
error-no-schema = er is geen schema { $name }; "tollgate schema" toont ze
error-not-text = { $file } is geen UTF-8
error-signature-twice = twee signatures heten { $id }
error-no-signature = er is geen signature { $id }; "tollgate signature list" toont ze
error-nothing-to-test = { $file } bevat geen signature met een map met bewijs ernaast
error-no-state = de naam van { $file } begint niet met een toestand, zoals issue-found of no-issue
signature-untested = { $file }: geen bewijs ernaast; niet getest
signature-label-defects = staat voor
signature-label-related = verwant
signature-label-needs = heeft nodig
signature-label-found = gevonden
signature-label-clear = niet gevonden
signature-label-condition = voorwaarde
signature-label-description = beschrijving
signature-label-information = meer
signature-label-action = actie
signature-label-workaround = tussenoplossing
signature-label-risk = risico daarvan
signature-label-document = document
signature-label-look = gezocht door
signature-look-program = een controle van dit programma
signature-look-rules = de regels van het bestand
explain-usage-code = Noem één bevindingscode, of --txn, --frame of --line met het bewijs om te bekijken.
explain-usage-paths = Noem de archieven, mappen of bestanden om te bekijken.
explain-transaction = { $file }: transactie { $id }
explain-transaction-of-process = { $file }: transactie { $id } van proces { $process }
explain-lines = { $file }
explain-line = regel { $line }
explain-more-lines = { $count ->
    [one] nog 1 regel
   *[other] nog { $count } regels
}
explain-attempt = Poging { $number } van transactie { $id }, naar { $peer }
explain-verdict-again = Het oordeel is dat van de vorige poging.
explain-no-handshake = Geen capture toont de handshake.
explain-handshake = { $file }, stroom { $stream }, frames { $first } tot { $last }
explain-join-sure = Adres, poort, tijd en volgorde laten geen andere handshake over.
explain-join-ambiguous = { $count ->
    [one] Meerdere pogingen passen bij deze handshake; ze zijn op volgorde verbonden.
   *[other] { $count } handshakes passen; ze zijn op volgorde verbonden.
}
explain-receive-request = { $peer } vraagt: { $message }
explain-sending-request = het verzoek gaat naar { $peer }: { $message }
explain-receive-response = { $peer } antwoordt: { $message }
explain-sending-response = { $peer } krijgt het antwoord: { $message }
explain-edge-url = de edge-URL vraagt om { $url }, in het domein { $domain }
explain-allowed = de allowlist staat { $request } toe voor de gebruiker { $user }: { $reason }
explain-denied = de allowlist weigert { $request } voor de gebruiker { $user }: { $reason }
explain-chain-refused = de keten van { $server } ({ $ip }) is niet vertrouwd: { $text }, certificaat { $depth } geteld vanaf dat van de node zelf; de verbinding eindigt
explain-chain-tolerated = de keten van { $server } ({ $ip }) is niet vertrouwd: { $text }, certificaat { $depth } geteld vanaf dat van de node zelf; de verbinding wordt toch gebruikt
explain-name-refused = { $name } staat niet in het certificaat van { $server } ({ $ip }); de verbinding eindigt
explain-name-tolerated = { $name } staat niet in het certificaat van { $server } ({ $ip }); de verbinding wordt toch gebruikt
explain-verify-failed = de verbinding met { $name } eindigde omdat deze kant het certificaat weigerde
explain-node-alert = { $name } beëindigde de verbinding met alert { $number }
explain-connection-failed = de verbinding met { $name } is mislukt
