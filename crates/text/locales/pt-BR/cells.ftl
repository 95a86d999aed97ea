# Findings about what nodes presented: trust, name, negotiation, client certificate.

# When they happen at all.
cell-condition-verified = No Expressway-C a partir do X14.2 (X14.0.8, segundo uma fonte), a não ser que VerifyOriginServer esteja em Off: o traffic server verifica o certificado de cada nó em cada conexão.
cell-condition-any-release = No Expressway-C, em qualquer versão.
cell-condition-asked = No Expressway-C a partir do X14.0.2, quando um nó pede um certificado de cliente (o CUCM pede em 6971 e 6972).

# The workaround of all that is refused.
cell-workaround-off = Até lá, na CLI de cada servidor Expressway-C: xConfiguration EdgeConfigServer VerifyOriginServer: Off
cell-workaround-off-risk = Nenhum nó é mais verificado: quem se puser entre o Expressway-C e os nós lê e altera o que os usuários enviam, inclusive as senhas (CVE-2022-20814). Ative de novo assim que a causa for corrigida.

# TG1001
cell-self-signed-title = { $seen ->
    [no] O certificado autoassinado em { $cells } não está no armazenamento confiável
   *[other] O certificado autoassinado { $certificate } em { $cells } não está no armazenamento confiável
}
cell-self-signed-clear = Nenhum nó mostra um certificado autoassinado ausente do armazenamento confiável
cell-self-signed-topic = Certificados autoassinados ausentes do armazenamento confiável
cell-self-signed-about = { $seen ->
    [no] O traffic server recusou o certificado em { $cells }: { $error } (depth { $depth }). O certificado do próprio nó é autoassinado e não está no armazenamento confiável.
   *[other] Em { $cells } o nó mostrou o certificado { $certificate } ({ $key }, número de série { $serial }), que é emissor de si mesmo. Ele não está no armazenamento confiável de { $peers }, portanto nenhuma cadeia de confiança leva até ele.
}
cell-self-signed-action-sign = Faça com que o certificado do nó para { $cells } seja assinado por uma CA que já está no armazenamento confiável e reinicie o serviço que o mostra.
cell-self-signed-action-upload = Ou envie o certificado autoassinado para o armazenamento confiável (Maintenance > Security > Trusted CA certificate) de todos os servidores do cluster. É preciso enviá-lo de novo sempre que o nó criar outro.

# TG1002
cell-issuer-title = { $seen ->
    [no] A CA por trás do certificado em { $cells } não está no armazenamento confiável
   *[other] A CA { $wanted } por trás do certificado { $leaf } em { $cells } não está no armazenamento confiável
}
cell-issuer-clear = A CA por trás de cada certificado que os nós mostram está no armazenamento confiável
cell-issuer-topic = Certificados de uma CA ausente do armazenamento confiável
cell-issuer-about = { $seen ->
    [no] O traffic server recusou o certificado em { $cells }: { $error } (depth { $depth }). A cadeia não termina em uma CA do armazenamento confiável. O log não diz qual é a CA.
   *[other] Em { $cells } o nó mostrou o certificado { $leaf }. Sua cadeia de confiança termina em { $wanted }, que não está no armazenamento confiável de { $peers }.
}
cell-issuer-action-upload = Envie a CA que assinou o certificado em { $cells }, a raiz e todas as intermediárias, para o armazenamento confiável (Maintenance > Security > Trusted CA certificate) de todos os servidores do cluster.
cell-issuer-action-sign = Ou faça com que o certificado do nó seja assinado por uma CA que já está no armazenamento confiável.

