# What could not be read of a bundle, a log or a capture: where, what, and what to do.
# $place is a file or an entry of an archive. Octets are counted from 0, lines and frames from 1.

# Archives.
problem-unsafe-name = { $place }: de naam { $flaw ->
    [empty] is leeg
    [traversal] verlaat de eigen map ("..")
    [absolute] is een absoluut pad
    [backslash] bevat een backslash
    [control] bevat stuur- of opmaaktekens
    [not-utf8] is geen UTF-8
   *[too-long] is te lang om volledig te tonen
}. Het bestand is gelezen, want namen worden nooit als pad gebruikt; pak dit archief niet uit met een programma dat dat wel doet.
problem-duplicate-name = { $place }: het archief heeft nog een bestand met deze naam. Beide zijn gelezen; bekijk het archief als ze elkaar tegenspreken.
problem-link = { $place }: een { $kind ->
    [hard] harde
   *[symbolic] symbolische
} koppeling naar '{ $target }', die niet wordt gevolgd. Geef het bestand zelf als het van belang is.
problem-device = { $place }: { $kind ->
    [character] een tekenapparaat
    [block] een blokapparaat
    [pipe] een benoemde pipe
   *[socket] een socket
} en geen bestand. Er wordt niets uit gelezen.
problem-sparse = { $place }: opgeslagen als sparse bestand, dat niet wordt gelezen. Pak het archief uit en geef het bestand.
problem-multi-volume = { $place }: een deel van een bestand dat over meerdere archieven is verdeeld. Voeg de archieven samen en geef het bestand.
problem-encrypted = { $place }: versleuteld. Pak het archief uit met het wachtwoord en geef de bestanden.
problem-compression = { $place }: gecomprimeerd met zip-methode { $method }, die niet wordt gelezen. Pak het archief uit en geef de bestanden.
problem-format = { $place }: een { $format }-archief, dat niet wordt gelezen. Pak het uit en geef de bestanden.
problem-too-deep = { $place }: een archief binnen { $limit } andere, dat niet wordt geopend. Pak het buitenste uit en geef dit archief.
problem-nested-zip = { $place }: een zip-archief van meer dan { $limit } bytes in een ander archief, dat niet wordt geopend. Pak het buitenste uit en geef dit archief.
problem-too-many-entries = { $place }: de invoer heeft meer dan { $limit } bestanden. De rest is niet gelezen: pak de invoer uit en geef de bestanden die van belang zijn.
problem-overlap = { $place }: de bestanden erin claimen meer ingepakte gegevens dan het archief heeft, zoals bij een zip-bom. De rest is niet gelezen: haal het archief opnieuw op bij de bron.
problem-truncated = { $place }: de { $layer }-gegevens zijn na { $read } bytes afgekapt en wat volgt ontbreekt. Haal het bestand opnieuw op.
problem-damaged = { $place }: de { $layer }-gegevens zijn na { $read } bytes beschadigd en wat volgt is onleesbaar. Haal het bestand opnieuw op.
problem-checksum = { $place }: de controlesom of lengte van { $layer } klopt niet: van de { $read } gelezen bytes is een deel niet zoals het is ingepakt. Haal het bestand opnieuw op.
problem-entry-octets = { $place }: uitgepakt is het meer dan { $limit } bytes; daarvan zijn er { $read } gelezen. Pak het uit en geef het deel dat van belang is.
problem-total-octets = { $place }: de invoer is uitgepakt meer dan { $limit } bytes; van dit bestand zijn { $read } bytes gelezen. Pak de invoer uit en geef de bestanden die van belang zijn.
problem-ratio = { $place }: uitgepakt is het meer dan { $limit } keer zo groot, zoals bij een zip-bom; er zijn { $read } bytes gelezen. Als het bestand in orde is, pak het dan uit en geef het.
problem-unreadable = { $place }: na { $read } bytes niet meer te lezen ({ $error }). Controleer de schijf en de rechten.
problem-tar-header = { $place }: beschadigd bij byte { $offset }. { $skipped } bytes die bij geen bestand horen zijn overgeslagen en er kunnen bestanden ontbreken: haal het archief opnieuw op.
problem-tar-extension = { $place }: een uitgebreide header van { $size } bytes is overgeslagen en het bestand erna is niet gelezen. Haal het archief opnieuw op.
problem-tar-end = { $place }: het archief heeft geen eindmarkering. Als het tussen twee bestanden is afgekapt, ontbreken latere: vergelijk de grootte met het origineel.
problem-trailing-octets = { $place }: achter de gzip-gegevens staat iets dat geen gzip is; dat is niet gelezen. Haal het bestand opnieuw op als het langer hoort te zijn.
problem-zip-directory = { $place }: de inhoudsopgave van het zip-archief ontbreekt of is beschadigd, zoals na een afgebroken overdracht. Zonder inhoudsopgave zijn { $rescued } bestanden gevonden: haal het archief opnieuw op.
problem-zip-count = { $place }: de inhoudsopgave van het zip-archief noemt { $found } bestanden en zou er { $expected } moeten noemen. Haal het archief opnieuw op.
problem-zip-entry = { $place }: het archief heeft geen gegevens op de plaats die de inhoudsopgave noemt. Haal het archief opnieuw op.

