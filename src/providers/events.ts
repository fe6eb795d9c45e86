/** Dates of providers and products, for time lines. */
import type { Citation, IsoDate, ProviderId } from '../model.ts';
import type { CatalogueEvent } from './catalogue.ts';

type Row = [day: string, provider: ProviderId | null, label: string, source: string, end: boolean];

const ENDS = true;
const HAPPENS = false;

const ROWS: readonly Row[] = [
  ['2012-09-01', 'yahoo', 'Public IM licence (PIC USL) no longer sold', 'pic-support', HAPPENS],
  ['2013-03-15', 'wlm', 'Messenger ended, except mainland China', 'port-summary', ENDS],
  ['2013-04-01', 'wlm', 'Messenger users move to Skype at sign-in (April)', 'pic-support', HAPPENS],
  ['2013-05-01', 'skype', 'Lync–Skype connectivity begins (May)', 'pic-support', HAPPENS],
  ['2014-06-30', 'aol', 'Last day of AOL public IM', 'pic-support', ENDS],
  ['2014-06-30', 'yahoo', 'Last day of Yahoo! public IM', 'pic-support', ENDS],
  ['2014-10-31', 'wlm', 'Messenger ended in mainland China', 'known', ENDS],
  ['2014-11-26', 'skype', 'Video with Skype', 'provisioning-guide', HAPPENS],
  ['2017-06-26', 'gtalk', 'Last XMPP federation of Google Talk', 'known', ENDS],
  ['2017-12-15', 'aol', 'AIM shut down', 'known', HAPPENS],
  ['2018-07-17', 'yahoo', 'Yahoo! Messenger shut down', 'known', HAPPENS],
  ['2019-08-15', null, 'Provisioning site for public IM closed', 'provisioning-guide', HAPPENS],
  ['2022-06-16', 'gtalk', 'Google Talk clients cut off', 'known', HAPPENS],
  ['2024-06-26', null, 'ICQ shut down', 'known', HAPPENS],
  ['2025-05-05', 'skype', 'Skype for consumers retired', 'known', ENDS],
  ['2015-04-14', null, 'LCS 2005: end of extended support', 'lifecycle', ENDS],
  ['2016-04-12', null, 'Lync Server 2010: end of mainstream support', 'lifecycle', ENDS],
  ['2018-01-09', null, 'OCS 2007 and R2: end of extended support', 'lifecycle', ENDS],
  ['2018-04-10', null, 'Lync Server 2013: end of mainstream support', 'lifecycle', ENDS],
  ['2020-10-13', null, 'Skype for Business Server 2015: end of mainstream support', 'lifecycle', ENDS],
  ['2021-04-13', null, 'Lync Server 2010: end of extended support', 'lifecycle', ENDS],
  ['2021-07-31', null, 'Skype for Business Online ended', 'lifecycle', ENDS],
  ['2023-04-11', null, 'Lync Server 2013: end of extended support', 'lifecycle', ENDS],
  ['2024-01-09', null, 'Skype for Business Server 2019: end of mainstream support', 'lifecycle', ENDS],
  ['2025-10-14', null, 'Skype for Business Server 2015 and 2019: end of extended support', 'lifecycle', ENDS],
];

export const EVENTS: readonly CatalogueEvent[] = ROWS.map(([day, provider, label, source, end]) => ({
  day: day as IsoDate,
  provider,
  label,
  end,
  sources: [source],
  confidence: (source === 'known' ? 'unsourced' : 'documented') satisfies Citation['confidence'],
}));