# TG1003
cell-intermediate-title = { $seen ->
    [no] Falta um certificado de CA intermediária em { $cells }
   *[other] A CA intermediária { $wanted } não é enviada com { $leaf } em { $cells } nem está no armazenamento confiável
}
cell-intermediate-clear = Não falta nenhum certificado de CA intermediária
cell-intermediate-topic = Certificados de CA intermediária que não são enviados nem estão armazenados
cell-intermediate-about = Em { $cells } o nó mostrou o certificado { $leaf } sem o certificado de { $wanted }, que também não está no armazenamento confiável de { $peers }. A raiz sozinha não ajuda: falta o elo entre os dois.
cell-intermediate-action-node = Instale o certificado da CA intermediária também no nó (no CUCM como tomcat-trust ou CallManager-trust, depois reinicie o serviço), para que seja enviado.
cell-intermediate-action-upload = Ou envie { $wanted } para o armazenamento confiável (Maintenance > Security > Trusted CA certificate) de todos os servidores do cluster.

# TG1004
cell-dates-title = { $seen ->
    [no] Um certificado em { $cells } está fora da validade
   *[other] O certificado { $certificate } em { $cells } está fora da validade: { $starts } a { $ends }
}
cell-dates-clear = Todos os certificados que os nós mostram estão dentro da validade
cell-dates-topic = Certificados de nós fora da validade
cell-dates-about = { $seen ->
    [no] O traffic server recusou o certificado em { $cells }: { $error } (depth { $depth }; 0 é o certificado do próprio nó, acima disso é uma CA).
   *[other] Na cadeia em { $cells }, o certificado { $certificate } é válido de { $starts } a { $ends }. Foi avaliado em { $at }.
}
cell-dates-action-renew = Renove o certificado fora da validade: no nó, se for do próprio nó; com a CA, se for de uma CA. Envie um novo certificado de CA para o armazenamento confiável de todos os servidores do cluster.
cell-dates-action-clock = Se as datas parecem corretas, compare os relógios do nó e do Expressway-C (System > Time).

# TG1004, about to come
cell-soon-title = O certificado { $certificate } em { $cells } termina em { $ends }
cell-soon-clear = Nenhum certificado que os nós mostram está perto do fim
cell-soon-topic = Certificados de nós perto do fim
cell-soon-about = Em { $cells } a cadeia tem o certificado { $certificate }, emitido por { $issuer }. É válido até { $ends }; depois disso, toda conexão que o mostrar será recusada.
cell-soon-action-renew = Renove { $certificate } antes de { $ends }. Se for autoassinado ou de uma CA, envie antes o novo para o armazenamento confiável de todos os servidores do cluster.

# TG1005
cell-shadowed-title = { $seen ->
    [no] Outro certificado armazenado com o mesmo titular atrapalha em { $cells }
   *[other] Outro certificado armazenado com o titular de { $wanted } atrapalha em { $cells }
}
cell-shadowed-clear = Nenhum certificado armazenado atrapalha outro com o mesmo titular
cell-shadowed-topic = Certificados armazenados com um mesmo titular
cell-shadowed-about = A cadeia de { $leaf } em { $cells } precisa de { $wanted }. O armazenamento confiável de { $peers } tem outro certificado com o mesmo titular. O equipamento procura certificados pelo titular e para no primeiro (CSCwa12905), portanto o certo conta como ausente: { $error } (depth { $depth }).
cell-shadowed-action-delete = Examine todos os certificados armazenados com este titular (Maintenance > Security > Trusted CA certificate > Show all (decoded)). Apague, em todos os servidores do cluster, os que nenhum nó usa mais.
cell-shadowed-action-distinct = Se dois deles forem necessários: faça com que uma CA assine os certificados dos nós, use um só certificado para Tomcat e CallManager (CUCM 14) ou dê a eles CNs diferentes.

# TG1006
cell-weak-title = { $seen ->
    [no] Uma chave ou assinatura em { $cells } é fraca demais
   *[other] O certificado { $certificate } em { $cells } tem chave ou assinatura fraca: { $key }, { $signature }
}
cell-weak-clear = As chaves e assinaturas dos nós são fortes o bastante
cell-weak-topic = Chaves e assinaturas fracas de nós
cell-weak-about = { $seen ->
    [no] O traffic server recusou o certificado em { $cells }: { $error } (depth { $depth }).
   *[other] Na cadeia em { $cells }, o certificado { $certificate } tem a chave { $key } e está assinado com { $signature }. Versões mais novas do OpenSSL recusam assinaturas SHA-1 e chaves RSA abaixo de 2048 bits.
}
cell-weak-action-reissue = Faça com que { $certificate } seja emitido de novo com chave e assinatura mais fortes: RSA 2048 ou EC P-256, SHA-256. Se for uma CA, tudo o que ela assinou precisa acompanhar.

