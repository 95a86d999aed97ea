# De omgekeerde richting, en intrekking. Diensten, menupaden, bestandsnamen en fouttekst worden niet vertaald.
client-issuer-title = { $cells } zal het certificaat van de appliance, { $certificate }, niet aanvaarden: de CA ervan wordt daar niet genoemd
client-issuer-clear = Nodes aanvaarden de CA van het eigen certificaat van de appliance
client-issuer-description = { $cells } vragen om een clientcertificaat en noemen de CA's die zij aanvaarden. { $subject } is uitgegeven door { $issuer }, en noch die noch een CA daarboven is erbij, zodat de verbinding wordt geweigerd, ook als het certificaat van de node zelf in orde is.
client-issuer-condition = Vanaf X14.0.2 toont de traffic server zijn certificaat aan nodes die erom vragen; CUCM vraagt erom op de poorten 6971 en 6972. Een node die de CA ervan niet vertrouwt, weigert de verbinding.
client-unknown-any = { $cells } vragen om een clientcertificaat zonder een CA te noemen: wat het protocol betreft mag het elke zijn. Of zij de uitgever van { $subject }, { $issuer }, vertrouwen, is van buiten niet te zien.
client-unknown-any-how = Kijk op de node of tomcat-trust en CallManager-trust de CA van de appliance bevatten, root en intermediates (Security > Certificate Management).
client-unknown-more = { $cells } noemen meer CA's dan worden gelezen, en die van { $subject } is niet bij de eerste.
client-unknown-chain = { $cells } noemen geen van de bekende uitgevers van { $subject }. De keten reikt niet tot een root, zodat een hogere CA er wel bij kan zijn.
client-unknown-chain-how = Zet de CA-certificaten, tot en met de root, achter het certificaat in het bestand van --client-certificate.
client-not-given = { $cells } vragen om het certificaat van de appliance. Geef het met --client-certificate om te weten of het daar wordt aanvaard.

client-sunset-title = { $authority } geeft vanaf { $ends } geen certificaten voor clients meer uit: { $certificate } kan niet ongewijzigd worden vernieuwd
client-sunset-clear = Er is geen datum bekend waarop de CA van het eigen certificaat van de appliance ophoudt certificaten voor clients uit te geven
client-sunset-description = { $subject } heeft clientauthenticatie (clientAuth) in het uitgebreide sleutelgebruik en eindigt op { $until }. De uitgever, { $issuer }, hoort bij { $authority }, die volgens de vroegste geldende mededeling vanaf { $ends } certificaten zonder clientAuth uitgeeft. Na de volgende vernieuwing weigeren nodes die het gebruik controleren de verbinding.
client-sunset-condition = Publieke CA's geven vanwege de Chrome Root Program Policy geen certificaten met clientAuth meer uit. Voor eigen CA's geldt dat niet.
client-sunset-moves = Deze datums zijn eerder verschoven en bronnen verschillen: vraag het de CA voordat u ermee plant.
client-sunset-statement = { $authority }: vanaf { $ends }, volgens { $source } ({ $said }; { $url }).
client-sunset-action-private = Laat het certificaat van de appliance vóór de volgende vernieuwing door een eigen CA uitgeven, met server- en clientauthenticatie. Vanaf X15.5 kan de appliance voor zijn rol als client een eigen certificaat hebben.
client-sunset-action-trust = Upload eerst de keten van die CA als tomcat-trust en als CallManager-trust op elke CUCM-node, en start daar Cisco Tomcat, Cisco CallManager en Cisco TFTP (HAProxy) opnieuw.

client-dates-title = Het certificaat van de appliance is buiten zijn geldigheidsduur: { $certificate }
client-dates-clear = Het certificaat van de appliance is binnen zijn geldigheidsduur
client-dates-description = { $subject } is geldig van { $from } tot { $to }. Een node die erom vraagt, weigert buiten die tijd de verbinding.
client-dates-condition = Het certificaat van de appliance is op het beoordeelde tijdstip verlopen of nog niet geldig.
client-dates-action = Vernieuw het certificaat (Maintenance > Security > Server certificate) op elke peer. Geeft een andere CA het uit, upload die dan eerst naar de nodes.
client-key-title = Nodes aanvaarden de sleutel van het certificaat van de appliance niet: { $certificate }
client-key-clear = Nodes aanvaarden de sleutel van het certificaat van de appliance
client-key-description = De sleutel van { $subject } ({ $key }) kan geen handtekening zetten die wordt aanvaard.
client-key-condition = Een node die om een certificaat vraagt, noemt de soorten certificaten en de handtekeningen die hij aanvaardt; het sleutelgebruik van een certificaat zegt of het mag ondertekenen.
client-key-usage = Het sleutelgebruik bevat geen digitalSignature, en zonder dat mag het geen handshake ondertekenen.
client-key-taken = De sleutel is { $key }. Aanvaard worden: { $taken }.
client-key-action = Laat het certificaat van de appliance opnieuw uitgeven voor een sleutel die elke node aanvaardt (RSA), met digitalSignature in het sleutelgebruik.

