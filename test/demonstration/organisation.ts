/** Contoso: who may do what, on which day. The dates are chosen so that each rule has someone to speak of. */

/** Users with a Lync CAL; `temp` has none, and `cloud` a Lync Online plan instead. */
const STAFF = [
  'alice@contoso.com',
  'ben@contoso.com',
  'carla@contoso.com',
  'daniel@contoso.com',
  'emma@contoso.com',
  'felix@contoso.com',
  'grace@contoso.com',
  'jonas@contoso.com',
  'klara@contoso.com',
  'wei@contoso.com',
  'henri@contoso.fr',
  'ines@contoso.fr',
];

export const ORGANISATION = {
  v: 1,
  name: 'Contoso',
  timeZone: 'Europe/Berlin',
  domains: ['contoso.com', 'contoso.fr'],
  licences: [
    licence('lync-cal', STAFF, '2011-01-10', '2011-01-15', null, 'E-1001', null),
    licence('lync-online-plan-2', ['cloud@contoso.com'], '2013-05-28', '2013-06-01', null, 'O-2207', null),
    licence(
      'pic-usl',
      ['alice@contoso.com', 'ben@contoso.com', 'carla@contoso.com', 'daniel@contoso.com'],
      '2011-05-02',
      '2011-05-02',
      '2014-05-01',
      'E-1044',
      { amount: '3600.00', currency: 'EUR' },
    ),
    // Runs past the end of the service: part of the payment is to be credited.
    licence('pic-usl', ['alice@contoso.com', 'ben@contoso.com'], '2012-03-01', '2012-03-01', '2014-12-31', 'E-1123', {
      amount: '1200.00',
      currency: 'EUR',
    }),
    licence('pic-usl', ['felix@contoso.com'], '2011-06-01', '2011-06-01', '2012-05-31', 'E-1050', {
      amount: '120.00',
      currency: 'EUR',
    }),
    // Bought after 2012-09-01, when it was no longer sold.
    licence('pic-usl', ['emma@contoso.com'], '2012-10-15', '2012-10-15', '2014-10-14', 'E-1190', {
      amount: '240.00',
      currency: 'EUR',
    }),
  ],
  providers: [
    { id: 'yahoo', enabled: true, activated: '2011-05-15', domains: ['contoso.com', 'contoso.fr'] },
    { id: 'aol', enabled: true, activated: '2011-06-01', domains: ['contoso.com'] },
    { id: 'wlm', enabled: true, activated: '2011-05-15', domains: ['contoso.com', 'contoso.fr'] },
    { id: 'skype', enabled: true, activated: '2013-05-02', domains: ['contoso.com', 'contoso.fr'] },
  ],
  xmppPartners: [
    { domain: 'gmail.com', additionalDomains: ['googlemail.com'], partnerType: 'PublicUnverified' },
    { domain: 'northwindtraders.com', additionalDomains: [], partnerType: 'Federated' },
  ],
  allowedDomains: ['fabrikam.com', 'litwareinc.com'],
  access: {
    users: 'all',
    publicCloud: true,
    publicCloudAudioVideo: true,
    xmpp: true,
    federation: true,
    exceptions: [
      { user: 'klara@contoso.com', publicCloud: false },
      { user: 'jonas@contoso.com', publicCloudAudioVideo: false },
    ],
  },
  edges: [{ fqdn: 'sip.contoso.com', certificate: null }],
  archiving: { users: 'all', content: 'full' },
  retentionDays: 2190,
} as const;

function licence(
  sku: string,
  users: readonly string[],
  purchased: string,
  from: string,
  to: string | null,
  agreement: string,
  payment: { amount: string; currency: string } | null,
): object {
  return { sku, users, purchased, from, to, agreement, payment };
}
