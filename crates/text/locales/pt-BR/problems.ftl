# What could not be read of a bundle, a log or a capture: where, what, and what to do.
# $place is a file or an entry of an archive. Octets are counted from 0, lines and frames from 1.

# Archives.
problem-unsafe-name = { $place }: o nome { $flaw ->
    [empty] está vazio
    [traversal] sai do próprio diretório ("..")
    [absolute] é um caminho absoluto
    [backslash] contém uma barra invertida
    [control] contém caracteres de controle ou de formatação
    [not-utf8] não é UTF-8
   *[too-long] é longo demais para ser mostrado inteiro
}. O arquivo foi lido, pois nomes nunca são usados como caminhos; não descompacte este pacote com uma ferramenta que os use assim.
problem-duplicate-name = { $place }: o pacote tem outra entrada com este nome. As duas foram lidas; examine o pacote se elas se contradisserem.
problem-link = { $place }: um link { $kind ->
    [hard] físico
   *[symbolic] simbólico
} para '{ $target }', que não é seguido. Se o arquivo de destino for importante, forneça-o.
problem-device = { $place }: { $kind ->
    [character] um dispositivo de caracteres
    [block] um dispositivo de blocos
    [pipe] um pipe nomeado
   *[socket] um socket
}, e não um arquivo. Nada é lido dele.
problem-sparse = { $place }: armazenado como arquivo esparso, que não é lido. Descompacte o pacote e forneça o arquivo.
problem-multi-volume = { $place }: parte de um arquivo dividido em vários pacotes. Junte os pacotes e forneça o arquivo.
problem-encrypted = { $place }: criptografado. Descompacte o pacote com a senha e forneça os arquivos.
problem-compression = { $place }: compactado com o método { $method } do zip, que não é lido. Descompacte o pacote e forneça os arquivos.
problem-format = { $place }: um pacote { $format }, que não é lido. Descompacte-o e forneça os arquivos.
problem-too-deep = { $place }: um pacote dentro de outros { $limit }, que não é aberto. Descompacte o externo e forneça este.
problem-nested-zip = { $place }: um pacote zip de mais de { $limit } bytes dentro de outro pacote, que não é aberto. Descompacte o externo e forneça este.
problem-too-many-entries = { $place }: a entrada tem mais de { $limit } arquivos. O restante não foi lido: descompacte-a e forneça os arquivos que importam.
problem-overlap = { $place }: as entradas declaram mais dados compactados do que o pacote tem, como faz uma bomba. O restante não foi lido: obtenha o pacote novamente na origem.
problem-truncated = { $place }: os dados { $layer } terminam cedo demais, depois de { $read } bytes, e o que vem depois está faltando. Obtenha o arquivo novamente.
problem-damaged = { $place }: os dados { $layer } estão danificados depois de { $read } bytes, e o que vem depois é ilegível. Obtenha o arquivo novamente.
problem-checksum = { $place }: a soma de verificação ou o tamanho { $layer } está errado: dos { $read } bytes lidos, alguns não estão como foram compactados. Obtenha o arquivo novamente.
problem-entry-octets = { $place }: descompactado, passa de { $limit } bytes; { $read } deles foram lidos. Descompacte-o e forneça a parte que importa.
problem-total-octets = { $place }: descompactada, a entrada passa de { $limit } bytes; { $read } bytes deste arquivo foram lidos. Descompacte-a e forneça os arquivos que importam.
problem-ratio = { $place }: descompactado, passa de { $limit } vezes o seu tamanho, como uma bomba; { $read } bytes foram lidos. Se o arquivo for legítimo, descompacte-o e forneça-o.
problem-unreadable = { $place }: não foi possível ler depois de { $read } bytes ({ $error }). Verifique o disco e as permissões.
problem-tar-header = { $place }: danificado no byte { $offset }. { $skipped } bytes que não pertencem a nenhuma entrada foram pulados, e podem faltar entradas: obtenha o pacote novamente.
problem-tar-extension = { $place }: um cabeçalho estendido de { $size } bytes foi pulado, e a entrada seguinte não foi lida. Obtenha o pacote novamente.
problem-tar-end = { $place }: o pacote não tem marca de fim. Se foi cortado entre duas entradas, faltam as posteriores: compare o tamanho com o original.
problem-trailing-octets = { $place }: depois dos dados gzip há algo que não é gzip e não foi lido. Obtenha o arquivo novamente se ele deveria ser maior.
problem-zip-directory = { $place }: o diretório do pacote zip está ausente ou danificado, como após uma transferência interrompida. Sem ele, { $rescued } entradas foram encontradas: obtenha o pacote novamente.
problem-zip-count = { $place }: o diretório do pacote zip cita { $found } entradas e deveria citar { $expected }. Obtenha o pacote novamente.
problem-zip-entry = { $place }: o pacote não tem dados onde o seu diretório aponta. Obtenha o pacote novamente.

