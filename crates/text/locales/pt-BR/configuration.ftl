# Constatações sobre configuração, alarmes, datas e evidências, e as frases de relatórios inteiros.

duplicate-search-rule-title = Regras de busca duplicadas para o mesmo protocolo: { $rules }
duplicate-search-rule-clear = Não há duas regras de busca que façam o mesmo
duplicate-search-rule-topic = Regras de busca duplicadas para o mesmo protocolo
duplicate-search-rule-description = As regras de busca ativas { $rules } têm a mesma origem, o mesmo padrão e a mesma prioridade, e ambas aceitam chamadas { $protocol }. Uma chamada que corresponda a elas é tentada pelas duas, e o destino pode receber duas mensagens INVITE.
duplicate-search-rule-condition = Duas regras de busca ativas com a mesma origem, o mesmo modo, o mesmo padrão e a mesma prioridade, e um protocolo em comum.
duplicate-search-rule-action-1 = Veja as regras em Configuration > Dial plan > Search rules e desative ou exclua a que não é necessária.
duplicate-search-rule-action-2 = Se as duas forem necessárias, dê a elas prioridades diferentes e faça a primeira encerrar a busca ao encontrar (On successful match: Stop).

detected-alarms-title = { $count ->
    [1] Há um alarme ativo
   *[other] Há { $count } alarmes ativos
}: { $alarms }
detected-alarms-clear = Nenhum alarme ativo
detected-alarms-topic = Alarmes do appliance
detected-alarms-description = Quando o registro foi iniciado, o appliance informava: { $alarms }.
detected-alarms-condition = Um alarme foi gerado e não tinha sido encerrado quando o status foi gravado.
detected-alarms-action-1 = Siga a ação que Status > Alarms indica para cada alarme.

server-failed-to-verify-title = Certificados não puderam ser verificados: { $servers }
server-failed-to-verify-clear = Nenhum certificado falhou na verificação
server-failed-to-verify-topic = Falha na verificação de certificados
server-failed-to-verify-description = O appliance não conseguiu verificar o certificado de { $servers }, e as conexões TLS falharam.
server-failed-to-verify-condition = Uma linha do log diz que um certificado foi recusado, ou o appliance encerrou um handshake por causa dele.
server-failed-to-verify-action-1 = Veja o certificado e o motivo nas linhas abaixo; coloque a cadeia de CAs que o assinou no armazenamento confiável (Maintenance > Security > Trusted CA certificate), ou corrija o nome.

certificates-expired-title = { $count ->
    [1] Um certificado expirou
   *[other] { $count } certificados expiraram
}: { $certificates }
certificates-expired-clear = Nenhum certificado expirou
certificates-expired-topic = Certificados expirados
certificates-expired-description = No momento das evidências, estes certificados já tinham expirado: { $certificates }. Como cada solicitação é verificada, um certificado expirado de um nó ou de uma CA acima dele interrompe o Mobile and Remote Access por meio dele.
certificates-expired-condition = Um certificado do armazenamento confiável, do appliance, de um nó ou da lista de certificados de um nó terminou antes da coleta das evidências.
certificates-expired-action-1 = Renove os certificados que ainda estão em uso, ou peça à CA que os emita de novo.
certificates-expired-action-2 = Exclua os que ninguém precisa do armazenamento confiável de todos os servidores do cluster.
certificates-expired-myth = Recomendações antigas dizem que um certificado Tomcat expirado só gera avisos em navegadores. Isso não vale mais onde o servidor de tráfego verifica cada conexão.

certificates-ending-title = Certificados expiram em breve: { $certificates }
certificates-ending-clear = Nenhum certificado expira em breve
certificates-ending-topic = Certificados que expiram em breve
certificates-ending-description = Estes certificados estão na última parte da sua validade: { $certificates }. O que os usa falha a partir desse dia.
certificates-ending-condition = Resta a um certificado menos de um décimo da sua validade, ou menos de 30 dias e menos de um terço dela; a um certificado de uma lista, do qual só se conhece o fim, menos de 30 dias.
certificates-ending-action-1 = Renove estes certificados antes que expirem: { $certificates }.
certificates-ending-action-2 = Se os novos forem autoassinados ou de outra CA, envie antes os próprios certificados ou a cadeia dessa CA para o armazenamento confiável de todos os servidores do cluster.

