# What could not be read of a bundle, a log or a capture: where, what, and what to do.
# $place is a file or an entry of an archive. Octets are counted from 0, lines and frames from 1.

# Archives.
problem-unsafe-name = { $place }: its name { $flaw ->
    [empty] is empty
    [traversal] leaves its directory ("..")
    [absolute] is an absolute path
    [backslash] contains a backslash
    [control] contains control or formatting characters
    [not-utf8] is not UTF-8
   *[too-long] is too long to be shown whole
}. It was read, as names are never used as paths; do not unpack this archive with a tool that does.
problem-duplicate-name = { $place }: the archive has another entry of this name. Both were read; look at the archive if they contradict each other.
problem-link = { $place }: a { $kind ->
    [hard] hard
   *[symbolic] symbolic
} link to '{ $target }', which is not followed. If the file that it stands for matters, give that file.
problem-device = { $place }: { $kind ->
    [character] a character device
    [block] a block device
    [pipe] a named pipe
   *[socket] a socket
} and not a file. Nothing is read from it.
problem-sparse = { $place }: stored as a sparse file, which is not read. Unpack the archive and give the file.
problem-multi-volume = { $place }: a part of a file that was split over several archives. Join the archives and give the file.
problem-encrypted = { $place }: encrypted. Unpack the archive with its password and give the files.
problem-compression = { $place }: compressed with method { $method } of zip, which is not read. Unpack the archive and give the files.
problem-format = { $place }: a { $format } archive, which is not read. Unpack it and give the files.
problem-too-deep = { $place }: an archive inside { $limit } others, which is not opened. Unpack the outer one and give this one.
problem-nested-zip = { $place }: a zip archive of more than { $limit } octets inside another archive, which is not opened. Unpack the outer one and give this one.
problem-too-many-entries = { $place }: the input has more than { $limit } entries. The rest was not read: unpack it and give the files that matter.
problem-overlap = { $place }: its entries claim more packed data than the archive has, as a bomb does. The rest was not read: get the archive again from where it was made.
problem-truncated = { $place }: the { $layer } data is cut short after { $read } octets, and what follows is missing. Get the file again.
problem-damaged = { $place }: the { $layer } data is damaged after { $read } octets, and what follows is unreadable. Get the file again.
problem-checksum = { $place }: the { $layer } checksum or length is wrong: of the { $read } octets read, some are not as they were packed. Get the file again.
problem-entry-octets = { $place }: it unpacks to more than { $limit } octets; { $read } of them were read. Unpack it and give the part that matters.
problem-total-octets = { $place }: the input unpacks to more than { $limit } octets; { $read } octets of this entry were read. Unpack it and give the files that matter.
problem-ratio = { $place }: it unpacks to more than { $limit } times its size, as a bomb does; { $read } octets were read. If the file is sound, unpack it and give it.
problem-unreadable = { $place }: it could not be read after { $read } octets ({ $error }). Check the disk and the permissions.
problem-tar-header = { $place }: damaged at octet { $offset }. { $skipped } octets that belong to no entry were passed over, and entries may be missing: get the archive again.
problem-tar-extension = { $place }: an extended header of { $size } octets was passed over, and the entry after it was not read. Get the archive again.
problem-tar-end = { $place }: the archive has no end mark. If it was cut between two entries, later ones are missing: compare its size with the original.
problem-trailing-octets = { $place }: something that is not gzip follows the gzip data and was not read. Get the file again if it should be longer.
problem-zip-directory = { $place }: the directory of the zip archive is missing or damaged, as after a broken transfer. Without it, { $rescued } entries were found: get the archive again.
problem-zip-count = { $place }: the directory of the zip archive names { $found } entries and should name { $expected }. Get the archive again.
problem-zip-entry = { $place }: the archive has no data where its directory points. Get the archive again.

# Files.
problem-private-key = { $place }: contains a private key, which was not read. Do not pass it on, and replace the key if it left its server.
problem-key-store = { $place }: a key store, which holds a private key and was not read. Export the certificates alone as PEM.
problem-too-large = { $place }: more than { $limit } octets, of which the rest was not read. Give the part that matters.
problem-xml = { $place }: the XML is damaged at octet { $offset }. What stands before was read: collect it again.
problem-lines = { $place }: { $count ->
    [one] line { $first } was not understood and was passed over.
   *[other] { $count } lines were not understood and were passed over, the first of them line { $first }.
} Look whether it is the whole file.
problem-certificates = { $place }: { $count ->
    [one] entry { $first } is not a readable certificate. Export it again.
   *[other] { $count } entries are not readable certificates, the first of them entry { $first }. Export them again.
}
problem-unknown-kind = { $place }: of no known kind. It was left out.
problem-more = { $count ->
    [one] One further problem of the same input is not listed.
   *[other] { $count } further problems of the same input are not listed.
} Unpack it and give the files that matter.

