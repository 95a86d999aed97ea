# Voorcontrole.
preflight-silent-title = Een poort antwoordde niet, zodat er niets van bekend is
preflight-silent-clear = Elke poort antwoordde
preflight-silent-description = { $cell } beantwoordde de proef niet: { $failure }.
preflight-silent-condition = Altijd: een cel zonder bewijs geldt nooit als in orde.
preflight-silent-how = Controleer of het knooppunt aan staat en vanaf hier op deze poort bereikbaar is, en voer de voorcontrole opnieuw uit; of geef een bundel waarin het antwoordde.
preflight-not-selected = { $basis ->
    [observed] Het apparaat krijgt dit certificaat niet op het genoemde upgradepad: de node beantwoordde zijn aanbod met het andere sleuteltype. Een wijziging van de cipherreeks brengt het mogelijk terug.
   *[other] Het apparaat krijgt dit certificaat niet op het genoemde upgradepad: het vraagt eerst om een ander sleuteltype, en de node volgt. Een wijziging van de cipherreeks brengt het terug.
}
preflight-expected-stores = Poort { $port } ({ $service }) toont normaal de certificaten van { $stores }. Dat zegt de tabel van bekende poorten; de proef ziet de opslag niet.
preflight-failover = { $all ->
    [yes] Clients komen alleen bij { $cells } als een andere node uitgevallen is: dit mislukt bij failover, zoals wanneer de publisher uitvalt, en niemand merkt het eerder.
   *[other] Hiervan worden { $cells } alleen bereikt als een andere node uitgevallen is: daar mislukt het bij failover, zoals wanneer de publisher uitvalt.
}
preflight-traffic-server-differs = { $verdict ->
    [trusted] De echte traffic server accepteert, voor zover zijn regels bekend zijn, wat deze regels weigeren: { $cells }.
   *[other] De echte traffic server weigert, voor zover zijn regels bekend zijn, wat deze regels accepteren: { $cells }, { $code }.
}
preflight-own-order = { $cells }: de node kiest zijn certificaat naar zijn eigen volgorde, wat een client ook als eerste noemt. Geen wijziging van de cipherreeks van het apparaat keert dat om.
preflight-observation-wins = { $why ->
    [schemes] { $cell }: de cipherlijst van dit upgradepad zet { $expected } vooraan, en { $observed } is waargenomen. De verbinding is TLS 1.3, waar de cipherlijst niets te zeggen heeft: de handtekeningalgoritmen beslissen, en het apparaat noemt die van ECDSA eerst. De waarneming telt.
    [node] { $cell }: de cipherlijst van dit upgradepad zet { $expected } vooraan, en { $observed } is waargenomen, omdat de node zijn eigen volgorde volgt. De waarneming telt.
   *[other] { $cell }: de cipherlijst van dit upgradepad zet { $expected } vooraan, en { $observed } is waargenomen. Er is een andere cipherreeks in gebruik, ze werkt pas na een herstart, of de node volgt zijn eigen volgorde of heeft daar geen ander certificaat. De waarneming telt.
}
preflight-other-offer-answered = De node beantwoordde wel een ander aanbod, met { $version } en { $suite }: hij draait, en heeft niets gemeen met wat het apparaat aanbiedt.
preflight-old-versions-only = De node spreekt hoogstens { $version }. Vanaf X14.2 begint het apparaat bij TLS 1.2, tenzij zijn minimum verlaagd is.

# TG3003
preflight-dh-title = Diffie-Hellman met slechts { $bits } bits op { $cells }
preflight-dh-clear = Geen node gebruikt een kleine Diffie-Hellman-groep
preflight-dh-topic = Grootte van de Diffie-Hellman-groepen van nodes
preflight-dh-description = { $met ->
    [yes] Op { $cells } beantwoordt de node het aanbod van het apparaat met een Diffie-Hellman-groep van { $bits } bits. Onder 1024 bits beëindigt het apparaat de handshake (dh key too small); 2048 is vandaag gewenst.
   *[other] Op { $cells } heeft de node een Diffie-Hellman-groep van { $bits } bits, die hij voor een ander aanbod dan dat van het apparaat gebruikte. Onder 1024 bits eindigt een handshake ermee (dh key too small); 2048 is vandaag gewenst.
}
preflight-dh-condition = Wanneer een node antwoordt met een DHE-cipher suite. Suites met elliptische krommen (ECDHE) zijn niet betrokken.
preflight-dh-action = Laat de node cipher suites met ECDHE gebruiken, of een groep van minstens 2048 bits; werk een node bij die dat niet kan.

# Wat er van cellen wordt door een upgrade, als tabel.
preflight-prospects-title = Door de upgrade heen
preflight-prospects-caption = Wat er van elk certificaat wordt op het apparaat voor de upgrade, erna en na het plan; en op Tollgate in zijn plaats
preflight-prospects-cell = Certificaat op
preflight-prospects-before = Voor
preflight-prospects-after = Na
preflight-prospects-after-plan = Na het plan
prospect-passes = slaagt
prospect-fails = mislukt
prospect-not-used = niet gebruikt
prospect-unknown = onbekend

# Usage.
usage-preflight = Noem de te bevragen knooppunten met --inventory of als HOST[:PORT], of geef een bundel met --bundle.
usage-preflight-trust = Noem de trust store van het apparaat met --trust: zonder kan niets beoordeeld worden.
