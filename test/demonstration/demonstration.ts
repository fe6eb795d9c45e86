/**
 * The demonstration that is served with the page: a Lync Edge trace, an XMPP server's log and the organisation they
 * belong to, made from one seed. `demonstrationTruth` is what reading them has to find.
 */
import { Chance } from './chance.ts';
import { EdgeTrace, traceText } from './edge-trace.ts';
import { EjabberdLog } from './ejabberd-log.ts';
import { ORGANISATION } from './organisation.ts';
import { tellSipStory } from './sip-story.ts';
import type { MadeSession } from './truth.ts';
import { tellXmppStory } from './xmpp-story.ts';

const SEED = 20_140_630;

interface Demonstration {
  /** Text by file name in `public/`. */
  files: Readonly<Record<string, string>>;
  truth: readonly MadeSession[];
}

function make(seed: number): Demonstration {
  const trace = new EdgeTrace(new Chance(seed));
  const sip = tellSipStory(trace, new Chance(seed + 1));
  const log = new EjabberdLog(ORGANISATION.timeZone);
  const xmpp = tellXmppStory(log, new Chance(seed + 2));
  return {
    files: {
      'demonstration.log': traceText(trace.records),
      'demonstration-xmpp.log': log.text(),
      'demonstration-organisation.json': JSON.stringify(ORGANISATION, null, 2) + '\n',
    },
    truth: [...sip, ...xmpp],
  };
}

export const demonstration = make(SEED);
export const demonstrationTruth = demonstration.truth;
