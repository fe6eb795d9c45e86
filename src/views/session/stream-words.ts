/** An XMPP stream in words: its kind, whether it was encrypted, and how the other end was authenticated. */
import { t } from '../../messages/catalogue.ts';
import type { TravelledStream } from '../../model.ts';

/** It went on in clear though TLS was there to be used. */
export function isClear({ tls }: TravelledStream): boolean {
  return tls === 'offered' || tls === 'required';
}

export function wordsOf({ of, tls, auth, accepted }: TravelledStream): string {
  const words = [t(`session.stream.${of}`)];
  if (tls !== null) words.push(t(`session.tls.${tls}`));
  if (auth !== null) {
    const result =
      accepted === true ? 'session.auth' : accepted === false ? 'session.auth.refused' : 'session.auth.open';
    words.push(t(result, { how: auth }));
  }
  return words.join(' · ');
}