# Files.
problem-private-key = { $place }: contém uma chave privada, que não foi lida. Não repasse o arquivo, e substitua a chave se ela saiu do servidor.
problem-key-store = { $place }: um repositório de chaves, que guarda uma chave privada e não foi lido. Exporte somente os certificados, em PEM.
problem-too-large = { $place }: mais de { $limit } bytes, cujo restante não foi lido. Forneça a parte que importa.
problem-xml = { $place }: o XML está danificado no byte { $offset }. O que vem antes foi lido: colete o arquivo novamente.
problem-lines = { $place }: { $count ->
    [1] a linha { $first } não foi compreendida e foi pulada.
   *[other] { $count } linhas não foram compreendidas e foram puladas, a primeira delas a linha { $first }.
} Confira se este é o arquivo inteiro.
problem-certificates = { $place }: { $count ->
    [1] a entrada { $first } não é um certificado legível. Exporte-a novamente.
   *[other] { $count } entradas não são certificados legíveis, a primeira delas a entrada { $first }. Exporte-as novamente.
}
problem-unknown-kind = { $place }: de nenhum tipo conhecido. Foi deixado de fora.
problem-more = { $count ->
    [1] Mais um problema da mesma entrada não está listado.
   *[other] Mais { $count } problemas da mesma entrada não estão listados.
} Descompacte-a e forneça os arquivos que importam.

