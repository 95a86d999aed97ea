# What could not be read of a bundle, a log or a capture: where, what, and what to do.
# $place is a file or an entry of an archive. Octets are counted from 0, lines and frames from 1.

# Archives.
problem-unsafe-name = { $place }：其名稱{ $flaw ->
    [empty] 為空
    [traversal] 指向所在目錄之外 ("..")
    [absolute] 為絕對路徑
    [backslash] 含有反斜線
    [control] 含有控制字元或格式字元
    [not-utf8] 不是 UTF-8
   *[too-long] 過長，無法完整顯示
}。由於名稱絕不會當成路徑使用，內容已讀取；請勿以會這樣使用的工具解開此封存檔。
problem-duplicate-name = { $place }：封存檔中另有一個同名的項目。兩者皆已讀取；若內容互相矛盾，請檢視封存檔。
problem-link = { $place }：指向 '{ $target }' 的{ $kind ->
    [hard] 硬連結
   *[symbolic] 符號連結
}，不會追蹤。若其所指的檔案重要，請直接提供該檔案。
problem-device = { $place }：這是{ $kind ->
    [character] 字元裝置
    [block] 區塊裝置
    [pipe] 具名管道
   *[socket] 通訊端
}，不是檔案。不會從中讀取任何內容。
problem-sparse = { $place }：以稀疏檔案形式儲存，無法讀取。請解開封存檔並提供該檔案。
problem-multi-volume = { $place }：分割於多個封存檔的檔案的一部分。請合併封存檔並提供該檔案。
problem-encrypted = { $place }：已加密。請以密碼解開封存檔並提供檔案。
problem-compression = { $place }：以 zip 的方法 { $method } 壓縮，無法讀取。請解開封存檔並提供檔案。
problem-format = { $place }：{ $format } 封存檔無法讀取。請解開並提供檔案。
problem-too-deep = { $place }：位於 { $limit } 層封存檔內的封存檔，不會開啟。請解開外層並提供此封存檔。
problem-nested-zip = { $place }：位於另一封存檔內、超過 { $limit } 位元組的 zip 封存檔，不會開啟。請解開外層並提供此封存檔。
problem-too-many-entries = { $place }：輸入的項目超過 { $limit } 個。其餘未讀取：請解開並提供重要的檔案。
problem-overlap = { $place }：各項目宣稱的壓縮資料超過封存檔的大小，如同壓縮炸彈。其餘未讀取：請從產生處重新取得封存檔。
problem-truncated = { $place }：{ $layer } 資料在 { $read } 位元組之後中斷，後續內容缺漏。請重新取得檔案。
problem-damaged = { $place }：{ $layer } 資料在 { $read } 位元組之後損毀，後續內容無法讀取。請重新取得檔案。
problem-checksum = { $place }：{ $layer } 的總和檢查碼或長度不符：已讀取的 { $read } 位元組中，有部分與壓縮時不同。請重新取得檔案。
problem-entry-octets = { $place }：解開後超過 { $limit } 位元組；已讀取其中 { $read } 位元組。請解開並提供重要的部分。
problem-total-octets = { $place }：輸入解開後超過 { $limit } 位元組；此項目已讀取 { $read } 位元組。請解開並提供重要的檔案。
problem-ratio = { $place }：解開後超過原大小的 { $limit } 倍，如同壓縮炸彈；已讀取 { $read } 位元組。若檔案無誤，請解開後提供。
problem-unreadable = { $place }：在 { $read } 位元組之後無法讀取 ({ $error })。請檢查磁碟與權限。
problem-tar-header = { $place }：在位元組 { $offset } 處損毀。已略過不屬於任何項目的 { $skipped } 位元組，可能有項目缺漏：請重新取得封存檔。
problem-tar-extension = { $place }：已略過 { $size } 位元組的延伸標頭，其後的項目未讀取。請重新取得封存檔。
problem-tar-end = { $place }：封存檔沒有結尾標記。若是在兩個項目之間中斷，則後面的項目缺漏：請與原檔比對大小。
problem-trailing-octets = { $place }：gzip 資料之後有非 gzip 的內容，未予讀取。若檔案應該更長，請重新取得。
problem-zip-directory = { $place }：zip 封存檔的目錄遺失或損毀，如同傳輸中斷後的情形。在沒有目錄的情況下找到 { $rescued } 個項目：請重新取得封存檔。
problem-zip-count = { $place }：zip 封存檔的目錄列出 { $found } 個項目，應有 { $expected } 個。請重新取得封存檔。
problem-zip-entry = { $place }：封存檔目錄所指的位置沒有資料。請重新取得封存檔。

# Files.
problem-private-key = { $place }：含有私密金鑰，未予讀取。請勿轉交此檔案；若金鑰已離開其伺服器，請更換金鑰。
problem-key-store = { $place }：含有私密金鑰的金鑰儲存區，未予讀取。請只將憑證匯出為 PEM。
problem-too-large = { $place }：超過 { $limit } 位元組，其餘未讀取。請提供重要的部分。
problem-xml = { $place }：XML 在位元組 { $offset } 處損毀。之前的內容已讀取：請重新收集。
problem-lines = { $place }：{ $count ->
   *[other] 有 { $count } 行無法理解而略過，第一行是第 { $first } 行。
}請確認檔案是否完整。
problem-certificates = { $place }：{ $count ->
   *[other] 有 { $count } 個項目不是可讀取的憑證，第一個是項目 { $first }。請重新匯出。
}
problem-unknown-kind = { $place }：種類不明，已排除。
problem-more = { $count ->
   *[other] 同一輸入另有 { $count } 個問題未列出。
}請解開並提供重要的檔案。