# Files.
problem-private-key = { $place }: bevat een privésleutel, die niet is gelezen. Geef het bestand niet door en vervang de sleutel als die zijn server heeft verlaten.
problem-key-store = { $place }: een sleutelopslag met een privésleutel; niet gelezen. Exporteer alleen de certificaten als PEM.
problem-too-large = { $place }: meer dan { $limit } bytes, waarvan de rest niet is gelezen. Geef het deel dat van belang is.
problem-xml = { $place }: de XML is beschadigd bij byte { $offset }. Wat ervoor staat is gelezen: verzamel het bestand opnieuw.
problem-lines = { $place }: { $count ->
    [one] regel { $first } is niet begrepen en overgeslagen.
   *[other] { $count } regels zijn niet begrepen en overgeslagen, de eerste is regel { $first }.
} Kijk na of dit het hele bestand is.
problem-certificates = { $place }: { $count ->
    [one] onderdeel { $first } is geen leesbaar certificaat. Exporteer het opnieuw.
   *[other] { $count } onderdelen zijn geen leesbare certificaten, het eerste is onderdeel { $first }. Exporteer ze opnieuw.
}
problem-unknown-kind = { $place }: van geen bekende soort. Het is weggelaten.
problem-more = { $count ->
    [one] Eén verder probleem van dezelfde invoer staat hier niet.
   *[other] { $count } verdere problemen van dezelfde invoer staan hier niet.
} Pak de invoer uit en geef de bestanden die van belang zijn.

