# 升級前檢查。
preflight-silent-title = 有連接埠沒有回應，因此對它一無所知
preflight-silent-clear = 所有連接埠都有回應
preflight-silent-description = { $cell } 沒有回應探測：{ $failure }。
preflight-silent-condition = 一律適用：沒有證據的儲存格絕不視為正常。
preflight-silent-how = 請確認節點正在運作，且可從此處連到這個連接埠，然後再次執行升級前檢查；或提供它曾回應的診斷封存檔。
preflight-not-selected = 在指定的升級路徑上，設備不會取得此憑證：它會先要求另一種金鑰類型，而節點會依從。變更加密套件字串會使它再次出現。

# Usage.
usage-preflight = 請以 --inventory 或 HOST[:PORT] 指定要詢問的節點，或以 --bundle 提供診斷封存檔。
usage-preflight-trust = 請以 --trust 指定設備的信任儲存區：沒有它就無法判斷。