# TG1007
cell-usage-title = { $seen ->
    [no] Um certificado em { $cells } não pode ser usado para isto
   *[other] O certificado { $certificate } em { $cells } não pode ser usado para isto: { $error }
}
cell-usage-clear = Todo certificado que os nós mostram pode ser usado para o que é usado
cell-usage-topic = Uso e restrições dos certificados de nós
cell-usage-about = O traffic server recusa a cadeia em { $cells }: { $error } (depth { $depth }; 0 é o certificado do próprio nó, acima disso é uma CA). Extended key usage, basic constraints ou name constraints não permitem o uso que se faz do certificado.
cell-usage-action-reissue = Faça com que o certificado seja emitido de novo para o seu fim: autenticação de servidor para um nó; CA e assinatura de certificados para uma CA; nomes dentro das name constraints da sua CA.

# TG1009
cell-damaged-title = { $seen ->
    [no] Uma assinatura na cadeia em { $cells } não confere
   *[other] A assinatura de { $certificate } em { $cells } não confere
}
cell-damaged-clear = Todas as assinaturas nas cadeias de nós conferem
cell-damaged-topic = Assinaturas nas cadeias de nós
cell-damaged-about = O traffic server recusa a cadeia em { $cells }: { $error } (depth { $depth }). A chave do emissor não fez esta assinatura, ou o certificado foi alterado no caminho. Se uma CA foi refeita com o nome antigo, o certificado antigo dela pode ainda estar no armazenamento confiável.
cell-damaged-action-reissue = Compare o certificado no nó com o que a CA emitiu. Faça com que seja emitido de novo, ou substitua o certificado armazenado da CA por aquele cuja chave assinou.

# TG1010
cell-long-title = A cadeia em { $cells } tem mais CAs intermediárias do que o traffic server segue
cell-long-clear = Nenhuma cadeia é longa demais
cell-long-topic = Comprimento das cadeias de nós
cell-long-about = A cadeia em { $cells } foi recusada: { $error } (depth { $depth }). São seguidas no máximo sete CAs intermediárias.
cell-long-action-shorten = Faça com que o certificado do nó seja emitido por uma CA mais perto da raiz.

# TG1099
cell-other-title = O certificado em { $cells } é recusado: { $error }
cell-other-clear = Nenhum certificado é recusado por outro motivo
cell-other-topic = Certificados recusados por outro motivo
cell-other-about = O traffic server recusa a cadeia em { $cells }: { $error } (depth { $depth }; 0 é o certificado do próprio nó, acima disso é uma CA).
cell-other-action-inspect = Examine a cadeia com "tollgate cert chain" e o certificado no nó.

# TG2001
cell-name-title = { $seen ->
    [no] { $address } não está no certificado em { $cells }
   *[other] { $address } não está no certificado { $leaf } em { $cells }
}
cell-name-clear = Todo nome pedido está no certificado que o nó mostra
cell-name-topic = Nomes de host ausentes do certificado
cell-name-about = { $seen ->
    [no] Requisições foram a { $address }, e o traffic server não encontrou este nome no certificado do nó ({ $cells }).
   *[other] Requisições vão a { $address }, e o certificado { $leaf } em { $cells } foi emitido para { $names }.
}
cell-name-action-advertise = Faça com que o nó seja anunciado por um nome que está no seu certificado (no CUCM: System > Server; para o Unity: o serviço UC) e atualize os servidores no Expressway-C (Configuration > Unified Communications).
cell-name-action-reissue = Ou faça com que o certificado seja emitido de novo com { $address } entre os nomes alternativos (SAN).
cell-name-information = A descoberta com TLS verify mode em On verifica só o publisher, pelo nome que foi digitado. Os clientes pedem os nomes que o próprio cluster anuncia.

