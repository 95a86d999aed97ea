# Preflight.
preflight-silent-title = A port did not answer, so that nothing is known of it
preflight-silent-clear = Every port answered
preflight-silent-description = { $cell } did not answer the probe: { $failure }.
preflight-silent-condition = Always: a cell without evidence is never taken to be in order.
preflight-silent-how = Check that the node is up and reachable from here on this port, and run the preflight again; or give a bundle in which it answered.
preflight-not-selected = The appliance will not get this certificate on the upgrade path that was named: it asks for another key type first, and the node follows. A change of the cipher string brings it back.

# Usage.
usage-preflight = Name the nodes to ask with --inventory or as HOST[:PORT], or give a bundle with --bundle.
usage-preflight-trust = Name the trust store of the appliance with --trust: without it nothing can be judged.
