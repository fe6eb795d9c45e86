import * as v from 'valibot';
import { domain } from '../schema.ts';
import type { Cmdlet } from './cmdlet.ts';

export const allowedDomain: Cmdlet = {
  name: 'Get-CsAllowedDomain',
  properties: ['domain', 'markformonitoring'],
  read(rows, into) {
    const domains = (into.allowedDomains ??= []);
    for (const row of rows) {
      const property = row.text('Domain') === '' ? 'Identity' : 'Domain';
      const read = v.safeParse(domain, row.text(property));
      if (!read.success) row.error(property, read.issues[0].message, row.text(property));
      else if (!domains.includes(read.output)) domains.push(read.output);
    }
  },
};
