# Plan: what to change, what it brings with it, and other ways. Menu paths, services and commands are not translated.
report-label-restart = restart
report-label-risk = risk
plan-together = Together with this:
plan-no-restart = no service of a node
plan-restarts = Services to restart: { $services }.
plan-restart-appliance = every appliance, the primary first
plan-restart-unknown = the service that shows the certificate

change-upload = Upload { $name } (SHA-256 { $sha256 }) to the trust store of every appliance (Maintenance > Security > Trusted CA certificate).
change-upload-named = Get the certificate of the CA { $subject } from whoever runs it, with every CA above it, and upload it to the trust store of every appliance (Maintenance > Security > Trusted CA certificate).
change-install-intermediate = Install the intermediate { $name } on { $node } (OS Administration > Certificate Management, as a trust certificate of the store in question), so that the node sends it.
change-install-named = Get the intermediate { $subject } from whoever runs that CA and install it on { $node } (OS Administration > Certificate Management, as a trust certificate of the store in question), so that the node sends it.
change-advertise = Advertise { $node } as { $to } instead of { $from } (on CUCM: System > Server; for Unity: the UC service), then refresh the servers on the appliance (Configuration > Unified Communications).
change-advertise-choice = Advertise { $node } by its name instead of { $from } (on CUCM: System > Server; for Unity: the UC service), then refresh the servers on the appliance (Configuration > Unified Communications). The certificate contains these names, of which one has to lead to the node: { $names }.
change-reissue = Have the certificate { $name } of { $nodes } issued again by a CA that is trusted already, with these names: { $names }.
change-reissue-shared = Have the multi-server certificate { $name } of { $nodes } issued again, once for all nodes that share it, by a CA that is trusted already, with these names: { $names }.
change-prefer-rsa = Put ECDHE-RSA-AES256-GCM-SHA384: in front of the cipher string (Maintenance > Security > Ciphers).

risk-upload = Low. Whoever has the key of this CA can pass for every node, so compare the fingerprint with its owner first.
risk-upload-self-signed = Low. Compare the fingerprint with the node first. It has to be uploaded again whenever the node makes a new one.
risk-upload-named = Low. It is not at hand, so that whether it is all that is missing is seen only once it is there.
risk-install-intermediate = Medium. Sign-ins and, where CallManager or TFTP restarts, telephones are interrupted.
risk-advertise = Medium. The name has to resolve to the node for the appliance and inside the network. Clients learn it at their next sign-in.
risk-reissue = Medium. Sign-ins are interrupted, and where CallManager or TFTP restarts, telephones register again. The new certificate cannot be tried before it is there.
risk-prefer-rsa = Medium. It helps up to TLS 1.2 only, and leaves the ECDSA certificate as it is, to fail once the string is changed.
