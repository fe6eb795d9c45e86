/** Simplified Chinese: what can be dropped and how to get it; formats of the person’s own. */
import type { Texts } from '../catalogue.ts';
import type { formats as english } from '../en/formats.ts';

export const formats: Texts<typeof english> = {
  'own.title': '您自己的格式',
  'own.text':
    '如果某个文本日志不属于以下任何一种，请在其所在行打开“重新读取为…”并加以描述。您自己的格式排在精确格式之后、兜底格式之前尝试。',
  'own.export': '另存为 JSON',
  'own.export.one': '将 {name} 另存为 JSON',
  'own.delete.one': '删除格式 {name}',
  'own.delete.sure': '用它读取的内容仍留在存档中。',
  'own.add': '从 JSON 文件添加',
  'own.refused': '未接受该文件。{why}',
  'import.formats': '可以拖入的内容，以及如何获取',
  'import.formats.also': '均可用 gzip 压缩，可为 UTF-8 或 UTF-16，换行符不限。格式由内容识别；文件名无关紧要。',
  'format.none': '没有已知格式',
  'format.way.sipstack':
    'Lync、OCS 和 Skype for Business 服务器：OCSLogger（日志工具）选 SIPStack 组件，或对 AlwaysOn 或 IMAndPresence 场景使用 Search-CsClsLogging。',
  'format.way.uccapi':
    'Lync 客户端：在“选项”的“常规”中打开日志记录；然后取客户端 Tracing 文件夹中的 .UccApilog。其中往往不记录消息正文。',
  'format.way.sipe': '带 SIPE 插件的 Pidgin：用 --debug 启动，或保存其调试窗口。',
  'format.way.sngrep-text': 'sngrep：将对话保存为文本。ngrep 加 -W byline 的输出也可以。',
  'format.way.sipp-messages': 'SIPp 加 -trace_msg：其 _messages.log。',
  'format.way.asterisk': 'Asterisk：“sip set debug on”或“pjsip set logger on”，然后取控制台输出或完整日志。',
  'format.way.freeswitch': 'FreeSWITCH：“sofia global siptrace on”，然后取控制台输出或 freeswitch.log。',
  'format.way.pjsip': '基于 PJSIP 的客户端和服务器：其 4 级或更高级别的日志。',
  'format.way.linphone': 'Linphone：打开调试后的日志。',
  'format.way.kamailio-sipdump': 'Kamailio：其 sipdump 模块的文件。',
  'format.way.sip-js': '浏览器中基于 SIP.js 或 JsSIP 的客户端：控制台，保存为文件。',
  'format.way.expressway': 'Cisco Expressway 或 VCS：网络日志级别为 DEBUG 的诊断日志。',
  'format.way.syslog-escaped': '经 syslog 的 Kamailio、OpenSIPS 或 AudioCodes：每行一条消息，换行写作 #015#012。',
  'format.way.prefixed-sip': '任何把 SIP 消息的每一行写在各自时间戳或前缀之后的日志。',
  'format.way.sip-text': '文本中任何位置的 SIP 消息：代理的调试日志、导出的跟踪、邮件。',
  'format.way.ejabberd':
    '日志级别为 debug 的 ejabberd：ejabberd.log，含“Received XML on stream”和“Send XML on stream”行。',
  'format.way.prosody': '日志级别为 debug 且启用 stanza_debug 模块的 Prosody：prosody.log。没有该模块就没有正文。',
  'format.way.openfire': 'Openfire：其 XML Debugger 插件的输出。',
  'format.way.smack': '打开调试器的 Smack 程序；在 Android 上为 logcat。',
  'format.way.slixmpp': '日志级别为 DEBUG 的 slixmpp 或 SleekXMPP 程序。',
  'format.way.pidgin-jabber': 'Pidgin 或 Finch：用 --debug 启动，或保存其调试窗口。',
  'format.way.xml-console': 'Gajim 或 Psi 的 XML 控制台，复制到文件中。',
  'format.way.xmpp-stream': 'XMPP 流，或文本中任何位置的节（stanza）：跟踪的流、控制台、邮件。',
  'format.way.pcap': 'tcpdump -w、tshark 或 Wireshark。信令必须未加密：TLS 内的内容无法读取。',
  'format.way.pcapng': 'Wireshark 和 dumpcap 默认保存的文件。信令必须未加密。',
  'format.way.netmon': 'Microsoft Network Monitor 3 及更早版本：保存的抓包文件。',
};
