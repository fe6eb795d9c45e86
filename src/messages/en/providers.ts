/** Names and days of the catalogue of providers, as the catalogue itself says them. */
export const providers = {
  'provider.msn-or-skype': 'Messenger or Skype',
  'provider.xmpp': 'XMPP partner',
  'provider.federated': 'Federated partner',
  'provider.hosted': 'Hosting provider',
  'provider.internal': 'Internal',
  'provider.unknown': 'Unknown',

  'end.2012-09-01-yahoo': 'Public IM licence (PIC USL) no longer sold',
  'end.2013-03-15-wlm': 'Messenger ended, except mainland China',
  'end.2013-04-01-wlm': 'Messenger users move to Skype at sign-in (April)',
  'end.2013-05-01-skype': 'Lync–Skype connectivity begins (May)',
  'end.2014-06-30-aol': 'Last day of AOL public IM',
  'end.2014-06-30-yahoo': 'Last day of Yahoo! public IM',
  'end.2014-10-31-wlm': 'Messenger ended in mainland China',
  'end.2014-11-26-skype': 'Video with Skype',
  'end.2017-06-26-gtalk': 'Last XMPP federation of Google Talk',
  'end.2017-12-15-aol': 'AIM shut down',
  'end.2018-07-17-yahoo': 'Yahoo! Messenger shut down',
  'end.2022-06-16-gtalk': 'Google Talk clients cut off',
  'end.2025-05-05-skype': 'Skype for consumers retired',
};
