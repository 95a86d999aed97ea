# Pelo que alguém responde, regras da casa, comandos rápidos.
suppressed-heading = Suprimidos
suppressed-word = SUPRIMIDO
suppressed-why = Suprimido até { $until }: { $reason } ({ $place })
suppressed-summary = { $count ->
    [one] Um achado está suprimido e não conta; ele está no final.
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
