# A direção inversa e a revogação. Serviços, caminhos de menu, nomes de arquivo e textos de erro não são traduzidos.
client-issuer-title = { $cells } não aceitará o certificado do appliance, { $certificate }: a CA dele não está entre as indicadas ali
client-issuer-clear = Os nós aceitam a CA do certificado do próprio appliance
client-issuer-description = { $cells } pedem um certificado de cliente e indicam as CAs que aceitam. { $subject } foi emitido por { $issuer }, e nem ela nem uma CA acima dela está entre elas, de modo que a conexão é recusada, mesmo que o certificado do nó esteja em ordem.
client-issuer-condition = A partir do X14.0.2, o traffic server mostra o certificado aos nós que o pedem; o CUCM o pede nas portas 6971 e 6972. Um nó que não confia na CA dele recusa a conexão.
client-unknown-any = { $cells } pedem um certificado de cliente sem indicar uma CA: pelo protocolo, qualquer uma. Se confiam no emissor de { $subject }, { $issuer }, não se vê de fora.
client-unknown-any-how = Veja no nó se tomcat-trust e CallManager-trust têm a CA do appliance, raiz e intermediárias (Security > Certificate Management).
client-unknown-more = { $cells } indicam mais CAs do que são lidas, e a de { $subject } não está entre as primeiras.
client-unknown-chain = { $cells } não indicam nenhum dos emissores conhecidos de { $subject }. A cadeia não chega a uma raiz, de modo que uma CA mais acima pode estar entre elas.
client-unknown-chain-how = Ponha os certificados das CAs, até a raiz, depois do certificado no arquivo de --client-certificate.
client-not-given = { $cells } pedem o certificado do appliance. Informe-o com --client-certificate para saber se é aceito ali.

client-sunset-title = { $authority } não emite certificados para clientes a partir de { $ends }: { $certificate } não pode ser renovado como está
client-sunset-clear = Não se conhece data a partir da qual a CA do certificado do próprio appliance deixa de emiti-los para clientes
client-sunset-description = { $subject } tem autenticação de cliente (clientAuth) no uso estendido de chave e termina em { $until }. O emissor, { $issuer }, é de { $authority }, que, pela declaração mais antiga em vigor, emite certificados sem ela a partir de { $ends }. Depois da próxima renovação, os nós que conferem o uso recusam a conexão.
client-sunset-condition = As CAs públicas deixam de emitir certificados com clientAuth por causa da Chrome Root Program Policy. As CAs privadas, não.
client-sunset-moves = Estas datas já mudaram antes e as fontes divergem: pergunte à CA antes de planejar com elas.
client-sunset-statement = { $authority }: a partir de { $ends }, segundo { $source } ({ $said }; { $url }).
client-sunset-action-private = Antes da próxima renovação, faça com que uma CA própria emita o certificado do appliance com autenticação de servidor e de cliente. A partir do X15.5, o appliance pode ter um certificado à parte para o papel de cliente.
client-sunset-action-trust = Antes, envie a cadeia dessa CA como tomcat-trust e como CallManager-trust em cada nó do CUCM e reinicie neles Cisco Tomcat, Cisco CallManager e Cisco TFTP (HAProxy).

client-dates-title = O certificado do appliance está fora da validade: { $certificate }
client-dates-clear = O certificado do appliance está dentro da validade
client-dates-description = { $subject } é válido de { $from } a { $to }. Fora dessas datas, um nó que o pede recusa a conexão.
client-dates-condition = O certificado do appliance expirou, ou ainda não é válido, no momento avaliado.
client-dates-action = Renove o certificado (Maintenance > Security > Server certificate) em cada peer. Se outra CA o emitir, envie antes essa CA aos nós.
client-key-title = Os nós não aceitam a chave do certificado do appliance: { $certificate }
client-key-clear = Os nós aceitam a chave do certificado do appliance
client-key-description = A chave de { $subject } ({ $key }) não pode fazer uma assinatura que seja aceita.
client-key-condition = Um nó que pede um certificado indica os tipos de certificado e as assinaturas que aceita, e o uso de chave de um certificado diz se ele pode assinar.
client-key-usage = O uso de chave dele não tem digitalSignature, sem o qual não pode assinar um handshake.
client-key-taken = A chave é { $key }. São aceitos: { $taken }.
client-key-action = Faça com que o certificado do appliance seja emitido de novo para uma chave que todos os nós aceitem (RSA), com digitalSignature no uso de chave.

