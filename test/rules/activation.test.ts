import { contoso, FINE, type Case } from './case.ts';
import { table } from './table.ts';

const listed = (...providers: object[]) => contoso({ providers });
const yahoo = (more: object = {}) => ({
  id: 'yahoo',
  enabled: true,
  activated: '2014-03-03',
  domains: ['contoso.com'],
  ...more,
});
const on = (start: string) => ({ start });

const activated: Case[] = [
  ['the day before the activation', on('2014-03-02T12:00:00+01:00'), listed(yahoo()), 'yahoo', 'violation'],
  ['the day of the activation', on('2014-03-03T12:00:00+01:00'), listed(yahoo()), 'yahoo', 'silent'],
  ['the day after', on('2014-03-04T12:00:00+01:00'), listed(yahoo()), 'yahoo', 'silent'],
  ['last second before, in Berlin', on('2014-03-02T23:59:59+01:00'), listed(yahoo()), 'yahoo', 'violation'],
  ['first second of the day, in Berlin', on('2014-03-03T00:00:00+01:00'), listed(yahoo()), 'yahoo', 'silent'],
  ['switched off', {}, listed(yahoo({ enabled: false })), 'yahoo', 'violation'],
  ['not listed', {}, listed({ ...yahoo(), id: 'aol' }), 'yahoo', 'violation'],
  ['an empty list', {}, listed(), 'skype', 'violation'],
  ['the list not given', {}, contoso({ providers: null }), 'yahoo', 'undetermined'],
  ['nothing told at all', {}, null, 'wlm', 'undetermined'],
  ['since when is not told', {}, listed(yahoo({ activated: null })), 'yahoo', 'undetermined'],
  ['no time in the log', { start: null }, listed(yahoo()), 'yahoo', 'undetermined'],
  ['no time in the log, switched off', { start: null }, listed(yahoo({ enabled: false })), 'yahoo', 'violation'],
  ['Messenger or Skype, one of them listed', {}, listed({ ...yahoo(), id: 'skype' }), 'msn-or-skype', 'silent'],
  ['Messenger or Skype, neither listed', {}, listed(yahoo()), 'msn-or-skype', 'violation'],
  ['two entries, one of them active', {}, listed(yahoo({ enabled: false }), yahoo()), 'yahoo', 'silent'],
  ['XMPP partners have a list of their own', {}, listed(), 'gtalk', 'silent'],
  ['federated partners are not activated', {}, contoso({ providers: null }), 'federated', 'silent'],
  ['internal sessions are not judged', {}, listed(), 'internal', 'silent'],
];
table('provider-not-activated', activated);

const aol = (domains: string[] | null) => listed({ id: 'aol', enabled: true, activated: '2011-01-01', domains });

const provisioned: Case[] = [
  ['the local domain is provisioned', {}, aol(['contoso.com']), 'aol', 'silent'],
  ['among others', {}, aol(['fabrikam.com', 'contoso.com']), 'aol', 'silent'],
  ['upper case in the register', {}, aol(['CONTOSO.COM']), 'aol', 'silent'],
  ['another domain is', {}, aol(['fabrikam.com']), 'aol', 'violation'],
  ['a subdomain is', {}, aol(['eu.contoso.com']), 'aol', 'violation'],
  ['none is', {}, aol([]), 'aol', 'violation'],
  ['the domains not told', {}, aol(null), 'aol', 'undetermined'],
  ['the providers not told', {}, contoso({ providers: null }), 'aol', 'undetermined'],
  ['AOL not listed', {}, listed(yahoo()), 'aol', 'violation'],
  ['no local user', { initiator: 'x@aol.com' }, aol(['contoso.com']), 'aol', 'undetermined'],
  ['no time is needed', { start: null }, aol(['fabrikam.com']), 'aol', 'violation'],
  ['Yahoo! has no such rule', {}, listed(yahoo({ domains: ['fabrikam.com'] })), 'yahoo', 'silent'],
  ['AOL by direct federation has none', {}, aol([]), 'federated', 'silent'],
  ['nothing told, another provider', {}, null, 'skype', 'silent'],
];
table('aol-domain-not-provisioned', provisioned);

const eku = (edges: unknown) => contoso({ edges });
const unreadable = {
  fqdn: 'sip.contoso.com',
  certificate: '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----',
};

/** With real certificates: edge-certificate-client-eku.test.ts. */
const untold: Case[] = [
  ['no Edge told', {}, eku(null), 'aol', 'undetermined'],
  ['nothing told at all', {}, null, 'aol', 'undetermined'],
  ['an empty list', {}, eku([]), 'aol', 'undetermined'],
  ['an Edge without certificate', {}, FINE, 'aol', 'undetermined'],
  ['a certificate that cannot be read', {}, eku([unreadable]), 'aol', 'undetermined'],
  ['Yahoo! asks for none', {}, eku(null), 'yahoo', 'silent'],
  ['Messenger asks for none', {}, eku([unreadable]), 'wlm', 'silent'],
  ['direct federation asks for none', {}, eku([unreadable]), 'federated', 'silent'],
];
table('edge-certificate-client-eku', untold);
