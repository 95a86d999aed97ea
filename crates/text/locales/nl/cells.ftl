# Findings about what nodes presented: trust, name, negotiation, client certificate.

# When they happen at all.
cell-condition-verified = Op Expressway-C vanaf X14.2 (volgens één bron X14.0.8), tenzij VerifyOriginServer op Off staat: de traffic server controleert bij elke verbinding het certificaat van elke node.
cell-condition-any-release = Op Expressway-C, bij elke release.
cell-condition-asked = Op Expressway-C vanaf X14.0.2, wanneer een node om een clientcertificaat vraagt (CUCM doet dat op 6971 en 6972).

# The workaround of all that is refused.
cell-workaround-off = Voor de tijd tot dan, op de CLI van elke Expressway-C-server: xConfiguration EdgeConfigServer VerifyOriginServer: Off
cell-workaround-off-risk = Geen enkele node wordt dan nog gecontroleerd: wie tussen Expressway-C en de nodes komt, leest en wijzigt wat gebruikers sturen, ook hun wachtwoorden (CVE-2022-20814). Zet de controle weer aan zodra de oorzaak is verholpen.

# TG1001
cell-self-signed-title = { $seen ->
    [no] Zelfondertekend certificaat op { $cells } staat niet in de trust store
   *[other] Zelfondertekend certificaat { $certificate } op { $cells } staat niet in de trust store
}
cell-self-signed-clear = Geen enkele node toont een zelfondertekend certificaat dat niet in de trust store staat
cell-self-signed-topic = Zelfondertekende certificaten die niet in de trust store staan
cell-self-signed-about = { $seen ->
    [no] De traffic server heeft het certificaat op { $cells } geweigerd: { $error } (depth { $depth }). Het eigen certificaat van de node is zelfondertekend en staat niet in de trust store.
   *[other] Op { $cells } toonde de node het certificaat { $certificate } ({ $key }, serienummer { $serial }), dat zijn eigen uitgever is. Het staat niet in de trust store van { $peers }, dus er leidt geen vertrouwensketen naartoe.
}
cell-self-signed-action-sign = Laat het certificaat van de node voor { $cells } ondertekenen door een CA die al in de trust store staat en herstart daarna de dienst die het toont.
cell-self-signed-action-upload = Of upload het zelfondertekende certificaat naar de trust store (Maintenance > Security > Trusted CA certificate) van elke server in het cluster. Dat moet opnieuw zodra de node een nieuw certificaat maakt.

# TG1002
cell-issuer-title = { $seen ->
    [no] De CA achter het certificaat op { $cells } staat niet in de trust store
   *[other] De CA { $wanted } achter het certificaat { $leaf } op { $cells } staat niet in de trust store
}
cell-issuer-clear = De CA achter elk certificaat dat nodes tonen, staat in de trust store
cell-issuer-topic = Certificaten van een CA die niet in de trust store staat
cell-issuer-about = { $seen ->
    [no] De traffic server heeft het certificaat op { $cells } geweigerd: { $error } (depth { $depth }). De keten eindigt niet bij een CA uit de trust store. Het logbestand zegt niet om welke CA het gaat.
   *[other] Op { $cells } toonde de node het certificaat { $leaf }. De vertrouwensketen eindigt bij { $wanted }, die niet in de trust store van { $peers } staat.
}
cell-issuer-action-upload = Upload de CA die het certificaat op { $cells } heeft ondertekend, de root en elk tussenliggend certificaat, naar de trust store (Maintenance > Security > Trusted CA certificate) van elke server in het cluster.
cell-issuer-action-sign = Of laat het certificaat van de node ondertekenen door een CA die al in de trust store staat.

# TG1003
cell-intermediate-title = { $seen ->
    [no] Er ontbreekt een tussenliggend CA-certificaat op { $cells }
   *[other] De tussenliggende CA { $wanted } is niet meegestuurd met { $leaf } op { $cells } en staat ook niet in de trust store
}
cell-intermediate-clear = Er ontbreekt geen tussenliggend CA-certificaat
cell-intermediate-topic = Tussenliggende CA-certificaten die niet zijn meegestuurd en niet zijn opgeslagen
cell-intermediate-about = Op { $cells } toonde de node het certificaat { $leaf } zonder het certificaat van { $wanted }, dat ook niet in de trust store van { $peers } staat. De root alleen helpt niet: de schakel ertussen ontbreekt.
cell-intermediate-action-node = Installeer het tussenliggende CA-certificaat ook op de node (op CUCM als tomcat-trust of CallManager-trust, herstart daarna de dienst), zodat het wordt meegestuurd.
cell-intermediate-action-upload = Of upload { $wanted } naar de trust store (Maintenance > Security > Trusted CA certificate) van elke server in het cluster.

