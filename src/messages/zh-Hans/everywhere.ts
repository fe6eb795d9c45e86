/** Simplified Chinese: words that stand on every page. */
import type { Texts } from '../catalogue.ts';
import type { everywhere as english } from '../en/everywhere.ts';

export const everywhere: Texts<typeof english> = {
  cancel: '取消',
  delete: '删除',
  loading: '正在加载…',
  'loading.sessions': '正在读取会话：{done} / {total}',
  colon: '：',
  'failure.reload': '请重新加载页面；存档本身会保留。如果再次出现，可能是另一个标签页正打开着存档。',
  'failure.again': '未做任何更改。请重试。',
  'party.unknown': '未知',
  'users.all': '所有用户',
  'users.more': '以及另外 {n} 名',
  'users.fewer': '收起',
  'endpoint.unnamed': '写日志的主机',
  'control.title': '不可见字符：{name}，{code}',
  'bytes.B': '{n} 字节',
  'bytes.kB': '{size} kB',
  'bytes.MB': '{size} MB',
  'bytes.GB': '{size} GB',
  'bytes.TB': '{size} TB',
  'span.ms': '{ms} 毫秒',
  'span.s': '{seconds} 秒',
  'span.min': '{minutes} 分 {seconds} 秒',
  'span.h': '{hours} 小时 {minutes} 分',
  'span.d': '{days} 天 {hours} 小时',
  'bytes.hide': '隐藏字节',
  'bytes.flag': '显示证明它的字节',
  'bytes.provider': '显示说明它的字节',
  'bytes.more': '“证据”下还列有另外 {n} 处。',
};
