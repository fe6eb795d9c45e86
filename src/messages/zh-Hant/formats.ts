/** Traditional Chinese: what can be dropped and how to get it; formats of the person’s own. */
import type { Texts } from '../catalogue.ts';
import type { formats as english } from '../en/formats.ts';

export const formats: Texts<typeof english> = {
  'own.title': '您自己的格式',
  'own.text':
    '如果某個文字日誌不屬於以下任何一種，請在其所在行開啟「重新讀取為…」並加以描述。您自己的格式排在精確格式之後、通用格式之前嘗試。',
  'own.export': '另存為 JSON',
  'own.export.one': '將 {name} 另存為 JSON',
  'own.delete.one': '刪除格式 {name}',
  'own.delete.sure': '用它讀取的內容仍留在封存中。',
  'own.add': '從 JSON 檔案新增',
  'own.refused': '未接受該檔案。{why}',
  'import.formats': '可以拖放的內容，以及如何取得',
  'import.formats.also': '均可用 gzip 壓縮，可為 UTF-8 或 UTF-16，換行符不限。格式由內容識別；檔名無關緊要。',
  'format.none': '沒有已知格式',
  'format.way.sipstack':
    'Lync、OCS 和 Skype for Business 伺服器：OCSLogger（日誌工具）選 SIPStack 元件，或對 AlwaysOn 或 IMAndPresence 案例使用 Search-CsClsLogging。',
  'format.way.uccapi':
    'Lync 用戶端：在「選項」的「一般」中開啟日誌記錄；然後取用戶端 Tracing 資料夾中的 .UccApilog。其中往往不記錄訊息內文。',
  'format.way.sipe': '帶 SIPE 外掛程式的 Pidgin：用 --debug 啟動，或儲存其偵錯視窗。',
  'format.way.sngrep-text': 'sngrep：將對話儲存為文字。ngrep 加 -W byline 的輸出也可以。',
  'format.way.sipp-messages': 'SIPp 加 -trace_msg：其 _messages.log。',
  'format.way.asterisk': 'Asterisk：「sip set debug on」或「pjsip set logger on」，然後取主控台輸出或完整日誌。',
  'format.way.freeswitch': 'FreeSWITCH：「sofia global siptrace on」，然後取主控台輸出或 freeswitch.log。',
  'format.way.pjsip': '基於 PJSIP 的用戶端和伺服器：其 第 4 級或更高層級的日誌。',
  'format.way.linphone': 'Linphone：開啟偵錯後的日誌。',
  'format.way.kamailio-sipdump': 'Kamailio：其 sipdump 模組的檔案。',
  'format.way.sip-js': '瀏覽器中基於 SIP.js 或 JsSIP 的用戶端：主控台，儲存為檔案。',
  'format.way.expressway': 'Cisco Expressway 或 VCS：網路日誌層級為 DEBUG 的診斷日誌。',
  'format.way.syslog-escaped': '經 syslog 的 Kamailio、OpenSIPS 或 AudioCodes：每行一則訊息，換行寫作 #015#012。',
  'format.way.prefixed-sip': '任何把 SIP 訊息的每一行寫在各自時間戳記或前綴之後的日誌。',
  'format.way.sip-text': '文字中任何位置的 SIP 訊息：Proxy 的偵錯日誌、匯出的追蹤、郵件。',
  'format.way.ejabberd':
    '日誌層級為 debug 的 ejabberd：ejabberd.log，含「Received XML on stream」和「Send XML on stream」行。',
  'format.way.prosody': '日誌層級為 debug 且啟用 stanza_debug 模組的 Prosody：prosody.log。沒有該模組就沒有內文。',
  'format.way.openfire': 'Openfire：其 XML Debugger 外掛程式的輸出。',
  'format.way.smack': '開啟偵錯器的 Smack 程式；在 Android 上為 logcat。',
  'format.way.slixmpp': '日誌層級為 DEBUG 的 slixmpp 或 SleekXMPP 程式。',
  'format.way.pidgin-jabber': 'Pidgin 或 Finch：用 --debug 啟動，或儲存其偵錯視窗。',
  'format.way.xml-console': 'Gajim 或 Psi 的 XML 主控台，複製到檔案中。',
  'format.way.xmpp-stream': 'XMPP 流，或文字中任何位置的節（stanza）：追蹤的流、主控台、郵件。',
  'format.way.pcap': 'tcpdump -w、tshark 或 Wireshark。訊號必須未加密：TLS 內的內容無法讀取。',
  'format.way.pcapng': 'Wireshark 和 dumpcap 預設儲存的檔案。訊號必須未加密。',
  'format.way.netmon': 'Microsoft Network Monitor 3 及更早版本：儲存的擷取檔。',
};
