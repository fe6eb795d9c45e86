/** Addresses of peers as logs write them. */
import type { Endpoint, Transport } from '../model.ts';

/**
 * `host:port`, `[IPv6]:port`, `host`, or an IPv6 address alone. Null for an empty text. The host becomes lower case and
 * loses its brackets.
 */
export function endpointOf(text: string, transport: Transport | null = null): Endpoint | null {
  const trimmed = text.trim().toLowerCase();
  if (trimmed === '') return null;
  const bracketed = /^\[([^\]]*)\](?::(\d{1,5}))?$/.exec(trimmed);
  if (bracketed !== null) return { host: bracketed[1]!, port: portOf(bracketed[2]), transport };
  const colon = trimmed.lastIndexOf(':');
  if (colon === -1) return { host: trimmed, port: null, transport };
  const port = portOf(trimmed.slice(colon + 1));
  // An IPv6 address without brackets has several colons; then the last group is taken for a port only when it cannot be one of its own.
  if (port === null || (trimmed.indexOf(':') !== colon && trimmed.slice(colon + 1).length < 5)) {
    return { host: trimmed, port: null, transport };
  }
  return { host: trimmed.slice(0, colon), port, transport };
}

/** As `endpointOf`, of a log that always writes the port: of an IPv6 address without brackets what is behind the last colon. */
export function endpointWithPort(text: string, transport: Transport | null = null): Endpoint | null {
  const match = /^([0-9a-f:]*:[0-9a-f:]*(?:\.[0-9.]+)?):(\d{1,5})$/i.exec(text.trim());
  const port = match === null ? null : portOf(match[2]);
  return port === null ? endpointOf(text, transport) : { host: match![1]!.toLowerCase(), port, transport };
}

/** `udp`, `TCP`, `wss`; null for anything else. */
export function transportOf(text: string): Transport | null {
  const lower = text.toLowerCase();
  if (lower === 'wss') return 'ws';
  return lower === 'udp' || lower === 'tcp' || lower === 'tls' || lower === 'ws' ? lower : null;
}

function portOf(text: string | undefined): number | null {
  if (text === undefined || !/^\d{1,5}$/.test(text)) return null;
  const port = Number(text);
  return port <= 65_535 ? port : null;
}
