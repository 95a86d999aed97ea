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
    [one] um certificado de 1 autoridade
   *[other] um certificado de uma de { $count } autoridades
}
capture-alert-client = do cliente: { $level } { $description }, quadro { $frame }
capture-alert-server = do servidor: { $level } { $description }, quadro { $frame }
capture-gaps = { $count ->
    [one] 1 lacuna, { $octets } bytes
   *[other] { $count } lacunas, { $octets } bytes
}
capture-summary = { $file }: pacotes: { $frames }, fluxos TCP: { $streams }, conversas TLS: { $conversations }
capture-further-problems = { $file }: { $count ->
    [one] mais 1 problema
   *[other] mais { $count } problemas
}
error-capture-broken = não foi possível ler { $file } até o fim
