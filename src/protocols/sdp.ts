/** Session descriptions (RFC 4566, RFC 8866): which media are offered or taken. Read are `m=`, who sends (holds) and files. */
import type { Fact, Modality } from '../model.ts';
import { unquoted } from './sip-address.ts';

/**
 * What a media line is about. `message` [RFC 4975 and Lync], `x-ms-message` [clients of 2005], `text` [RFC 4103],
 * `applicationsharing` and `data` (file) [Lync]; `application` carries floor control, `image` a fax: neither is federated.
 */
const MODALITIES: Readonly<Record<string, Modality>> = {
  audio: 'audio',
  video: 'video',
  message: 'im',
  'x-ms-message': 'im',
  text: 'im',
  applicationsharing: 'sharing',
  'applicationsharing-video': 'sharing',
  data: 'file',
  'x-data': 'file',
};

/**
 * A media fact for each media line that is not refused (port 0, RFC 3264 §6), and a file fact for each
 * `a=file-selector` (RFC 5547). Lines may end in CR, LF or both and have blanks around the equals sign.
 */
export function readSdp(text: string): Fact[] {
  const facts: Fact[] = [];
  /** Of the whole description, until the first media line. */
  const session: MediaFact = { kind: 'media', media: 'im', port: null };
  let media: MediaFact | null = session;
  /** The description names no address for all media. */
  let silent = false;
  for (const line of text.split(/\r\n|\r|\n/)) {
    const parts = /^\s*([a-z])\s*=\s*(.*)$/.exec(line);
    if (parts === null) continue;
    const [, type, value = ''] = parts;
    if (type === 'm') {
      media = readMedia(value, session);
      if (media !== null) facts.push(media);
    } else if (media === null) continue;
    else if (type === 'c') {
      if (isNoAddress(value)) media.flow = 'inactive';
      else if (media !== session && silent) delete media.flow;
      silent = media === session ? isNoAddress(value) : silent;
    } else if (type === 'a' && !readFlow(value, media) && media !== session && /^file-selector:/i.test(value))
      facts.push(readFile(value));
  }
  return facts.filter((fact, index) => fact.kind !== 'media' || !isKnown(facts, fact, index));
}

type MediaFact = Extract<Fact, { kind: 'media' }>;

/** `audio 49170/2 RTP/AVP 0`; null = refused, or of a kind that nothing is said about. */
function readMedia(value: string, session: MediaFact): MediaFact | null {
  const [name = '', port = ''] = value.trim().split(/\s+/);
  const kind = name.toLowerCase();
  if (!Object.hasOwn(MODALITIES, kind)) return null;
  const number = /^(\d{1,5})(\/\d+)?$/.exec(port);
  if (number !== null && Number(number[1]) === 0) return null;
  const own = { media: MODALITIES[kind]!, port: number === null ? null : Number(number[1]) };
  return { ...session, ...own };
}

/** RFC 3264 §8.4: who sends nothing, or asks for nothing, holds the call. `sendrecv` takes back what stood for all media. */
function readFlow(value: string, media: MediaFact): boolean {
  const flow = value.trim().toLowerCase();
  if (flow === 'sendrecv') delete media.flow;
  else if (flow === 'sendonly' || flow === 'recvonly' || flow === 'inactive') media.flow = flow;
  else return false;
  return true;
}

/** RFC 2543 §B.5: older clients hold a call by an address that is none. */
function isNoAddress(connection: string): boolean {
  return connection.trim().split(/\s+/)[2] === '0.0.0.0';
}

function isKnown(facts: readonly Fact[], { media, port }: MediaFact, before: number): boolean {
  return facts.some(
    (fact, index) => index < before && fact.kind === 'media' && fact.media === media && fact.port === port,
  );
}

/** `file-selector:name:"report.pdf" type:application/pdf size:4092 hash:…` */
function readFile(value: string): Fact {
  const name = /\bname:("(?:[^"\\]|\\.)*"|\S+)/i.exec(value)?.[1] ?? '';
  const size = /\bsize:(\d{1,15})\b/i.exec(value)?.[1];
  return {
    kind: 'file',
    transfer: null,
    name: decodeName(unquoted(name)),
    size: size === undefined ? null : Number(size),
    accepted: null,
  };
}

/** Double quotes, line breaks and percent signs of a name are escaped (RFC 5547 §6). */
function decodeName(name: string): string {
  return name.replace(/%(22|0D|0A|25)/gi, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
}