# TG1004
cell-dates-title = { $seen ->
    [no] Een certificaat op { $cells } is buiten zijn geldigheidsperiode
   *[other] Certificaat { $certificate } op { $cells } is buiten zijn geldigheidsperiode: { $starts } tot { $ends }
}
cell-dates-clear = Elk certificaat dat nodes tonen, is binnen zijn geldigheidsperiode
cell-dates-topic = Certificaten van nodes buiten hun geldigheidsperiode
cell-dates-about = { $seen ->
    [no] De traffic server heeft het certificaat op { $cells } geweigerd: { $error } (depth { $depth }; 0 is het eigen certificaat van de node, alles daarboven is een CA).
   *[other] In de keten op { $cells } is het certificaat { $certificate } geldig van { $starts } tot { $ends }. Het is beoordeeld op { $at }.
}
cell-dates-action-renew = Vernieuw het certificaat dat buiten zijn geldigheidsperiode is: op de node als het van de node zelf is, bij de CA als het van een CA is. Upload een nieuw CA-certificaat naar de trust store van elke server in het cluster.
cell-dates-action-clock = Lijken de data juist, vergelijk dan de klokken van de node en van Expressway-C (System > Time).

# TG1004, about to come
cell-soon-title = Certificaat { $certificate } op { $cells } verloopt op { $ends }
cell-soon-clear = Geen enkel certificaat dat nodes tonen, verloopt binnenkort
cell-soon-topic = Certificaten van nodes die binnenkort verlopen
cell-soon-about = Op { $cells } zit in de keten het certificaat { $certificate }, uitgegeven door { $issuer }. Het is geldig tot { $ends }; daarna wordt elke verbinding geweigerd die het toont.
cell-soon-action-renew = Vernieuw { $certificate } vóór { $ends }. Is het zelfondertekend of van een CA, upload het nieuwe dan eerst naar de trust store van elke server in het cluster.

# TG1005
cell-shadowed-title = { $seen ->
    [no] Een ander opgeslagen certificaat met hetzelfde onderwerp zit in de weg op { $cells }
   *[other] Een ander opgeslagen certificaat met het onderwerp van { $wanted } zit in de weg op { $cells }
}
cell-shadowed-clear = Geen opgeslagen certificaat zit een ander met hetzelfde onderwerp in de weg
cell-shadowed-topic = Opgeslagen certificaten met één onderwerp
cell-shadowed-about = De keten van { $leaf } op { $cells } heeft { $wanted } nodig. In de trust store van { $peers } staat een ander certificaat met hetzelfde onderwerp. Het apparaat zoekt certificaten op onderwerp en stopt bij het eerste (CSCwa12905), dus het juiste telt als afwezig: { $error } (depth { $depth }).
cell-shadowed-action-delete = Bekijk alle opgeslagen certificaten met dit onderwerp (Maintenance > Security > Trusted CA certificate > Show all (decoded)). Verwijder op elke server in het cluster wat geen node meer nodig heeft.
cell-shadowed-action-distinct = Zijn er twee nodig: laat de certificaten van de nodes door een CA ondertekenen, gebruik één certificaat voor Tomcat en CallManager (CUCM 14) of geef ze verschillende CN's.

# TG1006
cell-weak-title = { $seen ->
    [no] Een sleutel of handtekening op { $cells } is te zwak
   *[other] Certificaat { $certificate } op { $cells } heeft een zwakke sleutel of handtekening: { $key }, { $signature }
}
cell-weak-clear = De sleutels en handtekeningen van nodes zijn sterk genoeg
cell-weak-topic = Zwakke sleutels en handtekeningen van nodes
cell-weak-about = { $seen ->
    [no] De traffic server heeft het certificaat op { $cells } geweigerd: { $error } (depth { $depth }).
   *[other] In de keten op { $cells } heeft het certificaat { $certificate } de sleutel { $key } en is het ondertekend met { $signature }. Nieuwere releases van OpenSSL weigeren SHA-1-handtekeningen en RSA-sleutels onder 2048 bits.
}
cell-weak-action-reissue = Laat { $certificate } opnieuw uitgeven met een sterkere sleutel en handtekening: RSA 2048 of EC P-256, SHA-256. Is het een CA, dan moet alles wat die heeft ondertekend volgen.

