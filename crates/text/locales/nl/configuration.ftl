# Bevindingen over configuratie, alarmen, datums en bewijsmateriaal, en de zinnen van hele rapporten.

duplicate-search-rule-title = Dubbele zoekregels voor hetzelfde protocol: { $rules }
duplicate-search-rule-clear = Er zijn geen twee zoekregels die hetzelfde doen
duplicate-search-rule-topic = Dubbele zoekregels voor hetzelfde protocol
duplicate-search-rule-description = De ingeschakelde zoekregels { $rules } hebben dezelfde bron, hetzelfde patroon en dezelfde prioriteit, en nemen beide gesprekken over { $protocol } aan. Een gesprek dat eraan voldoet, wordt via beide geprobeerd, zodat het doel twee INVITE-berichten kan krijgen.
duplicate-search-rule-condition = Twee ingeschakelde zoekregels met dezelfde bron, modus, prioriteit en hetzelfde patroon, en een gemeenschappelijk protocol.
duplicate-search-rule-action-1 = Bekijk de regels onder Configuration > Dial plan > Search rules en schakel de overbodige uit, of verwijder die.
duplicate-search-rule-action-2 = Zijn beide nodig, geef ze dan verschillende prioriteiten en laat de eerste het zoeken beëindigen bij een treffer (On successful match: Stop).

detected-alarms-title = { $count ->
    [one] Er staat één alarm
   *[other] Er staan { $count } alarmen
}: { $alarms }
detected-alarms-clear = Er staat geen alarm
detected-alarms-topic = Alarmen van de appliance
detected-alarms-description = Toen de logging werd gestart, meldde de appliance: { $alarms }.
detected-alarms-condition = Een alarm was gegeven en niet ingetrokken toen de status werd weggeschreven.
detected-alarms-action-1 = Volg voor elk alarm de actie die Status > Alarms noemt.

server-failed-to-verify-title = Certificaten konden niet worden geverifieerd: { $servers }
server-failed-to-verify-clear = De verificatie van certificaten is nergens mislukt
server-failed-to-verify-topic = Mislukte verificatie van certificaten
server-failed-to-verify-description = De appliance kon het certificaat van { $servers } niet verifiëren, zodat TLS-verbindingen mislukten.
server-failed-to-verify-condition = Een logregel zegt dat een certificaat is geweigerd, of de appliance heeft een handshake daarom beëindigd.
server-failed-to-verify-action-1 = Bekijk het certificaat en de reden in de regels hieronder; zet de CA-keten die het heeft ondertekend in de trust store (Maintenance > Security > Trusted CA certificate), of corrigeer de naam.

certificates-expired-title = { $count ->
    [one] Eén certificaat is verlopen
   *[other] { $count } certificaten zijn verlopen
}: { $certificates }
certificates-expired-clear = Er is geen certificaat verlopen
certificates-expired-topic = Verlopen certificaten
certificates-expired-description = Ten tijde van het bewijsmateriaal waren deze certificaten verlopen: { $certificates }. Nu elk verzoek wordt geverifieerd, maakt een verlopen certificaat van een node of van een CA daarboven een einde aan Mobile and Remote Access via die node.
certificates-expired-condition = Een certificaat in de trust store, van de appliance, van een node of in de certificatenlijst van een node was al verlopen toen het bewijsmateriaal werd verzameld.
certificates-expired-action-1 = Vernieuw de certificaten die nog in gebruik zijn, of laat ze door hun CA opnieuw uitgeven.
certificates-expired-action-2 = Verwijder de certificaten die niemand nodig heeft uit de trust store van elke server in het cluster.
certificates-expired-myth = Oudere adviezen zeggen dat een verlopen Tomcat-certificaat alleen browsers laat waarschuwen. Dat geldt niet meer waar de traffic server elke verbinding verifieert.