# Captures. $position is an octet of the expanded capture, $frames how many frames were read before.
problem-capture-cut-record = { $place }: de capture eindigt midden in een record ({ $available } van { $expected } bytes), na frame { $frames }, bij byte { $position }. Wat ervoor staat is gelezen; haal de hele capture op als latere pakketten van belang zijn.
problem-capture-gzip = { $place }: de gecomprimeerde capture is afgekapt of beschadigd na frame { $frames }, bij byte { $position }. Wat ervoor staat is gelezen: haal het bestand opnieuw op.
problem-capture-expanded = { $place }: uit de gecomprimeerde capture komt meer dan is toegestaan; het lezen eindigde na frame { $frames }, bij byte { $position }. Geef het deel dat van belang is.
problem-capture-packet = { $place }: na frame { $frames }, bij byte { $position }, staat een pakket van { $length } bytes, wat niet kan. De capture is daar beschadigd en niet verder gelezen: haal haar opnieuw op.
problem-capture-block = { $place }: na frame { $frames }, bij byte { $position }, staat een blok { $block } van { $length } bytes, wat niet kan. De capture is daar beschadigd en niet verder gelezen: haal haar opnieuw op.
problem-capture-block-lengths = { $place }: na frame { $frames }, bij byte { $position }, staat een blok { $block } van { $first } bytes volgens het begin en { $second } volgens het einde. Het is toch gelezen; haal de capture opnieuw op als er pakketten ontbreken.
problem-capture-large-block = { $place }: na frame { $frames }, bij byte { $position }, is een blok { $block } van { $length } bytes overgeslagen. Als er pakketten of geheimen in staan, schrijf de capture dan opnieuw met editcap.
problem-capture-malformed-block = { $place }: na frame { $frames }, bij byte { $position }, is een blok { $block } overgeslagen, omdat de velden er niet in passen. Haal de capture opnieuw op als er pakketten ontbreken.
problem-capture-interface = { $place }: na frame { $frames }, bij byte { $position }, is een pakket van interface { $interface } overgeslagen, omdat de sectie die interface niet beschrijft. Haal de capture opnieuw op als er pakketten ontbreken.
problem-capture-interfaces = { $place }: na frame { $frames }, bij byte { $position }, beschrijft een sectie meer interfaces dan er worden gelezen. Splits de capture per interface.
problem-capture-link-type = { $place }: in pakketten van link-type { $link_type } wordt niet gekeken (voor het eerst bij byte { $position }, na frame { $frames }). Maak de capture op een Ethernet- of IP-interface.
problem-capture-streams = { $place }: te veel TCP-streams tegelijk; na frame { $frames }, bij byte { $position }, zijn de stilste vroegtijdig afgesloten. Splits de capture of filter op de adressen van de nodes.
problem-capture-held = { $place }: te veel bytes wachtten op ontbrekende pakketten; na frame { $frames }, bij byte { $position }, zijn de stilste streams vroegtijdig afgesloten. Splits de capture of filter op de adressen van de nodes.
problem-capture-fragments = { $place }: te veel onvolledige datagrammen; na frame { $frames }, bij byte { $position }, zijn de oudste vergeten. Filter de capture op de adressen van de nodes.
problem-capture-secrets = { $place }: meer TLS-geheimen dan er worden bewaard (na frame { $frames }, bij byte { $position }); de verdere worden niet gebruikt. Geef een sleutellog met de sessies die van belang zijn.
problem-capture-more = { $place }: { $count ->
    [one] één verder probleem van de capture staat hier niet.
   *[other] { $count } verdere problemen van de capture staan hier niet.
} Haal de capture opnieuw op als er pakketten ontbreken.
problem-capture-dropped = { $place }: volgens het capture-programma { $count ->
    [one] is één pakket verloren gegaan.
   *[other] zijn { $count } pakketten verloren gegaan.
} Wat erin stond ontbreekt: neem op met een nauwer filter.
problem-capture-short-packets = { $place }: { $count ->
    [one] één pakket is niet volledig opgenomen.
   *[other] { $count } pakketten zijn niet volledig opgenomen.
} Er kunnen certificaten ontbreken: neem op met de volledige pakketlengte.
problem-capture-broken-off = { $place }: de capture kon niet verder worden gelezen ({ $error }). Wat ervoor staat is gelezen: controleer de schijf en de rechten.

# Logs.
problem-log-front = { $place }: { $count ->
    [one] de eerste regel heeft geen tijd, alsof het begin ontbreekt.
   *[other] de eerste { $count } regels hebben geen tijd, alsof het begin ontbreekt.
} Geef het log vanaf het begin als eerdere gebeurtenissen van belang zijn.
problem-log-end = { $place }: de laatste regel is niet volledig, alsof het einde ontbreekt. Haal het log opnieuw op als latere gebeurtenissen van belang zijn.
problem-log-unrecognised = { $count ->
    [one] Eén regel van de logs is niet begrepen
   *[other] { $count } regels van de logs zijn niet begrepen, de eerste daarvan
} ({ $place }, regel { $line }). Ze zijn bewaard zoals ze zijn; bekijk ze als er iets wordt gemist.
problem-log-long-lines = { $count ->
    [one] Eén logregel is langer dan wordt gelezen.
   *[other] { $count } logregels zijn langer dan wordt gelezen.
} Het begin is gelezen.
problem-log-not-text = { $count ->
    [one] Eén logregel is
   *[other] { $count } logregels zijn
} geen UTF-8-tekst. Ze zijn gelezen met een merkteken op de plaats van wat geen tekst is; haal de logs opnieuw op als ze onderweg zijn omgezet.
problem-log-left-out = De logs bevatten meer dan { $limit } bytes aan bewijs: { $count ->
    [one] één detail is weggelaten.
   *[other] { $count } details zijn weggelaten.
} Storingen zijn toch allemaal geteld; lees een kortere periode om ze alle te zien.
