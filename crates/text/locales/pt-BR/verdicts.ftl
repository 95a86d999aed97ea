# Verdicts.
verdict-trusted = confiável
verdict-refused = recusado

# What a finding code means, in one line.
code-self-signed = O certificado é autoassinado e não está no armazenamento confiável.
code-issuer-unknown = A CA que assinou o certificado não está no armazenamento confiável.
code-intermediate-missing = Um certificado de CA intermediária não foi enviado nem está no armazenamento confiável.
code-dates = Um certificado está fora do seu período de validade.
code-shadowed = Outro certificado armazenado com o mesmo assunto ocupa o lugar dele.
code-weak = Uma chave ou uma assinatura é fraca demais.
code-usage = O certificado não pode ser usado para esta finalidade.
code-signature = Uma assinatura não confere.
code-too-long = A cadeia de confiança tem certificados de CA intermediária demais.
code-other = A cadeia de confiança não confere.
code-name-absent = O nome de host solicitado não está no certificado.
code-ip-absent = O endereço IP solicitado não está no certificado.
code-short-name = Foi solicitado um nome de host curto, que não está no certificado.
code-common-name-only = O nome está somente no CN do certificado.
code-partial-wildcard = O nome é coberto somente por um curinga parcial.
code-ip-as-name = O endereço IP aparece no certificado como nome de host.

# What to do. Menu paths are those of the appliance and are not translated.
remedy-upload-self-signed = Envie este certificado autoassinado para o armazenamento confiável (Maintenance > Security > Trusted CA certificate) de todos os servidores do cluster, ou faça com que o certificado do nó seja assinado por uma CA que já é confiável. Se o nó também tiver um certificado RSA confiável, preferir RSA na lista de cifras resolve no TLS 1.2.
remedy-upload-ca-chain = Envie a cadeia de CAs que assinou este certificado, inclusive { $subject }, para o armazenamento confiável (Maintenance > Security > Trusted CA certificate) de todos os servidores do cluster, ou faça com que o certificado do nó seja assinado por uma CA que já é confiável.
remedy-upload-issuer = Envie o certificado de CA { $issuer } e todas as CAs acima dele para o armazenamento confiável (Maintenance > Security > Trusted CA certificate) de todos os servidores do cluster.
remedy-install-intermediate = Instale no nó o certificado de CA intermediária { $issuer }, para que seja enviado, ou adicione-o ao armazenamento confiável de todos os servidores do cluster.
remedy-upload-root = Envie o certificado de CA { $issuer }, que emitiu { $subject }, para o armazenamento confiável de todos os servidores do cluster: um intermediário sozinho não encerra a cadeia.
remedy-renew-certificate = Renove o certificado { $subject } no nó.
remedy-replace-ca = Obtenha da CA o sucessor do certificado de CA { $subject }, envie-o para o armazenamento confiável de todos os servidores do cluster e instale-o no nó, se o nó enviar o antigo.
remedy-check-clock = Compare os relógios do nó, da CA e deste servidor (NTP). Se estiverem certos, aguarde até que o certificado { $subject } se torne válido.
remedy-upload-twin = Envie o certificado de CA cuja chave de fato assinou { $subject }: no armazenamento confiável há outro com o mesmo assunto.
remedy-reissue-damaged = Solicite uma nova emissão do certificado { $subject }: a assinatura não foi feita com a chave do emissor, ou o certificado está danificado.
remedy-reissue-stronger = Solicite uma nova emissão do certificado { $subject } com chave e assinatura mais fortes (RSA 2048 ou EC P-256, SHA-256).
remedy-reissue-usage = Solicite uma nova emissão do certificado { $subject } para a sua finalidade: autenticação de servidor para um nó, basic constraints CA e assinatura de certificados para uma CA.
remedy-reissue-inside-constraints = Solicite uma nova emissão do certificado { $subject } com nomes que as name constraints da CA permitam, ou por outra CA.
remedy-shorten-chain = Faça com que o certificado do nó seja emitido por uma CA mais próxima da raiz: são seguidos no máximo sete intermediários.
remedy-add-name = Adicione { $address } aos nomes alternativos (SAN) do certificado { $subject }, ou anuncie o nó por um nome que o certificado contenha (no CUCM: System > Server) e atualize os servidores aqui.
remedy-add-ip-address = Adicione o endereço IP { $address } aos nomes alternativos (SAN) do certificado { $subject }, ou anuncie o nó por um nome que o certificado contenha (no CUCM: System > Server) e atualize os servidores aqui.
remedy-use-full-name = Anuncie o nó pelo nome completo em vez de { $address } (no CUCM: System > Server) e atualize os servidores aqui, ou adicione { $address } aos nomes alternativos (SAN) do certificado { $subject }.
remedy-present-certificate = Configure um certificado de servidor no nó: ele não apresentou nenhum.
remedy-inspect-chain = Examine a cadeia com "tollgate cert chain".