certificates-ending-title = Certificaten verlopen binnenkort: { $certificates }
certificates-ending-clear = Er verloopt binnenkort geen certificaat
certificates-ending-topic = Certificaten die binnenkort verlopen
certificates-ending-description = Deze certificaten zijn in het laatste deel van hun geldigheid: { $certificates }. Wat ze gebruikt, mislukt vanaf die dag.
certificates-ending-condition = Een certificaat heeft minder dan een tiende van zijn geldigheidsduur over, of minder dan 30 dagen en minder dan een derde daarvan; een certificaat uit een lijst, waarvan alleen het einde bekend is, minder dan 30 dagen.
certificates-ending-action-1 = Vernieuw deze certificaten voordat ze verlopen: { $certificates }.
certificates-ending-action-2 = Zijn de nieuwe zelfondertekend of van een andere CA, upload ze of de keten van die CA dan eerst naar de trust store van elke server in het cluster.

traffic-server-enforces-verification-title = De traffic server verifieert de certificaten van UC-nodes en weigert die van { $servers }
traffic-server-enforces-verification-clear = De traffic server heeft geen certificaat van een UC-node geweigerd
traffic-server-enforces-verification-topic = Verificatie van UC-nodes door de traffic server
traffic-server-enforces-verification-description = Vanaf deze versie verifieert de traffic server van de Expressway-C bij elk HTTPS-verzoek het certificaat van elke node van CUCM, IM and Presence en Unity Connection, wat de TLS verify mode bij het ontdekken ook was. Die van { $servers } heeft hij geweigerd; de verzoeken kregen als antwoord 502.
traffic-server-enforces-verification-action-1 = Zet de CA-keten die het certificaat van de node heeft ondertekend, of het zelfondertekende certificaat zelf, in de trust store van elke server in het cluster (Maintenance > Security > Trusted CA certificate).
traffic-server-enforces-verification-action-2 = Zorg dat het adres dat de clients gebruiken in het certificaat staat, of maak de node bekend onder een naam die erin staat (op CUCM: System > Server), en ververs de servers.
traffic-server-enforces-verification-workaround = Schakel de verificatie op elke Expressway-C uit: xConfiguration EdgeConfigServer VerifyOriginServer: Off
traffic-server-enforces-verification-risk = Niemand controleert dan nog met wie de traffic server spreekt: wie zijn verbindingen kan omleiden, leest wachtwoorden en gesprekken mee. Schakel de verificatie weer in zodra de certificaten in orde zijn.

verification-off-title = De traffic server weigert niet-geverifieerde nodes niet: VerifyOriginServer is { $value }
verification-off-clear = De traffic server verifieert zijn nodes
verification-off-topic = De schakelaar VerifyOriginServer
verification-off-description = Op { $peers } staat de schakelaar VerifyOriginServer op { $value }. Verbindingen met UC-nodes worden gebruikt, welk certificaat er ook wordt getoond.
verification-off-action-1 = Breng de certificaten van de nodes in orde; de andere bevindingen en "tollgate preflight" noemen wat er ontbreekt.
verification-off-action-2 = Schakel de verificatie daarna weer in: xConfiguration EdgeConfigServer VerifyOriginServer: On

allow-list-denied-title = De toegestane lijst heeft { $count ->
    [one] één verzoek
   *[other] { $count } verzoeken
} geweigerd: { $requests }
allow-list-denied-clear = De toegestane lijst heeft niets geweigerd
allow-list-denied-topic = Verzoeken die de toegestane lijst heeft geweigerd
allow-list-denied-description = De toegestane lijst (HTTP allow list) heeft geen regel voor { $requests }. De clients kregen 403.
allow-list-denied-condition = Een verzoek van een client voldoet aan geen enkele regel van de toegestane lijst.
allow-list-denied-action-1 = Zijn deze verzoeken gewenst, voeg dan een regel toe onder Configuration > Unified Communications > HTTP allow list > Editable inbound rules; ververs voor nodes van de UC-omgeving de servers, zodat hun automatische regels worden gemaakt.
allow-list-denied-action-2 = Zijn ze niet gewenst, zoek dan uit welke client ze doet.

