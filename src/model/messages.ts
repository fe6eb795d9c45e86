/** What a protocol reads out of a record. */
import type { Direction, EdgeSide, Endpoint, EpochMs, Place, TimeSource } from './records.ts';

/** What is federated, one by one. */
export type Modality = 'im' | 'presence' | 'audio' | 'video' | 'file' | 'sharing' | 'multiparty';

/** Something that a message says, already decoded. Addresses are bare and lower case, as on the wire. */
export type Fact =
  /**
   * A text said. `from` null = the message's own sender. `inInvite`: rode in an INVITE (ms-text-format). What XMPP adds:
   * `names`, under which later stanzas refer to it beside the stanza's id (XEP-0359); `replaces`, the id of the text
   * that it corrects (XEP-0308); `subject`, where one stands beside the body (RFC 6121 §5.2.4).
   */
  | {
      kind: 'text';
      from: string | null;
      to: string[];
      text: string;
      contentType: string;
      inInvite: boolean;
      /** Of a text that is not archived and therefore '': tells it from others of its session. */
      mark?: string;
      names?: string[];
      replaces?: string;
      subject?: string;
      /** What an archive says became of it. */
      told?: ToldText;
    }
  /**
   * A text is taken back (XEP-0424): by its sender, or in a room by a moderator (XEP-0425), whose address or nickname
   * `moderator` is. `target` = its id.
   */
  | { kind: 'retraction'; target: string; moderator: string | null; reason: string | null }
  /** What someone thinks of the text with the id `of` (XEP-0444), in place of what they showed before; [] = nothing any more. */
  | { kind: 'reaction'; of: string; reactions: string[] }
  /** The sender asks someone into a room (XEP-0045 §7.8, XEP-0249). `who` null = the receiver. */
  | { kind: 'invitation'; room: string; who: string | null; reason: string | null }
  /**
   * A change of presence. `who` null = the message's own sender. State names as in the domain's table. Of XMPP also
   * `show` and `priority` as written, and the node of its capabilities (XEP-0115), which names the client.
   */
  | {
      kind: 'presence';
      who: string | null;
      state: string;
      activity: string | null;
      note: string | null;
      show?: string;
      priority?: number;
      client?: string;
    }
  /** A step of a subscription's handshake (RFC 6121 §3). `of` = who is watched, where a list names others than the receiver. */
  | { kind: 'subscription'; step: 'subscribe' | 'subscribed' | 'unsubscribe' | 'unsubscribed'; of?: string }
  /**
   * A file offered, or (`accepted` set, name '') an answer to the offer with the same `transfer`. `link`: where it is
   * fetched, if it was put on a server.
   */
  | {
      kind: 'file';
      transfer: string | null;
      name: string;
      size: number | null;
      accepted: boolean | null;
      link?: string;
    }
  /** A media line that is not refused (port 0 = refused: no fact). `flow` as RFC 3264 §5.1 names it, where it is not both ways. */
  | { kind: 'media'; media: Modality; port: number | null; flow?: 'sendonly' | 'recvonly' | 'inactive' }
  /** A step of a call by Jingle (XEP-0166, XEP-0353) or Google Talk; its media stand in facts beside an offer. */
  | { kind: 'call'; step: 'offered' | 'taken' | 'ended' | 'held' | 'resumed' }
  /** Text there was, but it cannot be read: why. */
  | { kind: 'opaque'; reason: 'encrypted' | 'truncated' | 'body-missing'; detail: string }
  /** ms-diagnostics or a TF_DIAG record. */
  | { kind: 'diagnostic'; id: number | null; reason: string; source: string | null }
  /**
   * Someone joined or left a conference or room; `room` = its address. `how` where it was not simply that: put out, banned,
   * or under another nickname from here on; `by` = who did it, `detail` = the reason or the nickname.
   */
  | {
      kind: 'member';
      who: string;
      change: 'join' | 'leave';
      room: string | null;
      how?: 'kicked' | 'banned' | 'renamed';
      by?: string;
      detail?: string;
      /** `room/nickname` under which the person is known there; the same as `who` = another had that nickname before, and goes by a new one. */
      as?: string;
    }
  /**
   * The request is known by this id (`Message-Id` [MS-CONFIM], which a conference server gives in its answer): later notices
   * name it so.
   */
  | { kind: 'named'; id: string }
  /** A text reached its server and not this receiver. `of` = id of the text; `status` as in SIP, null = not told. */
  | { kind: 'undelivered'; of: string; who: string; status: number | null }
  /** The topic of a room is set; '' = taken away. */
  | { kind: 'topic'; topic: string }
  /** Not content: typing, delivery and read notices. `of` = id of the text that they answer. */
  | { kind: 'notice'; notice: 'typing' | 'delivered' | 'displayed'; of?: string };

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
  | { kind: 'peer'; endpoint: Endpoint; side: EdgeSide | null; direction: Direction | null }
  | StreamMarker
  /** What an earlier export says of the provider, where the wire is not at hand any more. */
  | { kind: 'archived'; provider: string | null; confidence: string | null; because: string };

