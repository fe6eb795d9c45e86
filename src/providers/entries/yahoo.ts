import type { IsoDate } from '../../model.ts';
import type { ProviderEntry } from '../catalogue.ts';
import { KNOWN, PUBLIC_IM } from './sources.ts';

/** Country domains; yahoo.co.jp is left out: Yahoo! Japan is another company with a messenger of its own. */
const COUNTRIES =
  'at be bg ca ch cl cn co.id co.il co.in co.kr co.nz co.th co.uk co.za com.ar com.au com.br com.cn com.co com.hk ' +
  'com.mx com.my com.pe com.ph com.sg com.tr com.tw com.ua com.ve com.vn cz de dk es fi fr gr hr hu ie in it lt lv nl ' +
  'no pl pt ro rs ru se si sk';

export const YAHOO: ProviderEntry = {
  id: 'yahoo',
  name: 'Yahoo!',
  class: 'public',
  domains: [
    { names: ['yahoo.com', 'ymail.com', 'rocketmail.com'], ...KNOWN },
    { names: COUNTRIES.split(' ').map((country) => 'yahoo.' + country), ...KNOWN },
  ],
  proxies: [{ names: ['lcsap.msg.yahoo.com'], ...KNOWN }],
  capabilities: [
    { modality: 'im', from: null, to: null, ...PUBLIC_IM },
    { modality: 'presence', from: null, to: null, ...PUBLIC_IM },
  ],
  licences: [
    { anyOf: ['lync-cal'], ...PUBLIC_IM },
    { anyOf: ['pic-usl'], ...PUBLIC_IM },
  ],
  begin: null,
  end: { day: '2014-06-30' as IsoDate, ...PUBLIC_IM },
  moved: null,
  provisioned: null,
  clientEku: null,
};