discovery-checks-publisher-title = Bij het ontdekken is alleen de publisher geverifieerd; { $nodes } heeft nog niemand geverifieerd
discovery-checks-publisher-clear = Elke ontdekte node komt in het bewijsmateriaal voor
discovery-checks-publisher-topic = Nodes die bij het ontdekken niet worden geverifieerd
discovery-checks-publisher-description = Met TLS verify mode On wordt bij het ontdekken de publisher gecontroleerd die is ingevuld. De andere nodes komen uit diens database, en { $nodes } toonde in dit bewijsmateriaal geen certificaat: of clients ze kunnen gebruiken, is niet bekend.
discovery-checks-publisher-condition = Er zijn meer nodes ontdekt dan waarvan het bewijsmateriaal certificaten toont.
discovery-checks-publisher-action-1 = Controleer deze nodes voordat clients ze nodig hebben: tollgate preflight met { $nodes } op de poorten 8443 en 6972.

node-advertised-by-address-title = Nodes zijn bekendgemaakt onder een IP-adres of een korte naam: { $addresses }
node-advertised-by-address-clear = Nodes zijn bekendgemaakt onder hun volledige naam
node-advertised-by-address-topic = Hoe nodes bekend zijn gemaakt
node-advertised-by-address-description = Clients vragen om { $addresses }, zoals de publisher zijn nodes bekendmaakt. Een certificaat bevat zelden een IP-adres of een hostnaam zonder domein, en de verbinding wordt geverifieerd tegen precies dat waarom is gevraagd.
node-advertised-by-address-condition = Een node staat onder System > Server van CUCM met een IP-adres of met een hostnaam zonder domein.
node-advertised-by-address-action-1 = Verander de invoer onder System > Server van CUCM in de volledige naam van de node en ververs daarna de servers op de Expressway-C.
node-advertised-by-address-action-2 = Of laat het certificaat opnieuw uitgeven met { $addresses } onder de alternatieve namen (SAN).

same-name-certificates-title = Meerdere certificaten heten { $name }: { $certificates }
same-name-certificates-clear = Er zijn geen twee certificaten met één naam
same-name-certificates-topic = Certificaten met dezelfde naam
same-name-certificates-description = { $certificates } hebben dezelfde naam { $name } en zijn verschillende certificaten. Een appliance zoekt een certificaat op onderwerp en stopt bij het eerste, zodat van twee er maar één wordt gebruikt en het tweede niet kan worden geüpload.
same-name-certificates-condition = Twee verschillende certificaten met één onderwerp staan in de trust store, of twee zelfondertekende met één CN zouden ernaar geüpload moeten worden.
same-name-certificates-action-1 = Laat de certificaten door een CA ondertekenen en upload de keten van die CA, zodat geen van beide in de trust store hoeft te staan.
same-name-certificates-action-2 = Of gebruik één certificaat voor beide: sinds CUCM 14 kan het Tomcat-certificaat voor CallManager worden hergebruikt.
same-name-certificates-action-3 = Of laat ze opnieuw uitgeven met verschillende common names.

trust-store-differs-title = De trust stores van de peers verschillen: { $certificates }
trust-store-differs-clear = De peers vertrouwen dezelfde certificaten
trust-store-differs-topic = Trust stores van de peers
trust-store-differs-description = Niet elke peer van het cluster vertrouwt { $certificates }; { $peers } doet dat niet. Trust stores worden niet gerepliceerd, zodat dezelfde client slaagt of faalt naargelang de peer waar hij uitkomt.
trust-store-differs-condition = Twee peers van één cluster, met dezelfde rol, hebben verschillende trust stores.
trust-store-differs-action-1 = Upload de ontbrekende certificaten naar de trust store van { $peers } (Maintenance > Security > Trusted CA certificate).