# Captures. $position is an octet of the expanded capture, $frames how many frames were read before.
problem-capture-cut-record = { $place }: a captura termina no meio de um registro ({ $available } de { $expected } bytes), depois do quadro { $frames }, no byte { $position }. O que vem antes foi lido; obtenha a captura inteira se os pacotes posteriores importarem.
problem-capture-gzip = { $place }: a captura compactada está cortada ou danificada depois do quadro { $frames }, no byte { $position }. O que vem antes foi lido: obtenha o arquivo novamente.
problem-capture-expanded = { $place }: da captura compactada sai mais do que o permitido; a leitura terminou depois do quadro { $frames }, no byte { $position }. Forneça a parte que importa.
problem-capture-packet = { $place }: depois do quadro { $frames }, no byte { $position }, há um pacote de { $length } bytes, o que é impossível. A captura está danificada ali e não foi lida além: obtenha-a novamente.
problem-capture-block = { $place }: depois do quadro { $frames }, no byte { $position }, há um bloco { $block } de { $length } bytes, o que é impossível. A captura está danificada ali e não foi lida além: obtenha-a novamente.
problem-capture-block-lengths = { $place }: depois do quadro { $frames }, no byte { $position }, há um bloco { $block } de { $first } bytes segundo o início e { $second } segundo o fim. Foi lido assim mesmo; obtenha a captura novamente se faltarem pacotes.
problem-capture-large-block = { $place }: depois do quadro { $frames }, no byte { $position }, um bloco { $block } de { $length } bytes foi pulado. Se ele contiver pacotes ou segredos, grave a captura novamente com editcap.
problem-capture-malformed-block = { $place }: depois do quadro { $frames }, no byte { $position }, um bloco { $block } foi pulado, pois os seus campos não cabem nele. Obtenha a captura novamente se faltarem pacotes.
problem-capture-interface = { $place }: depois do quadro { $frames }, no byte { $position }, um pacote da interface { $interface } foi pulado, pois a sua seção não descreve essa interface. Obtenha a captura novamente se faltarem pacotes.
problem-capture-interfaces = { $place }: depois do quadro { $frames }, no byte { $position }, uma seção descreve mais interfaces do que são lidas. Divida a captura por interface.
problem-capture-link-type = { $place }: pacotes do tipo de enlace { $link_type } não são examinados (o primeiro no byte { $position }, depois do quadro { $frames }). Capture em uma interface Ethernet ou IP.
problem-capture-streams = { $place }: fluxos TCP simultâneos demais; depois do quadro { $frames }, no byte { $position }, os mais silenciosos foram encerrados antes do fim. Divida a captura ou filtre-a pelos endereços dos nós.
problem-capture-held = { $place }: bytes demais esperavam por pacotes ausentes; depois do quadro { $frames }, no byte { $position }, os fluxos mais silenciosos foram encerrados antes do fim. Divida a captura ou filtre-a pelos endereços dos nós.
problem-capture-fragments = { $place }: datagramas incompletos demais; depois do quadro { $frames }, no byte { $position }, os mais antigos foram esquecidos. Filtre a captura pelos endereços dos nós.
problem-capture-secrets = { $place }: mais segredos TLS do que são guardados (depois do quadro { $frames }, no byte { $position }); os demais não são usados. Forneça um registro de chaves com as sessões que importam.
problem-capture-more = { $place }: { $count ->
    [1] mais um problema da captura não está listado.
   *[other] mais { $count } problemas da captura não estão listados.
} Obtenha a captura novamente se faltarem pacotes.
problem-capture-dropped = { $place }: o programa de captura diz que perdeu { $count ->
    [1] um pacote.
   *[other] { $count } pacotes.
} O que havia neles está faltando: capture com um filtro mais restrito.
problem-capture-short-packets = { $place }: { $count ->
    [1] um pacote não foi capturado inteiro.
   *[other] { $count } pacotes não foram capturados inteiros.
} Podem faltar certificados: capture com o tamanho completo dos pacotes.
problem-capture-broken-off = { $place }: não foi possível continuar a ler a captura ({ $error }). O que vem antes foi lido: verifique o disco e as permissões.

# Logs.
problem-log-front = { $place }: { $count ->
    [1] a primeira linha não tem horário, como se faltasse o início.
   *[other] as primeiras { $count } linhas não têm horário, como se faltasse o início.
} Forneça o log desde o início se os eventos anteriores importarem.
problem-log-end = { $place }: a última linha não está inteira, como se faltasse o fim. Obtenha o log novamente se os eventos posteriores importarem.
problem-log-unrecognised = { $count ->
    [1] Uma linha dos logs não foi compreendida
   *[other] { $count } linhas dos logs não foram compreendidas, a primeira delas
} ({ $place }, linha { $line }). Elas são mantidas como estão; examine-as se faltar algo.
problem-log-long-lines = { $count ->
    [1] Uma entrada dos logs é mais longa do que se lê.
   *[other] { $count } entradas dos logs são mais longas do que se lê.
} O início foi lido.
problem-log-not-text = { $count ->
    [1] Uma entrada dos logs não é
   *[other] { $count } entradas dos logs não são
} texto UTF-8. Foram lidas com uma marca no lugar do que não é texto; obtenha os logs novamente se foram convertidos no caminho.
problem-log-left-out = Os logs contêm mais de { $limit } bytes de evidência: { $count ->
    [1] um detalhe foi deixado de fora.
   *[other] { $count } detalhes foram deixados de fora.
} As falhas são contadas mesmo assim; leia um período mais curto para ver todas.
