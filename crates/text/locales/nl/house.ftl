# Waar iemand voor instaat, huisregels, snelle opdrachten.
suppressed-heading = Onderdrukt
suppressed-word = ONDERDRUKT
suppressed-why = Onderdrukt tot en met { $until }: { $reason } ({ $place })
suppressed-summary = { $count ->
    [one] Eén bevinding is onderdrukt en telt niet mee; ze staat aan het einde.
   *[other] { $count } bevindingen zijn onderdrukt en tellen niet mee; ze staan aan het einde.
}
suppressed-ended = De onderdrukking van { $code } in { $place } eindigde op { $until } en telt niet meer. Herstel waar ze over gaat, of besluit opnieuw.
suppressed-nothing = De onderdrukking van { $code } in { $place } gaat over niets dat gevonden is. Verwijder haar, of verbeter wat ze noemt.
suppressed-other-cells = Andere cellen van deze bevinding zijn onderdrukt; aantallen en bewijs zijn die van alle samen.

house-rule-title = { $name } schendt een huisregel: { $rule }
house-rule-clear = Geen certificaat schendt een huisregel
house-rule-topic = Huisregels voor certificaten
house-rule-description = Het certificaat { $name } (SHA-256 { $sha256 }) wordt geaccepteerd, maar heeft { $found }, en { $place } eist { $rule }.
house-rule-condition = Een keten wordt door de verificatie geaccepteerd, en een certificaat ervan schendt een regel uit het bestand dat --policy noemt.
house-rule-information = Het apparaat kent deze regel niet: het accepteert de verbinding toch.
house-rule-action = Geef het certificaat { $name } opnieuw uit zoals de regel eist, of wijzig de regel in { $place }.

probe-heading = Poort { $port }, { $key }
probe-no-trust = Het vertrouwen wordt niet beoordeeld: noem de trust store met --trust. Hieronder staat wat het knooppunt toont, en of de namen in zijn certificaten staan.
probe-label-client = clientcertificaat
probe-asks-for-client = gevraagd
probe-asks-for-none = niet gevraagd
probe-way-name = { $name } op { $ip }
probe-way-bare = { $name }, als clients het kale adres gebruiken
probe-trusted = { $way }: vertrouwd
probe-refused = { $way }: geweigerd
probe-name-fits = { $way }: staat in het certificaat
probe-name-fails = { $way }: staat niet in het certificaat
probe-not-served = Poort { $port }: het knooppunt toont geen certificaat van het type { $key }.
probe-no-answer = Poort { $port }, { $way }: geen antwoord: { $failure }
probe-sent-too = Ook gestuurd: { $subject }
probe-suppressed = { $code } is onderdrukt tot en met { $until }: { $reason }
probe-bare-only = Dit betreft alleen kale adressen: wie de naam gebruikt, merkt er niets van.
probe-more-addresses = De naam leidt naar meer adressen dan er bevraagd worden; { $count } ervan zijn weggelaten.

doctor-config-found = De configuratie is { $file }.
doctor-no-config = Noem de configuratie met --config, of een log met --log: geen van { $places } bestaat.
doctor-probe-needs-config = Zonder configuratie is er geen trust store, en wordt geen knooppunt bevraagd.
doctor-stdout = Het log van { $file } gaat naar de standaarduitvoer. Geef met --log wat ervan geworden is, zoals de uitvoer van journalctl in een bestand.
doctor-label-what = wat
doctor-label-when = sinds
doctor-label-do = doen
doctor-label-safely = veilig
doctor-label-workaround = intussen
doctor-label-now = nu
doctor-label-server = server
doctor-label-more = meer
doctor-nothing-wrong = Er is niets mis waarvan het log vertelt; verzoeken: { $count }
doctor-no-requests = Het log vertelt van geen enkel verzoek in deze tijd.
doctor-seen = { $first } tot { $last }; verzoeken: { $requests }, gebruikers: { $users }
doctor-seen-at-least = { $first } tot { $last }; verzoeken: { $requests }, gebruikers: minstens { $users }
doctor-explain = Lees wat het betekent: tollgate explain { $code }
doctor-add = Voeg { $name } (SHA-256 { $sha256 }) toe aan de trust store { $store }.
doctor-certificate = Het is { $name }, SHA-256 { $sha256 }.
doctor-safely-upload = Haal het op met "{ $fetch }", vergelijk de SHA-256 met die op het knooppunt, en dan "{ $append }", "{ $check }" en "{ $reload }": lopende verzoeken worden afgemaakt, er herstart niets.
doctor-safely-node = Hier wordt niets gewijzigd. Bevraag het knooppunt daarna opnieuw: { $command }
doctor-now-accepted = { $cell } wordt weer geaccepteerd.
doctor-now-refused = { $cell } wordt nog steeds geweigerd ({ $code }).
doctor-now-silent = { $cell } gaf binnen twee seconden geen certificaat.
doctor-server = { $state } sinds { $started }; VerifyOriginServer { $mode }
doctor-server-log = Er gingen regels van het log verloren: { $lost } { $failure }
doctor-server-silent = De verkeersserver antwoordt niet op { $address } ({ $why }). Draait hij?
doctor-more = Verdere bevindingen: { $count }. Zie: tollgate analyze { $logs }
doctor-workaround = Zet origin = "Report" onder [verify] in { $config } en stuur SIGHUP: geweigerde knooppunten worden toch gebruikt, en elk wordt gelogd. Wie tussen de server en een knooppunt komt, leest dan wat gebruikers sturen, ook hun wachtwoorden (CVE-2022-20814): besluit nu wanneer het weer "On" wordt.
