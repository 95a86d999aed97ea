# Plano: o que mudar, o que isso acarreta e outros caminhos. Caminhos de menu, serviços e comandos não são traduzidos.
report-label-restart = reiniciar
report-label-risk = risco
plan-together = Junto com isto:
plan-no-restart = nenhum serviço do nó
plan-restarts = Serviços a reiniciar: { $services }.
plan-restart-appliance = cada equipamento, o primário primeiro
plan-restart-unknown = o serviço que apresenta o certificado

change-upload = Envie { $name } (SHA-256 { $sha256 }) para o armazenamento confiável de cada equipamento (Maintenance > Security > Trusted CA certificate).
change-upload-named = Obtenha o certificado da CA { $subject } com quem a administra, com todas as CAs acima dela, e envie-o para o armazenamento confiável de cada equipamento (Maintenance > Security > Trusted CA certificate).
change-install-intermediate = Instale o certificado intermediário { $name } em { $node } (OS Administration > Certificate Management, como certificado confiável do repositório em questão), para que o nó o envie.
change-install-named = Obtenha o certificado intermediário { $subject } com quem administra essa CA e instale-o em { $node } (OS Administration > Certificate Management, como certificado confiável do repositório em questão), para que o nó o envie.
change-advertise = Anuncie { $node } como { $to } em vez de { $from } (no CUCM: System > Server; no Unity: o serviço de UC) e depois atualize os servidores no equipamento (Configuration > Unified Communications).
change-advertise-choice = Anuncie { $node } pelo nome em vez de { $from } (no CUCM: System > Server; no Unity: o serviço de UC) e depois atualize os servidores no equipamento (Configuration > Unified Communications). O certificado contém estes nomes, dos quais um precisa apontar para o nó: { $names }.
change-reissue = Mande emitir de novo o certificado { $name } de { $nodes } por uma CA que já é confiável, com estes nomes: { $names }.
change-reissue-shared = Mande emitir de novo o certificado multisservidor { $name } de { $nodes }, uma só vez para todos os nós que o compartilham, por uma CA que já é confiável, com estes nomes: { $names }.
change-prefer-rsa = Coloque ECDHE-RSA-AES256-GCM-SHA384: no início da cadeia de cifras (Maintenance > Security > Ciphers).

risk-upload = Baixo. Quem tem a chave desta CA pode se passar por qualquer nó: compare antes a impressão digital com o dono dela.
risk-upload-self-signed = Baixo. Compare antes a impressão digital com o nó. É preciso enviá-lo de novo sempre que o nó gerar um novo.
risk-upload-named = Baixo. Ele não está à mão, e só quando estiver se verá se é tudo o que falta.
risk-install-intermediate = Médio. As entradas são interrompidas e, onde o CallManager ou o TFTP reinicia, também os telefones.
risk-advertise = Médio. O nome precisa apontar para o nó, para o equipamento e dentro da rede. Os clientes o aprendem na próxima entrada.
risk-reissue = Médio. As entradas são interrompidas e, onde o CallManager ou o TFTP reinicia, os telefones se registram de novo. O novo certificado não pode ser testado antes de existir.
risk-prefer-rsa = Médio. Ajuda somente até o TLS 1.2 e deixa o certificado ECDSA como está, para falhar quando a cadeia mudar.