cipher-string-prefers-ecdsa-title = De cipher string geeft de voorkeur aan ECDSA-certificaten: { $setting }
cipher-string-prefers-ecdsa-clear = De cipher string geeft de voorkeur aan RSA-certificaten, of geen voorkeur die ertoe doet
cipher-string-prefers-ecdsa-topic = Sleuteltype dat de cipher string verkiest
cipher-string-prefers-ecdsa-description = De traffic server biedt nodes de cipher suites van { $setting } aan, waarin ECDSA vóór RSA staat: een node die beide heeft, toont zijn ECDSA-certificaat (op CUCM tomcat-ECDSA of CallManager-ECDSA), dat vaak zelfondertekend is of van een andere CA komt.
cipher-string-prefers-ecdsa-condition = De lijst begint niet met ECDHE-RSA-AES256-GCM-SHA384, zoals na een upgrade van een versie vóór X14.0 en na een nieuwe installatie van X14.2. Bij TLS 1.3 heeft de lijst niets te zeggen.
cipher-string-prefers-ecdsa-action-1 = Zorg dat ook de ECDSA-certificaten van de nodes worden vertrouwd: laat ze ondertekenen door een vertrouwde CA, of upload ze.
cipher-string-prefers-ecdsa-action-2 = Of zet ECDHE-RSA-AES256-GCM-SHA384: vóór de lijst { $setting } (Maintenance > Security > Ciphers, UC server discovery en reverse proxy); de appliance moet opnieuw worden gestart. Andere lijsten worden apart beoordeeld en hoeven niet te veranderen.

own-certificate-not-for-clients-title = Het eigen certificaat van de appliance mag niet als client worden gebruikt: { $subject }
own-certificate-not-for-clients-clear = Het eigen certificaat van de appliance mag als client worden gebruikt
own-certificate-not-for-clients-topic = Het eigen certificaat als client
own-certificate-not-for-clients-description = Nodes vragen de Expressway-C om zijn certificaat (CUCM op de poorten 6971 en 6972). Het uitgebreide sleutelgebruik van { $subject } bevat geen clientauthenticatie, zodat een node die dat controleert de verbinding weigert.
own-certificate-not-for-clients-condition = Het certificaat van de server heeft een uitgebreid sleutelgebruik zonder clientAuth. Publieke CA's geven zulke certificaten met clientAuth niet meer uit.
own-certificate-not-for-clients-action-1 = Laat het certificaat van de appliance opnieuw uitgeven met server- en clientauthenticatie; een eigen CA kan dat.
own-certificate-not-for-clients-action-2 = Zorg dat tomcat-trust en CallManager-trust van de nodes de CA bevatten die het ondertekent, en start daar Tomcat, CallManager en TFTP opnieuw.

weak-key-stored-title = Er zijn zwakke sleutels of handtekeningen opgeslagen: { $certificates }
weak-key-stored-clear = Opgeslagen sleutels en handtekeningen zijn sterk genoeg
weak-key-stored-topic = Sterkte van opgeslagen certificaten
weak-key-stored-description = Deze certificaten hebben een korte sleutel of een handtekening die nieuwere versies weigeren: { $certificates }.
weak-key-stored-condition = Een certificaat in de trust store of van de server heeft een RSA-sleutel van minder dan 2048 bits, een elliptische kromme van minder dan 256 bits, of is met MD5 of SHA-1 ondertekend en geen root.
weak-key-stored-action-1 = Laat deze certificaten opnieuw uitgeven met RSA 2048 of EC P-256 en SHA-256, en verwijder de oude.

evidence-damaged-title = { $count ->
    [one] Eén bestand is
   *[other] { $count } bestanden zijn
} niet of niet geheel gelezen: { $files }
evidence-damaged-clear = Al het bewijsmateriaal is gelezen
evidence-damaged-topic = Of al het bewijsmateriaal is gelezen
evidence-damaged-description = Van { $files } ontbreekt een deel of alles, of is het beschadigd. Wat daar staat, zit niet in dit rapport.
evidence-damaged-condition = Een bestand is afgekapt, beschadigd, versleuteld, te groot, of van een soort die niet wordt gelezen.
evidence-damaged-action-1 = Haal deze bestanden opnieuw op en analyseer ze: { $files }.

