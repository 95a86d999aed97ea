# Preflight.
preflight-silent-title = A port did not answer, so that nothing is known of it
preflight-silent-clear = Every port answered
preflight-silent-description = { $cell } did not answer the probe: { $failure }.
preflight-silent-condition = Always: a cell without evidence is never taken to be in order.
preflight-silent-how = Check that the node is up and reachable from here on this port, and run the preflight again; or give a bundle in which it answered.
preflight-not-selected = { $basis ->
    [observed] The appliance does not get this certificate on the upgrade path that was named: the node answered its offer with the other key type. A change of the cipher string may bring it back.
   *[other] The appliance will not get this certificate on the upgrade path that was named: it asks for another key type first, and the node follows. A change of the cipher string brings it back.
}
preflight-expected-stores = Port { $port } ({ $service }) normally shows the certificates of { $stores }. That is what the table of known ports says; the probe does not see the store.
preflight-failover = { $all ->
    [yes] Clients come to { $cells } only when another node is down: this fails at failover, such as when the publisher is down, and nobody notices before.
   *[other] Of these, { $cells } are reached only when another node is down: there it fails at failover, such as when the publisher is down.
}
preflight-traffic-server-differs = { $verdict ->
    [trusted] The real traffic server, as far as its rules are known, accepts what these rules refuse: { $cells }.
   *[other] The real traffic server, as far as its rules are known, refuses what these rules accept: { $cells }, { $code }.
}
preflight-own-order = { $cells }: the node chooses its certificate by its own order, whatever a client names first. No change of the cipher string of the appliance turns that round.
preflight-observation-wins = { $why ->
    [schemes] { $cell }: the cipher list of this upgrade path puts { $expected } first, and { $observed } was observed. The connection is TLS 1.3, where the cipher list has no say: the signature algorithms decide, and the appliance names those of ECDSA first. The observation counts.
    [node] { $cell }: the cipher list of this upgrade path puts { $expected } first, and { $observed } was observed, because the node goes by its own order. The observation counts.
   *[other] { $cell }: the cipher list of this upgrade path puts { $expected } first, and { $observed } was observed. Another cipher string is in use, it takes effect only after a restart, or the node goes by its own order or has no other certificate there. The observation counts.
}
preflight-other-offer-answered = The node did answer another offer, with { $version } and { $suite }: it runs, and has nothing in common with what the appliance offers.
preflight-old-versions-only = The node speaks { $version } at best. From X14.2 on the appliance begins at TLS 1.2 unless its minimum was lowered.

# TG3003
preflight-dh-title = Diffie-Hellman with { $bits } bits only on { $cells }
preflight-dh-clear = No node uses a small Diffie-Hellman group
preflight-dh-topic = Size of the Diffie-Hellman groups of nodes
preflight-dh-description = { $met ->
    [yes] On { $cells } the node answers the offer of the appliance with a Diffie-Hellman group of { $bits } bits. Below 1024 bits the appliance ends the handshake (dh key too small); 2048 are wanted today.
   *[other] On { $cells } the node has a Diffie-Hellman group of { $bits } bits, which it used for another offer than that of the appliance. Below 1024 bits a handshake with it ends (dh key too small); 2048 are wanted today.
}
preflight-dh-condition = When a node answers with a DHE cipher suite. Suites with elliptic curves (ECDHE) are not concerned.
preflight-dh-action = Let the node use cipher suites with ECDHE, or a group of at least 2048 bits; upgrade a node that cannot.

# What becomes of cells through an upgrade, as a table.
preflight-prospects-title = Through the upgrade
preflight-prospects-caption = What becomes of each certificate on the appliance before the upgrade, after it, and after the plan; and on Tollgate in its place
preflight-prospects-cell = Certificate on
preflight-prospects-before = Before
preflight-prospects-after = After
preflight-prospects-after-plan = After the plan
prospect-passes = passes
prospect-fails = fails
prospect-not-used = not used
prospect-unknown = not known

# Usage.
usage-preflight = Name the nodes to ask with --inventory or as HOST[:PORT], or give a bundle with --bundle.
usage-preflight-trust = Name the trust store of the appliance with --trust: without it nothing can be judged.
