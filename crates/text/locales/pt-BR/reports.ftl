# Reports: headings, labels and sentences of every form.

# The verdict.
report-judged-at = avaliado com referência a { $at }
report-redacted = Nomes, endereços e usuários foram substituídos antes da análise.

# The five states, over their findings, and in one word.
report-state-issue-found = Problemas encontrados
report-state-potential-problem = Possíveis problemas
report-state-missing-information = Informações ausentes
report-state-no-issue = Nenhum problema
report-state-not-applicable = Não aplicável
report-word-fail = FALHA
report-word-warn = AVISO
report-word-miss = FALTA
report-word-pass = PASSA
report-word-none = N/A

# Headings.
report-heading-plan = O que fazer
report-heading-peers = Equipamentos
report-heading-matrix = Nós, portas e chaves
report-heading-timeline = Linha do tempo
report-heading-upload = Certificados a enviar
report-heading-inputs = O que foi lido
report-heading-notes = Observações
report-heading-description = Descrição
report-heading-condition = Condição
report-heading-information = Mais informações
report-heading-actions = Ações
report-heading-snippet = Trecho
report-heading-evidence = Evidências
report-heading-chain = Cadeia de confiança
report-heading-attached = Explicado pela mesma causa
report-heading-documentation = Documentação

# Labels.
report-label-cell = célula
report-label-peers = equipamentos
report-label-seen = visto
report-label-users = usuários
report-label-defects = defeitos
report-label-more = mais
report-label-repairs = corrige
report-label-alternative = alternativa
report-label-result = resultado

# Facts.
report-seen-between = { $first } a { $last }
report-occurrences = { $count ->
    [1] uma vez
   *[other] { $count } vezes
}
report-requests = { $count ->
    [1] 1 solicitação
   *[other] { $count } solicitações
}
report-users = { $count ->
    [1] 1 usuário
   *[other] { $count } usuários
}
report-users-at-least = { $count ->
    [1] pelo menos 1 usuário
   *[other] pelo menos { $count } usuários
}
report-passed = { $count ->
    [1] 1 com êxito
   *[other] { $count } com êxito
}
report-failed = { $count ->
    [1] 1 com falha
   *[other] { $count } com falha
}
report-octets = { $count ->
    [1] 1 byte
   *[other] { $count } bytes
}
report-more = { $count ->
    [1] Mais 1 não é mostrado aqui
   *[other] Mais { $count } não são mostrados aqui
}
report-place-frames = { $file }, quadros { $first } a { $last } (tcp.stream eq { $stream })
report-peer-unknown = desconhecido
report-peer-store = certificados no armazenamento confiável: { $count }
report-peer-store-missing = armazenamento confiável ausente das evidências
report-peer-issues = problemas encontrados: { $count }
report-loose-files = Arquivos avulsos
report-matrix-none = não visto
report-missing-other = Faltam outras evidências.
report-workaround = Solução alternativa: { $action }
report-risk = Risco: { $risk }
report-timeline-legend = x falha, ? desconhecido, . êxito

# The chain of trust.
report-link-verified = assinatura verificada
report-link-name-only = os nomes conferem, a assinatura não foi verificada
report-link-broken = a cadeia termina aqui: { $reason }
report-name-fits = O endereço está no certificado: { $name }
report-name-fails = O endereço não está no certificado: { $name }