capture-lacks-handshake-title = Er is geen handshake voor { $cells }
capture-lacks-handshake-clear = Van elke mislukking is een handshake opgenomen
capture-lacks-handshake-topic = Handshakes van mislukte verbindingen
capture-lacks-handshake-description = De log toont mislukkingen bij { $cells }, en geen enkele capture toont het certificaat dat daar is gepresenteerd.
capture-lacks-handshake-condition = In de log zijn verbindingen mislukt, en de captures hebben de handshakes daarvan niet: tcpdump stond uit, was gefilterd of is later gestart.

certificate-not-visible-title = De certificaten van { $cells } zijn in de capture niet zichtbaar
certificate-not-visible-clear = De certificaten van de opgenomen handshakes zijn zichtbaar
certificate-not-visible-topic = Zichtbaarheid van opgenomen certificaten
certificate-not-visible-description = Bij { $cells } zijn de handshakes van TLS 1.3, dat certificaten versleutelt, of hervatten ze een eerdere sessie, zodat er geen wordt gestuurd. Dat een certificaat niet zichtbaar is, betekent niet dat er geen was.
certificate-not-visible-condition = TLS 1.3 zonder de geheimen ervan, of alleen hervatte sessies.

clock-skew-title = Klokken verschillen: { $what }
clock-skew-clear = De klokken van het bewijsmateriaal komen overeen
clock-skew-topic = Klokken van het bewijsmateriaal
clock-skew-description = { $what }. Bevindingen noemen de tijden van de log. Staat de klok van de appliance verkeerd, dan kunnen certificaten op het verkeerde tijdstip worden beoordeeld.
clock-skew-condition = Log en capture, of de twee klokken van de logregels, verschillen meer dan twee seconden, of een klok is teruggezet.
clock-skew-action-1 = Controleer de tijdservers van de appliance (System > Time) en van de nodes.

log-restarted-title = De traffic server is opnieuw gestart: { $count ->
    [one] één keer
   *[other] { $count } keer
}
log-restarted-clear = De traffic server is tijdens het loggen niet opnieuw gestart
log-restarted-topic = Herstarts van de traffic server
log-restarted-description = De traffic server is opnieuw gestart om { $times }. Verzoeken die toen liepen, hebben geen einde in de log, en wat ervoor was ingesteld, hoeft erna niet te gelden.
log-restarted-condition = Het proces-id van de traffic server verandert in de log, of de traffic server zegt dat hij is gestart.
log-restarted-action-1 = Heeft niemand hem met opzet herstart, zoek dan de reden vóór dat tijdstip en kijk naar incidentrapporten (Maintenance > Diagnostics > Incident reporting).

condition-verifying-release = Op versies waarvan de traffic server elke verbinding met een UC-node verifieert (X14.2 en later; volgens een andere bron X14.0.8 en later), afhankelijk van VerifyOriginServer.
condition-by-rules = Wanneer aan de regels van deze signatuur is voldaan.
signature-related-defects = Verwante defecten: { $defects }.
versions-disputed = Openbare bronnen zijn het niet eens over de eerste versie die is getroffen, en deze appliance draait een versie die slechts enkele noemen:
versions-enforced-from-14-2 = De gedocumenteerde wijziging zegt dat verificatie vanaf X14.2.0 wordt afgedwongen.
versions-enforced-from-14-0-8 = Een later artikel over de certificaateisen van Mobile and Remote Access zegt vanaf X14.0.8.
not-applicable-role = { $peer } is een { $role }; dit gaat over de andere rol.
not-applicable-version = { $peer } draait { $version }; getroffen zijn { $affected }.
not-applicable-mra-off = Mobile and Remote Access is uitgeschakeld op { $peer }.
missing-how-log = Verzamel een diagnostische log: Maintenance > Diagnostics > Diagnostic logging, Start new log, herhaal wat mislukt, Stop logging, Collect log, Download log.
missing-how-capture = Verzamel een diagnostische log met "Take tcpdump while logging" aangevinkt en zonder filters, gestart voordat de clients zich aanmelden, op elke peer.
missing-how-trust-store = Voeg de trust store toe: het bestand ca_*.pem van het diagnostische archief, of Maintenance > Security > Trusted CA certificate, Show all (PEM file), van elke peer.
missing-how-server-certificate = Voeg het certificaat van de appliance toe: het bestand server_*.pem van het diagnostische archief, of Maintenance > Security > Server certificate, Show (PEM file).
missing-how-configuration = Voeg de configuratie toe: het bestand xconf_dump_* van het diagnostische archief, of de uitvoer van xConfiguration.
missing-how-status = Voeg de status toe: het bestand xstat_dump_* van het diagnostische archief, of de uitvoer van xStatus.
missing-how-certificate-list = Plak de certificatenlijst van de node: Cisco Unified OS Administration, Security > Certificate Management, of de uitvoer van "show cert list own".
missing-how-files-again = Haal de beschadigde of ongelezen bestanden opnieuw op, zo nodig uitgepakt, en analyseer ze samen met de rest.
missing-how-key-log = Geef de geheimen van de TLS-sessies (--keylog), neem op met TLS 1.2 als nieuwste versie, of vraag het de node zelf: tollgate preflight.
alarm-verbose-logging = Alarm 25019 (verbose log levels) wordt door de diagnostische logging zelf gegeven en ingetrokken zodra die eindigt. Het is geen storing.