# O que teria sido aceito, e o que foi encontrado.
expected-certificate = um certificado
expected-trusted-certificate = um certificado assinado por uma CA do armazenamento confiável, ou que esteja nele
expected-same-certificate = o próprio certificado { $subject }
expected-trusted-root = um certificado de CA raiz que esteja no armazenamento confiável
expected-issuer = emissor { $issuer }, enviado pelo nó ou no armazenamento confiável
expected-issuer-stored = emissor { $issuer } no armazenamento confiável
expected-valid = um certificado válido em { $at }
expected-signature = uma assinatura com a chave de { $issuer }
expected-strength = uma chave e uma assinatura com a força que o nível de segurança exige
expected-short-chain = no máximo { $limit } certificados de CA intermediária
expected-inside-constraints = nomes dentro das restrições de nome da CA emissora
expected-server-certificate = um certificado para um servidor TLS
expected-ca-certificate = um certificado de CA que possa emitir o certificado abaixo dele
expected-verifying-chain = uma cadeia de confiança que seja verificada
expected-address = { $address } entre os nomes do certificado
found-nothing = nenhum certificado foi apresentado
found-self-signed = certificado autoassinado { $subject }, ausente do armazenamento confiável
found-twin = outro certificado com o assunto { $subject } vem antes dele no armazenamento confiável
found-root = CA raiz { $subject }, ausente do armazenamento confiável
found-alone = o nó enviou apenas o próprio certificado
found-without-issuer = { $count } certificados foram enviados, nenhum deles é o emissor
found-not-issuer = o armazenamento confiável contém { $subject }, mas não o seu emissor
found-expired = expirou em { $end }, avaliado em { $at }
found-not-yet-valid = válido a partir de { $start }, avaliado em { $at }
found-other-key = a { $issuer } do armazenamento confiável tem outra chave
found-bad-signature = a assinatura não é verificada
found-key-and-signature = chave { $key }, assinatura { $signature }
found-longer-chain = uma cadeia mais longa
found-openssl = { $text }
found-names = { $names }
found-no-name = nenhum nome

# What passes today and deserves a look.
warning-weak-signature = { $subject } está assinado com { $found }, que versões mais novas recusam.
warning-short-key = { $subject } tem uma chave curta ({ $found }), que versões mais novas recusam.
warning-expires-soon = { $subject } expira em breve: { $found }.
warning-common-name-only = { $subject } contém o nome somente no CN; nomes devem estar nos nomes alternativos (SAN).
warning-partial-wildcard = { $subject } contém o nome somente por um curinga parcial ({ $found }).
warning-ip-as-name = { $subject } contém o endereço IP como nome de host ({ $found }), o que outros programas não aceitam.

# Labels.
label-address = endereço
label-alternative-names = nomes alternativos
label-authority-key = authority key id
label-connected = conectado a
label-domain = domínio
label-expected = esperado
label-found = encontrado
label-host = host
label-issued-by = emitido por
label-issued-to = emitido para
label-key = chave
label-path = caminho
label-port = porta
label-problem = problema
label-protocol = protocolo
label-remedy = solução
label-resolved = endereços
label-serial = nº de série
label-signature = assinatura
label-subject-key = subject key id
label-twin = mesmo assunto
label-upload = enviar
label-valid = validade
label-warning = aviso
value-none = nenhum
value-unreadable = ilegível

# Dates. $count is a number of days.
validity-left = { $count ->
    [1] resta { $count } dia
   *[other] restam { $count } dias
}
validity-expired = { $count ->
    [1] expirou há { $count } dia
   *[other] expirou há { $count } dias
}
validity-future = { $count ->
    [1] válido em { $count } dia
   *[other] válido em { $count } dias
}

# cert inspect and cert chain.
inspect-certificate = certificado { $depth }: { $name }
inspect-addresses = O certificado foi emitido para:
chain-absent = Não foi enviado nem está armazenado: falta este certificado.
chain-absent-key = Não foi enviado nem está armazenado: falta o certificado com subject key id { $key }.
chain-unused = Enviado, mas não faz parte da cadeia: { $subject }

# trust check.
note-no-certificate = { $file }: nenhum certificado encontrado; ignorado
store-duplicate = o mesmo certificado de { $file } #{ $position }
store-expired = expirado
store-not-yet-valid = ainda não é válido
store-not-an-anchor = não é CA nem autoassinado: não pode encerrar uma cadeia de confiança
store-same-subject = mesmo assunto de { $file } #{ $position }: aqui os dois funcionam, mas um equipamento real não aceita o segundo (CSCwa12905)
store-unreadable = não pode ser lido: { $error }
store-summary = certificados: { $certificates }, problemas: { $problems }

