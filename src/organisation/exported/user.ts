import * as v from 'valibot';
import { address } from '../schema.ts';
import type { Cmdlet } from './cmdlet.ts';

/** Users without a SIP address are not enabled for Lync: they are counted and left out. */
export const user: Cmdlet = {
  name: 'Get-CsUser',
  properties: ['sipaddress', 'externalaccesspolicy'],
  read(rows, into) {
    const users = (into.users ??= []);
    const known = new Set(users.map((one) => one.address));
    for (const row of rows) {
      const told = row.text('SipAddress');
      if (told === '') {
        row.note('SipAddress', 'is empty: the user is not enabled and is left out');
        continue;
      }
      const read = v.safeParse(address, told);
      const policy = row.text('ExternalAccessPolicy');
      const pool = row.text('RegistrarPool').toLowerCase();
      if (!read.success) row.error('SipAddress', read.issues[0].message, told);
      else if (!known.has(read.output)) {
        known.add(read.output);
        users.push({ address: read.output, policy: policy.replace(/^tag:/i, ''), pool, row });
      }
    }
  },
};
