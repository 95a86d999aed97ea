# Voorcontrole.
preflight-silent-title = Een poort antwoordde niet, zodat er niets van bekend is
preflight-silent-clear = Elke poort antwoordde
preflight-silent-description = { $cell } beantwoordde de proef niet: { $failure }.
preflight-silent-condition = Altijd: een cel zonder bewijs geldt nooit als in orde.
preflight-silent-how = Controleer of het knooppunt aan staat en vanaf hier op deze poort bereikbaar is, en voer de voorcontrole opnieuw uit; of geef een bundel waarin het antwoordde.
preflight-not-selected = Het apparaat krijgt dit certificaat niet op het genoemde upgradepad: het vraagt eerst om een ander sleuteltype, en het knooppunt volgt. Een wijziging van de cipherreeks brengt het terug.

# Wat te wijzigen. Menupaden en opdrachten worden niet vertaald.
change-upload = Upload { $name } (SHA-256 { $sha256 }) naar de trust store van elk apparaat (Maintenance > Security > Trusted CA certificate). Er herstart geen dienst van een knooppunt; het risico is laag.
change-upload-named = Vraag het certificaat van de CA { $subject } aan de beheerder ervan, met elke CA erboven, en upload het naar de trust store van elk apparaat. Er herstart geen dienst van een knooppunt; het risico is laag.
change-install-intermediate = Installeer het tussencertificaat { $name } op { $node } (OS Administration > Certificate Management, als vertrouwd certificaat van de betreffende opslag), zodat het knooppunt het meestuurt, en herstart de dienst die het gebruikt.
change-advertise = Maak { $node } bekend als { $to } in plaats van { $from } (op CUCM: System > Server) en vernieuw daarna de servers op het apparaat. Clients leren de naam bij hun volgende aanmelding.
change-reissue = Laat het certificaat { $name } van { $nodes } opnieuw uitgeven door een CA die al vertrouwd is, met deze namen: { $names }. Herstart daarna de diensten die het gebruiken, zoals Tomcat, TFTP en CallManager; telefoons melden zich mogelijk opnieuw aan.
change-prefer-rsa = Zet ECDHE-RSA-AES256-GCM-SHA384: vooraan in de cipherreeks (Maintenance > Security > Ciphers) en herstart het apparaat. Dit helpt alleen tot en met TLS 1.2 en laat het ECDSA-certificaat zoals het is.

# Usage.
usage-preflight = Noem de te bevragen knooppunten met --inventory of als HOST[:PORT], of geef een bundel met --bundle.
usage-preflight-trust = Noem de trust store van het apparaat met --trust: zonder kan niets beoordeeld worden.
