/**
 * What goes along in a bag (BagIt, RFC 8493) beside sessions: its tag files, and the documents, other forms and evidence of a
 * bag that an earlier export made. There is nothing to read in them; the pipeline leads here what lies in a bag.
 *
 *     BagIt-Version: 1.0                          data/evidence/0001-edge.log
 *     Tag-File-Character-Encoding: UTF-8          0ee1a2…811c9dc5  data/ndjson/sessions.ndjson
 */
import { decode } from '../bytes/text.ts';
import type { LogFormat } from '../model.ts';

const DECLARATION = /^BagIt-Version: \d/;
/** A digest of MD5 or longer, and a path of the payload or a tag file. */
const MANIFEST = /^[0-9a-fA-F]{32,128} [ *](data\/|bag|manifest-)\S+/;
const INFO = /^(Bag-Software-Agent|Bagging-Date|Payload-Oxum|Source-Organization|External-Description): /;

export const bagit: LogFormat = {
  id: 'bagit',
  title: 'File of a bag (BagIt) that holds no sessions to read',
  binary: true,
  samples: [
    {
      title: 'the declaration',
      head: new TextEncoder().encode('BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n'),
      records: 0,
    },
  ],
  sniff(head) {
    const text = decode(head, 0, Math.min(head.length, 512));
    return DECLARATION.test(text) || MANIFEST.test(text) || INFO.test(text);
  },
  open: ({ account }) => ({
    write: (chunk) => account.explain(chunk.length),
    end: () => undefined,
  }),
};
