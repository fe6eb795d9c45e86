/** Traditional Chinese: names and days of the catalogue of providers. */
import type { Texts } from '../catalogue.ts';
import type { providers as english } from '../en/providers.ts';

export const providers: Texts<typeof english> = {
  'provider.msn-or-skype': 'Messenger 或 Skype',
  'provider.xmpp': 'XMPP 合作夥伴',
  'provider.federated': '同盟合作夥伴',
  'provider.hosted': '託管供應商',
  'provider.internal': '內部',
  'provider.unknown': '不明',

  'end.2012-09-01-yahoo': '公用即時訊息授權 (PIC USL) 停止銷售',
  'end.2013-03-15-wlm': 'Messenger 停止服務（中國大陸除外）',
  'end.2013-04-01-wlm': 'Messenger 使用者登入時轉至 Skype（4 月）',
  'end.2013-05-01-skype': 'Lync 與 Skype 開始互通（5 月）',
  'end.2014-06-30-aol': 'AOL 公用即時訊息的最後一日',
  'end.2014-06-30-yahoo': 'Yahoo! 公用即時訊息的最後一日',
  'end.2014-10-31-wlm': 'Messenger 在中國大陸停止服務',
  'end.2014-11-26-skype': '與 Skype 可進行視訊通話',
  'end.2017-06-26-gtalk': 'Google Talk 的最後一次 XMPP 同盟',
  'end.2017-12-15-aol': 'AIM 關閉',
  'end.2018-07-17-yahoo': 'Yahoo! Messenger 關閉',
  'end.2022-06-16-gtalk': 'Google Talk 用戶端遭切斷',
  'end.2025-05-05-skype': '面向消費者的 Skype 停用',
};
