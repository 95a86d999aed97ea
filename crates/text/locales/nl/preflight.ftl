# Voorcontrole.
preflight-silent-title = Een poort antwoordde niet, zodat er niets van bekend is
preflight-silent-clear = Elke poort antwoordde
preflight-silent-description = { $cell } beantwoordde de proef niet: { $failure }.
preflight-silent-condition = Altijd: een cel zonder bewijs geldt nooit als in orde.
preflight-silent-how = Controleer of het knooppunt aan staat en vanaf hier op deze poort bereikbaar is, en voer de voorcontrole opnieuw uit; of geef een bundel waarin het antwoordde.
preflight-not-selected = Het apparaat krijgt dit certificaat niet op het genoemde upgradepad: het vraagt eerst om een ander sleuteltype, en het knooppunt volgt. Een wijziging van de cipherreeks brengt het terug.

# Usage.
usage-preflight = Noem de te bevragen knooppunten met --inventory of als HOST[:PORT], of geef een bundel met --bundle.
usage-preflight-trust = Noem de trust store van het apparaat met --trust: zonder kan niets beoordeeld worden.