# Captures. $position is an octet of the expanded capture, $frames how many frames were read before.
problem-capture-cut-record = { $place }: the capture ends inside a record ({ $available } of { $expected } octets), after frame { $frames }, at octet { $position }. What stands before was read; get the whole capture if later packets matter.
problem-capture-gzip = { $place }: the compressed capture is cut or damaged after frame { $frames }, at octet { $position }. What stands before was read: get the file again.
problem-capture-expanded = { $place }: more comes out of the compressed capture than is allowed; reading ended after frame { $frames }, at octet { $position }. Give the part of it that matters.
problem-capture-packet = { $place }: after frame { $frames }, at octet { $position }, stands a packet of { $length } octets, which cannot be. The capture is damaged there and was read no further: get it again.
problem-capture-block = { $place }: after frame { $frames }, at octet { $position }, stands a block { $block } of { $length } octets, which cannot be. The capture is damaged there and was read no further: get it again.
problem-capture-block-lengths = { $place }: after frame { $frames }, at octet { $position }, stands a block { $block } of { $first } octets by its beginning and { $second } by its end. It was read all the same; get the capture again if packets are missing.
problem-capture-large-block = { $place }: after frame { $frames }, at octet { $position }, a block { $block } of { $length } octets was passed over. If it holds packets or secrets, write the capture again with editcap.
problem-capture-malformed-block = { $place }: after frame { $frames }, at octet { $position }, a block { $block } was passed over, as its fields do not fit into it. Get the capture again if packets are missing.
problem-capture-interface = { $place }: after frame { $frames }, at octet { $position }, a packet of interface { $interface } was passed over, as its section does not describe that interface. Get the capture again if packets are missing.
problem-capture-interfaces = { $place }: after frame { $frames }, at octet { $position }, a section describes more interfaces than are read. Split the capture by interface.
problem-capture-link-type = { $place }: packets of link type { $link_type } are not looked into (first at octet { $position }, after frame { $frames }). Capture on an Ethernet or IP interface.
problem-capture-streams = { $place }: too many TCP streams at once; after frame { $frames }, at octet { $position }, the most silent ones were finished early. Split the capture, or filter it by the addresses of the nodes.
problem-capture-held = { $place }: too many octets waited for missing packets; after frame { $frames }, at octet { $position }, the most silent streams were finished early. Split the capture, or filter it by the addresses of the nodes.
problem-capture-fragments = { $place }: too many incomplete datagrams; after frame { $frames }, at octet { $position }, the oldest ones were forgotten. Filter the capture by the addresses of the nodes.
problem-capture-secrets = { $place }: more TLS secrets than are kept (after frame { $frames }, at octet { $position }); the further ones are not used. Give a key log with the sessions that matter.
problem-capture-more = { $place }: { $count ->
    [one] one further problem of the capture is not listed.
   *[other] { $count } further problems of the capture are not listed.
} Get the capture again if packets are missing.
problem-capture-dropped = { $place }: the capturing program says that it lost { $count ->
    [one] one packet.
   *[other] { $count } packets.
} What was in them is missing: capture with a narrower filter.
problem-capture-short-packets = { $place }: { $count ->
    [one] one packet was not captured whole.
   *[other] { $count } packets were not captured whole.
} Certificates may be missing: capture with the full packet length.
problem-capture-broken-off = { $place }: the capture could not be read on ({ $error }). What stands before was read: check the disk and the permissions.

# Logs.
problem-log-front = { $place }: { $count ->
    [one] its first line has no time, as if the beginning were missing.
   *[other] its first { $count } lines have no time, as if the beginning were missing.
} Give the log from its start if earlier events matter.
problem-log-end = { $place }: its last line is not whole, as if the end were missing. Get the log again if later events matter.
problem-log-unrecognised = { $count ->
    [one] One line of the logs was not understood
   *[other] { $count } lines of the logs were not understood, the first of them
} ({ $place }, line { $line }). They are kept as they are; look at them if something is missed.
problem-log-long-lines = { $count ->
    [one] One entry of the logs is longer than is read.
   *[other] { $count } entries of the logs are longer than is read.
} Their beginnings were read.
problem-log-not-text = { $count ->
    [one] One entry of the logs is
   *[other] { $count } entries of the logs are
} not UTF-8 text. They were read with a mark in place of what is no text; get the logs again if they were converted on the way.
problem-log-left-out = The logs tell more than { $limit } octets of evidence: { $count ->
    [one] one detail was left out.
   *[other] { $count } details were left out.
} Failures are counted all the same; read a shorter time to see every one.
