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