# TG1007
cell-usage-title = { $seen ->
    [no] Een certificaat op { $cells } mag hiervoor niet worden gebruikt
   *[other] Certificaat { $certificate } op { $cells } mag hiervoor niet worden gebruikt: { $error }
}
cell-usage-clear = Elk certificaat dat nodes tonen, mag worden gebruikt waarvoor het wordt gebruikt
cell-usage-topic = Gebruik en beperkingen van de certificaten van nodes
cell-usage-about = De traffic server weigert de keten op { $cells }: { $error } (depth { $depth }; 0 is het eigen certificaat van de node, alles daarboven is een CA). Extended key usage, basic constraints of name constraints staan het gebruik niet toe.
cell-usage-action-reissue = Laat het certificaat opnieuw uitgeven voor zijn doel: serverauthenticatie voor een node; CA en het ondertekenen van certificaten voor een CA; namen binnen de name constraints van de CA.

# TG1009
cell-damaged-title = { $seen ->
    [no] Een handtekening in de keten op { $cells } klopt niet
   *[other] De handtekening van { $certificate } op { $cells } klopt niet
}
cell-damaged-clear = Elke handtekening in de ketens van nodes klopt
cell-damaged-topic = Handtekeningen in de ketens van nodes
cell-damaged-about = De traffic server weigert de keten op { $cells }: { $error } (depth { $depth }). Deze handtekening is niet met de sleutel van de uitgever gezet, of het certificaat is onderweg gewijzigd. Is een CA onder de oude naam opnieuw opgezet, dan staat het oude certificaat misschien nog in de trust store.
cell-damaged-action-reissue = Vergelijk het certificaat op de node met dat wat de CA heeft uitgegeven. Laat het opnieuw uitgeven, of vervang het opgeslagen certificaat van de CA door dat waarvan de sleutel heeft ondertekend.

# TG1010
cell-long-title = De keten op { $cells } heeft meer tussenliggende CA's dan de traffic server volgt
cell-long-clear = Geen enkele keten is te lang
cell-long-topic = Lengte van de ketens van nodes
cell-long-about = De keten op { $cells } is geweigerd: { $error } (depth { $depth }). Er worden hooguit zeven tussenliggende CA's gevolgd.
cell-long-action-shorten = Laat het certificaat van de node uitgeven door een CA dichter bij de root.

# TG1099
cell-other-title = Het certificaat op { $cells } wordt geweigerd: { $error }
cell-other-clear = Geen enkel certificaat wordt om een andere reden geweigerd
cell-other-topic = Certificaten die om een andere reden worden geweigerd
cell-other-about = De traffic server weigert de keten op { $cells }: { $error } (depth { $depth }; 0 is het eigen certificaat van de node, alles daarboven is een CA).
cell-other-action-inspect = Bekijk de keten met "tollgate cert chain", en het certificaat op de node.

# TG2001
cell-name-title = { $seen ->
    [no] { $address } staat niet in het certificaat op { $cells }
   *[other] { $address } staat niet in het certificaat { $leaf } op { $cells }
}
cell-name-clear = Elke naam die wordt gevraagd, staat in het certificaat dat de node toont
cell-name-topic = Hostnamen die niet in het certificaat staan
cell-name-about = { $seen ->
    [no] Verzoeken gingen naar { $address }, en de traffic server vond deze naam niet in het certificaat van de node ({ $cells }).
   *[other] Verzoeken gaan naar { $address }, en het certificaat { $leaf } op { $cells } staat op naam van { $names }.
}
cell-name-action-advertise = Laat de node bekendmaken onder een naam die in zijn certificaat staat (op CUCM: System > Server; voor Unity: de UC-service) en ververs daarna de servers op Expressway-C (Configuration > Unified Communications).
cell-name-action-reissue = Of laat het certificaat opnieuw uitgeven met { $address } bij de alternatieve namen (SAN).
cell-name-information = Discovery met TLS verify mode On controleert alleen de publisher, onder de naam die is ingevoerd. Clients vragen naar de namen die het cluster zelf bekendmaakt.

