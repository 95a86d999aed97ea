# Verdicts.
verdict-trusted = vertrouwd
verdict-refused = geweigerd

# What a finding code means, in one line.
code-self-signed = Het certificaat is zelfondertekend en staat niet in de trust store.
code-issuer-unknown = De CA die het certificaat heeft ondertekend, staat niet in de trust store.
code-intermediate-missing = Een tussenliggend CA-certificaat is niet meegestuurd en staat ook niet in de trust store.
code-dates = Een certificaat is buiten zijn geldigheidsperiode gebruikt.
code-shadowed = Een ander opgeslagen certificaat met hetzelfde onderwerp neemt zijn plaats in.
code-weak = Een sleutel of een handtekening is te zwak.
code-usage = Het certificaat mag hiervoor niet worden gebruikt.
code-signature = Een handtekening klopt niet.
code-too-long = De vertrouwensketen heeft te veel tussenliggende CA-certificaten.
code-other = De vertrouwensketen klopt niet.
code-name-absent = De gevraagde hostnaam staat niet in het certificaat.
code-ip-absent = Het gevraagde IP-adres staat niet in het certificaat.
code-short-name = Er is een korte hostnaam gevraagd, en die staat niet in het certificaat.
code-common-name-only = De naam staat alleen in de CN van het certificaat.
code-partial-wildcard = De naam wordt alleen door een gedeeltelijke wildcard gedekt.
code-ip-as-name = Het IP-adres staat als hostnaam in het certificaat.

# What to do. Menu paths are those of the appliance and are not translated.
remedy-upload-self-signed = Upload dit zelfondertekende certificaat naar de trust store (Maintenance > Security > Trusted CA certificate) van elke server in het cluster, of laat het certificaat van de node ondertekenen door een CA die al wordt vertrouwd. Heeft de node ook een RSA-certificaat dat wordt vertrouwd, dan helpt bij TLS 1.2 ook een voorkeur voor RSA in de cipher string.
remedy-upload-ca-chain = Upload de CA-keten die dit certificaat heeft ondertekend, inclusief { $subject }, naar de trust store (Maintenance > Security > Trusted CA certificate) van elke server in het cluster, of laat het certificaat van de node ondertekenen door een CA die al wordt vertrouwd.
remedy-upload-issuer = Upload het CA-certificaat { $issuer } en elke CA daarboven naar de trust store (Maintenance > Security > Trusted CA certificate) van elke server in het cluster.
remedy-install-intermediate = Installeer het tussenliggende CA-certificaat { $issuer } op de node, zodat het wordt meegestuurd, of upload het naar de trust store van elke server in het cluster.
remedy-upload-root = Upload het CA-certificaat { $issuer }, dat { $subject } heeft uitgegeven, naar de trust store van elke server in het cluster: een tussenliggend certificaat alleen sluit de keten niet af.
remedy-renew-certificate = Vernieuw het certificaat { $subject } op de node.
remedy-replace-ca = Vraag de CA om de opvolger van het CA-certificaat { $subject }, upload die naar de trust store van elke server in het cluster en installeer die ook op de node als de node de oude meestuurt.
remedy-check-clock = Vergelijk de klokken van de node, van de CA en van deze server (NTP). Lopen ze gelijk, wacht dan tot het certificaat { $subject } geldig wordt.
remedy-upload-twin = Upload het CA-certificaat waarvan de sleutel { $subject } echt heeft ondertekend: in de trust store staat een ander certificaat met hetzelfde onderwerp.
remedy-reissue-damaged = Laat het certificaat { $subject } opnieuw uitgeven: de handtekening is niet met de sleutel van de uitgever gezet, of het certificaat is beschadigd.
remedy-reissue-stronger = Laat het certificaat { $subject } opnieuw uitgeven met een sterkere sleutel en handtekening (RSA 2048 of EC P-256, SHA-256).
remedy-reissue-usage = Laat het certificaat { $subject } opnieuw uitgeven voor zijn doel: serverauthenticatie voor een node, basic constraints CA en het ondertekenen van certificaten voor een CA.
remedy-reissue-inside-constraints = Laat het certificaat { $subject } opnieuw uitgeven met namen die de name constraints van de CA toestaan, of door een andere CA.
remedy-shorten-chain = Laat het certificaat van de node uitgeven door een CA dichter bij de root: er worden hooguit zeven tussenliggende certificaten gevolgd.
remedy-add-name = Voeg { $address } toe aan de alternatieve namen (SAN) van het certificaat { $subject }, of maak de node bekend onder een naam die in het certificaat staat (op CUCM: System > Server) en ververs hier de servers.
remedy-add-ip-address = Voeg het IP-adres { $address } toe aan de alternatieve namen (SAN) van het certificaat { $subject }, of maak de node bekend onder een naam die in het certificaat staat (op CUCM: System > Server) en ververs hier de servers.
remedy-use-full-name = Maak de node bekend onder zijn volledige naam in plaats van { $address } (op CUCM: System > Server) en ververs hier de servers, of voeg { $address } toe aan de alternatieve namen (SAN) van het certificaat { $subject }.
remedy-present-certificate = Configureer een servercertificaat op de node: er is geen certificaat getoond.
remedy-inspect-chain = Bekijk de keten met "tollgate cert chain".