traffic-server-enforces-verification-title = O servidor de tráfego verifica os certificados dos nós de UC e recusa os de { $servers }
traffic-server-enforces-verification-clear = O servidor de tráfego não recusou nenhum certificado de nó de UC
traffic-server-enforces-verification-topic = Verificação dos nós de UC pelo servidor de tráfego
traffic-server-enforces-verification-description = A partir desta versão, o servidor de tráfego do Expressway-C verifica o certificado de cada nó de CUCM, IM and Presence e Unity Connection em cada solicitação HTTPS, qualquer que seja o TLS verify mode da descoberta. Ele recusou os de { $servers }; as solicitações foram respondidas com 502.
traffic-server-enforces-verification-action-1 = Coloque a cadeia de CAs que assinou o certificado do nó, ou o próprio certificado autoassinado, no armazenamento confiável de todos os servidores do cluster (Maintenance > Security > Trusted CA certificate).
traffic-server-enforces-verification-action-2 = Garanta que o endereço usado pelos clientes esteja no certificado, ou anuncie o nó por um nome que esteja (no CUCM: System > Server), e atualize os servidores.
traffic-server-enforces-verification-workaround = Desative a verificação em cada Expressway-C: xConfiguration EdgeConfigServer VerifyOriginServer: Off
traffic-server-enforces-verification-risk = Ninguém mais confere com quem o servidor de tráfego fala: quem puder desviar as conexões dele lê senhas e chamadas. Ative a verificação de novo assim que os certificados estiverem corretos.

verification-off-title = O servidor de tráfego não recusa nós não verificados: VerifyOriginServer está em { $value }
verification-off-clear = O servidor de tráfego verifica os seus nós
verification-off-topic = A opção VerifyOriginServer
verification-off-description = Em { $peers }, a opção VerifyOriginServer está em { $value }. As conexões com nós de UC são usadas qualquer que seja o certificado mostrado.
verification-off-action-1 = Ponha em ordem os certificados dos nós; as outras constatações e "tollgate preflight" dizem o que falta.
verification-off-action-2 = Depois ative a verificação de novo: xConfiguration EdgeConfigServer VerifyOriginServer: On

allow-list-denied-title = A lista de permissões negou { $count ->
    [1] uma solicitação
   *[other] { $count } solicitações
}: { $requests }
allow-list-denied-clear = A lista de permissões não negou nada
allow-list-denied-topic = Solicitações negadas pela lista de permissões
allow-list-denied-description = A lista de permissões (HTTP allow list) não tem regra para { $requests }. Os clientes receberam 403.
allow-list-denied-condition = Uma solicitação de um cliente não corresponde a nenhuma regra da lista de permissões.
allow-list-denied-action-1 = Se estas solicitações são desejadas, adicione uma regra em Configuration > Unified Communications > HTTP allow list > Editable inbound rules; para nós da implantação de UC, atualize os servidores para que as regras automáticas sejam criadas.
allow-list-denied-action-2 = Se não são desejadas, descubra qual cliente as faz.

discovery-checks-publisher-title = A descoberta verificou só o publisher; ninguém verificou ainda { $nodes }
discovery-checks-publisher-clear = Todos os nós descobertos aparecem nas evidências
discovery-checks-publisher-topic = Nós que a descoberta não verifica
discovery-checks-publisher-description = Com TLS verify mode On, a descoberta confere o publisher que foi digitado. Os outros nós vêm do banco de dados dele, e { $nodes } não mostrou certificado nestas evidências: não se sabe se os clientes conseguem usá-los.
discovery-checks-publisher-condition = Foram descobertos mais nós do que aqueles cujos certificados aparecem nas evidências.
discovery-checks-publisher-action-1 = Verifique estes nós antes que os clientes precisem deles: tollgate preflight com { $nodes } nas portas 8443 e 6972.

node-advertised-by-address-title = Nós são anunciados por endereço IP ou nome curto: { $addresses }
node-advertised-by-address-clear = Os nós são anunciados pelo nome completo
node-advertised-by-address-topic = Como os nós são anunciados
node-advertised-by-address-description = Os clientes pedem { $addresses }, como o publisher anuncia os seus nós. Um certificado raramente contém um endereço IP ou um nome de host sem domínio, e a conexão é verificada exatamente contra o que foi pedido.
node-advertised-by-address-condition = Um nó consta em System > Server do CUCM com um endereço IP ou com um nome de host sem domínio.
node-advertised-by-address-action-1 = Troque a entrada em System > Server do CUCM pelo nome completo do nó e depois atualize os servidores no Expressway-C.
node-advertised-by-address-action-2 = Ou faça com que o certificado seja emitido de novo com { $addresses } entre os nomes alternativos (SAN).