# TG2002
cell-ip-title = { $seen ->
    [no] Het IP-adres { $address } staat niet in het certificaat op { $cells }
   *[other] Het IP-adres { $address } staat niet in het certificaat { $leaf } op { $cells }
}
cell-ip-clear = Elk IP-adres dat wordt gevraagd, staat in het certificaat dat de node toont
cell-ip-topic = IP-adressen die niet in het certificaat staan
cell-ip-about = { $seen ->
    [no] Verzoeken gingen naar het IP-adres { $address }, en de traffic server vond het niet in het certificaat van de node ({ $cells }). In de regel staat SNI, hoewel die bij een IP-adres niet wordt gestuurd.
   *[other] Verzoeken gaan naar het IP-adres { $address }, omdat het cluster de node daaronder bekendmaakt. Het certificaat { $leaf } op { $cells } staat op naam van { $names }.
}
cell-ip-action-reissue = Of laat het certificaat opnieuw uitgeven met { $address } bij de alternatieve namen (SAN). De traffic server kijkt daar naar namen (dNSName) en naar de CN; dat hij naar iPAddress kijkt, is niet zeker.

# TG2003
cell-short-title = { $seen ->
    [no] De korte naam { $address } staat niet in het certificaat op { $cells }
   *[other] De korte naam { $address } staat niet in het certificaat { $leaf } op { $cells }
}
cell-short-clear = Geen enkele node wordt gevraagd onder een korte naam die niet in zijn certificaat staat
cell-short-topic = Korte hostnamen die niet in het certificaat staan
cell-short-action-advertise = Laat de node bekendmaken onder zijn volledige naam (op CUCM: System > Server) en ververs daarna de servers op Expressway-C (Configuration > Unified Communications).

# TG2004, TG2005, TG2007
cell-cn-title = { $address } staat alleen in de CN van het certificaat { $leaf } op { $cells }
cell-cn-clear = Geen enkele node wordt alleen op de CN van zijn certificaat toegelaten
cell-cn-topic = Nodes die alleen op de CN van hun certificaat worden toegelaten
cell-cn-about = Het certificaat { $leaf } op { $cells } staat op naam van { $names }. Het adres { $address } telt alleen omdat ook naar de CN wordt gekeken, wat de huidige regels (RFC 9525) niet meer toestaan.
cell-wildcard-title = { $address } wordt in het certificaat { $leaf } op { $cells } alleen door een gedeeltelijke wildcard gedekt
cell-wildcard-clear = Geen enkele node wordt op een gedeeltelijke wildcard toegelaten
cell-wildcard-topic = Nodes die op een gedeeltelijke wildcard worden toegelaten
cell-wildcard-about = Het certificaat { $leaf } op { $cells } staat op naam van { $names }. Een wildcard die maar een deel van een label dekt, accepteert de traffic server wel en andere software zelden.
cell-ipname-title = Het IP-adres { $address } staat als hostnaam in het certificaat { $leaf } op { $cells }
cell-ipname-clear = In geen enkel certificaat staat een IP-adres als hostnaam
cell-ipname-topic = IP-adressen die als hostnaam zijn geschreven
cell-ipname-about = Het certificaat { $leaf } op { $cells } staat op naam van { $names }. De traffic server accepteert een IP-adres dat daar als naam staat; andere software wil het als iPAddress.
cell-look-action-reissue = Laat het certificaat bij de volgende vernieuwing uitgeven met { $address } als echte alternatieve naam (SAN), of laat de node bekendmaken onder zijn volledige naam.

