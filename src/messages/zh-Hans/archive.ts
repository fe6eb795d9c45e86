/** Simplified Chinese: the archive as a whole: opening, emptying, the demonstration. */
import type { Texts } from '../catalogue.ts';
import type { archive as english } from '../en/archive.ts';

export const archive: Texts<typeof english> = {
  'archive.failed': '无法打开存档：{why}',
  'archive.failed.advice': '请确认此浏览器允许本站点存储数据（隐私窗口通常不允许）且磁盘有可用空间，然后重新加载页面。',
  'archive.clear': '删除所有存档内容',
  'archive.clear.sure': '将从此浏览器中删除全部会话以及 {n} 个文件的证据。您填写的组织信息会保留。此操作无法撤销。',
  'archive.clear.busy': '正在导入。请先取消导入，或等待其结束。',
  'archive.clear.failed': '无法清空存档：{why}',
  demonstration: '演示',
  'demonstration.text': '虚构的流量，存放在单独的存档中。您拖入的文件会进入您自己的存档。',
  'demonstration.look': '查看演示',
  'demonstration.opening': '正在打开演示…',
  'demonstration.leave': '离开',
  'demonstration.leave.sure': '演示的组织信息已修改但未保存。离开将丢弃这些文字。',
  'demonstration.delete': '删除演示',
  'demonstration.delete.sure': '将清空演示的存档。可以随时重新打开。',
  'empty.archive': '还没有会话',
  'empty.archive.text': '将日志或抓包文件拖到此页面任意位置，或在“导入”页面选择文件。',
  'empty.to-import': '导入文件',
};
