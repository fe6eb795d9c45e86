/** Simplified Chinese: names and days of the catalogue of providers. */
import type { Texts } from '../catalogue.ts';
import type { providers as english } from '../en/providers.ts';

export const providers: Texts<typeof english> = {
  'provider.msn-or-skype': 'Messenger 或 Skype',
  'provider.xmpp': 'XMPP 合作伙伴',
  'provider.federated': '联盟合作伙伴',
  'provider.hosted': '托管提供商',
  'provider.internal': '内部',
  'provider.unknown': '未知',

  'end.2012-09-01-yahoo': '公共即时消息许可证 (PIC USL) 停止销售',
  'end.2013-03-15-wlm': 'Messenger 停止服务（中国大陆除外）',
  'end.2013-04-01-wlm': 'Messenger 用户登录时转至 Skype（4 月）',
  'end.2013-05-01-skype': 'Lync 与 Skype 开始互通（5 月）',
  'end.2014-06-30-aol': 'AOL 公共即时消息的最后一日',
  'end.2014-06-30-yahoo': 'Yahoo! 公共即时消息的最后一日',
  'end.2014-10-31-wlm': 'Messenger 在中国大陆停止服务',
  'end.2014-11-26-skype': '与 Skype 可进行视频通话',
  'end.2017-06-26-gtalk': 'Google Talk 的最后一次 XMPP 联盟',
  'end.2017-12-15-aol': 'AIM 关闭',
  'end.2018-07-17-yahoo': 'Yahoo! Messenger 关闭',
  'end.2022-06-16-gtalk': 'Google Talk 客户端被切断',
  'end.2025-05-05-skype': '面向消费者的 Skype 停用',
};