# TG3001
cell-ecdsa-title = ECDSA-certificaat getoond op { $cells }, hoewel het RSA-certificaat wordt vertrouwd
cell-ecdsa-client-order = { $listed ->
    [no] De ClientHello van de traffic server noemt ECDSA-cipher suites vóór RSA, daarom toonde de node zijn ECDSA-certificaat op { $cell }. Zijn RSA-certificaat { $certificate } wordt vertrouwd ({ $rsa }). Welke lijst is gebruikt, blijkt niet; het zou { $setting } moeten zijn.
   *[other] De ClientHello van de traffic server noemt ECDSA-cipher suites vóór RSA, zoals de lijst { $setting } het zegt: { $ciphers }. Daarom toonde de node zijn ECDSA-certificaat op { $cell }. Zijn RSA-certificaat { $certificate } wordt vertrouwd ({ $rsa }).
}
cell-ecdsa-node-order = { $listed ->
    [no] De ClientHello van de traffic server noemt RSA-cipher suites eerst, en toch toonde de node zijn ECDSA-certificaat op { $cell }: de node houdt zijn eigen volgorde aan. Voorkeur voor RSA in { $setting } zou niet helpen. Het RSA-certificaat { $certificate } wordt vertrouwd ({ $rsa }).
   *[other] De ClientHello van de traffic server noemt RSA-cipher suites eerst, en toch toonde de node zijn ECDSA-certificaat op { $cell }: de node houdt zijn eigen volgorde aan. Voorkeur voor RSA in { $setting } ({ $ciphers }) zou niet helpen. Het RSA-certificaat { $certificate } wordt vertrouwd ({ $rsa }).
}
cell-ecdsa-string-order = { $listed ->
    [no] De lijst { $setting } beslist tussen ECDSA en RSA; die zit niet bij het bewijs. Het RSA-certificaat { $certificate } wordt vertrouwd ({ $rsa }); op { $cell } toonde de node ECDSA.
   *[other] De cipherlijst van de traffic server, { $setting }, zet ECDSA vóór RSA: { $ciphers }. Daarom toont de node zijn ECDSA-certificaat op { $cell }. Zijn RSA-certificaat { $certificate } wordt vertrouwd ({ $rsa }).
}
cell-ecdsa-unknown-order = { $listed ->
    [no] Waarom de node op { $cell } ECDSA toont, blijkt niet; meestal beslist de lijst { $setting }. Het RSA-certificaat { $certificate } wordt vertrouwd ({ $rsa }).
   *[other] De lijst { $setting } zet RSA vooraan ({ $ciphers }), en toch toont de node ECDSA op { $cell }. Het RSA-certificaat { $certificate } wordt vertrouwd ({ $rsa }).
}
cell-ecdsa-contradiction = De ClientHello in de capture en de ingestelde lijst { $setting } ({ $ciphers }) zijn het over de volgorde niet eens. Wat is waargenomen, telt: een wijziging van de lijst werkt pas na een herstart, en misschien is een andere lijst in gebruik.
cell-ecdsa-other-port = Het vertrouwde RSA-certificaat is gezien op { $cell }. Dat de node op de falende poort hetzelfde toont, is waarschijnlijk en niet zeker.
cell-action-prefer-rsa = Of geef tot en met TLS 1.2 de voorkeur aan RSA: zet ECDHE-RSA-AES256-GCM-SHA384: vóór de cipherlijst van de traffic server (Maintenance > Security > Ciphers, of xConfiguration Ciphers) op de primary peer en herstart daarna.

# TG3002
cell-overlap-title = Geen gemeenschappelijke TLS-versie of cipher suite op { $cells }: { $error }
cell-overlap-clear = Nodes en de traffic server worden het eens over TLS-versie en cipher suite
cell-overlap-topic = TLS-versies en cipher suites gemeenschappelijk met nodes
cell-overlap-about = { $seen ->
    [no] De handshake op { $cells } eindigde voordat er een certificaat werd getoond: { $error }.
   *[other] De handshake op { $cells } eindigde voordat er een certificaat werd getoond: { $error }. De traffic server bood { $versions } en de cipher suites { $ciphers } aan.
}
cell-overlap-action-lists = Vergelijk de cipherlijst en de minimumversie van de traffic server (Maintenance > Security > Ciphers) met wat de node toestaat (op CUCM: Security > Cipher Management, en de minimale TLS-versie).
cell-overlap-action-node = Werk een node bij die alleen TLS 1.0 of oude cipher suites kent; verlaag het minimum op Expressway-C niet langer dan dat duurt.

