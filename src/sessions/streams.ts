import type { SeenMarker, TravelledStream } from '../model.ts';

type Stream = TravelledStream;

/**
 * On what XMPP streams a session travelled, in the order in which they were seen. Where one log shows of a kind of stream
 * only what another shows too, and less of it, the fuller one stands.
 */
export function streamsOf(markers: readonly SeenMarker[]): Stream[] {
  const seen: Stream[] = [];
  for (const marker of markers) {
    if (marker.kind !== 'stream') continue;
    const { of, tls, auth, accepted } = marker;
    seen.push({ of, tls, auth, accepted });
  }
  return seen.filter((stream) => !seen.some((other) => other !== stream && saysMore(other, stream)));
}

function saysMore(fuller: Stream, stream: Stream): boolean {
  return (
    fuller.of === stream.of &&
    adds(fuller.tls, stream.tls) &&
    adds(fuller.auth, stream.auth) &&
    adds(fuller.accepted, stream.accepted)
  );
}

function adds<T>(fuller: T | null, value: T | null): boolean {
  return value === null || value === fuller;
}
