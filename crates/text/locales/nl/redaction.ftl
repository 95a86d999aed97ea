# Redaction of bundles.

# What was replaced in a file.
redact-hosts = hosts en domeinen: { $count }
redact-users = gebruikers: { $count }
redact-addresses = IP-adressen: { $count }
redact-hardware-addresses = hardwareadressen: { $count }
redact-certificates = certificaten: { $count }
redact-certificate-names = namen uit certificaten: { $count }
redact-labels = benamingen: { $count }
redact-secrets = wachtwoorden en tokens, overschreven: { $count }
redact-private-keys = privésleutels, overschreven: { $count }
redact-nothing = niets te vervangen

# What is left or missing in a capture.
redact-encrypted = bytes aan versleutelde gegevens, ongewijzigd: { $count }
redact-wiped = bytes van onbekende protocollen, overschreven: { $count }
redact-secret-blocks = blokken met sleutels om te ontcijferen, verwijderd: { $count }
redact-fragments = IP-fragmenten waarin een naam op de grens van twee fragmenten kan zijn blijven staan: { $count }
redact-cut = bytes van een afgebroken pakket aan het eind, verwijderd: { $count }

# Files that are left out.
redact-dropped-key = weggelaten: er staat een privésleutel in
redact-dropped-key-log = weggelaten: er staan geheimen van TLS-sessies in
redact-dropped-unknown = weggelaten: niemand weet wat erin staat
redact-dropped-large = weggelaten: te groot
redact-dropped-link = weggelaten: pakketten van linktype { $number } worden niet begrepen
redact-dropped-malformed = weggelaten: de capture is beschadigd

# Certificates in all.
redact-certificates-verifying = Certificaten die opnieuw zijn ondertekend met een nieuwe sleutel van hun uitgever: { $count }
redact-certificates-unverifiable = Certificaten waarvan de handtekening eerder niet te controleren was en nu ook niet: { $count }
redact-certificates-lost = Certificaten waarvan de handtekening klopte en verloren is gegaan: { $count }
redact-certificates-old-key = Certificaten die hun sleutel houden, omdat sleutels van die soort hier niet worden gemaakt: { $count }
redact-certificates-left-out = Certificaten met nieuwe namen en hun oude sleutel, omdat het er te veel zijn: { $count }

redact-checked = Gecontroleerd: er is geen origineel blijven staan.
redact-written = Geschreven: { $file }
redact-map = Geheime omzettabel: { $file }. Die leidt terug naar de echte namen: bewaar hem en geef hem niet door.

error-redact-exists = { $file } bestaat al en wordt niet overschreven
error-redact-map = { $file } is geen omzettabel van een redactie, of een beschadigde
error-redact-directory = { $file } is een bestand; meerdere invoerbestanden vragen om een map
error-redact-nothing = in de invoer staat niets dat onherkenbaar kan worden gemaakt
error-redact-names = er zijn meer namen dan waarnaar kan worden gezocht; verwerk minder bestanden tegelijk
error-redact-left = er is niets geschreven, want er zouden originelen blijven staan:
error-redact-left-place = { $original } staat nog in { $file } bij byte { $position }