# TG4002
cell-own-refused-title = { $cells } weigerde het certificaat van Expressway-C: { $error }
cell-own-refused-clear = Geen enkele node weigerde het certificaat van Expressway-C
cell-own-refused-topic = Nodes die het certificaat van Expressway-C weigeren
cell-own-refused-about = { $seen ->
    [no] De node op { $cells } beëindigde de handshake met een alert over het certificaat van Expressway-C: { $error }. Het gaat om de andere richting: de node vertrouwt ons niet.
   *[other] De node op { $cells } beëindigde de handshake met een alert over het certificaat van Expressway-C: { $error }. Het gaat om de andere richting: de node vertrouwt { $certificate } niet, uitgegeven door { $issuer }.
}
cell-own-refused-action-upload = Upload op elke CUCM-node de CA die het certificaat van Expressway-C heeft ondertekend, root en tussenliggende, als tomcat-trust en als CallManager-trust (Security > Certificate Management).
cell-own-refused-action-restart = Herstart daarna Cisco Tomcat, Cisco CallManager en Cisco TFTP (HAProxy) op deze nodes.
cell-own-refused-information = Aan de trust store van Expressway-C ligt het niet. Vaak komt het voor nadat het certificaat van Expressway-C door een andere CA is vernieuwd, ook als het cluster niet in mixed mode is.
cell-own-not-shown = In de capture vroeg de node om een certificaat en toonde de traffic server er geen.
cell-own-without-client-usage = { $certificate } heeft een extended key usage zonder clientauthenticatie (clientAuth).
cell-own-self-signed = { $certificate } is zelfondertekend: de node moet precies dit certificaat vertrouwen.
cell-own-issuer-not-listed = De node vraagt om een certificaat van een van deze CA's: { $names }. Onze uitgever, { $issuer }, hoort daar niet bij.

# TG3005
cell-unexplained-title = { $seen ->
    [no] Verbindingen naar { $cells } mislukken, en niet om een certificaat
   *[other] Verzoeken naar { $cells } mislukken ({ $status }), en niets zegt dat het om een certificaat gaat
}
cell-unexplained-clear = Geen verbinding met een node mislukt om een andere reden dan certificaten
cell-unexplained-topic = Verbindingen met nodes die om een andere reden dan certificaten mislukken
cell-unexplained-about = { $seen ->
    [no] Verbindingen naar { $cells } zijn beëindigd of geweigerd, en noch het logbestand noch de certificaten vertellen waarom.
   *[other] Verzoeken naar { $cells } zijn beantwoord met { $status }. Het logbestand heeft er geen regel over een certificaat bij, en geen certificaat in de captures verklaart ze.
}
cell-unexplained-action-reach = Controleer of de node draait, of zijn dienst is gestart en of firewalls tussen Expressway-C en { $address } de poort doorlaten (Maintenance > Tools > Network utilities).
cell-unexplained-action-debug = Gaat het door, verzamel dan een diagnostic log met tcpdump en met developer.trafficserver.ssl op DEBUG terwijl het gebeurt.
cell-unexplained-no-capture = Er is geen capture. Die zou laten zien of de node antwoordde, de verbinding verbrak of de handshake weigerde.
cell-unexplained-no-handshake = De captures hebben geen TLS-handshake met dit adres en deze poort: misschien antwoordde de node niet, of de capture dekt de tijd niet.
cell-unexplained-handshakes = Handshakes in de captures: { $established } voltooid, { $node } beëindigd door de node, { $appliance } beëindigd door de traffic server, { $incomplete } zonder einde.