client-plan-issue = Faça com que o certificado do appliance, { $subject }, seja emitido de novo com autenticação de servidor e de cliente, digitalSignature e uma chave RSA, e instale-o em cada peer (Maintenance > Security > Server certificate).
client-plan-issue-risk = Médio. O appliance reinicia. Se outra CA o emitir, os nós precisam confiar nela antes.
client-plan-upload = Envie a cadeia de CAs do appliance ({ $names }) como tomcat-trust e como CallManager-trust em { $nodes } (Security > Certificate Management).
client-plan-upload-risk = Médio. Os logins são interrompidos e, onde CallManager ou TFTP reinicia, os telefones se registram de novo.
client-plan-other-ca = Faça com que o certificado do appliance, { $subject }, seja emitido por uma CA que estes nós já indicam.

revocation-not-checked = A revogação não foi verificada: nem CRLs nem respondedores OCSP foram consultados (--revocation os consulta).
revocation-contacted = Revogação: { $url } deu { $octets } bytes.
revocation-contact-failed = Revogação: { $url } não deu nada: { $error }.
revocation-contacts-more = Revogação: { $count ->
    [1] mais um endereço foi consultado
   *[other] mais { $count } endereços foram consultados
 }; o JSON tem todos.
revoked-title = Revogado: { $certificate }
revoked-clear = Nenhum certificado de um nó está revogado
revoked-description = { $subject } (número de série { $serial }) foi revogado pelo emissor, { $issuer }, { $dated ->
    [no] em data desconhecida
   *[other] em { $since }
 } ({ $reason }). Quem o diz é { $source }.
revoked-condition = O emissor de um certificado o tem na sua CRL, ou o seu respondedor OCSP o diz.
revoked-not-by-appliance = Nada indica que o traffic server do appliance verifique a revogação: pode aceitar este certificado mesmo assim. Quem tem a chave dele pode se passar pelo nó.
revoked-action-issue = Faça com que um novo certificado seja emitido para uma nova chave, com os mesmos nomes.
revoked-action-install = Instale-o no nó e reinicie os serviços do seu repositório. Se uma CA foi revogada, tire-a do repositório de confiança.
revocation-unknown-title = Nada se sabe da revogação de { $certificates }
revocation-unknown-clear = Se há certificados revogados
revocation-unknown-description = Não se sabe se { $certificates } estão revogados.
revocation-unknown-condition = Foi perguntado, e nenhuma lista nem respondedor deu uma resposta utilizável.
revocation-unknown-how = Obtenha a CRL atual do emissor e informe-a com --crl, ou torne o endereço dela acessível daqui.
revocation-why-unreadable = O que veio não é uma CRL nem uma resposta OCSP.
revocation-why-other-issuer = A lista é de outro emissor.
revocation-why-signature = A assinatura não é do emissor, nem de um respondedor que ele designou.
revocation-why-may-not-sign = O certificado do emissor não lhe permite assinar CRLs.
revocation-why-not-yet = É de um momento posterior ao avaliado.
revocation-why-stale = Está desatualizada: já deveria haver informação mais nova.
revocation-why-scope = A lista não abrange este certificado, ou tem algo que não é entendido.
revocation-why-not-answered = O respondedor não deu resposta sobre este certificado.
revocation-why-self-signed = É autoassinado: ninguém poderia revogá-lo.
revocation-why-issuer-missing = O emissor não está na cadeia nem no repositório de confiança.
revocation-why-no-source = Não indica CRL nem respondedor OCSP, e nenhuma CRL informada é do emissor.
revocation-why-address = Só indica endereços que não são consultados: não http, ou não de um host.
revocation-why-unreachable = Nenhum endereço que indica deu resposta.
revocation-why-too-large = O que veio era maior do que se lê.
revocation-why-too-many = São indicados mais endereços do que os consultados.
