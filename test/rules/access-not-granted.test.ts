import { ALICE, contoso, FINE, type Case } from './case.ts';
import { table } from './table.ts';

const policy = (parts: object = {}) => contoso({ access: { ...FINE.access, ...parts } });
const except = (exception: object, parts: object = {}) =>
  policy({ ...parts, exceptions: [{ user: ALICE, ...exception }] });
const call = { modalities: ['audio' as const] };

const cases: Case[] = [
  ['everything allowed', {}, FINE, 'yahoo', 'silent'],
  ['no policy told', {}, contoso({ access: null }), 'yahoo', 'undetermined'],
  ['nothing told, federated', {}, null, 'federated', 'undetermined'],
  ['public IM not allowed', {}, policy({ publicCloud: false }), 'aol', 'violation'],
  ['public IM not allowed, a federated partner', {}, policy({ publicCloud: false }), 'federated', 'silent'],
  ['public audio not allowed, IM', {}, policy({ publicCloudAudioVideo: false }), 'wlm', 'silent'],
  ['public audio not allowed, a call', call, policy({ publicCloudAudioVideo: false }), 'wlm', 'violation'],
  [
    'public audio not allowed, a call to a federated partner',
    call,
    policy({ publicCloudAudioVideo: false }),
    'federated',
    'silent',
  ],
  ['public audio allowed, public IM not, a call', call, policy({ publicCloud: false }), 'skype', 'violation'],
  ['federation not allowed', {}, policy({ federation: false }), 'federated', 'violation'],
  ['federation not allowed, hosted', {}, policy({ federation: false }), 'hosted', 'violation'],
  ['federation not allowed, XMPP needs it too', {}, policy({ federation: false }), 'gtalk', 'violation'],
  ['XMPP not allowed', {}, policy({ xmpp: false }), 'xmpp', 'violation'],
  ['XMPP not allowed, public IM', {}, policy({ xmpp: false }), 'yahoo', 'silent'],
  ['the user is in the policy', {}, policy({ users: [ALICE] }), 'yahoo', 'silent'],
  ['the user is in no policy', {}, policy({ users: ['carol@contoso.com'] }), 'yahoo', 'violation'],
  ['an exception denies', {}, except({ publicCloud: false }), 'yahoo', 'violation'],
  ['an exception allows', {}, except({ publicCloud: true }, { publicCloud: false }), 'yahoo', 'silent'],
  ['an exception for something else', {}, except({ xmpp: false }), 'yahoo', 'silent'],
  [
    'an exception allows a user outside the policy',
    {},
    except({ publicCloud: true }, { users: [] }),
    'yahoo',
    'silent',
  ],
  ['no local user, one policy for all', { initiator: 'x@yahoo.com' }, FINE, 'yahoo', 'silent'],
  ['no local user, exceptions', { initiator: 'x@yahoo.com' }, except({ xmpp: false }), 'yahoo', 'undetermined'],
  ['internal sessions are not judged', {}, policy({ federation: false }), 'internal', 'silent'],
  ['unknown providers are not judged', {}, contoso({ access: null }), 'unknown', 'silent'],
];
table('access-not-granted', cases);