certificates-ending-listed = Volgens de lijst verloopt het certificaat { $certificate } van de node { $count ->
    [one] één dag
   *[other] { $count } dagen
} nadat het bewijsmateriaal is verzameld. Verbindingen met dat sleuteltype mislukken dan als volgende, ook als een ander certificaat wordt hersteld: vernieuw het in hetzelfde onderhoudsvenster.

ciphers-upgrade-path = Volgens de release notes zet een upgrade van X14.0 of later { $prefix } vóór de lijst, zodat RSA de voorkeur houdt; een upgrade van een eerdere versie en een nieuwe installatie van X14.2 doen dat niet, zodat ECDSA de voorkeur heeft. Langs welke weg deze appliance is gekomen, blijkt niet uit het bewijsmateriaal; de lijst zoals die er staat telt.
ciphers-not-observed = Geen handshake in het bewijsmateriaal toont welk certificaat de nodes daarvoor kiezen.
ciphers-observed = Zoals de lijst zegt, zijn bij { $cells } ECDSA-certificaten getoond.
ciphers-contradicted = De lijst verkiest RSA, en toch zijn bij { $cells } ECDSA-certificaten getoond. Wat is waargenomen telt: de lijst is veranderd zonder herstart, de nodes volgen hun eigen volgorde, of ze hebben daar geen RSA-certificaat.
ciphers-other-lists = De lijsten { $settings } verkiezen het andere sleuteltype; ze zijn voor andere verbindingen en zijn apart beoordeeld.
evidence-refused-handshake = De appliance heeft de handshake met { $server } beëindigd met alert { $alert }.
evidence-asked-for = Een client vroeg om { $address }.
evidence-not-stored = { $certificate } staat niet in de trust store van { $peer }.
evidence-clock-line = De eerste regel waarop de klokken verschillen.
evidence-restart = Op { $host } volgt proces { $to } van de traffic server op proces { $from }.
attached-traffic-server-enforces-verification = De versie verifieert elke verbinding met een UC-node, zodat deze oorzaak verzoeken laat mislukken. Eerdere versies gingen desondanks door.
attached-server-failed-to-verify = De regels over mislukte verificatie gaan over deze verbindingen.
attached-certificates-expired = De verlopen certificaten zijn die van deze verbindingen.
attached-cipher-string-prefers-ecdsa = De cipher string zorgt dat nodes hun ECDSA-certificaat tonen, en juist dat wordt geweigerd.
attached-node-advertised-by-address = De node is onder dat adres bekendgemaakt: clients vragen erom, en het certificaat wordt ermee vergeleken.
attached-discovery-checks-publisher = TLS verify mode controleert bij het ontdekken alleen het adres van de publisher, zodat het ontdekken desondanks slaagde.
attached-trust-store-differs = Een andere peer van het cluster vertrouwt het certificaat dat hier ontbreekt.
summary-issues = { $count ->
    [one] Er is één probleem gevonden.
   *[other] Er zijn { $count } problemen gevonden.
}
summary-failed = { $count ->
    [one] Eén verzoek is
   *[other] { $count } verzoeken zijn
} met een fout beantwoord, van { $first } tot { $last }; getroffen gebruikers: { $users }.
summary-potential = { $count ->
    [one] Er is geen probleem gevonden, wel één mogelijk probleem.
   *[other] Er is geen probleem gevonden, wel { $count } mogelijke problemen.
}
summary-missing = Er is geen probleem gevonden; { $count ->
    [one] één controle mist
   *[other] { $count } controles missen
} het bewijsmateriaal om dat te kunnen zeggen.
summary-clear = Er is geen probleem gevonden: { $count ->
    [one] één controle is
   *[other] { $count } controles zijn
} in orde.
summary-nothing = Over dit bewijsmateriaal valt niets te zeggen.
matrix-trusted-and-answered = Het certificaat wordt vertrouwd en verzoeken zijn beantwoord.
matrix-trusted = Het certificaat wordt vertrouwd.
matrix-not-judged = Er is een certificaat getoond, en er is geen trust store om het aan te toetsen.
matrix-failed-unexplained = Verzoeken zijn mislukt, en het bewijsmateriaal zegt niet waarom.
matrix-answered = Verzoeken zijn beantwoord; het certificaat zit niet in het bewijsmateriaal.
matrix-not-seen = Noch een certificaat, noch een antwoord zit in het bewijsmateriaal.
event-restart = Traffic server gestart op { $host }, proces { $pid }
event-change = Configuratie gewijzigd: { $line }
event-verification = VerifyOriginServer is nu { $value }
event-marker = Markering: { $line }
input-same = gelijk aan een eerder bestand; één keer geteld
input-capture = { $frames } frames, { $count ->
    [one] één TLS-handshake
   *[other] { $count } TLS-handshakes
}
input-dump = { $count ->
    [one] één waarde
   *[other] { $count } waarden
}
input-certificates = { $count ->
    [one] één certificaat
   *[other] { $count } certificaten
}
input-certificate-list = { $count ->
    [one] één certificaat in de lijst
   *[other] { $count } certificaten in de lijst
}
input-log = { $count ->
    [one] één regel
   *[other] { $count } regels
}
note-join-ambiguous = { $peer }: log en capture passen op meer dan één manier in de tijd op elkaar, zodat pogingen alleen op volgorde met handshakes zijn verbonden.
note-contradictions = De dumps in tekst en XML van één bundel spreken elkaar tegen over { $count ->
    [one] één waarde
   *[other] { $count } waarden
}; die van de tekst telt.
note-more-chains = { $count ->
    [one] Eén verdere gepresenteerde keten is
   *[other] { $count } verdere gepresenteerde ketens zijn
} weggelaten, omdat het er te veel waren.
note-more-handshakes = { $place }: { $count ->
    [one] één verdere handshake is
   *[other] { $count } verdere handshakes zijn
} weggelaten, omdat het er te veel waren.
note-evicted-streams = { $place }: { $count ->
    [one] één TCP-stroom is
   *[other] { $count } TCP-stromen zijn
} opgegeven om het geheugen te beperken.
note-damaged-lines = { $place }: { $count ->
    [one] één regel was
   *[other] { $count } regels waren
} afgebroken of verkeerd gelezen, en is hersteld.
note-more-transactions = { $place }: { $count ->
    [one] één verder mislukt verzoek is
   *[other] { $count } verdere mislukte verzoeken zijn
} geteld en niet bewaard.
note-before-since = { $place }: { $count ->
    [one] één regel is
   *[other] { $count } regels zijn
} ouder dan gevraagd.
note-ended-since = Sinds het bewijsmateriaal is verzameld, { $count ->
    [one] is één certificaat
   *[other] zijn { $count } certificaten
} verlopen: { $names }.