same-name-certificates-title = Vários certificados têm o nome { $name }: { $certificates }
same-name-certificates-clear = Não há dois certificados com o mesmo nome
same-name-certificates-topic = Certificados com o mesmo nome
same-name-certificates-description = { $certificates } têm o mesmo nome { $name } e são certificados diferentes. Um appliance procura um certificado pelo assunto e para no primeiro; de dois, só um é usado, e o segundo não pode ser enviado.
same-name-certificates-condition = Dois certificados diferentes com o mesmo assunto estão no armazenamento confiável, ou dois autoassinados com o mesmo CN teriam de ser enviados para ele.
same-name-certificates-action-1 = Faça com que os certificados sejam assinados por uma CA e envie a cadeia dela, para que nenhum deles precise estar no armazenamento confiável.
same-name-certificates-action-2 = Ou use um só certificado para ambos: desde o CUCM 14, o certificado Tomcat pode ser reutilizado para o CallManager.
same-name-certificates-action-3 = Ou faça com que sejam emitidos de novo com nomes comuns diferentes.

trust-store-differs-title = Os armazenamentos confiáveis dos peers são diferentes: { $certificates }
trust-store-differs-clear = Os peers confiam nos mesmos certificados
trust-store-differs-topic = Armazenamentos confiáveis dos peers
trust-store-differs-description = Nem todos os peers do cluster confiam em { $certificates }; { $peers } não confia. Os armazenamentos confiáveis não são replicados, e o mesmo cliente funciona ou falha conforme o peer a que chega.
trust-store-differs-condition = Dois peers de um mesmo cluster, com a mesma função, têm armazenamentos confiáveis diferentes.
trust-store-differs-action-1 = Envie os certificados que faltam para o armazenamento confiável de { $peers } (Maintenance > Security > Trusted CA certificate).

cipher-string-prefers-ecdsa-title = A lista de cifras prefere certificados ECDSA: { $setting }
cipher-string-prefers-ecdsa-clear = A lista de cifras prefere certificados RSA, ou não tem preferência que importe
cipher-string-prefers-ecdsa-topic = Tipo de chave que a lista de cifras prefere
cipher-string-prefers-ecdsa-description = O servidor de tráfego oferece aos nós as cifras de { $setting }, em que ECDSA vem antes de RSA: um nó que tem ambos mostra o seu certificado ECDSA (tomcat-ECDSA ou CallManager-ECDSA no CUCM), que muitas vezes é autoassinado ou de outra CA.
cipher-string-prefers-ecdsa-condition = A lista não começa com ECDHE-RSA-AES256-GCM-SHA384, como após uma atualização a partir de uma versão anterior a X14.0 e após uma instalação nova de X14.2. No TLS 1.3 a lista não decide.
cipher-string-prefers-ecdsa-action-1 = Faça com que os certificados ECDSA dos nós também sejam confiáveis: assine-os com uma CA confiável, ou envie-os.
cipher-string-prefers-ecdsa-action-2 = Ou ponha ECDHE-RSA-AES256-GCM-SHA384: no início da lista { $setting } (Maintenance > Security > Ciphers, UC server discovery e reverse proxy); o appliance precisa ser reiniciado. As outras listas são avaliadas à parte e não precisam mudar.

own-certificate-not-for-clients-title = O certificado do próprio appliance não pode ser usado como cliente: { $subject }
own-certificate-not-for-clients-clear = O certificado do próprio appliance pode ser usado como cliente
own-certificate-not-for-clients-topic = Certificado próprio como cliente
own-certificate-not-for-clients-description = Os nós pedem o certificado do Expressway-C (o CUCM, nas portas 6971 e 6972). O uso estendido de chave de { $subject } não inclui autenticação de cliente, e um nó que o confira recusa a conexão.
own-certificate-not-for-clients-condition = O certificado do servidor tem um uso estendido de chave sem clientAuth. As CAs públicas estão deixando de emitir certificados com ele.
own-certificate-not-for-clients-action-1 = Faça com que o certificado do appliance seja emitido de novo com autenticação de servidor e de cliente; uma CA privada pode fazê-lo.
own-certificate-not-for-clients-action-2 = Garanta que tomcat-trust e CallManager-trust dos nós tenham a CA que o assina, e reinicie neles Tomcat, CallManager e TFTP.

