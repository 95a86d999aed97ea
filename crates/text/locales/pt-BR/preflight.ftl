# Verificação prévia.
preflight-silent-title = Uma porta não respondeu, de modo que nada se sabe dela
preflight-silent-clear = Todas as portas responderam
preflight-silent-description = { $cell } não respondeu à sondagem: { $failure }.
preflight-silent-condition = Sempre: uma célula sem evidência nunca é considerada em ordem.
preflight-silent-how = Verifique se o nó está ativo e acessível daqui nesta porta e execute a verificação prévia de novo; ou forneça um pacote em que ele respondeu.
preflight-not-selected = O equipamento não receberá este certificado no caminho de atualização indicado: ele pede primeiro outro tipo de chave, e o nó o segue. Uma mudança da cadeia de cifras o traz de volta.

# Usage.
usage-preflight = Indique os nós a consultar com --inventory ou como HOST[:PORT], ou forneça um pacote com --bundle.
usage-preflight-trust = Indique o armazenamento confiável do equipamento com --trust: sem ele nada pode ser avaliado.
