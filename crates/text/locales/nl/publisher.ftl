# De knooppunten van een cluster, zoals de publisher ze aan de voorcontrole noemt.

# Opgegeven en bekendgemaakte adressen.
publisher-difference-title = Clients krijgen andere adressen te horen dan de opgegeven
publisher-difference-clear = Elk opgegeven adres wordt zo bekendgemaakt als het is opgegeven
publisher-difference-condition = Een publisher is naar de adressen van zijn knooppunten gevraagd, en die zijn niet gelijk aan de opgegeven adressen.
publisher-difference-action-1 = Beoordeel de upgrade naar de cellen van het bekendgemaakte adres: daarlangs komen clients. Corrigeer daarna de inventaris of System > Server op de publisher, en vernieuw de servers op het apparaat.
publisher-difference-action-2 = Zorg dat de certificaten van het knooppunt het bekendgemaakte adres bevatten.
publisher-advertised-otherwise = { $address } is opgegeven, en de publisher maakt hetzelfde knooppunt bekend als { $advertised }: clients komen langs dat adres.
publisher-not-advertised = { $address } is opgegeven, en de publisher maakt het niet bekend: geen client hoort ervan.
publisher-not-listed = De publisher maakt { $address } bekend, dat niet is opgegeven. Het is ook bevraagd.

# Wat er gedaan is.
publisher-note-trusted = { $publisher } is via { $service } bevraagd en maakt { $count } adressen bekend. Zijn certificaat wordt vertrouwd door { $store }.
publisher-note-pinned = { $publisher } is via { $service } bevraagd en maakt { $count } adressen bekend. Zijn certificaat heeft de vastgelegde SHA-256 { $sha256 }.
publisher-note-unusable = { $publisher } maakt { $name } bekend, dat niet wordt bevraagd: { $problem }.
publisher-note-failed = De knooppunten achter { $publisher } zijn niet bekend, en alleen de opgegeven adressen worden bevraagd: { $problem }

# Waarom het niet kon.
publisher-error-resolve = { $publisher } heeft geen adres in DNS; geef het met --resolve { $publisher }=IP
publisher-error-connect = geen verbinding met { $address }; kijk of de publisher aan staat en vanaf hier bereikbaar is
publisher-error-handshake = geen TLS-handshake met { $address }
publisher-error-nothing-shown = { $address } toont geen certificaat dat gelezen kan worden
publisher-error-untrusted = het certificaat van { $publisher } wordt geweigerd, en er is niets verstuurd ({ $verdict }). Noem de publisher zoals zijn certificaat hem noemt, en geef met --trust een opslag waarin zijn CA staat; of vergelijk de SHA-256 { $sha256 } met die in de certificaatlijst van de publisher (OS Administration > Security > Certificate Management), en geef --pin { $sha256 } als ze gelijk zijn
publisher-error-pin = het certificaat van { $publisher } heeft de SHA-256 { $sha256 } en niet de vastgelegde { $pin }, en er is niets verstuurd. Het is opnieuw uitgegeven, of er staat iemand tussen: vergelijk met de certificaatlijst van de publisher voordat u een andere --pin geeft
publisher-error-slow = { $publisher } gaf binnen { $seconds } seconden geen volledig antwoord; sta met --timeout meer toe
publisher-error-exchange = de uitwisseling met { $publisher } brak af
publisher-error-login = { $publisher } aanvaardt de gebruiker { $user } met dit wachtwoord niet; corrigeer --axl-user of het wachtwoordbestand, en kijk op de publisher of de gebruiker geblokkeerd is
publisher-error-permission = { $publisher } kent de gebruiker { $user }, die AXL niet mag gebruiken (HTTP { $status }). Zet de gebruiker in een toegangsgroep met de rollen Standard AXL API Users en Standard AXL Read Only API Access
publisher-error-redirect = { $publisher } verwijst naar elders, naar { $location }, en dat wordt niet gevolgd; noem het knooppunt dat zelf antwoordt
publisher-error-status = { $publisher } beantwoordt { $path } met HTTP { $status }. Kijk of dit de publisher van Unified CM is, en of de dienst { $service } er draait (Cisco Unified Serviceability > Control Center)
publisher-error-encoded = { $publisher } pakte zijn antwoord in als { $encoding }, waar niemand om vroeg; het wordt niet uitgepakt
publisher-error-too-long = het antwoord van { $publisher } heeft meer dan { $limit } octetten
publisher-error-answer = het antwoord van { $publisher } noemt geen knooppunten
publisher-error-no-node = { $publisher } maakt geen enkel adres bekend

# Het wachtwoord van de AXL-gebruiker.
publisher-password-open = { $file } kan door anderen gelezen of gewijzigd worden (modus { $mode }); voer chmod 600 { $file } uit
publisher-password-form = { $file } bevat niet één regel met een wachtwoord van 1 tot { $limit } octetten
publisher-password-stdin = De standaardinvoer kan het wachtwoord geven of een andere invoer, niet allebei.
