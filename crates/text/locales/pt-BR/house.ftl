# Pelo que alguém responde, regras da casa, comandos rápidos.
suppressed-heading = Suprimidos
suppressed-word = SUPRIMIDO
suppressed-why = Suprimido até { $until }: { $reason } ({ $place })
suppressed-summary = { $count ->
    [1] Um achado está suprimido e não conta; ele está no final.
   *[other] { $count } achados estão suprimidos e não contam; eles estão no final.
}
suppressed-ended = A supressão de { $code } em { $place } terminou em { $until } e não conta mais. Corrija o problema ou decida novamente.
suppressed-nothing = A supressão de { $code } em { $place } não corresponde a nada do que foi encontrado. Remova-a ou corrija o que ela nomeia.
suppressed-other-cells = Outras células deste achado estão suprimidas; os números e as evidências são de todas elas.

house-rule-title = { $name } viola uma regra da casa: { $rule }
house-rule-clear = Nenhum certificado viola uma regra da casa
house-rule-topic = Regras da casa para certificados
house-rule-description = O certificado { $name } (SHA-256 { $sha256 }) é aceito, mas tem { $found }, e { $place } exige { $rule }.
house-rule-condition = Uma cadeia é aceita pela verificação, e um certificado dela viola uma regra do arquivo indicado por --policy.
house-rule-information = O equipamento não conhece esta regra: ele aceita a conexão mesmo assim.
house-rule-action = Emita novamente o certificado { $name } como a regra exige, ou altere a regra em { $place }.

probe-heading = Porta { $port }, { $key }
probe-no-trust = A confiança não é avaliada: indique o armazenamento confiável com --trust. A seguir está o que o nó apresenta, e se os nomes estão em seus certificados.
probe-label-client = certificado de cliente
probe-asks-for-client = solicitado
probe-asks-for-none = não solicitado
probe-way-name = { $name } em { $ip }
probe-way-bare = { $name }, caso os clientes usem só o endereço
probe-trusted = { $way }: confiável
probe-refused = { $way }: recusado
probe-name-fits = { $way }: está no certificado
probe-name-fails = { $way }: não está no certificado
probe-not-served = Porta { $port }: o nó não apresenta certificado do tipo { $key }.
probe-no-answer = Porta { $port }, { $way }: sem resposta: { $failure }
probe-sent-too = Também enviado: { $subject }
probe-suppressed = { $code } está suprimido até { $until }: { $reason }
probe-bare-only = Isto diz respeito apenas a endereços: quem usa o nome não é afetado.
probe-more-addresses = O nome leva a mais endereços do que são consultados; { $count } deles ficaram de fora.

doctor-config-found = A configuração é { $file }.
doctor-no-config = Indique a configuração com --config, ou um log com --log: não existe nenhum de { $places }.
doctor-probe-needs-config = Sem configuração não há armazenamento confiável, e nenhum nó é consultado.
doctor-stdout = O log de { $file } vai para a saída padrão. Indique com --log o que foi feito dele, como a saída de journalctl em um arquivo.
doctor-label-what = o quê
doctor-label-when = desde
doctor-label-do = fazer
doctor-label-safely = com segurança
doctor-label-workaround = enquanto isso
doctor-label-now = agora
doctor-label-server = servidor
doctor-label-more = mais
doctor-nothing-wrong = Não há nada errado que o log mostre; requisições: { $count }
doctor-no-requests = O log não mostra nenhuma requisição neste período.
doctor-seen = { $first } a { $last }; requisições: { $requests }, usuários: { $users }
doctor-seen-at-least = { $first } a { $last }; requisições: { $requests }, usuários: pelo menos { $users }
doctor-explain = Leia o que significa: tollgate explain { $code }
doctor-add = Adicione { $name } (SHA-256 { $sha256 }) ao armazenamento confiável { $store }.
doctor-certificate = É { $name }, SHA-256 { $sha256 }.
doctor-safely-upload = Obtenha-o com "{ $fetch }", compare o SHA-256 com o do nó e depois "{ $append }", "{ $check }" e "{ $reload }": as requisições em andamento terminam, nada reinicia.
doctor-safely-node = Nada é alterado aqui. Depois, consulte o nó novamente: { $command }
doctor-now-accepted = { $cell } é aceito novamente.
doctor-now-refused = { $cell } ainda é recusado ({ $code }).
doctor-now-silent = { $cell } não apresentou certificado em dois segundos.
doctor-server = { $state } desde { $started }; VerifyOriginServer { $mode }
doctor-server-log = Linhas do log foram perdidas: { $lost } { $failure }
doctor-server-silent = O servidor de tráfego não responde em { $address } ({ $why }). Ele está em execução?
doctor-more = Outros achados: { $count }. Veja: tollgate analyze { $logs }
doctor-workaround = Defina origin = "Report" em [verify] em { $config } e envie SIGHUP: nós recusados são usados mesmo assim, e cada um é registrado no log. Quem se colocar entre o servidor e um nó lê o que os usuários enviam, inclusive senhas (CVE-2022-20814): decida agora quando voltará a "On".