# What is said of one connection or another.
cell-fails-next = Dit is nog niet te zien: deze verbindingen mislukken eerder om een andere reden. Is die verholpen, dan mislukken ze hierom.
cell-passes-off = Deze verbindingen slagen nu omdat VerifyOriginServer op Off staat. Ze mislukken zodra die op On staat.
cell-passes-older = Deze verbindingen slagen nu omdat { $version } niet controleert. Na een upgrade naar X14.2 of hoger mislukken ze.
cell-passes-what-if = Deze verbindingen slagen op { $version }. Op { $asked }, dat controleert, mislukken ze.
cell-passes-continue = Het logbestand zegt Action=Continue: het certificaat deugde niet en de verbinding is toch gebruikt.
cell-passes-unexplained = Niets in het bewijs laat zien dat deze verbindingen zijn geweigerd. Misschien was de trust store toen een andere, of werden de certificaten niet gecontroleerd.
cell-doubt-trusted = { $cell }: volgens het logbestand is het certificaat geweigerd, en het certificaat in de capture is tegen de trust store van de bundel in orde. Een van beide is intussen gewijzigd, of de mislukte handshake zit niet in de capture. Verzamel log en capture opnieuw voordat er iets wordt geüpload.
cell-doubt-other-reason = { $cell }: het certificaat in de capture zou om een andere reden worden geweigerd dan het logbestand geeft ({ $code }). De trust store of het certificaat is intussen gewijzigd, of de mislukte handshake zit niet in de capture.
cell-doubt-first-match = { $cell }: er zijn mogelijke uitgevers waarmee deze keten klopt. Tollgate probeert ze alle en accepteert hem; het echte apparaat neemt de eerste die past en weigert.
cell-doubt-address-entry = { $cell }: het IP-adres staat als iPAddress in het certificaat, en dat is juist. Het echte apparaat kijkt, voor zover bekend, alleen naar dNSName en naar de CN.
cell-doubt-no-store = { $cell }: de trust store (ca_*.pem) zit niet bij het bewijs. Wat hier staat, volgt uit het logbestand of de alert en uit de keten zelf.
cell-only-in-log = Het certificaat zelf zit niet bij het bewijs, alleen wat het logbestand erover zegt. Een diagnostic log met "Take tcpdump while logging" toont het en bevat het certificaat om te uploaden.
cell-action-capture = Bekijk eerst welk certificaat het is: herhaal de diagnostic log met "Take tcpdump while logging" (Maintenance > Diagnostics > Diagnostic logging), of bekijk de node met "tollgate preflight".
cell-action-obtain = Haal het CA-certificaat { $wanted }, dat niet bij het bewijs zit: bij de beheerder van die CA, of van de node (op CUCM: Cisco Unified OS Administration > Security > Certificate Management, tomcat-trust of CallManager-trust). Zijn subject key identifier moet die zijn die hier staat.
cell-compare-fingerprint = De hier aangeboden certificaten komen uit het bewijs. Vergelijk hun SHA-256-vingerafdrukken met die op de node of bij de CA voordat u ze vertrouwt.
cell-upload-not-enough = De hier aangeboden certificaten zijn nodig en niet genoeg: de vertrouwensketen eindigt nog steeds niet in de trust store.
cell-upload-collides = Het apparaat accepteert geen twee certificaten met één onderwerp of CN in zijn trust store, en { $subject } zou er zo een zijn (CSCwa12905). In deze volgorde: laat de certificaten door een CA ondertekenen; gebruik één certificaat voor Tomcat en CallManager (CUCM 14); geef ze verschillende CN's.

# The chain picture.
cell-name-fits = { $address } staat bij de namen
cell-link-not-stored = zelfondertekend, en niet in de trust store
cell-link-store-unknown = zelfondertekend; de trust store zit niet bij het bewijs
cell-link-issuer-absent = { $issuer } is niet meegestuurd en niet opgeslagen

# Frames.
cell-frames-established = { $seen ->
    [no] { $client } naar { $server }: handshake voltooid, { $version }
   *[other] { $client } naar { $server }: handshake voltooid, { $version }, certificaat { $certificate }
}
cell-frames-refused-by-client = { $seen ->
    [no] { $client } naar { $server }: door het apparaat beëindigd met de alert { $alert }, { $version }
   *[other] { $client } naar { $server }: certificaat { $certificate } door het apparaat geweigerd met de alert { $alert }, { $version }
}
cell-frames-refused-by-server = { $seen ->
    [no] { $client } naar { $server }: door de node beëindigd met de alert { $alert }, { $version }
   *[other] { $client } naar { $server }: door de node beëindigd met de alert { $alert }, nadat die { $certificate } toonde, { $version }
}
cell-frames-reset-by-client = { $seen ->
    [no] { $client } naar { $server }: door het apparaat verbroken, { $version }
   *[other] { $client } naar { $server }: door het apparaat verbroken na certificaat { $certificate }, { $version }
}
cell-frames-reset-by-server = { $seen ->
    [no] { $client } naar { $server }: door de node verbroken, { $version }
   *[other] { $client } naar { $server }: door de node verbroken nadat die { $certificate } toonde, { $version }
}
cell-frames-incomplete = { $seen ->
    [no] { $client } naar { $server }: de handshake heeft in de capture geen einde, { $version }
   *[other] { $client } naar { $server }: de handshake heeft in de capture geen einde, { $version }, certificaat { $certificate }
}
