# Verificação prévia.
preflight-silent-title = Uma porta não respondeu, de modo que nada se sabe dela
preflight-silent-clear = Todas as portas responderam
preflight-silent-description = { $cell } não respondeu à sondagem: { $failure }.
preflight-silent-condition = Sempre: uma célula sem evidência nunca é considerada em ordem.
preflight-silent-how = Verifique se o nó está ativo e acessível daqui nesta porta e execute a verificação prévia de novo; ou forneça um pacote em que ele respondeu.
preflight-not-selected = O equipamento não receberá este certificado no caminho de atualização indicado: ele pede primeiro outro tipo de chave, e o nó o segue. Uma mudança da cadeia de cifras o traz de volta.

# O que mudar. Caminhos de menu e comandos não são traduzidos.
change-upload = Envie { $name } (SHA-256 { $sha256 }) para o armazenamento confiável de cada equipamento (Maintenance > Security > Trusted CA certificate). Nenhum serviço do nó reinicia; o risco é baixo.
change-upload-named = Obtenha o certificado da CA { $subject } com quem a administra, com todas as CAs acima dela, e envie-o para o armazenamento confiável de cada equipamento. Nenhum serviço do nó reinicia; o risco é baixo.
change-install-intermediate = Instale o certificado intermediário { $name } em { $node } (OS Administration > Certificate Management, como certificado confiável do repositório em questão), para que o nó o envie, e reinicie o serviço que o usa.
change-advertise = Anuncie { $node } como { $to } em vez de { $from } (no CUCM: System > Server) e depois atualize os servidores no equipamento. Os clientes aprendem o nome na próxima entrada.
change-reissue = Mande emitir de novo o certificado { $name } de { $nodes } por uma CA que já é confiável, com estes nomes: { $names }. Depois reinicie os serviços que o usam, como Tomcat, TFTP e CallManager; os telefones podem se registrar de novo.
change-prefer-rsa = Coloque ECDHE-RSA-AES256-GCM-SHA384: no início da cadeia de cifras (Maintenance > Security > Ciphers) e reinicie o equipamento. Isso ajuda somente até o TLS 1.2 e deixa o certificado ECDSA como está.

# Usage.
usage-preflight = Indique os nós a consultar com --inventory ou como HOST[:PORT], ou forneça um pacote com --bundle.
usage-preflight-trust = Indique o armazenamento confiável do equipamento com --trust: sem ele nada pode ser avaliado.