# TG2002
cell-ip-title = { $seen ->
    [no] O endereço IP { $address } não está no certificado em { $cells }
   *[other] O endereço IP { $address } não está no certificado { $leaf } em { $cells }
}
cell-ip-clear = Todo endereço IP pedido está no certificado que o nó mostra
cell-ip-topic = Endereços IP ausentes do certificado
cell-ip-about = { $seen ->
    [no] Requisições foram ao endereço IP { $address }, e o traffic server não o encontrou no certificado do nó ({ $cells }). A linha diz SNI, embora nenhum seja enviado para um endereço IP.
   *[other] Requisições vão ao endereço IP { $address }, porque o cluster anuncia o nó por ele. O certificado { $leaf } em { $cells } foi emitido para { $names }.
}
cell-ip-action-reissue = Ou faça com que o certificado seja emitido de novo com { $address } entre os nomes alternativos (SAN). Ali o traffic server olha nomes (dNSName) e a CN; não é certo que olhe entradas iPAddress.

# TG2003
cell-short-title = { $seen ->
    [no] O nome curto { $address } não está no certificado em { $cells }
   *[other] O nome curto { $address } não está no certificado { $leaf } em { $cells }
}
cell-short-clear = Nenhum nó é pedido por um nome curto que não está no seu certificado
cell-short-topic = Nomes curtos de host ausentes do certificado
cell-short-action-advertise = Faça com que o nó seja anunciado pelo nome completo (no CUCM: System > Server) e atualize os servidores no Expressway-C (Configuration > Unified Communications).

# TG2004, TG2005, TG2007
cell-cn-title = { $address } só está na CN do certificado { $leaf } em { $cells }
cell-cn-clear = Nenhum nó passa só pela CN do seu certificado
cell-cn-topic = Nós que passam só pela CN do seu certificado
cell-cn-about = O certificado { $leaf } em { $cells } foi emitido para { $names }. O endereço { $address } só vale porque a CN também é olhada, o que as regras atuais (RFC 9525) não permitem mais.
cell-wildcard-title = { $address } só está no certificado { $leaf } em { $cells } por um curinga parcial
cell-wildcard-clear = Nenhum nó passa por um curinga parcial
cell-wildcard-topic = Nós que passam por um curinga parcial
cell-wildcard-about = O certificado { $leaf } em { $cells } foi emitido para { $names }. Um curinga que cobre só parte de um rótulo é aceito pelo traffic server e por poucos outros programas.
cell-ipname-title = O endereço IP { $address } está no certificado { $leaf } em { $cells } como nome de host
cell-ipname-clear = Nenhum certificado tem um endereço IP escrito como nome de host
cell-ipname-topic = Endereços IP escritos como nomes de host
cell-ipname-about = O certificado { $leaf } em { $cells } foi emitido para { $names }. O traffic server aceita um endereço IP que esteja ali como nome; outros programas o querem como entrada iPAddress.
cell-look-action-reissue = Na próxima renovação, faça com que o certificado seja emitido com { $address } como nome alternativo (SAN) correto, ou que o nó seja anunciado pelo nome completo.