client-plan-issue = Laat het certificaat van de appliance, { $subject }, opnieuw uitgeven met server- en clientauthenticatie, digitalSignature en een RSA-sleutel, en installeer het op elke peer (Maintenance > Security > Server certificate).
client-plan-issue-risk = Middelmatig. De appliance start opnieuw. Geeft een andere CA het uit, dan moeten de nodes die CA al vertrouwen.
client-plan-upload = Upload de CA-keten van de appliance ({ $names }) als tomcat-trust en als CallManager-trust op { $nodes } (Security > Certificate Management).
client-plan-upload-risk = Middelmatig. Aanmeldingen worden onderbroken, en waar CallManager of TFTP opnieuw start, melden telefoons zich opnieuw aan.
client-plan-other-ca = Laat het certificaat van de appliance, { $subject }, uitgeven door een CA die deze nodes al noemen.

revocation-not-checked = Intrekking is niet gecontroleerd: CRL's noch OCSP-responders zijn geraadpleegd (--revocation doet dat).
revocation-contacted = Intrekking: { $url } gaf { $octets } bytes.
revocation-contact-failed = Intrekking: { $url } gaf niets: { $error }.
revocation-contacts-more = Intrekking: er { $count ->
    [one] is nog één adres geraadpleegd
   *[other] zijn nog { $count } adressen geraadpleegd
 }; JSON heeft ze alle.
revoked-title = Ingetrokken: { $certificate }
revoked-clear = Geen certificaat van een node is ingetrokken
revoked-description = { $subject } (serienummer { $serial }) is door de uitgever, { $issuer }, { $dated ->
    [no] op een onbekend tijdstip
   *[other] op { $since }
 } ingetrokken ({ $reason }). Dat zegt { $source }.
revoked-condition = De uitgever van een certificaat noemt het in zijn CRL, of zijn OCSP-responder zegt het.
revoked-not-by-appliance = Niets wijst erop dat de traffic server van de appliance intrekking controleert: hij aanvaardt dit certificaat misschien toch. Wie de sleutel ervan heeft, kan zich voor de node uitgeven.
revoked-action-issue = Laat een nieuw certificaat uitgeven voor een nieuwe sleutel, met dezelfde namen.
revoked-action-install = Installeer het op de node en start de diensten van de certificaatopslag opnieuw. Is een CA ingetrokken, haal die dan uit de trust store.
revocation-unknown-title = Over intrekking van { $certificates } is niets bekend
revocation-unknown-clear = Of certificaten zijn ingetrokken
revocation-unknown-description = Of { $certificates } zijn ingetrokken, is niet bekend.
revocation-unknown-condition = Er is om gevraagd, en geen lijst of responder gaf een bruikbaar antwoord.
revocation-unknown-how = Haal de actuele CRL van de uitgever en geef die met --crl, of maak het adres ervan van hier bereikbaar.
revocation-why-unreadable = Wat kwam, is geen CRL en geen OCSP-antwoord.
revocation-why-other-issuer = De lijst is van een andere uitgever.
revocation-why-signature = De handtekening is niet van de uitgever, noch van een responder die hij heeft aangewezen.
revocation-why-may-not-sign = Het certificaat van de uitgever staat niet toe CRL's te ondertekenen.
revocation-why-not-yet = Het is van na het beoordeelde tijdstip.
revocation-why-stale = Het is verouderd: er had al nieuwere informatie moeten zijn.
revocation-why-scope = De lijst gaat niet over dit certificaat, of bevat iets dat niet wordt begrepen.
revocation-why-not-answered = De responder gaf over dit certificaat geen antwoord.
revocation-why-self-signed = Het is zelfondertekend: niemand zou het kunnen intrekken.
revocation-why-issuer-missing = De uitgever is niet in de keten en niet in de trust store.
revocation-why-no-source = Het noemt geen CRL en geen OCSP-responder, en geen opgegeven CRL is van de uitgever.
revocation-why-address = Het noemt alleen adressen die niet worden geraadpleegd: geen http, of niet van een host.
revocation-why-unreachable = Geen adres dat het noemt, gaf antwoord.
revocation-why-too-large = Wat kwam, was groter dan wordt gelezen.
revocation-why-too-many = Er worden meer adressen genoemd dan worden geraadpleegd.
