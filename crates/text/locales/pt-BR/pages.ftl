# Reports as a page: what only HTML has.

# The frame of the page.
page-title = Relatório do Tollgate: { $name }
page-title-alone = Relatório do Tollgate
page-skip = Ir para o relatório
page-contents = Conteúdo
page-time-zone = Todos os horários estão em UTC.
page-judged-instead = Avaliado em relação a { $at }, e não ao momento das evidências.
page-redacted = Anonimizado: nomes, endereços e usuários foram substituídos.
page-not-redacted = Não anonimizado: nomes, endereços e usuários são reais.
page-inputs = { $count ->
    [1] { $count } entrada
   *[other] { $count } entradas
}
page-more = { $count ->
    [1] e mais { $count }
   *[other] e mais { $count }
}
page-offline = Esta página não precisa de rede nem de scripts.

# Columns of tables.
page-column-file = Arquivo
page-column-kind = Tipo
page-column-size = Tamanho
page-column-content = Conteúdo
page-column-archive = Arquivo compactado
page-column-node = Nó
page-column-place = Local
page-column-shows = O que mostra
page-column-time = Horário
page-column-cell = Endereço, porta e chave
page-column-outcome = Resultado
page-column-count = Quantidade
page-column-code = Código

# Verdict, plan and appliances.
page-verdict = Veredito
page-repairs = { $count ->
    [1] Corrige { $count } célula:
   *[other] Corrige { $count } células:
}
page-download = PEM
page-download-label = Salvar o PEM de { $name }
page-peer-issues = { $count ->
    [1] { $count } problema
   *[other] { $count } problemas
}
page-peer-trusted = { $count ->
    [1] { $count } certificado no armazenamento confiável
   *[other] { $count } certificados no armazenamento confiável
}
page-peer-no-store = O armazenamento confiável não está entre as evidências.

# The matrix.
page-matrix-caption = Como terminaram as conexões com cada nó, por porta e pela chave do certificado que o nó apresentou. Cada célula leva ao seu achado.
page-port = Porta { $port }
page-port-unknown = Porta desconhecida
page-key-unknown = Chave não visível
page-used-as = solicitado como
page-cell-fails = Falha
page-cell-risk = Em risco
page-cell-unknown = Desconhecido
page-cell-works = Funciona
page-cells-in-words = { $count ->
    [1] { $count } célula em palavras
   *[other] { $count } células em palavras
}

# Findings: states, filters and parts.
page-findings = Achados
page-states = Estado
page-state-empty = Nenhum achado está neste estado.
page-no-match = Nenhum achado deste estado corresponde aos filtros.
page-filters = Filtros
page-search = Pesquisar
page-matches = { $shown } de { $total } achados correspondem.
page-category = Categoria
page-category-call = Chamada
page-category-mra = MRA
page-category-configuration = Configuração
page-defects = Defeitos
page-defects-only = Somente defeitos
page-waiting = { $count ->
    [1] { $count } verificação depende disso.
   *[other] { $count } verificações dependem disso.
}
page-reason = Motivo
page-workaround = Solução de contorno
page-risk = Risco:
page-more-lines = { $count ->
    [1] mais { $count } linha
   *[other] mais { $count } linhas
}
page-evidence-caption = Onde isto foi visto
page-places = { $count ->
    [1] { $count } local
   *[other] { $count } locais
}
page-more-evidence = { $count ->
    [1] Mais { $count } local foi contado e não listado.
   *[other] Mais { $count } locais foram contados e não listados.
}
page-line = linha { $line }
page-frame = quadro { $frame }
page-frames = quadros { $first } a { $last }
page-affected = Afetados
page-first = Primeiro
page-last = Último
page-occurrences = { $count ->
    [1] { $count } ocorrência
   *[other] { $count } ocorrências
}
page-requests = { $count ->
    [1] { $count } solicitação com falha
   *[other] { $count } solicitações com falha
}
page-and-more = e outros
page-signature = Assinatura
page-version = versão { $version }

# The picture of a chain of trust.
page-judged-at = Avaliado em relação a { $at }.
page-chain-list = A cadeia em forma de lista
page-origin-sent = ENVIADO
page-origin-stored = ARMAZENADO #{ $number }
page-origin-both = ENVIADO, ARMAZENADO #{ $number }
page-origin-absent = AUSENTE
page-life = { $percent } % da validade havia decorrido
page-name-fits = O nome confere:
page-name-fails = O nome não confere:

# The timeline.
page-timeline-picture = Imagem da linha do tempo
page-timeline-range = De { $from } a { $to }.
page-timeline-lane = { $cell }: { $failed } com falha, { $passed } com êxito, { $unknown } desconhecidos.
page-timeline-table = { $count ->
    [1] A linha do tempo em tabela ({ $count } linha)
   *[other] A linha do tempo em tabela ({ $count } linhas)
}
page-outcome-failed = falhou
page-outcome-passed = passou
page-outcome-unknown = desconhecido
page-events = Eventos
page-more-lanes = { $count ->
    [1] Mais { $count } faixa está somente na tabela.
   *[other] Mais { $count } faixas estão somente na tabela.
}
page-more-rows = { $count ->
    [1] Mais { $count } linha está somente nos dados desta página.
   *[other] Mais { $count } linhas estão somente nos dados desta página.
}

# What needs scripts: copying and the keyboard.
page-copy = Copiar
page-copied = Copiado
page-keys = Teclado
page-key-search = Pesquisar
page-key-move = Achado seguinte e anterior
page-key-open = Abrir ou fechar o achado
page-key-copy = Copiar o achado
page-key-state = Escolher um estado
page-key-help = Esta ajuda
page-keys-on = Teclas isoladas são comandos
page-close = Fechar