# TG3001
cell-ecdsa-title = Certificado ECDSA mostrado em { $cells }, embora o RSA seja confiável
cell-ecdsa-client-order = { $listed ->
    [no] O ClientHello do traffic server põe as cifras ECDSA antes das RSA, por isso o nó mostrou o seu certificado ECDSA em { $cell }. O seu certificado RSA { $certificate } é confiável ({ $rsa }). Qual lista foi usada não consta das evidências; deve ser { $setting }.
   *[other] O ClientHello do traffic server põe as cifras ECDSA antes das RSA, como diz a sua lista { $setting }: { $ciphers }. Por isso o nó mostrou o seu certificado ECDSA em { $cell }. O seu certificado RSA { $certificate } é confiável ({ $rsa }).
}
cell-ecdsa-node-order = { $listed ->
    [no] O ClientHello do traffic server põe as cifras RSA primeiro, e mesmo assim o nó mostrou o seu certificado ECDSA em { $cell }: o nó segue a própria ordem. Preferir RSA em { $setting } não ajudaria. O certificado RSA { $certificate } é confiável ({ $rsa }).
   *[other] O ClientHello do traffic server põe as cifras RSA primeiro, e mesmo assim o nó mostrou o seu certificado ECDSA em { $cell }: o nó segue a própria ordem. Preferir RSA em { $setting } ({ $ciphers }) não ajudaria. O certificado RSA { $certificate } é confiável ({ $rsa }).
}
cell-ecdsa-string-order = { $listed ->
    [no] A lista { $setting } decide entre ECDSA e RSA; ela não consta das evidências. O certificado RSA { $certificate } é confiável ({ $rsa }); em { $cell } o nó mostrou ECDSA.
   *[other] A lista de cifras do traffic server, { $setting }, põe ECDSA antes de RSA: { $ciphers }. Por isso o nó mostra o seu certificado ECDSA em { $cell }. O seu certificado RSA { $certificate } é confiável ({ $rsa }).
}
cell-ecdsa-unknown-order = { $listed ->
    [no] Por que o nó mostra ECDSA em { $cell } não consta das evidências; em geral a lista { $setting } decide. O certificado RSA { $certificate } é confiável ({ $rsa }).
   *[other] A lista { $setting } põe RSA primeiro ({ $ciphers }), e mesmo assim o nó mostra ECDSA em { $cell }. O certificado RSA { $certificate } é confiável ({ $rsa }).
}
cell-ecdsa-contradiction = O ClientHello na captura e a lista configurada { $setting } ({ $ciphers }) discordam sobre a ordem. Vale o que foi observado: uma mudança da lista só tem efeito depois de reiniciar, e outra lista pode estar em uso.
cell-ecdsa-other-port = O certificado RSA confiável foi visto em { $cell }. Que o nó mostre o mesmo na porta que falha é provável, não certo.
cell-action-prefer-rsa = Ou prefira RSA até o TLS 1.2: ponha ECDHE-RSA-AES256-GCM-SHA384: na frente da lista de cifras do traffic server (Maintenance > Security > Ciphers, ou xConfiguration Ciphers) no peer primário e depois reinicie.

# TG3002
cell-overlap-title = Nenhuma versão de TLS ou cifra em comum em { $cells }: { $error }
cell-overlap-clear = Os nós e o traffic server concordam sobre versão de TLS e cifra
cell-overlap-topic = Versões de TLS e cifras em comum com os nós
cell-overlap-about = { $seen ->
    [no] O handshake em { $cells } terminou antes que um certificado fosse mostrado: { $error }.
   *[other] O handshake em { $cells } terminou antes que um certificado fosse mostrado: { $error }. O traffic server ofereceu { $versions } e as cifras { $ciphers }.
}
cell-overlap-action-lists = Compare a lista de cifras e a versão mínima do traffic server (Maintenance > Security > Ciphers) com o que o nó permite (no CUCM: Security > Cipher Management, e a versão mínima de TLS).
cell-overlap-action-node = Atualize um nó que só conhece TLS 1.0 ou cifras antigas; não baixe o mínimo no Expressway-C por mais tempo do que isso leva.

