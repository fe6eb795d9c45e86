/** Traditional Chinese: the archive as a whole: opening, emptying, the demonstration. */
import type { Texts } from '../catalogue.ts';
import type { archive as english } from '../en/archive.ts';

export const archive: Texts<typeof english> = {
  'archive.failed': '無法開啟封存：{why}',
  'archive.failed.advice': '請確認此瀏覽器允許本網站儲存資料（私密視窗通常不允許）且磁碟有可用空間，然後重新載入頁面。',
  'archive.clear': '刪除所有封存內容',
  'archive.clear.sure': '將從此瀏覽器中刪除全部工作階段以及 {n} 個檔案的證據。您填寫的組織資訊會保留。此操作無法復原。',
  'archive.clear.busy': '正在匯入。請先取消匯入，或等待其結束。',
  'archive.clear.failed': '無法清空封存：{why}',
  demonstration: '示範',
  'demonstration.text': '虛構的流量，存放在單獨的封存中。您拖放的檔案會進入您自己的封存。',
  'demonstration.look': '檢視示範',
  'demonstration.opening': '正在開啟示範…',
  'demonstration.leave': '離開',
  'demonstration.leave.sure': '示範的組織資訊已修改但未儲存。離開將捨棄這些文字。',
  'demonstration.delete': '刪除示範',
  'demonstration.delete.sure': '將清空示範的封存。可以隨時重新開啟。',
  'empty.archive': '還沒有工作階段',
  'empty.archive.text': '將日誌或擷取檔拖到此頁面任意位置，或在「匯入」頁面選擇檔案。',
  'empty.to-import': '匯入檔案',
};