weak-key-stored-title = Há chaves ou assinaturas fracas armazenadas: { $certificates }
weak-key-stored-clear = As chaves e assinaturas armazenadas são fortes o bastante
weak-key-stored-topic = Força dos certificados armazenados
weak-key-stored-description = Estes certificados têm uma chave curta ou uma assinatura que versões mais novas recusam: { $certificates }.
weak-key-stored-condition = Um certificado do armazenamento confiável ou do servidor tem uma chave RSA de menos de 2048 bits, uma curva elíptica de menos de 256 bits, ou é assinado com MD5 ou SHA-1 e não é raiz.
weak-key-stored-action-1 = Faça com que estes certificados sejam emitidos de novo com RSA 2048 ou EC P-256 e SHA-256, e exclua os antigos.

evidence-damaged-title = { $count ->
    [1] Um arquivo não foi lido
   *[other] { $count } arquivos não foram lidos
}, ou não por inteiro: { $files }
evidence-damaged-clear = Todas as evidências foram lidas
evidence-damaged-topic = Se todas as evidências foram lidas
evidence-damaged-description = De { $files }, uma parte ou tudo falta ou está danificado. O que está ali não consta deste relatório.
evidence-damaged-condition = Um arquivo está cortado, danificado, criptografado, é grande demais ou de um tipo que não é lido.
evidence-damaged-action-1 = Obtenha estes arquivos de novo e analise-os: { $files }.

capture-lacks-handshake-title = Não há handshake para { $cells }
capture-lacks-handshake-clear = Há um handshake capturado para cada falha
capture-lacks-handshake-topic = Handshakes das conexões que falharam
capture-lacks-handshake-description = O log mostra falhas em { $cells }, e nenhuma captura mostra o certificado apresentado ali.
capture-lacks-handshake-condition = Conexões falharam no log, e as capturas não têm os seus handshakes: o tcpdump estava desligado, filtrado ou começou depois.

certificate-not-visible-title = Os certificados de { $cells } não são visíveis na captura
certificate-not-visible-clear = Os certificados dos handshakes capturados são visíveis
certificate-not-visible-topic = Visibilidade dos certificados capturados
certificate-not-visible-description = Em { $cells }, os handshakes são TLS 1.3, que criptografa os certificados, ou retomaram uma sessão anterior, que não envia nenhum. Um certificado não visível não significa que não havia um.
certificate-not-visible-condition = TLS 1.3 sem os seus segredos, ou somente sessões retomadas.

clock-skew-title = Os relógios divergem: { $what }
clock-skew-clear = Os relógios das evidências concordam
clock-skew-topic = Relógios das evidências
clock-skew-description = { $what }. As constatações usam os horários do log. Se o relógio do appliance estiver errado, os certificados podem ser avaliados no momento errado.
clock-skew-condition = Log e captura, ou os dois relógios das linhas do log, divergem em mais de dois segundos, ou um relógio foi atrasado.
clock-skew-action-1 = Verifique os servidores de hora do appliance (System > Time) e dos nós.

log-restarted-title = O servidor de tráfego foi reiniciado: { $count ->
    [1] uma vez
   *[other] { $count } vezes
}
log-restarted-clear = O servidor de tráfego não foi reiniciado durante o registro
log-restarted-topic = Reinícios do servidor de tráfego
log-restarted-description = O servidor de tráfego foi iniciado de novo em { $times }. As solicitações em andamento ficam sem fim no log, e o que estava configurado antes pode não valer depois.
log-restarted-condition = O id de processo do servidor de tráfego muda no log, ou ele mesmo diz que foi iniciado.
log-restarted-action-1 = Se ninguém o reiniciou de propósito, procure o motivo antes desse horário e veja os relatórios de incidentes (Maintenance > Diagnostics > Incident reporting).