# Wat geaccepteerd zou zijn, en wat is aangetroffen.
expected-certificate = een certificaat
expected-trusted-certificate = een certificaat dat door een CA uit de trust store is ondertekend of er zelf in staat
expected-same-certificate = het certificaat { $subject } zelf
expected-trusted-root = een root-CA-certificaat dat in de trust store staat
expected-issuer = uitgever { $issuer }, door de node gestuurd of in de trust store
expected-issuer-stored = uitgever { $issuer } in de trust store
expected-valid = een certificaat dat geldig is op { $at }
expected-signature = een handtekening met de sleutel van { $issuer }
expected-strength = een sleutel en een handtekening van de sterkte die het beveiligingsniveau vraagt
expected-short-chain = hoogstens { $limit } tussenliggende CA-certificaten
expected-inside-constraints = namen binnen de naambeperkingen van de uitgevende CA
expected-server-certificate = een certificaat voor een TLS-server
expected-ca-certificate = een CA-certificaat dat het onderliggende certificaat mag uitgeven
expected-verifying-chain = een vertrouwensketen die klopt
expected-address = { $address } onder de namen van het certificaat
found-nothing = er is geen certificaat aangeboden
found-self-signed = zelfondertekend certificaat { $subject }, niet in de trust store
found-twin = een ander certificaat met onderwerp { $subject } staat er in de trust store voor
found-root = root-CA { $subject }, niet in de trust store
found-alone = de node stuurde alleen zijn eigen certificaat
found-without-issuer = er zijn { $count } certificaten gestuurd, geen daarvan is de uitgever
found-not-issuer = de trust store bevat { $subject } maar niet de uitgever ervan
found-expired = verlopen op { $end }, beoordeeld op { $at }
found-not-yet-valid = geldig vanaf { $start }, beoordeeld op { $at }
found-other-key = de { $issuer } in de trust store heeft een andere sleutel
found-bad-signature = de handtekening klopt niet
found-key-and-signature = sleutel { $key }, handtekening { $signature }
found-longer-chain = een langere keten
found-openssl = { $text }
found-names = { $names }
found-no-name = helemaal geen naam

# What passes today and deserves a look.
warning-weak-signature = { $subject } is ondertekend met { $found }, wat nieuwere releases weigeren.
warning-short-key = { $subject } heeft een korte sleutel ({ $found }), wat nieuwere releases weigeren.
warning-expires-soon = { $subject } verloopt binnenkort: { $found }.
warning-common-name-only = { $subject } bevat de naam alleen in de CN; namen horen in de alternatieve namen (SAN).
warning-partial-wildcard = { $subject } bevat de naam alleen door een gedeeltelijke wildcard ({ $found }).
warning-ip-as-name = { $subject } bevat het IP-adres als hostnaam ({ $found }), wat andere software niet accepteert.

# Labels.
label-address = adres
label-alternative-names = alternatieve namen
label-authority-key = authority key id
label-connected = verbonden met
label-domain = domein
label-expected = verwacht
label-found = gevonden
label-host = host
label-issued-by = verleend door
label-issued-to = verleend aan
label-key = sleutel
label-path = pad
label-port = poort
label-problem = probleem
label-protocol = protocol
label-remedy = oplossing
label-resolved = adressen
label-serial = serienummer
label-signature = handtekening
label-subject-key = subject key id
label-twin = zelfde onderwerp
label-upload = uploaden
label-valid = geldig
label-warning = waarschuwing
value-none = geen
value-unreadable = onleesbaar

# Dates. $count is a number of days.
validity-left = { $count ->
    [one] nog 1 dag
   *[other] nog { $count } dagen
}
validity-expired = { $count ->
    [one] 1 dag geleden verlopen
   *[other] { $count } dagen geleden verlopen
}
validity-future = { $count ->
    [one] geldig over 1 dag
   *[other] geldig over { $count } dagen
}

# cert inspect and cert chain.
inspect-certificate = certificaat { $depth }: { $name }
inspect-addresses = Het certificaat staat op naam van:
chain-absent = Niet meegestuurd en niet opgeslagen: dit certificaat ontbreekt.
chain-absent-key = Niet meegestuurd en niet opgeslagen: het certificaat met subject key id { $key } ontbreekt.
chain-unused = Meegestuurd, maar geen deel van de keten: { $subject }

# trust check.
note-no-certificate = { $file }: geen certificaat gevonden; overgeslagen
store-duplicate = hetzelfde certificaat als in { $file } #{ $position }
store-expired = verlopen
store-not-yet-valid = nog niet geldig
store-not-an-anchor = geen CA en niet zelfondertekend: kan een vertrouwensketen niet afsluiten
store-same-subject = zelfde onderwerp als { $file } #{ $position }: hier werken beide, maar een echt systeem accepteert het tweede niet (CSCwa12905)
store-unreadable = niet te lezen: { $error }
store-summary = certificaten: { $certificates }, problemen: { $problems }

