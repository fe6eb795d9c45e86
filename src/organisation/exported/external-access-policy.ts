import type { Cmdlet } from './cmdlet.ts';

/** Access from outside of one's own users (EnableOutsideAccess) has no part in what is judged. */
export const externalAccessPolicy: Cmdlet = {
  name: 'Get-CsExternalAccessPolicy',
  properties: ['enablefederationaccess', 'enablepubliccloudaccess'],
  read(rows, into) {
    const policies = (into.policies ??= []);
    for (const row of rows) {
      const name = row.text('Identity');
      const identity = name.toLowerCase();
      if (!/^(global|site:.+|tag:.+)$/.test(identity)) {
        row.error('Identity', 'expected Global, Site:… or Tag:…', name);
        continue;
      }
      if (policies.some((known) => known.identity === identity)) {
        row.error('Identity', 'stands here a second time', name);
        continue;
      }
      const federation = row.flag('EnableFederationAccess');
      const publicCloud = row.flag('EnablePublicCloudAccess');
      // Lync Server 2010 has no XMPP gateway of its own: what is not there is not allowed.
      const publicCloudAudioVideo = row.flag('EnablePublicCloudAudioVideoAccess') ?? false;
      const xmpp = row.flag('EnableXmppAccess') ?? false;
      if (row.errors.length > 0) continue;
      if (federation === null) row.error('EnableFederationAccess', 'is missing', undefined);
      else if (publicCloud === null) row.error('EnablePublicCloudAccess', 'is missing', undefined);
      else policies.push({ identity, name, federation, publicCloud, publicCloudAudioVideo, xmpp });
    }
  },
};