/** The XMPP stream that carried it, as its negotiation tells (RFC 6120 §4 to §6); null = the log does not show it. */
export interface StreamMarker {
  kind: 'stream';
  /** Who speaks with the server: a client, another server, or a component (XEP-0114). */
  of: 'client' | 'server' | 'component';
  /**
   * STARTTLS: `used`; `required` or `offered` by the server, and the stream went on without it: it ran in clear; `absent`: not
   * offered. That is also what a stream looks like that ran in TLS from its first byte, as its own ends log it.
   */
  tls: 'used' | 'required' | 'offered' | 'absent' | null;
  /** SASL mechanism; `jabber:iq:auth` (XEP-0078), `handshake` (XEP-0114) or `dialback` (XEP-0220) where it was none. */
  auth: string | null;
  /** Did the other end accept it? */
  accepted: boolean | null;
}

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
  /** Bare address of the room that it belongs to, where it is part of one. */
  room?: string;
  /** Id of the Jingle or Google session (a call or a file) that it is a step of. */
  call?: string;
  thread: string | null;
  /** Namespace of an iq's payload, or of an event in a message (XEP-0060); else null. */
  payload: string | null;
  /** Where it has no time: that of the stanza of its session that stands before it in the file, or of the first that has one. */
  near?: EpochMs;
  /** It repeats what an archive holds (XEP-0313): counted, part of no session. */
  history?: true;
}

/** A TF_DIAG record, which belongs to the session of its Call-ID, or the error that ends an XMPP stream. Counts as no message. */
export interface TraceDiagnostic extends MessageCommon {
  protocol: 'trace-diagnostic';
  callId: string | null;
  cseq: number | null;
  /** Key of the talk by XMPP that the stream's end breaks off. */
  talk?: string;
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

/** What an archive (an earlier export, a mail, a compliance file) says of a session, without the messages that it was made of. */
export interface ArchivedMessage extends MessageCommon {
  protocol: 'archive';
  /** Whose session it was. */
  of: 'sip' | 'xmpp';
  /** Unique in its session; the same in each archive that says the same. */
  id: string;
  /** Keys of the session: those that hold always, see `join-keys.ts`. */
  links: string[];
  callId: string | null;
  conversation: string | null;
  thread: string | null;
  /** What became of the session, and which of its parties are rooms; on its opening alone. */
  told?: ToldSession;
}

/** Indexes are of the session's texts. */
export interface ToldText {
  failed?: true;
  corrects?: number | null;
  corrected?: number;
  retracted?: { time: EpochMs | null; by: string; reason: string | null };
  receipt?: 'delivered' | 'displayed';
  undelivered?: string[];
}

export interface ToldSession {
  /** The opener is of the organisation's own side. */
  openedInside: boolean;
  outcome: 'established' | 'failed' | 'open';
  status: number | null;
  rooms: string[];
}

export type Message = SipMessage | XmppStanza | MsrpMessage | TraceDiagnostic | ArchivedMessage;
