import type { SessionMessage } from '../model.ts';

/** A name for the transaction, the same for a request and its answers. */
export function requestOf(message: SessionMessage): string {
  return message.callId + '\n' + message.cseq + message.method + '\n' + message.dialog.split(';', 1)[0];
}