# TG4002
cell-own-refused-title = { $cells } recusou o certificado do Expressway-C: { $error }
cell-own-refused-clear = Nenhum nó recusou o certificado do Expressway-C
cell-own-refused-topic = Nós que recusam o certificado do Expressway-C
cell-own-refused-about = { $seen ->
    [no] O nó em { $cells } terminou o handshake com um alerta sobre o certificado do Expressway-C: { $error }. É o outro sentido: o nó não confia em nós.
   *[other] O nó em { $cells } terminou o handshake com um alerta sobre o certificado do Expressway-C: { $error }. É o outro sentido: o nó não confia em { $certificate }, emitido por { $issuer }.
}
cell-own-refused-action-upload = Em cada nó CUCM, envie a CA que assinou o certificado do Expressway-C, raiz e intermediárias, como tomcat-trust e como CallManager-trust (Security > Certificate Management).
cell-own-refused-action-restart = Depois reinicie Cisco Tomcat, Cisco CallManager e Cisco TFTP (HAProxy) nesses nós.
cell-own-refused-information = Nada no armazenamento confiável do Expressway-C muda isto. É comum depois que o certificado do Expressway-C foi renovado por outra CA, mesmo que o cluster não esteja em mixed mode.
cell-own-not-shown = Na captura, o nó pediu um certificado e o traffic server não mostrou nenhum.
cell-own-without-client-usage = { $certificate } tem um extended key usage sem autenticação de cliente (clientAuth).
cell-own-self-signed = { $certificate } é autoassinado: o nó precisa confiar exatamente neste certificado.
cell-own-issuer-not-listed = O nó pede um certificado de uma destas CAs: { $names }. O emissor do nosso, { $issuer }, não está entre elas.

# TG3005
cell-unexplained-title = { $seen ->
    [no] Conexões a { $cells } falham, e não por um certificado
   *[other] Requisições a { $cells } falham ({ $status }), e nada diz que seja por um certificado
}
cell-unexplained-clear = Nenhuma conexão a um nó falha por outro motivo que não certificados
cell-unexplained-topic = Conexões a nós que falham por outro motivo que não certificados
cell-unexplained-about = { $seen ->
    [no] Conexões a { $cells } foram terminadas ou recusadas, e nem o log nem os certificados dizem por quê.
   *[other] Requisições a { $cells } foram respondidas com { $status }. O log não tem uma linha sobre certificado para elas, e nenhum certificado nas capturas as explica.
}
cell-unexplained-action-reach = Verifique se o nó está no ar, se o serviço foi iniciado e se os firewalls entre o Expressway-C e { $address } deixam passar a porta (Maintenance > Tools > Network utilities).
cell-unexplained-action-debug = Se continuar, colete um log de diagnóstico com tcpdump e com developer.trafficserver.ssl em DEBUG enquanto acontece.
cell-unexplained-no-capture = Não há captura entre as evidências. Uma mostraria se o nó respondeu, derrubou a conexão ou recusou o handshake.
cell-unexplained-no-handshake = As capturas não têm handshake TLS com este endereço e porta: talvez o nó não tenha respondido, ou a captura não cobre o momento.
cell-unexplained-handshakes = Handshakes nas capturas: { $established } concluídos, { $node } terminados pelo nó, { $appliance } terminados pelo traffic server, { $incomplete } sem fim.

