/** What a protocol reads out of a record. */
import type { Direction, EdgeSide, Endpoint, EpochMs, Place, TimeSource } from './records.ts';

/** What is federated, one by one. */
export type Modality = 'im' | 'presence' | 'audio' | 'video' | 'file' | 'sharing' | 'multiparty';

/** Something that a message says, already decoded. Addresses are bare and lower case, as on the wire. */
export type Fact =
  /** A text said. `from` null = the message's own sender. `inInvite`: rode in an INVITE (ms-text-format). */
  | { kind: 'text'; from: string | null; to: string[]; text: string; contentType: string; inInvite: boolean }
  /** A change of presence. `who` null = the message's own sender. State names as in the domain's table. */
  | { kind: 'presence'; who: string | null; state: string; activity: string | null; note: string | null }
  /** A file offered, or (`accepted` set, name '') an answer to the offer with the same `transfer`. */
  | { kind: 'file'; transfer: string | null; name: string; size: number | null; accepted: boolean | null }
  /** A media line that is not refused (port 0 = refused: no fact). `flow` as RFC 3264 §5.1 names it, where it is not both ways. */
  | { kind: 'media'; media: Modality; port: number | null; flow?: 'sendonly' | 'recvonly' | 'inactive' }
  /** Text there was, but it cannot be read: why. */
  | { kind: 'opaque'; reason: 'encrypted' | 'truncated' | 'body-missing'; detail: string }
  /** ms-diagnostics or a TF_DIAG record. */
  | { kind: 'diagnostic'; id: number | null; reason: string; source: string | null }
  /** Someone joined or left a conference or room; `room` = its address. */
  | { kind: 'member'; who: string; change: 'join' | 'leave'; room: string | null }
  /** Not content: typing, delivery and read notices. */
  | { kind: 'notice'; notice: 'typing' | 'delivered' | 'displayed' };

/** A sign of which provider a session belongs to. Readers give one object for what recurs: it must not be changed. */
export type Marker =
  | {
      /** ms-edge-proxy-message-trust [MS-SIPRE 2.2.15]; a missing parameter is null. */
      kind: 'trust';
      sourceType: string | null;
      network: string | null;
      verified: boolean | null;
      remoteFqdn: string | null;
      edgeFqdn: string | null;
    }
  /** ms-user-data on an outbound leg. */
  | { kind: 'user-data'; publicCloud: boolean; federation: boolean }
  /** User-Agent or Server header. */
  | { kind: 'agent'; value: string }
  /** The machine at the other end of the wire. */
  | { kind: 'peer'; endpoint: Endpoint; side: EdgeSide | null; direction: Direction | null };

interface MessageCommon {
  /** Running number within its file, in the order of reading: tells apart what one record or packet holds. Set by the pipeline. */
  ordinal?: number;
  /** In stream order; several when the message spans several packets or records. Never empty. */
  places: Place[];
  time: EpochMs | null;
  timeSource: TimeSource;
  direction: Direction | null;
  local: Endpoint | null;
  remote: Endpoint | null;
  side: EdgeSide | null;
  /** Bare address of the sender and the receiver, lower case, as on the wire; null = not given. */
  from: string | null;
  to: string | null;
  /** One line for lists: the start line, or name, type and id of a stanza. At most 200 characters. */
  title: string;
  facts: Fact[];
  markers: Marker[];
}

export interface SipMessage extends MessageCommon {
  protocol: 'sip';
  /** Request method, or the CSeq's method of a response; upper case as written. */
  method: string;
  /** null = a request. */
  status: number | null;
  callId: string;
  cseq: number | null;
  fromTag: string | null;
  toTag: string | null;
  /** Ms-Conversation-ID. */
  conversation: string | null;
  /** Event header: the package name. */
  event: string | null;
  /** Conference focus, Replaces and other keys that tie this Call-ID to another session. */
  links: string[];
}

export interface XmppStanza extends MessageCommon {
  protocol: 'xmpp';
  name: 'message' | 'presence' | 'iq';
  type: string | null;
  id: string | null;
  /** Full JIDs as written, completed from the stream where the stanza has none. */
  fromJid: string | null;
  toJid: string | null;
  /** Bare address of the occupant to whom a room sent this copy of what was said in it. */
  heardBy?: string;
  thread: string | null;
  /** Namespace of an iq's payload, else null. */
  payload: string | null;
}

/** A TF_DIAG record: belongs to the session of its Call-ID; counts as no message. */
export interface TraceDiagnostic extends MessageCommon {
  protocol: 'trace-diagnostic';
  callId: string | null;
  cseq: number | null;
}

/** What MSRP carries (RFC 4975): belongs to the session whose SDP named one of its paths. */
export interface MsrpMessage extends MessageCommon {
  protocol: 'msrp';
  method: 'SEND';
  /** Message-ID. */
  id: string;
  /** Keys of the sender's and the receiver's path, `msrp:` and the URI's host, port and session. */
  links: [from: string, to: string];
}

export type Message = SipMessage | XmppStanza | MsrpMessage | TraceDiagnostic;
