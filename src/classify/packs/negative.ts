/** Numbers of trade, logistics and machines: what is never a person's, whatever its shape. */
import { type CueGroup, list } from './pack.ts';

/** Words that stand before numbers of trade, logistics and machines. */
export const NEGATIVE: CueGroup = {
  role: 'negative',
  types: [],
  words:
    list(`訂單 | 訂單號 | 訂單號碼 | 訂單編號 | 銘牌 | 頭獎獎金 | 安裝工資 | 安裝工資費 | 施工工資 | 拆除工資 | 加工工資 | 二獎獎金 | 三獎獎金 | 派彩 | 獎金池 | 多寶獎金 | 單號尾號 | 單號 | 運單 | 運單號 | 快遞單號 | 物流單號 | 提單 | 櫃號 | 封條 | 批號 | 批次 | 條碼 | 物料編碼 | 物料號 | 物料 | 料號 | 序號 | 序列號 | 出廠編號 |
      編號 | 合同編號 | 合約編號 | 合同號 | 文件編號 | 文號 | 檔案編號 | 檔號 | 案號 | 案件編號 | 報關單 | 報關單號 | 海關編號 | 稅則號 | 發票 | 發票號 | 發票號碼 | 發票代碼 | 收據號 | 收據編號 | 圖則 | 圖號 | 版本 | 版次 | 型號 | 規格 | 貨號 | 商品編碼 | 款號 |
      認證編號 | 客戶編號 | 會員編號 | 員工編號 | 工號 | 學號 | 准考證號 | 流水號 | 交易號 | 交易編號 | 交易流水 | 航班 | 庫存 | 程式 | 機身編號 | 工單 | 工單號 | 採購單 | 採購單號 | 報價單 | 報價單號 | 送貨單 | 項目編號 | 工程編號 | 招標編號 | 標書編號 | 參考編號 | 參考號 | 備案號 | 許可證號 | 牌照號碼 | 設備編號 | 資產編號 | 房號 | 樓盤編號 | 統一書號 | 書號 | 國際書號 | 專利號 | 指令編號 | 憑證號 | 憑單 |
      uid | userid | user_id | openid | unionid | device id | device_id | rating plate | name plate | nameplate | base plate | prize money | order | order no | order number | order id | order # | PO | PO no | PO number | purchase order | invoice | invoice no | invoice number | inv no | receipt no | receipt number | tracking | tracking no | tracking number | tracking id | waybill | AWB |
      bill of lading | B/L | container | container no | serial | serial no | serial number | S/N | SN | IMEI | SKU | EAN | UPC | GTIN | ISBN | ISSN | DOI | barcode | batch | batch no |
      lot | lot no | part no | part number | P/N | MPN | model | model no | item no | item code | product code | ticket | ticket no | 升級至 | 更新至 | version | ver | release | revision | HS code | case no | case number | case id | claim no | reference | reference no | reference number | ref | ref no | our ref | your ref | commit | build | job no | job id | project no | project code | policy no | quote no | quotation no | transaction id | transaction no | txn id | trace id | request id | session id | meter no | asset no | asset tag | contract no | contract number | tender no | docket | permit no. of works | firmware | FW | PMID | arXiv | RFC | flight | checksum | hash | uuid | sha | md5 | revision no |
      encomenda | encomenda n.º | n.º de encomenda | fatura | factura | fatura n.º | factura n.º | recibo n.º | n.º de série | número de série | guia de remessa | guia n.º | referência | ref.ª | processo n.º | processo | proc. n.º | lote | lote n.º | código de barras | código do produto | artigo | artigos | art.º | lei n.º | decreto-lei n.º | despacho n.º | acórdão | apólice n.º | contrato n.º | orçamento n.º | nota de encomenda | versão | utm_id`),
};
