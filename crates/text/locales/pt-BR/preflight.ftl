# Verificação prévia.
preflight-silent-title = Uma porta não respondeu, de modo que nada se sabe dela
preflight-silent-clear = Todas as portas responderam
preflight-silent-description = { $cell } não respondeu à sondagem: { $failure }.
preflight-silent-condition = Sempre: uma célula sem evidência nunca é considerada em ordem.
preflight-silent-how = Verifique se o nó está ativo e acessível daqui nesta porta e execute a verificação prévia de novo; ou forneça um pacote em que ele respondeu.
preflight-not-selected = { $basis ->
    [observed] O equipamento não recebe este certificado no caminho de atualização indicado: o nó respondeu à oferta dele com o outro tipo de chave. Uma mudança da cadeia de cifras pode trazê-lo de volta.
   *[other] O equipamento não receberá este certificado no caminho de atualização indicado: ele pede primeiro outro tipo de chave, e o nó o segue. Uma mudança da cadeia de cifras o traz de volta.
}
preflight-expected-stores = A porta { $port } ({ $service }) normalmente apresenta os certificados de { $stores }. É o que diz a tabela de portas conhecidas; a sondagem não vê o armazenamento.
preflight-failover = { $all ->
    [yes] Os clientes só chegam a { $cells } quando outro nó está fora: isto falha no failover, como quando o publicador está fora, e ninguém percebe antes.
   *[other] Destes, { $cells } só são alcançados quando outro nó está fora: ali falha no failover, como quando o publicador está fora.
}
preflight-traffic-server-differs = { $verdict ->
    [trusted] O traffic server real, até onde suas regras são conhecidas, aceita o que estas regras recusam: { $cells }.
   *[other] O traffic server real, até onde suas regras são conhecidas, recusa o que estas regras aceitam: { $cells }, { $code }.
}
preflight-own-order = { $cells }: o nó escolhe o certificado pela própria ordem, seja o que for que o cliente indique primeiro. Nenhuma mudança da cadeia de cifras do equipamento inverte isso.
preflight-observation-wins = { $why ->
    [schemes] { $cell }: a lista de cifras deste caminho de atualização põe { $expected } primeiro, e foi observado { $observed }. A conexão é TLS 1.3, em que a lista de cifras não decide: decidem os algoritmos de assinatura, e o equipamento indica primeiro os de ECDSA. Vale a observação.
    [node] { $cell }: a lista de cifras deste caminho de atualização põe { $expected } primeiro, e foi observado { $observed }, porque o nó segue a própria ordem. Vale a observação.
   *[other] { $cell }: a lista de cifras deste caminho de atualização põe { $expected } primeiro, e foi observado { $observed }. Outra cadeia de cifras está em uso, ela só vale depois de reiniciar, ou o nó segue a própria ordem ou não tem outro certificado ali. Vale a observação.
}
preflight-other-offer-answered = O nó respondeu a outra oferta, com { $version } e { $suite }: ele está ativo e não tem nada em comum com o que o equipamento oferece.
preflight-old-versions-only = O nó fala no máximo { $version }. A partir do X14.2 o equipamento começa em TLS 1.2, a menos que o mínimo tenha sido reduzido.

# TG3003
preflight-dh-title = Diffie-Hellman com apenas { $bits } bits em { $cells }
preflight-dh-clear = Nenhum nó usa um grupo Diffie-Hellman pequeno
preflight-dh-topic = Tamanho dos grupos Diffie-Hellman dos nós
preflight-dh-description = { $met ->
    [yes] Em { $cells } o nó responde à oferta do equipamento com um grupo Diffie-Hellman de { $bits } bits. Abaixo de 1024 bits o equipamento encerra o handshake (dh key too small); hoje se querem 2048.
   *[other] Em { $cells } o nó tem um grupo Diffie-Hellman de { $bits } bits, que usou para outra oferta que não a do equipamento. Abaixo de 1024 bits um handshake com ele termina (dh key too small); hoje se querem 2048.
}
preflight-dh-condition = Quando um nó responde com uma cifra DHE. As cifras com curvas elípticas (ECDHE) não são afetadas.
preflight-dh-action = Faça o nó usar cifras com ECDHE ou um grupo de pelo menos 2048 bits; atualize um nó que não consiga.

# O que acontece com as células na atualização, como tabela.
preflight-prospects-title = Ao longo da atualização
preflight-prospects-caption = O que acontece com cada certificado no equipamento antes da atualização, depois dela e depois do plano; e no Tollgate em seu lugar
preflight-prospects-cell = Certificado em
preflight-prospects-before = Antes
preflight-prospects-after = Depois
preflight-prospects-after-plan = Depois do plano
prospect-passes = passa
prospect-fails = falha
prospect-not-used = não usado
prospect-unknown = não se sabe

# Usage.
usage-preflight = Indique os nós a consultar com --inventory ou como HOST[:PORT], ou forneça um pacote com --bundle.
usage-preflight-trust = Indique o armazenamento confiável do equipamento com --trust: sem ele nada pode ser avaliado.
