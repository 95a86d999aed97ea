# Redaction of bundles.

# What was replaced in a file.
redact-hosts = hosts e domínios: { $count }
redact-users = usuários: { $count }
redact-addresses = endereços IP: { $count }
redact-hardware-addresses = endereços de hardware: { $count }
redact-certificates = certificados: { $count }
redact-certificate-names = nomes tirados de certificados: { $count }
redact-labels = denominações: { $count }
redact-secrets = senhas e tokens, sobrescritos: { $count }
redact-private-keys = chaves privadas, sobrescritas: { $count }
redact-nothing = nada a substituir

# What is left or missing in a capture.
redact-encrypted = bytes de dados criptografados, mantidos como estavam: { $count }
redact-wiped = bytes de protocolos desconhecidos, sobrescritos: { $count }
redact-secret-blocks = blocos com segredos de decriptografia, removidos: { $count }
redact-fragments = fragmentos IP nos quais um nome dividido entre dois deles pode ter ficado: { $count }
redact-cut = bytes de um pacote cortado no fim, removidos: { $count }

# Files that are left out.
redact-dropped-key = deixado de fora: contém uma chave privada
redact-dropped-key-log = deixado de fora: contém segredos de sessões TLS
redact-dropped-unknown = deixado de fora: não se sabe o que ele contém
redact-dropped-large = deixado de fora: é grande demais
redact-dropped-link = deixado de fora: pacotes do tipo de enlace { $number } não são compreendidos
redact-dropped-malformed = deixado de fora: a captura está danificada

# Certificates in all.
redact-certificates-verifying = Certificados assinados de novo com uma nova chave do seu emissor: { $count }
redact-certificates-unverifiable = Certificados cuja assinatura não podia ser verificada antes e continua assim: { $count }
redact-certificates-lost = Certificados cuja assinatura estava correta e se perdeu: { $count }
redact-certificates-old-key = Certificados que mantêm a sua chave, porque chaves desse tipo não são criadas aqui: { $count }
redact-certificates-left-out = Certificados com nomes novos e a chave antiga, porque são muitos: { $count }

redact-checked = Verificado: não restou nenhum original.
redact-written = Gravado: { $file }
redact-map = Mapa privado: { $file }. Ele leva de volta aos nomes reais: guarde-o e não o repasse.

error-redact-exists = { $file } já existe e não é sobrescrito
error-redact-map = { $file } não é um mapa de redação, ou está danificado
error-redact-directory = { $file } é um arquivo; várias entradas precisam de um diretório
error-redact-nothing = não há nada na entrada que possa ser anonimizado
error-redact-names = há mais nomes do que se pode procurar; processe menos arquivos por vez
error-redact-left = nada foi gravado, porque restariam originais:
error-redact-left-place = { $file }, byte { $position }: { $original }
