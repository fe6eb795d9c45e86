/** Traditional Chinese: words that stand on every page. */
import type { Texts } from '../catalogue.ts';
import type { everywhere as english } from '../en/everywhere.ts';

export const everywhere: Texts<typeof english> = {
  cancel: '取消',
  delete: '刪除',
  loading: '正在載入…',
  'loading.sessions': '正在讀取工作階段：{done} / {total}',
  colon: '：',
  'failure.reload': '請重新載入頁面；封存本身會保留。如果再次出現，可能是另一個分頁正開啟著封存。',
  'failure.again': '未做任何變更。請重試。',
  'party.unknown': '未知',
  'users.all': '所有使用者',
  'users.more': '以及另外 {n} 名',
  'users.fewer': '收起',
  'endpoint.unnamed': '寫日誌的主機',
  'control.title': '不可見字元：{name}，{code}',
  'bytes.B': '{n} 位元組',
  'bytes.kB': '{size} kB',
  'bytes.MB': '{size} MB',
  'bytes.GB': '{size} GB',
  'bytes.TB': '{size} TB',
  'span.ms': '{ms} 毫秒',
  'span.s': '{seconds} 秒',
  'span.min': '{minutes} 分 {seconds} 秒',
  'span.h': '{hours} 小時 {minutes} 分',
  'span.d': '{days} 天 {hours} 小時',
  'bytes.hide': '隱藏位元組',
  'bytes.flag': '顯示證明它的位元組',
  'bytes.provider': '顯示說明它的位元組',
  'bytes.more': '「證據」下還列有另外 {n} 處。',
};
