# The reverse direction, and revocation. Services, menu paths, file names and error texts are not translated.
client-issuer-title = { $cells } will not accept the certificate of the appliance, { $certificate }: its CA is not among those named there
client-issuer-clear = Nodes accept the CA of the appliance's own certificate
client-issuer-description = { $cells } ask for a client certificate and name the CAs that they accept. { $subject } was issued by { $issuer }, and neither that nor a CA above it is among them, so that the connection is refused, although the node's own certificate may be in order.
client-issuer-condition = From X14.0.2 on the traffic server shows its certificate to nodes that ask for one; CUCM asks on ports 6971 and 6972. A node that does not trust its CA refuses the connection.
client-unknown-any = { $cells } ask for a client certificate without naming a CA: any, as far as the protocol goes. Whether they trust the issuer of { $subject }, { $issuer }, cannot be told from outside.
client-unknown-any-how = Look on the node whether tomcat-trust and CallManager-trust hold the CA of the appliance, root and intermediates (Security > Certificate Management).
client-unknown-more = { $cells } name more CAs than are read, and that of { $subject } is not among the first.
client-unknown-chain = { $cells } name none of the known issuers of { $subject }. Its chain does not reach a root, so that a CA further up may be among them.
client-unknown-chain-how = Put the CA certificates, up to the root, behind the certificate in the file of --client-certificate.
client-not-given = { $cells } ask for the certificate of the appliance. Give it with --client-certificate to learn whether it is accepted there.

client-sunset-title = { $authority } issues no certificates for clients from { $ends } on: { $certificate } cannot be renewed as it is
client-sunset-clear = No date is known from which the CA of the appliance's own certificate issues none for clients
client-sunset-description = { $subject } has client authentication (clientAuth) in its extended key usage and ends on { $until }. Its issuer, { $issuer }, is of { $authority }, which by the earliest statement that stands issues certificates without it from { $ends } on. After the next renewal, nodes that check the usage refuse the connection.
client-sunset-condition = Public CAs stop issuing certificates with clientAuth because of the Chrome Root Program Policy. Private CAs do not.
client-sunset-moves = These dates have moved before and sources differ: ask the CA before you plan by them.
client-sunset-statement = { $authority }: from { $ends } on, by { $source } ({ $said }; { $url }).
client-sunset-action-private = Before the next renewal, have a CA of your own issue the certificate of the appliance with server and client authentication. From X15.5 on the appliance can hold a certificate of its own for its role as a client.
client-sunset-action-trust = Upload the chain of that CA as tomcat-trust and as CallManager-trust on every CUCM node first, and restart Cisco Tomcat, Cisco CallManager and Cisco TFTP (HAProxy) there.

client-dates-title = The certificate of the appliance is outside its dates: { $certificate }
client-dates-clear = The certificate of the appliance is within its dates
client-dates-description = { $subject } is valid from { $from } to { $to }. A node that asks for it refuses the connection outside these dates.
client-dates-condition = The certificate of the appliance has expired, or is not valid yet, at the time that is judged.
client-dates-action = Renew the certificate (Maintenance > Security > Server certificate) on every peer. If another CA issues it, upload that CA to the nodes first.
client-key-title = Nodes do not accept the key of the appliance's certificate: { $certificate }
client-key-clear = Nodes accept the key of the appliance's certificate
client-key-description = The key of { $subject } ({ $key }) cannot make a signature that is accepted.
client-key-condition = A node names the types of certificates and the signatures that it accepts when it asks for one, and the key usage of a certificate says whether it may sign.
client-key-usage = Its key usage has no digitalSignature, without which it may not sign a handshake.
client-key-taken = The key is { $key }. Accepted are: { $taken }.
client-key-action = Have the certificate of the appliance issued again for a key that every node accepts (RSA), with digitalSignature in its key usage.

client-plan-issue = Have the certificate of the appliance, { $subject }, issued again with server and client authentication, digitalSignature and an RSA key, and install it on every peer (Maintenance > Security > Server certificate).
client-plan-issue-risk = Medium. The appliance restarts. If another CA issues it, the nodes have to trust that CA before.
client-plan-upload = Upload the CA chain of the appliance ({ $names }) as tomcat-trust and as CallManager-trust on { $nodes } (Security > Certificate Management).
client-plan-upload-risk = Medium. Sign-ins are interrupted, and telephones register again where CallManager or TFTP restarts.
client-plan-other-ca = Have the certificate of the appliance, { $subject }, issued by a CA that these nodes name already.

revocation-not-checked = Revocation was not checked: neither CRLs nor OCSP responders were asked (--revocation asks them).
revocation-contacted = Revocation: { $url } gave { $octets } bytes.
revocation-contact-failed = Revocation: { $url } gave nothing: { $error }.
revocation-contacts-more = Revocation: { $count ->
    [one] one more address was asked
   *[other] { $count } more addresses were asked
 }; JSON has all of them.
revoked-title = Revoked: { $certificate }
revoked-clear = No certificate of a node is revoked
revoked-description = { $subject } (serial number { $serial }) was revoked by its issuer, { $issuer }, { $dated ->
    [no] at an unknown time
   *[other] on { $since }
 } ({ $reason }). So says { $source }.
revoked-condition = The issuer of a certificate lists it in its CRL, or its OCSP responder says so.
revoked-not-by-appliance = Nothing tells that the traffic server of the appliance checks revocation: it may accept this certificate all the same. Whoever has its key can pass for the node.
revoked-action-issue = Have a new certificate issued for a new key, with the same names.
revoked-action-install = Install it on the node and restart the services of its store. If a CA is revoked, take it out of the trust store.
revocation-unknown-title = Nothing is known of the revocation of { $certificates }
revocation-unknown-clear = Whether certificates are revoked
revocation-unknown-description = Whether { $certificates } are revoked is not known.
revocation-unknown-condition = It was asked for, and no list or responder gave a usable answer.
revocation-unknown-how = Get the current CRL of the issuer and give it with --crl, or make its address reachable from here.
revocation-why-unreadable = What came is neither a CRL nor an OCSP response.
revocation-why-other-issuer = The list is of another issuer.
revocation-why-signature = The signature is not the issuer's, nor of a responder that it appointed.
revocation-why-may-not-sign = The issuer's certificate does not let it sign CRLs.
revocation-why-not-yet = It is from a time after the one that is judged.
revocation-why-stale = It is out of date: newer information was due.
revocation-why-scope = The list does not cover this certificate, or has something that is not understood.
revocation-why-not-answered = The responder gave no answer about this certificate.
revocation-why-self-signed = It is self-signed: nobody could revoke it.
revocation-why-issuer-missing = Its issuer is neither in the chain nor in the trust store.
revocation-why-no-source = It names no CRL and no OCSP responder, and no given CRL is of its issuer.
revocation-why-address = It names only addresses that are not asked: not http, or not a host's.
revocation-why-unreachable = No address that it names gave an answer.
revocation-why-too-large = What came was larger than is read.
revocation-why-too-many = More addresses are named than are asked.
