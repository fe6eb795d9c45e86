/**
 * The documents that facts and rules rest on. What a page says is told in our words; where pages exist in several
 * languages only the English text counts, for the translations get dates and licence terms wrong.
 */
import type { Citation } from '../model.ts';

export const CITATIONS: readonly Citation[] = [
  {
    key: 'pic-support',
    title: 'Support for public instant messenger connectivity in Lync Server 2013 (Microsoft, 2013-10-07)',
    says:
      'Which public providers Lync federates with, what each federates, and which licence it needs. AOL and Yahoo! end with ' +
      '30 June 2014, that day included. The public IM connectivity licence is not sold since 1 September 2012; agreements ' +
      'that run past 30 June 2014 are credited in proportion.',
    confidence: 'documented',
  },
  {
    key: 'pic-planning',
    title: 'Planning for public instant messaging connectivity (Microsoft, 2013-10-07)',
    says:
      'Each public provider is activated by the customer before use. AOL needs the client key usage on the certificate of ' +
      'the Access Edge service; Messenger audio and video need Edge ports and protocols; Yahoo! needs nothing special.',
    confidence: 'documented',
  },
  {
    key: 'pim-support',
    title: 'Public instant messaging support in Lync Server 2013 (Microsoft, 2013-10-07)',
    says:
      'Capabilities and licences by provider, XMPP partners among them: peer-to-peer IM and presence with each partner ' +
      'domain that is configured. Messenger contacts move to Skype at sign-in in April 2013.',
    confidence: 'documented',
  },
  {
    key: 'im-presence',
    title: 'IM and presence in Lync Server 2013 (Microsoft, 2013-10-07)',
    says:
      'What presence, conversation history, Persistent Chat and archiving are. Archiving keeps the content of the instant ' +
      'messages of all users or of those that are named.',
    confidence: 'documented',
  },
  {
    key: 'port-summary',
    title: 'Lync Server: ports, protocols and DNS of external access and public IM connectivity (Microsoft)',
    says:
      'SIP federation and public IM by mutual TLS on TCP 5061; XMPP between servers on TCP 5269; the XMPP gateway on TCP ' +
      '23456. Messenger ended on 15 March 2013 except in mainland China.',
    confidence: 'documented',
  },
  {
    key: 'provisioning-guide',
    title: 'Lync and Skype connectivity: provisioning guide (Microsoft)',
    says:
      'Skype connectivity is there from May 2013, video from 26 November 2014. Accounts of other domains are reached as ' +
      'user(domain)@msn.com. The provisioning site for public IM closed on 15 August 2019.',
    confidence: 'documented',
  },
  {
    key: 'pic-limits',
    title: 'Lync Server: limits of public IM connectivity (Microsoft documentation)',
    says:
      'Public IM is strictly between two people: public users join no multiparty IM and no conference, and no files are ' +
      'transferred.',
    confidence: 'documented',
  },
  {
    key: 'xmpp-federation',
    title: 'Lync Server 2013: planning for XMPP federation (Microsoft documentation)',
    says:
      'The XMPP gateway carries IM and presence and nothing else, to partner domains that are configured, with policies ' +
      'that allow federation and XMPP.',
    confidence: 'documented',
  },
  {
    key: 'external-access',
    title: 'Lync Server 2013: external access policies (Microsoft documentation)',
    says:
      'Federation, public IM, public audio and video and XMPP are each allowed or not by the policy that applies to the ' +
      'user: of the user, else the site, else global.',
    confidence: 'documented',
  },
  {
    key: 'archiving-2013',
    title: 'Lync Server 2013: archiving (Microsoft documentation)',
    says:
      'Instant messages and conference events are archived; file transfers, audio, video and sharing are not. All public ' +
      'IM and XMPP traffic counts as external.',
    confidence: 'documented',
  },
  {
    key: 'ms-sipre',
    title: '[MS-SIPRE] Session Initiation Protocol (SIP) Routing Extensions, §2.2.15',
    says:
      'ms-edge-proxy-message-trust: the Edge tells where a message came from, through which network, from which peer, and ' +
      'whether the source is verified.',
    confidence: 'documented',
  },
  {
    key: 'ms-diagnostics',
    title: 'Lync Server: ms-diagnostics header, ranges and identifiers (Microsoft documentation)',
    says: 'A number, a reason and the reporting server explain why a SIP request failed; 90000 and up are public IM.',
    confidence: 'documented',
  },
  {
    key: 'lifecycle',
    title: 'Microsoft product lifecycle',
    says: 'When mainstream and extended support of the Lync and Skype for Business servers and of the service ended.',
    confidence: 'documented',
  },
  {
    key: 'rfc-5280',
    title: 'RFC 5280 §4.2.1.12, Extended Key Usage',
    says: 'Where the extension is present the certificate is for the named purposes alone, unless it names any purpose.',
    confidence: 'documented',
  },
  {
    key: 'rfc-6120',
    title: 'RFC 6120, Extensible Messaging and Presence Protocol: Core',
    says: 'Servers find each other by the domain of the JID and talk on TCP port 5269 unless DNS names another.',
    confidence: 'documented',
  },
  {
    key: 'wire-messenger-proxy',
    title: 'A published trace of Lync with Skype',
    says: 'federation.messenger.msn.com reports on users of Skype, whose addresses can stand under skype.com.',
    confidence: 'seen-on-wire',
  },
  {
    key: 'own',
    title: 'Told by the user of this archive',
    says: 'A fact or a rule of their own, or one that they have changed; no document of the program stands behind it.',
    confidence: 'unsourced',
  },
  {
    key: 'known',
    title: 'Common knowledge of the field',
    says: 'No document is at hand; the entry can be changed.',
    confidence: 'unsourced',
  },
];