# What is said of one connection or another.
cell-fails-next = Isto ainda não aparece: estas conexões falham antes por outro motivo. Corrigido aquele, falham por este.
cell-passes-off = Estas conexões passam hoje porque VerifyOriginServer está em Off. Falham assim que estiver em On.
cell-passes-older = Estas conexões passam hoje porque o { $version } não verifica. Falham depois de uma atualização para X14.2 ou posterior.
cell-passes-what-if = Estas conexões passam no { $version }. No { $asked }, que verifica, falham.
cell-passes-continue = O log diz Action=Continue: o certificado foi reprovado e a conexão foi usada mesmo assim.
cell-passes-unexplained = Nada nas evidências mostra que estas conexões foram recusadas. O armazenamento confiável pode ter sido outro na época, ou os certificados não foram verificados.
cell-doubt-trusted = { $cell }: o log diz que o certificado foi recusado, e o certificado na captura está em ordem com o armazenamento confiável do pacote. Ou um dos dois foi alterado nesse meio tempo, ou a captura não tem o handshake que falhou. Colete log e captura de novo antes de enviar qualquer coisa.
cell-doubt-other-reason = { $cell }: o certificado na captura seria recusado por outro motivo do que o log dá ({ $code }). Ou o armazenamento confiável ou o certificado foi alterado nesse meio tempo, ou a captura não tem o handshake que falhou.
cell-doubt-first-match = { $cell }: alguns emissores possíveis validam esta cadeia. O Tollgate tenta todos e a aceita; o equipamento real pega o primeiro que serve e recusa.
cell-doubt-address-entry = { $cell }: o certificado tem o endereço IP como entrada iPAddress, o que está certo. O equipamento real, até onde se sabe, só olha entradas dNSName e a CN.
cell-doubt-no-store = { $cell }: o armazenamento confiável (ca_*.pem) não consta das evidências. O que se diz aqui vem do log ou do alerta e da própria cadeia.
cell-only-in-log = O certificado em si não consta das evidências, só o que o log diz dele. Um log de diagnóstico com "Take tcpdump while logging" o mostra e traz o certificado a enviar.
cell-action-capture = Primeiro veja qual é o certificado: repita o log de diagnóstico com "Take tcpdump while logging" (Maintenance > Diagnostics > Diagnostic logging), ou examine o nó com "tollgate preflight".
cell-action-obtain = Obtenha o certificado da CA { $wanted }, que não consta das evidências: com o administrador dessa CA, ou no nó (no CUCM: Cisco Unified OS Administration > Security > Certificate Management, tomcat-trust ou CallManager-trust). O seu subject key identifier tem de ser o que está aqui.
cell-compare-fingerprint = Os certificados oferecidos aqui vêm das evidências. Compare as impressões SHA-256 com as do nó ou com a CA antes de confiar neles.
cell-upload-not-enough = Os certificados oferecidos aqui são necessários e não bastam: a cadeia de confiança ainda não termina no armazenamento confiável.
cell-upload-collides = O equipamento não aceita dois certificados com um mesmo titular ou CN no armazenamento confiável, e { $subject } seria um deles (CSCwa12905). Nesta ordem: faça com que uma CA assine os certificados; use um só certificado para Tomcat e CallManager (CUCM 14); dê a eles CNs diferentes.

# The chain picture.
cell-name-fits = { $address } está entre os nomes
cell-link-not-stored = autoassinado e ausente do armazenamento confiável
cell-link-store-unknown = autoassinado; o armazenamento confiável não consta das evidências
cell-link-issuer-absent = { $issuer } não foi enviado nem está armazenado

# Frames.
cell-frames-established = { $seen ->
    [no] { $client } para { $server }: handshake concluído, { $version }
   *[other] { $client } para { $server }: handshake concluído, { $version }, certificado { $certificate }
}
cell-frames-refused-by-client = { $seen ->
    [no] { $client } para { $server }: terminado pelo equipamento com o alerta { $alert }, { $version }
   *[other] { $client } para { $server }: certificado { $certificate } recusado pelo equipamento com o alerta { $alert }, { $version }
}
cell-frames-refused-by-server = { $seen ->
    [no] { $client } para { $server }: terminado pelo nó com o alerta { $alert }, { $version }
   *[other] { $client } para { $server }: terminado pelo nó com o alerta { $alert } depois de mostrar { $certificate }, { $version }
}
cell-frames-reset-by-client = { $seen ->
    [no] { $client } para { $server }: derrubado pelo equipamento, { $version }
   *[other] { $client } para { $server }: derrubado pelo equipamento depois do certificado { $certificate }, { $version }
}
cell-frames-reset-by-server = { $seen ->
    [no] { $client } para { $server }: derrubado pelo nó, { $version }
   *[other] { $client } para { $server }: derrubado pelo nó depois de mostrar { $certificate }, { $version }
}
cell-frames-incomplete = { $seen ->
    [no] { $client } para { $server }: o handshake não tem fim na captura, { $version }
   *[other] { $client } para { $server }: o handshake não tem fim na captura, { $version }, certificado { $certificate }
}
