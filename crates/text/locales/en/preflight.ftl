# Preflight.
preflight-silent-title = A port did not answer, so that nothing is known of it
preflight-silent-clear = Every port answered
preflight-silent-description = { $cell } did not answer the probe: { $failure }.
preflight-silent-condition = Always: a cell without evidence is never taken to be in order.
preflight-silent-how = Check that the node is up and reachable from here on this port, and run the preflight again; or give a bundle in which it answered.
preflight-not-selected = The appliance will not get this certificate on the upgrade path that was named: it asks for another key type first, and the node follows. A change of the cipher string brings it back.

# What to change. Menu paths and commands are not translated.
change-upload = Upload { $name } (SHA-256 { $sha256 }) to the trust store of every appliance (Maintenance > Security > Trusted CA certificate). No service of a node restarts; the risk is low.
change-upload-named = Get the certificate of the CA { $subject } from whoever runs it, with every CA above it, and upload it to the trust store of every appliance. No service of a node restarts; the risk is low.
change-install-intermediate = Install the intermediate { $name } on { $node } (OS Administration > Certificate Management, as a trust certificate of the store in question), so that the node sends it, and restart the service that uses it.
change-advertise = Advertise { $node } as { $to } instead of { $from } (on CUCM: System > Server), then refresh the servers on the appliance. Clients learn the name at their next sign-in.
change-reissue = Have the certificate { $name } of { $nodes } issued again by a CA that is trusted already, with these names: { $names }. Afterwards restart the services that use it, such as Tomcat, TFTP and CallManager; phones may register again.
change-prefer-rsa = Put ECDHE-RSA-AES256-GCM-SHA384: in front of the cipher string (Maintenance > Security > Ciphers) and restart the appliance. This helps up to TLS 1.2 only, and leaves the ECDSA certificate as it is.

# Usage.
usage-preflight = Name the nodes to ask with --inventory or as HOST[:PORT], or give a bundle with --bundle.
usage-preflight-trust = Name the trust store of the appliance with --trust: without it nothing can be judged.
