import type { EpochMs } from '../model.ts';

/** A server sends a post to everyone in the room within so long, ms. */
const BROADCAST_MS = 30_000;

/** A text said in a room of Persistent Chat. */
interface RoomText {
  time: EpochMs | null;
  from: string;
  to: readonly string[];
  text: string;
  /** Sent by its author himself, not by the server for him. */
  own: boolean;
}

/** What someone posts in a room of Persistent Chat the server sends to all in it, to the author too [MS-XCCOSIP]: said once. */
export function withoutBroadcasts<T extends RoomText>(said: readonly T[]): readonly T[] {
  const posts = said.filter(({ own, to }) => own && isRoom(to));
  if (posts.length === 0) return said;
  return said.filter((text) => {
    if (text.own || !isRoom(text.to)) return true;
    const post = posts.findIndex((before) => isBroadcast(before, text));
    if (post !== -1) posts.splice(post, 1);
    return post === -1;
  });
}

function isRoom(to: readonly string[]): boolean {
  return to[0]?.startsWith('ma-chan:') === true;
}

function isBroadcast(post: RoomText, text: RoomText): boolean {
  if (post.from !== text.from || post.to[0] !== text.to[0] || post.text !== text.text) return false;
  if (post.time === null || text.time === null) return post.time === text.time;
  return text.time >= post.time && text.time - post.time <= BROADCAST_MS;
}
