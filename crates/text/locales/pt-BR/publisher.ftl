# Os nós de um cluster, como o publisher os informa à verificação prévia.

# Endereços indicados e anunciados.
publisher-difference-title = Os clientes recebem endereços diferentes dos indicados
publisher-difference-clear = Cada endereço indicado é anunciado como foi indicado
publisher-difference-condition = Perguntou-se a um publisher pelos endereços de seus nós, e eles não são iguais aos indicados.
publisher-difference-action-1 = Julgue a atualização pelas células do endereço anunciado: é por ele que os clientes chegam. Depois corrija o inventário ou System > Server no publisher, e atualize os servidores no equipamento.
publisher-difference-action-2 = Garanta que os certificados do nó contenham o endereço anunciado.
publisher-advertised-otherwise = { $address } foi indicado, e o publisher anuncia o mesmo nó como { $advertised }: os clientes chegam por esse endereço.
publisher-not-advertised = { $address } foi indicado, e o publisher não o anuncia: nenhum cliente fica sabendo dele.
publisher-not-listed = O publisher anuncia { $address }, que não foi indicado. Ele também foi sondado.

# O que foi feito.
publisher-note-trusted = { $publisher } foi consultado por { $service } e anuncia { $count } endereços. Seu certificado é confiável segundo { $store }.
publisher-note-pinned = { $publisher } foi consultado por { $service } e anuncia { $count } endereços. Seu certificado tem o SHA-256 fixado { $sha256 }.
publisher-note-unusable = { $publisher } anuncia { $name }, que não é sondado: { $problem }.
publisher-note-failed = Os nós por trás de { $publisher } não são conhecidos, e só os endereços indicados são sondados: { $problem }

# Por que não foi possível.
publisher-error-resolve = { $publisher } não tem endereço no DNS; indique-o com --resolve { $publisher }=IP
publisher-error-connect = não há conexão com { $address }; veja se o publisher está ativo e acessível daqui
publisher-error-handshake = não há handshake TLS com { $address }
publisher-error-nothing-shown = { $address } não mostra um certificado que se possa ler
publisher-error-untrusted = o certificado de { $publisher } é recusado, e nada foi enviado ({ $verdict }). Chame o publisher como o certificado dele o chama e indique com --trust um repositório que tenha a CA dele; ou compare o SHA-256 { $sha256 } com o da lista de certificados do publisher (OS Administration > Security > Certificate Management) e, se forem iguais, indique --pin { $sha256 }
publisher-error-pin = o certificado de { $publisher } tem o SHA-256 { $sha256 } e não o fixado { $pin }, e nada foi enviado. Ele foi emitido de novo, ou há alguém no meio: compare com a lista de certificados do publisher antes de indicar outro --pin
publisher-error-slow = { $publisher } não deu uma resposta completa em { $seconds } segundos; permita mais com --timeout
publisher-error-exchange = a troca com { $publisher } foi interrompida
publisher-error-login = { $publisher } não aceita o usuário { $user } com esta senha; corrija --axl-user ou o arquivo da senha, e veja no publisher se o usuário está bloqueado
publisher-error-permission = { $publisher } conhece o usuário { $user }, que não pode usar o AXL (HTTP { $status }). Ponha o usuário em um grupo de controle de acesso com as funções Standard AXL API Users e Standard AXL Read Only API Access
publisher-error-redirect = { $publisher } aponta para outro lugar, { $location }, e isso não é seguido; indique o nó que responde por si
publisher-error-status = { $publisher } responde a { $path } com HTTP { $status }. Veja se é o publisher do Unified CM, e se o serviço { $service } está em execução nele (Cisco Unified Serviceability > Control Center)
publisher-error-encoded = { $publisher } compactou sua resposta como { $encoding }, o que ninguém pediu; ela não é descompactada
publisher-error-too-long = a resposta de { $publisher } tem mais de { $limit } octetos
publisher-error-answer = a resposta de { $publisher } não informa nós
publisher-error-no-node = { $publisher } não anuncia nenhum endereço

# A senha do usuário AXL.
publisher-password-open = { $file } pode ser lido ou alterado por outros (modo { $mode }); execute chmod 600 { $file }
publisher-password-form = { $file } não contém uma única linha com uma senha de 1 a { $limit } octetos
publisher-password-stdin = A entrada padrão pode fornecer a senha ou outra entrada, não ambas.