condition-verifying-release = Em versões cujo servidor de tráfego verifica cada conexão com um nó de UC (X14.2 e posteriores; segundo outra fonte, X14.0.8 e posteriores), conforme o valor de VerifyOriginServer.
condition-by-rules = Quando as regras desta assinatura são satisfeitas.
signature-related-defects = Defeitos relacionados: { $defects }.
versions-disputed = As fontes públicas divergem sobre a primeira versão afetada, e este appliance executa uma que só algumas delas citam:
versions-enforced-from-14-2 = A mudança de comportamento documentada diz que a verificação é imposta a partir de X14.2.0.
versions-enforced-from-14-0-8 = Um artigo posterior sobre os requisitos de certificado do Mobile and Remote Access diz a partir de X14.0.8.
not-applicable-role = { $peer } é um { $role }; isto diz respeito à outra função.
not-applicable-version = { $peer } executa { $version }; as afetadas são { $affected }.
not-applicable-mra-off = O Mobile and Remote Access está desativado em { $peer }.
missing-how-log = Colete um log de diagnóstico: Maintenance > Diagnostics > Diagnostic logging, Start new log, repita o que falha, Stop logging, Collect log, Download log.
missing-how-capture = Colete um log de diagnóstico com "Take tcpdump while logging" marcado e sem filtros, iniciado antes de os clientes entrarem, em todos os peers.
missing-how-trust-store = Acrescente o armazenamento confiável: o arquivo ca_*.pem do pacote de diagnóstico, ou Maintenance > Security > Trusted CA certificate, Show all (PEM file), de cada peer.
missing-how-server-certificate = Acrescente o certificado do appliance: o arquivo server_*.pem do pacote de diagnóstico, ou Maintenance > Security > Server certificate, Show (PEM file).
missing-how-configuration = Acrescente a configuração: o arquivo xconf_dump_* do pacote de diagnóstico, ou a saída de xConfiguration.
missing-how-status = Acrescente o status: o arquivo xstat_dump_* do pacote de diagnóstico, ou a saída de xStatus.
missing-how-certificate-list = Cole a lista de certificados do nó: Cisco Unified OS Administration, Security > Certificate Management, ou a saída de "show cert list own".
missing-how-files-again = Obtenha de novo os arquivos danificados ou não lidos, descompactados se preciso, e analise-os com o resto.
missing-how-key-log = Forneça os segredos das sessões TLS (--keylog), capture com TLS 1.2 como versão máxima, ou pergunte ao próprio nó: tollgate preflight.
alarm-verbose-logging = O alarme 25019 (verbose log levels) é gerado pelo próprio registro de diagnóstico e encerrado quando ele termina. Não é uma falha.

certificates-ending-listed = Segundo a lista, o certificado { $certificate } do nó expira { $count ->
    [1] um dia
   *[other] { $count } dias
} depois da coleta das evidências. As conexões que usam esse tipo de chave falham em seguida, mesmo que outro certificado seja corrigido: renove-o na mesma janela de manutenção.