# allow test.
test-passed = ok
test-failed = MISLUKT
test-difference = verwacht { $expected }, gevonden { $result }
test-summary = geslaagd: { $passed }, mislukt: { $failed }

# The lab.
lab-ready = Het lab draait; Ctrl-C beëindigt het. In een andere terminal: tollgate serve --config { $config }
lab-not-running = In deze map draait geen lab; dit is wat een lab zou bevatten.

# serve.
serve-listening = luistert op { $address }
serve-management = metrics, health en status op { $address }
serve-reloaded = configuratie opnieuw gelezen (generatie { $generation })
serve-needs-restart = pas van kracht na een herstart: { $keys }
serve-reload-failed = De configuratie is niet in gebruik genomen; de oude blijft gelden.
serve-draining = Lopende verzoeken worden afgemaakt; een tweede signaal breekt ze af.

# demo.
demo-opening = Vier fouten bij de certificaatverificatie, nagespeeld op gesimuleerde nodes met echte TLS, en hun oplossingen. Een gescripte client meldt zich via de traffic server aan zoals een MRA-client dat doet.
demo-traffic-server = De traffic server luistert op { $address } en vertrouwt steven-DC-CA.
demo-self-signed = 8443 werkt, 6972 niet
demo-self-signed-story = Op 8443 tonen de nodes een RSA-certificaat dat door de vertrouwde CA is ondertekend. Op 6972 hebben ze daarnaast een zelfondertekend ECDSA-certificaat, en de cipher string geeft de voorkeur aan ECDSA.
demo-upload-self-signed = Oplossing: de zelfondertekende certificaten worden naar de trust store geüpload.
demo-prefer-rsa = Andere oplossing: zonder die certificaten krijgt RSA de voorkeur door het voorvoegsel ECDHE-RSA-AES256-GCM-SHA384: in de cipher string.
demo-other-ca = Een CA die niet wordt vertrouwd
demo-other-ca-story = De certificaten van beide Unified CM-nodes zijn door een andere CA ondertekend, die ze meesturen.
demo-upload-ca-chain = Oplossing: het CA-certificaat wordt naar de trust store geüpload.
demo-by-address = Een node die onder zijn adres bekend is
demo-by-address-story = In System > Server staan de IP-adressen van de nodes, dus vragen clients daarnaar; in de certificaten staan alleen de namen.
demo-advertise-name = Oplossing: in System > Server komen de namen te staan, en de servers worden ververst.
demo-name-address = Andere oplossing: de certificaten worden opnieuw uitgegeven met de IP-adressen als alternatieve namen (SAN).
demo-subscriber = De publisher klopt, de subscriber niet
demo-subscriber-story = Het certificaat van de subscriber bevat zijn naam niet. Zolang de publisher draait, merkt niemand dat.
demo-publisher-stops = De publisher stopt.
demo-reissue-subscriber = Oplossing: het certificaat van de subscriber wordt opnieuw uitgegeven, met zijn naam.
demo-documented = Dit verliep zoals gedocumenteerd.
demo-different = DIT VERLIEP ANDERS DAN GEDOCUMENTEERD.
demo-all-documented = Elk scenario verliep zoals gedocumenteerd. Hierna: "tollgate lab up" om zelf verzoeken te proberen, "tollgate serve --help" voor uw eigen nodes.
demo-some-different = Niet elk scenario verliep zoals gedocumenteerd.

# Why a command could not do its job.
usage-address = Geef het gevraagde adres op met --address, of controleer geen naam met --name-policy none.
error-unreadable = kan { $file } niet lezen
error-stdout = het resultaat kan niet naar de standaarduitvoer worden geschreven
error-too-large = { $file } is te groot
error-too-many = { $file } bevat te veel bestanden
error-no-certificate = geen certificaat in { $file }
error-bad-entry = { $file }: onderdeel { $position } is niet te lezen
error-bad-lines = { $file }: { $count ->
    [one] één probleem
   *[other] { $count } problemen
}; elke regel moet kloppen
error-url = { $url } heeft niet de vorm https://HOST[:POORT]
error-resolve = { $address } kan niet worden omgezet in een IP-adres; geef het op met --resolve
error-no-address = { $address } heeft geen IP-adres; geef er een op met --resolve
error-connect = kan geen verbinding maken met { $address }
error-handshake = geen TLS-handshake met { $address }
error-nothing-shown = { $address } toonde geen certificaat
error-unreadable-shown = { $address } toonde een certificaat dat niet te lezen is
error-lab-runs = In deze map draait al een lab; geef een andere op met --directory.
error-lab-runs-not = Er draait geen lab in { $directory }; start er een met "tollgate lab up".
