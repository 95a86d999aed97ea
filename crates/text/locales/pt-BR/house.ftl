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