ciphers-upgrade-path = Segundo as notas de versão, uma atualização a partir de X14.0 ou posterior põe { $prefix } no início da lista, e RSA continua preferido; uma atualização a partir de uma versão anterior e uma instalação nova de X14.2 não o fazem, e ECDSA é preferido. As evidências não mostram por qual caminho este appliance veio; vale a lista como está.
ciphers-not-observed = Nenhum handshake nas evidências mostra qual certificado os nós escolhem para ela.
ciphers-observed = Como diz a lista, certificados ECDSA foram mostrados em { $cells }.
ciphers-contradicted = A lista prefere RSA, e mesmo assim certificados ECDSA foram mostrados em { $cells }. Vale o que foi observado: a lista foi alterada sem reinício, os nós seguem a sua própria ordem, ou não têm certificado RSA ali.
ciphers-other-lists = As listas { $settings } preferem o outro tipo de chave; são para outras conexões e foram avaliadas à parte.
evidence-refused-handshake = O appliance encerrou o handshake com { $server } pelo alerta { $alert }.
evidence-asked-for = Um cliente pediu { $address }.
evidence-not-stored = { $certificate } não está no armazenamento confiável de { $peer }.
evidence-clock-line = A primeira linha em que os relógios divergem.
evidence-restart = Em { $host }, o processo { $to } do servidor de tráfego sucede ao processo { $from }.
attached-traffic-server-enforces-verification = A versão verifica cada conexão com um nó de UC, e por isso esta causa encerra solicitações. Versões anteriores seguiam em frente apesar dela.
attached-server-failed-to-verify = As linhas sobre falha de verificação são destas conexões.
attached-certificates-expired = Os certificados expirados são os destas conexões.
attached-cipher-string-prefers-ecdsa = A lista de cifras faz os nós mostrarem o seu certificado ECDSA, que é o recusado.
attached-node-advertised-by-address = O nó é anunciado por esse endereço: os clientes o pedem, e o certificado é comparado com ele.
attached-discovery-checks-publisher = O TLS verify mode da descoberta confere só o endereço do publisher, e por isso a descoberta teve êxito apesar disto.
attached-trust-store-differs = Outro peer do cluster confia no certificado que falta aqui.
summary-issues = { $count ->
    [1] Foi encontrado um problema.
   *[other] Foram encontrados { $count } problemas.
}
summary-failed = { $count ->
    [1] Uma solicitação foi respondida
   *[other] { $count } solicitações foram respondidas
} com erro, de { $first } a { $last }; usuários afetados: { $users }.
summary-potential = { $count ->
    [1] Nenhum problema foi encontrado, mas há um possível problema.
   *[other] Nenhum problema foi encontrado, mas há { $count } possíveis problemas.
}
summary-missing = Nenhum problema foi encontrado; { $count ->
    [1] a uma verificação faltam
   *[other] a { $count } verificações faltam
} evidências para afirmá-lo.
summary-clear = Nenhum problema foi encontrado: { $count ->
    [1] uma verificação está
   *[other] { $count } verificações estão
} em ordem.
summary-nothing = Não há nada a dizer sobre estas evidências.
matrix-trusted-and-answered = O certificado é confiável, e as solicitações foram respondidas.
matrix-trusted = O certificado é confiável.
matrix-not-judged = Um certificado foi mostrado, e não há armazenamento confiável para avaliá-lo.
matrix-failed-unexplained = Solicitações falharam, e as evidências não dizem por quê.
matrix-answered = As solicitações foram respondidas; o certificado não está nas evidências.
matrix-not-seen = Nem certificado nem resposta estão nas evidências.
event-restart = Servidor de tráfego iniciado em { $host }, processo { $pid }
event-change = Configuração alterada: { $line }
event-verification = VerifyOriginServer está em { $value }
event-marker = Marcador: { $line }
input-same = igual a um arquivo anterior; contado uma vez
input-capture = { $frames } quadros, { $count ->
    [1] um handshake TLS
   *[other] { $count } handshakes TLS
}
input-dump = { $count ->
    [1] um valor
   *[other] { $count } valores
}
input-certificates = { $count ->
    [1] um certificado
   *[other] { $count } certificados
}
input-certificate-list = { $count ->
    [1] um certificado na lista
   *[other] { $count } certificados na lista
}
input-log = { $count ->
    [1] uma linha
   *[other] { $count } linhas
}
note-join-ambiguous = { $peer }: log e captura coincidem no tempo de mais de uma forma, e as tentativas foram associadas aos handshakes só pela ordem.
note-contradictions = Os dumps em texto e em XML de um pacote se contradizem sobre { $count ->
    [1] um valor
   *[other] { $count } valores
}; vale o do texto.
note-more-chains = { $count ->
    [1] Mais uma cadeia apresentada foi omitida
   *[other] Mais { $count } cadeias apresentadas foram omitidas
} por serem muitas.
note-more-handshakes = { $place }: { $count ->
    [1] mais um handshake foi omitido
   *[other] mais { $count } handshakes foram omitidos
} por serem muitos.
note-evicted-streams = { $place }: { $count ->
    [1] um fluxo TCP foi abandonado
   *[other] { $count } fluxos TCP foram abandonados
} para limitar a memória.
note-damaged-lines = { $place }: { $count ->
    [1] uma linha quebrada ou mal lida foi reparada
   *[other] { $count } linhas quebradas ou mal lidas foram reparadas
}.
note-more-transactions = { $place }: { $count ->
    [1] mais uma solicitação que falhou foi contada e não guardada
   *[other] mais { $count } solicitações que falharam foram contadas e não guardadas
}.
note-before-since = { $place }: { $count ->
    [1] uma linha é anterior
   *[other] { $count } linhas são anteriores
} ao período pedido.
note-ended-since = Desde a coleta das evidências, { $count ->
    [1] um certificado expirou
   *[other] { $count } certificados expiraram
}: { $names }.
