# 升級前檢查。
preflight-silent-title = 有連接埠沒有回應，因此對它一無所知
preflight-silent-clear = 所有連接埠都有回應
preflight-silent-description = { $cell } 沒有回應探測：{ $failure }。
preflight-silent-condition = 一律適用：沒有證據的儲存格絕不視為正常。
preflight-silent-how = 請確認節點正在運作，且可從此處連到這個連接埠，然後再次執行升級前檢查；或提供它曾回應的診斷封存檔。
preflight-not-selected = { $basis ->
    [observed] 在指定的升級路徑上，設備不會取得此憑證：節點以另一種金鑰類型回應了設備的提議。變更加密套件字串可能使它再次出現。
   *[other] 在指定的升級路徑上，設備不會取得此憑證：它會先要求另一種金鑰類型，而節點會依從。變更加密套件字串會使它再次出現。
}
preflight-expected-stores = 連接埠 { $port }（{ $service }）通常出示 { $stores } 的憑證。這是已知連接埠表的說法；探測看不到憑證儲存區。
preflight-failover = { $all ->
    [yes] 只有在其他節點停機時，用戶端才會連到 { $cells }：這會在容錯移轉時失敗，例如發布者停機時，而在那之前沒有人會發現。
   *[other] 其中 { $cells } 只有在其他節點停機時才會被連到：在那裡會於容錯移轉時失敗，例如發布者停機時。
}
preflight-traffic-server-differs = { $verdict ->
    [trusted] 就其規則所知，真正的 traffic server 會接受這些規則所拒絕的：{ $cells }。
   *[other] 就其規則所知，真正的 traffic server 會拒絕這些規則所接受的：{ $cells }，{ $code }。
}
preflight-own-order = { $cells }：無論用戶端先列出什麼，節點都依自己的順序選擇憑證。變更設備的加密套件字串也無法使其反轉。
preflight-observation-wins = { $why ->
    [schemes] { $cell }：此升級路徑的加密套件清單把 { $expected } 放在最前，但觀察到的是 { $observed }。此連線為 TLS 1.3，加密套件清單在此不起作用：由簽章演算法決定，而設備先列出 ECDSA 的演算法。以觀察結果為準。
    [node] { $cell }：此升級路徑的加密套件清單把 { $expected } 放在最前，但觀察到的是 { $observed }，因為節點依自己的順序。以觀察結果為準。
   *[other] { $cell }：此升級路徑的加密套件清單把 { $expected } 放在最前，但觀察到的是 { $observed }。可能使用了其他加密套件字串、字串須重新啟動後才生效、節點依自己的順序，或節點在那裡沒有其他憑證。以觀察結果為準。
}
preflight-other-offer-answered = 節點確實以 { $version } 與 { $suite } 回應了另一個提議：它正在運作，但與設備所提議的沒有共同之處。
preflight-old-versions-only = 節點最高只支援 { $version }。自 X14.2 起，除非調低了最低版本，設備從 TLS 1.2 開始。

# TG3003
preflight-dh-title = { $cells } 上的 Diffie-Hellman 只有 { $bits } 位元
preflight-dh-clear = 沒有節點使用過小的 Diffie-Hellman 群組
preflight-dh-topic = 節點的 Diffie-Hellman 群組大小
preflight-dh-description = { $met ->
    [yes] 在 { $cells } 上，節點以 { $bits } 位元的 Diffie-Hellman 群組回應設備的提議。低於 1024 位元時，設備會結束交握 (dh key too small)；如今應為 2048。
   *[other] 在 { $cells } 上，節點有 { $bits } 位元的 Diffie-Hellman 群組，用於回應設備以外的提議。低於 1024 位元時，與它的交握會結束 (dh key too small)；如今應為 2048。
}
preflight-dh-condition = 當節點以 DHE 加密套件回應時。使用橢圓曲線 (ECDHE) 的套件不受影響。
preflight-dh-action = 讓節點使用 ECDHE 加密套件，或至少 2048 位元的群組；無法做到的節點請升級。

# 儲存格在升級過程中的變化，以表格呈現。
preflight-prospects-title = 升級前後
preflight-prospects-caption = 每個憑證在設備升級前、升級後與執行計畫後的結果；以及改由 Tollgate 擔任時的結果
preflight-prospects-cell = 憑證所在
preflight-prospects-before = 升級前
preflight-prospects-after = 升級後
preflight-prospects-after-plan = 計畫後
prospect-passes = 通過
prospect-fails = 失敗
prospect-not-used = 未使用
prospect-unknown = 不明

# Usage.
usage-preflight = 請以 --inventory 或 HOST[:PORT] 指定要詢問的節點，或以 --bundle 提供診斷封存檔。
usage-preflight-trust = 請以 --trust 指定設備的信任儲存區：沒有它就無法判斷。
