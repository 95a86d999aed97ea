# The nodes of a cluster, as its publisher tells them to the preflight.

# Given and advertised addresses.
publisher-difference-title = Clients are told other addresses than those that were given
publisher-difference-clear = Every address that was given is advertised as it was given
publisher-difference-condition = A publisher was asked for the addresses of its nodes, and they are not the same as those that were given.
publisher-difference-action-1 = Judge the upgrade by the cells of the advertised address: clients come by that one. Then correct either the inventory or System > Server on the publisher, and refresh the servers on the appliance.
publisher-difference-action-2 = See to it that the certificates of the node contain the advertised address.
publisher-advertised-otherwise = { $address } was given, and the publisher advertises the same node as { $advertised }: clients come by that address.
publisher-not-advertised = { $address } was given, and the publisher does not advertise it: it tells no client of it.
publisher-not-listed = The publisher advertises { $address }, which was not given. It was asked as well.

# What was done.
publisher-note-trusted = { $publisher } was asked by { $service } and advertises { $count } addresses. Its certificate is trusted by { $store }.
publisher-note-pinned = { $publisher } was asked by { $service } and advertises { $count } addresses. Its certificate has the pinned SHA-256 { $sha256 }.
publisher-note-unusable = { $publisher } advertises { $name }, which is not asked: { $problem }.
publisher-note-failed = The nodes behind { $publisher } are not known, and only the addresses that were given are asked: { $problem }

# Why it could not be.
publisher-error-resolve = { $publisher } does not resolve; give its address with --resolve { $publisher }=IP
publisher-error-connect = no connection to { $address }; see whether the publisher is up and reachable from here
publisher-error-handshake = no TLS handshake with { $address }
publisher-error-nothing-shown = { $address } shows no certificate that can be read
publisher-error-untrusted = the certificate of { $publisher } is refused, and nothing was sent ({ $verdict }). Name the publisher as its certificate does, and give with --trust a store that has its CA; or compare the SHA-256 { $sha256 } with that in the certificate list of the publisher (OS Administration > Security > Certificate Management), and if they are the same, give --pin { $sha256 }
publisher-error-pin = the certificate of { $publisher } has the SHA-256 { $sha256 } and not the pinned { $pin }, and nothing was sent. It was issued anew, or somebody stands between: compare with the certificate list of the publisher before you give another --pin
publisher-error-slow = { $publisher } gave no complete answer within { $seconds } seconds; allow more with --timeout
publisher-error-exchange = the exchange with { $publisher } broke off
publisher-error-login = { $publisher } does not accept the user { $user } with this password; correct --axl-user or the password file, and see on the publisher whether the user is locked
publisher-error-permission = { $publisher } knows the user { $user }, who may not use AXL (HTTP { $status }). Put the user into an access control group with the roles Standard AXL API Users and Standard AXL Read Only API Access
publisher-error-redirect = { $publisher } points elsewhere, to { $location }, and that is not followed; name the node that answers itself
publisher-error-status = { $publisher } answers { $path } with HTTP { $status }. See whether it is the publisher of Unified CM, and whether the service { $service } runs there (Cisco Unified Serviceability > Control Center)
publisher-error-encoded = { $publisher } packed its answer as { $encoding }, which nobody asked for; it is not unpacked
publisher-error-too-long = the answer of { $publisher } has more than { $limit } octets
publisher-error-answer = the answer of { $publisher } tells no nodes
publisher-error-no-node = { $publisher } advertises no address at all

# The password of the AXL user.
publisher-password-open = { $file } can be read or changed by others (mode { $mode }); run chmod 600 { $file }
publisher-password-form = { $file } does not hold one line with a password of 1 to { $limit } octets
publisher-password-stdin = Standard input can give either the password or another input, not both.