# Captures. $position is an octet of the expanded capture, $frames how many frames were read before.
problem-capture-cut-record = { $place }：擷取檔在一筆記錄中間結束 ({ $expected } 位元組中只有 { $available })，位於訊框 { $frames } 之後、位元組 { $position } 處。之前的內容已讀取；若後面的封包重要，請取得完整的擷取檔。
problem-capture-gzip = { $place }：壓縮的擷取檔在訊框 { $frames } 之後、位元組 { $position } 處中斷或損毀。之前的內容已讀取：請重新取得檔案。
problem-capture-expanded = { $place }：壓縮的擷取檔解開後超過允許的大小；讀取在訊框 { $frames } 之後、位元組 { $position } 處結束。請提供重要的部分。
problem-capture-packet = { $place }：訊框 { $frames } 之後、位元組 { $position } 處有一個 { $length } 位元組的封包，這是不可能的。擷取檔在該處損毀，未再讀取：請重新取得。
problem-capture-block = { $place }：訊框 { $frames } 之後、位元組 { $position } 處有一個 { $length } 位元組的區塊 { $block }，這是不可能的。擷取檔在該處損毀，未再讀取：請重新取得。
problem-capture-block-lengths = { $place }：訊框 { $frames } 之後、位元組 { $position } 處的區塊 { $block }，開頭記為 { $first } 位元組，結尾記為 { $second } 位元組。仍已讀取；若有封包缺漏，請重新取得擷取檔。
problem-capture-large-block = { $place }：訊框 { $frames } 之後、位元組 { $position } 處，已略過 { $length } 位元組的區塊 { $block }。若其中有封包或密鑰資料，請以 editcap 重新寫出擷取檔。
problem-capture-malformed-block = { $place }：訊框 { $frames } 之後、位元組 { $position } 處的區塊 { $block }，因欄位超出其範圍而略過。若有封包缺漏，請重新取得擷取檔。
problem-capture-interface = { $place }：訊框 { $frames } 之後、位元組 { $position } 處，介面 { $interface } 的封包因其區段未描述該介面而略過。若有封包缺漏，請重新取得擷取檔。
problem-capture-interfaces = { $place }：訊框 { $frames } 之後、位元組 { $position } 處的區段所描述的介面超過可讀取的數目。請依介面分割擷取檔。
problem-capture-link-type = { $place }：連結類型 { $link_type } 的封包不予檢視 (首次出現於位元組 { $position }、訊框 { $frames } 之後)。請在乙太網路或 IP 介面上擷取。
problem-capture-streams = { $place }：同時的 TCP 串流過多；在訊框 { $frames } 之後、位元組 { $position } 處，最久沒有動靜的串流已提早結束。請分割擷取檔，或依節點的位址篩選。
problem-capture-held = { $place }：等待缺漏封包的位元組過多；在訊框 { $frames } 之後、位元組 { $position } 處，最久沒有動靜的串流已提早結束。請分割擷取檔，或依節點的位址篩選。
problem-capture-fragments = { $place }：不完整的資料包過多；在訊框 { $frames } 之後、位元組 { $position } 處，最舊的已捨棄。請依節點的位址篩選擷取檔。
problem-capture-secrets = { $place }：TLS 密鑰資料超過可保留的數目 (訊框 { $frames } 之後、位元組 { $position } 處)；超出的部分不使用。請提供重要工作階段的金鑰記錄檔。
problem-capture-more = { $place }：{ $count ->
   *[other] 擷取檔另有 { $count } 個問題未列出。
}若有封包缺漏，請重新取得擷取檔。
problem-capture-dropped = { $place }：{ $count ->
   *[other] 擷取程式表示遺失了 { $count } 個封包。
}其中的內容缺漏：請以更嚴格的篩選條件擷取。
problem-capture-short-packets = { $place }：{ $count ->
   *[other] 有 { $count } 個封包未完整擷取。
}憑證可能缺漏：請以完整的封包長度擷取。
problem-capture-broken-off = { $place }：無法繼續讀取擷取檔 ({ $error })。之前的內容已讀取：請檢查磁碟與權限。

# Logs.
problem-log-front = { $place }：{ $count ->
   *[other] 開頭 { $count } 行沒有時間，似乎缺少起始部分。
}若更早的事件重要，請提供從頭開始的記錄檔。
problem-log-end = { $place }：最後一行不完整，似乎缺少結尾部分。若之後的事件重要，請重新取得記錄檔。
problem-log-unrecognised = { $count ->
   *[other] 記錄檔有 { $count } 行無法理解
} (第一行在 { $place } 第 { $line } 行)。這些行依原樣保留；若有遺漏，請檢視。
problem-log-long-lines = { $count ->
   *[other] 記錄檔有 { $count } 筆項目超過可讀取的長度。
}其開頭部分已讀取。
problem-log-not-text = { $count ->
   *[other] 記錄檔有 { $count } 筆項目
}不是 UTF-8 文字。已以標記取代非文字的部分讀取；若曾在途中轉換，請重新取得記錄檔。
problem-log-left-out = 記錄檔的證據超過 { $limit } 位元組：{ $count ->
   *[other] 已省略 { $count } 項細節。
}失敗次數仍全部計入；若要檢視每一項，請讀取較短的時段。
