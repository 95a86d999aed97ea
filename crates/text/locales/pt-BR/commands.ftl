# Comandos que leem evidências.

# capture.
capture-stream = { $file }, fluxo { $stream }, quadro { $frame }
capture-label-parties = de, para
capture-label-start = início
capture-label-outcome = desfecho
capture-label-server = certificado do servidor
capture-label-client = certificado do cliente
capture-label-request = pedido ao cliente
capture-label-alert = alerta
capture-label-lost = perdido
capture-established = estabelecida
capture-refused-by-client = recusada pelo cliente
capture-refused-by-server = recusada pelo servidor
capture-reset-by-client = reiniciada (RST) pelo cliente
capture-reset-by-server = reiniciada (RST) pelo servidor
capture-incomplete = termina antes de ser estabelecida
capture-certificate = { $subject }, emitido por { $issuer }, quadro { $frame }
capture-certificate-decrypted = { $subject }, emitido por { $issuer }, quadro { $frame } (decifrado)
capture-unreadable-certificate = ilegível, quadro { $frame }
capture-unseen-encrypted = não visível: está cifrado; forneça os segredos da sessão com --keylog
capture-unseen-resumed = não visível: uma sessão anterior foi retomada
capture-unseen-lost = não visível: faltam os pacotes dele na captura
capture-unseen-not-sent = nenhum foi enviado
capture-request = { $count ->
    [0] um certificado de qualquer autoridade
    [1] um certificado de 1 autoridade
   *[other] um certificado de uma de { $count } autoridades
}
capture-alert-client = do cliente: { $level } { $description }, quadro { $frame }
capture-alert-server = do servidor: { $level } { $description }, quadro { $frame }
capture-gaps = { $count ->
    [1] 1 lacuna, { $octets } bytes
   *[other] { $count } lacunas, { $octets } bytes
}
capture-summary = { $file }: pacotes: { $frames }, fluxos TCP: { $streams }, conversas TLS: { $conversations }
capture-further-problems = { $file }: { $count ->
    [1] mais 1 problema
   *[other] mais { $count } problemas
}
error-capture-broken = não foi possível ler { $file } até o fim

# Leitura de evidências.
progress-of = { $file }: { $read } de { $size } MB
progress-so-far = { $file }: { $read } MB
note-unreadable = não foi possível ler { $file }: { $error }
note-given-twice = { $file } foi informado duas vezes e é lido uma vez
note-empty-directory = { $file }: não há nada neste diretório
note-too-many-files = { $file }: arquivos demais; o resto do diretório não é lido
note-too-deep = { $file }: diretórios demais uns dentro dos outros; não lido
note-not-a-file = { $file } é um link ou não é um arquivo; não lido
note-too-many-chains = { $count ->
    [1] 1 cadeia de certificados ou lista de uma captura foi deixada de fora
   *[other] { $count } cadeias de certificados ou listas de capturas foram deixadas de fora
}: há diferentes demais

# analyze, explain, signature, schema.
error-output-is-input = { $file } está entre o que será lido e não é sobrescrito
error-unwritable = não foi possível gravar { $file }
error-no-code = não há código de achado { $code }; "tollgate signature list" os lista
error-no-transaction = nenhum log tem linhas de uma transação { $number }
error-no-frame = nenhum handshake TLS tem um quadro { $number }
error-no-line = nenhum log tem uma linha { $number }
error-no-schema = não há esquema { $name }; "tollgate schema" os lista
error-not-text = { $file } não é UTF-8
error-signature-twice = duas assinaturas se chamam { $id }
error-no-signature = não há assinatura { $id }; "tollgate signature list" as lista
error-nothing-to-test = { $file } não contém assinatura com um diretório de evidências ao lado
error-no-state = o nome de { $file } não começa com um estado, como issue-found ou no-issue
signature-untested = { $file }: sem evidências ao lado; não testada
signature-label-defects = representa
signature-label-related = relacionados
signature-label-needs = precisa de
signature-label-found = encontrado
signature-label-clear = não encontrado
signature-label-condition = condição
signature-label-description = descrição
signature-label-information = mais
signature-label-action = ação
signature-label-workaround = contorno
signature-label-risk = risco dele
signature-label-document = documento
signature-label-look = procurada por
signature-look-program = uma verificação deste programa
signature-look-rules = as regras do arquivo dela
explain-usage-code = Informe um código de achado, ou --txn, --frame ou --line com as evidências a examinar.
explain-usage-paths = Informe os arquivos compactados, diretórios ou arquivos a examinar.
explain-transaction = { $file }: transação { $id }
explain-transaction-of-process = { $file }: transação { $id } do processo { $process }
explain-lines = { $file }
explain-line = linha { $line }
explain-more-lines = { $count ->
    [1] mais 1 entrada
   *[other] mais { $count } entradas
}
explain-attempt = Tentativa { $number } da transação { $id }, para { $peer }
explain-verdict-again = O veredito é o da tentativa anterior.
explain-no-handshake = Nenhuma captura mostra o handshake dela.
explain-handshake = { $file }, fluxo { $stream }, quadros { $first } a { $last }
explain-join-sure = Endereço, porta, hora e ordem não deixam outro handshake para ela.
explain-join-ambiguous = { $count ->
    [1] Várias tentativas servem para este handshake; foram associadas em ordem.
   *[other] { $count } handshakes servem; foram associados em ordem.
}
explain-receive-request = { $peer } pede: { $message }
explain-sending-request = o pedido vai para { $peer }: { $message }
explain-receive-response = { $peer } responde: { $message }
explain-sending-response = { $peer } recebe a resposta: { $message }
explain-edge-url = a URL de borda pede { $url }, no domínio { $domain }
explain-allowed = a lista de permissões permite { $request } para o usuário { $user }: { $reason }
explain-denied = a lista de permissões recusa { $request } para o usuário { $user }: { $reason }
explain-chain-refused = a cadeia de { $server } ({ $ip }) não é confiável: { $text }, certificado { $depth } contado a partir do próprio nó; a conexão termina
explain-chain-tolerated = a cadeia de { $server } ({ $ip }) não é confiável: { $text }, certificado { $depth } contado a partir do próprio nó; a conexão é usada mesmo assim
explain-name-refused = { $name } não está no certificado de { $server } ({ $ip }); a conexão termina
explain-name-tolerated = { $name } não está no certificado de { $server } ({ $ip }); a conexão é usada mesmo assim
explain-verify-failed = a conexão com { $name } terminou porque este lado recusou o certificado
explain-node-alert = { $name } encerrou a conexão com o alerta { $number }
explain-connection-failed = a conexão com { $name } falhou
