# Plan: wat te wijzigen, wat het meebrengt, en andere manieren. Menupaden, diensten en opdrachten worden niet vertaald.
report-label-restart = herstart
report-label-risk = risico
plan-together = Samen hiermee:
plan-no-restart = geen dienst van een knooppunt
plan-restarts = Te herstarten diensten: { $services }.
plan-restart-appliance = elk apparaat, het primaire eerst
plan-restart-unknown = de dienst die het certificaat toont

change-upload = Upload { $name } (SHA-256 { $sha256 }) naar de trust store van elk apparaat (Maintenance > Security > Trusted CA certificate).
change-upload-named = Vraag het certificaat van de CA { $subject } aan de beheerder ervan, met elke CA erboven, en upload het naar de trust store van elk apparaat (Maintenance > Security > Trusted CA certificate).
change-install-intermediate = Installeer het tussencertificaat { $name } op { $node } (OS Administration > Certificate Management, als vertrouwd certificaat van de betreffende opslag), zodat het knooppunt het meestuurt.
change-install-named = Vraag het tussencertificaat { $subject } aan de beheerder van die CA en installeer het op { $node } (OS Administration > Certificate Management, als vertrouwd certificaat van de betreffende opslag), zodat het knooppunt het meestuurt.
change-advertise = Maak { $node } bekend als { $to } in plaats van { $from } (op CUCM: System > Server; voor Unity: de UC-service) en vernieuw daarna de servers op het apparaat (Configuration > Unified Communications).
change-advertise-choice = Maak { $node } bekend met zijn naam in plaats van { $from } (op CUCM: System > Server; voor Unity: de UC-service) en vernieuw daarna de servers op het apparaat (Configuration > Unified Communications). Het certificaat bevat deze namen, waarvan er een naar het knooppunt moet verwijzen: { $names }.
change-reissue = Laat het certificaat { $name } van { $nodes } opnieuw uitgeven door een CA die al vertrouwd is, met deze namen: { $names }.
change-reissue-shared = Laat het multi-servercertificaat { $name } van { $nodes } opnieuw uitgeven, eenmaal voor alle knooppunten die het delen, door een CA die al vertrouwd is, met deze namen: { $names }.
change-prefer-rsa = Zet ECDHE-RSA-AES256-GCM-SHA384: vooraan in de cipherreeks (Maintenance > Security > Ciphers).

risk-upload = Laag. Wie de sleutel van deze CA heeft, kan zich voor elk knooppunt uitgeven: vergelijk eerst de vingerafdruk met de eigenaar.
risk-upload-self-signed = Laag. Vergelijk eerst de vingerafdruk met het knooppunt. Het moet opnieuw worden geüpload zodra het knooppunt een nieuw maakt.
risk-upload-named = Laag. Het is niet voorhanden, zodat pas blijkt of dit alles is wat ontbreekt wanneer het er is.
risk-install-intermediate = Gemiddeld. Aanmeldingen en, waar CallManager of TFTP herstart, telefoons worden onderbroken.
risk-advertise = Gemiddeld. De naam moet voor het apparaat en binnen het netwerk naar het knooppunt verwijzen. Clients leren hem bij hun volgende aanmelding.
risk-reissue = Gemiddeld. Aanmeldingen worden onderbroken, en waar CallManager of TFTP herstart, melden telefoons zich opnieuw aan. Het nieuwe certificaat kan niet vooraf worden beproefd.
risk-prefer-rsa = Gemiddeld. Het helpt alleen tot en met TLS 1.2 en laat het ECDSA-certificaat zoals het is, zodat het faalt zodra de reeks verandert.
