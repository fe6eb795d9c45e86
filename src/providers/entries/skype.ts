import type { IsoDate } from '../../model.ts';
import type { ProviderEntry } from '../catalogue.ts';
import { KNOWN, PROVISIONING, PUBLIC_IM } from './sources.ts';

/** Connectivity begins in May 2013; the pages name no day, so the first of the month. */
const BEGIN = '2013-05-01' as IsoDate;

/** The pages of 2013 know audio alone; the provisioning guide dates video to November 2014. Both are kept. */
export const SKYPE: ProviderEntry = {
  id: 'skype',
  name: 'Skype',
  class: 'public',
  domains: [
    { names: ['msn.com', 'live.com', 'hotmail.com', 'outlook.com'], ...PROVISIONING },
    { names: ['skype.com'], sources: ['wire-messenger-proxy'], confidence: 'seen-on-wire' },
  ],
  proxies: [
    {
      names: ['federation.messenger.msn.com'],
      sources: ['provisioning-guide', 'wire-messenger-proxy'],
      confidence: 'documented',
    },
  ],
  capabilities: [
    { modality: 'im', from: BEGIN, to: null, ...PUBLIC_IM },
    { modality: 'presence', from: BEGIN, to: null, ...PUBLIC_IM },
    { modality: 'audio', from: BEGIN, to: null, ...PUBLIC_IM },
    { modality: 'video', from: '2014-11-26' as IsoDate, to: null, ...PROVISIONING },
  ],
  licences: [{ anyOf: ['lync-cal', 'lync-online-plan-1', 'lync-online-plan-2', 'lync-online-plan-3'], ...PUBLIC_IM }],
  begin: { day: BEGIN, ...PUBLIC_IM },
  end: { day: '2025-05-05' as IsoDate, ...KNOWN },
  moved: null,
  provisioned: null,
  clientEku: null,
};