# allow test.
test-passed = ok
test-failed = FALHOU
test-difference = esperado { $expected }, encontrado { $result }
test-summary = aprovados: { $passed }, reprovados: { $failed }

# The lab.
lab-ready = O laboratório está em execução; Ctrl-C o encerra. Em outro terminal: tollgate serve --config { $config }
lab-not-running = Nenhum laboratório em execução neste diretório; é isto que um laboratório conteria.

# serve.
serve-listening = escutando em { $address }
serve-management = métricas, integridade e status em { $address }
serve-reloaded = configuração lida novamente (geração { $generation })
serve-needs-restart = só terá efeito no próximo início: { $keys }
serve-reload-failed = A configuração não entrou em vigor; a anterior continua valendo.
serve-draining = Concluindo as solicitações em andamento; um segundo sinal as interrompe.

# demo.
demo-opening = Quatro falhas de verificação de certificados, encenadas em nós simulados com TLS de verdade, e as suas soluções. Um cliente roteirizado faz login pelo traffic server como um cliente MRA.
demo-traffic-server = O traffic server escuta em { $address } e confia em steven-DC-CA.
demo-self-signed = 8443 funciona, 6972 não
demo-self-signed-story = Na porta 8443 os nós apresentam um certificado RSA assinado pela CA confiável. Na 6972 eles têm também um certificado ECDSA autoassinado, e a lista de cifras prefere ECDSA.
demo-upload-self-signed = Solução: os certificados autoassinados são enviados para o armazenamento confiável.
demo-prefer-rsa = Outra solução: sem eles, o prefixo ECDHE-RSA-AES256-GCM-SHA384: da lista de cifras dá preferência a RSA.
demo-other-ca = Uma CA que não é confiável
demo-other-ca-story = Os certificados dos dois nós Unified CM foram assinados por outra CA, que eles enviam junto.
demo-upload-ca-chain = Solução: o certificado da CA é enviado para o armazenamento confiável.
demo-by-address = Um nó anunciado pelo endereço
demo-by-address-story = Em System > Server estão os endereços IP dos nós, e é por eles que os clientes perguntam; os certificados contêm somente os nomes.
demo-advertise-name = Solução: System > Server recebe os nomes, e os servidores são atualizados.
demo-name-address = Outra solução: os certificados são emitidos novamente com os endereços IP entre os nomes alternativos (SAN).
demo-subscriber = O publisher está certo, o subscriber está errado
demo-subscriber-story = O certificado do subscriber não contém o seu nome. Ninguém percebe enquanto o publisher está no ar.
demo-publisher-stops = O publisher para.
demo-reissue-subscriber = Solução: o certificado do subscriber é emitido novamente, com o seu nome.
demo-documented = O resultado foi o documentado.
demo-different = O RESULTADO FOI DIFERENTE DO DOCUMENTADO.
demo-all-documented = Todos os cenários tiveram o resultado documentado. A seguir: "tollgate lab up" para experimentar as suas próprias solicitações, "tollgate serve --help" para os seus próprios nós.
demo-some-different = Nem todos os cenários tiveram o resultado documentado.

# Why a command could not do its job.
usage-address = Informe o endereço solicitado com --address, ou não verifique nenhum nome com --name-policy none.
error-unreadable = não foi possível ler { $file }
error-stdout = não é possível gravar o resultado na saída padrão
error-too-large = { $file } é grande demais
error-too-many = { $file } contém arquivos demais
error-no-certificate = nenhum certificado em { $file }
error-bad-entry = { $file }: a entrada { $position } não pode ser lida
error-bad-lines = { $file }: { $count ->
    [1] { $count } problema
   *[other] { $count } problemas
}; todas as linhas precisam estar corretas
error-url = { $url } não tem a forma https://HOST[:PORTA]
error-resolve = não foi possível resolver { $address }; informe o endereço IP com --resolve
error-no-address = { $address } não tem endereço IP; informe um com --resolve
error-connect = não foi possível conectar a { $address }
error-handshake = nenhum handshake TLS com { $address }
error-nothing-shown = { $address } não apresentou certificado
error-unreadable-shown = { $address } apresentou um certificado que não pode ser lido
error-lab-runs = Já há um laboratório em execução neste diretório; informe outro com --directory.
error-lab-runs-not = Nenhum laboratório em execução em { $directory }; inicie um com "tollgate lab up".
