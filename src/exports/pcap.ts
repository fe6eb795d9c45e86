/**
 * The packets of the sessions, as they were captured: each record byte for byte, with its own time. Packets of one classic
 * capture go into a classic capture; of several, or of a pcapng file, into pcapng, a section for each file. Only packets that
 * carry a session's messages go out: what else a connection carried may be somebody else's.
 */
import type { EpochMs, Place, SourceId } from '../model.ts';
import { classicHeader, ClassicSection, PcapngSection, type SectionWriter } from './capture-sections.ts';
import type { EvidenceWish, EvidenceWriter, ExportContext, ExportFile, ExportForm, ExportWriter } from './form.ts';
import { NetmonSection, type TimedPacket } from './netmon-section.ts';
import { PlaceSet, RangeCutter } from './place-set.ts';

const CAPTURES: ReadonlySet<string> = new Set(['pcap', 'pcapng', 'netmon']);
/** Of a classic capture: magic, version, link type. */
const CLASSIC_HEADER = 24;

export const pcap: ExportForm = {
  id: 'pcap',
  title: 'Packet capture of the sessions',
  shape: 'file',
  fileName: 'sessions.pcap',
  mediaType: 'application/vnd.tcpdump.pcap',
  open: (context, folder) => new PacketWriter(context, folder.open('sessions.pcap')),
};

/** A source whose bytes stream by. */
interface Reading {
  source: SourceId;
  section: SectionWriter | null;
  cutter: RangeCutter;
  /** Its first bytes. */
  head: Uint8Array;
  at: number;
}

class PacketWriter implements ExportWriter {
  readonly #context: ExportContext;
  readonly #file: ExportFile;
  readonly #captures: ReadonlyMap<SourceId, string>;
  readonly #places = new PlaceSet();
  readonly #known = new Map<SourceId, TimedPacket>();
  #isClassic = false;
  #written = 0;
  #reading: Reading | null = null;

  constructor(context: ExportContext, file: ExportFile) {
    this.#context = context;
    this.#file = file;
    this.#captures = new Map(
      context.sources.flatMap(({ id, report }) =>
        report.format !== null && CAPTURES.has(report.format) ? [[id, report.format] as const] : [],
      ),
    );
  }

  session: ExportWriter['session'] = ({ session }) => {
    const { statement, redacted, content } = this.#context;
    if (!content) {
      statement.passOver('Packets hold texts, which were not asked for.');
      return;
    }
    if (redacted) {
      statement.passOver('Packets cannot be redacted.');
      return;
    }
    let captured = 0;
    let logged = 0;
    for (const { sightings } of session.messages) {
      for (const { places, time } of sightings) {
        for (const place of places) {
          if (!this.#captures.has(place.source)) logged++;
          else {
            this.#places.add(place);
            if (places.length === 1) this.#know(place, time);
            captured++;
          }
        }
      }
    }
    if (captured === 0) statement.passOver('They were not seen in a capture.');
    else statement.leaveOut('records of logs', 'Only packets can be written as packets.', logged);
  };

  wishes(): readonly EvidenceWish[] {
    const sources = this.#places.sources();
    const [only] = sources;
    this.#isClassic = only === undefined || (sources.length === 1 && this.#captures.get(only) === 'pcap');
    return sources.map((source) => ({ source, as: 'unpacked' }));
  }

  readonly evidence: EvidenceWriter = {
    begin: ({ source }) => (this.#reading = this.#begin(source)),
    write: (bytes) => this.#see(bytes),
    end: () => {
      const missing = this.#reading?.cutter.missing() ?? 0;
      this.#context.statement.leaveOut('packets', 'The bytes of the capture are not at hand.', missing);
      this.#reading = null;
    },
  };

  end(): void {
    // A capture of no packets is a capture all the same.
    if (this.#written === 0) this.#put(classicHeader());
    this.#file.end();
  }

  /** In pieces that end where a packet begins or ends: what stands around packets keeps its place among them. */
  #see(bytes: Uint8Array): void {
    const reading = this.#reading;
    if (reading === null) return;
    for (let at = 0; at < bytes.length;) {
      const end = Math.min(bytes.length, at + reading.cutter.border - reading.at);
      const piece = bytes.subarray(at, end);
      this.#seeAround(reading, piece);
      reading.cutter.write(piece);
      reading.at += piece.length;
      at = end;
    }
  }

  /** The head tells what kind of capture it is: packets lie behind it. */
  #seeAround(reading: Reading, piece: Uint8Array): void {
    const missing = Math.max(0, CLASSIC_HEADER - reading.at);
    if (missing > 0) reading.head.set(piece.subarray(0, missing), reading.at);
    if (reading.section === null && reading.at + piece.length >= CLASSIC_HEADER) {
      reading.section = this.#sectionOf(reading.source, reading.head);
      reading.section.see(reading.head);
    }
    if (piece.length > missing) reading.section?.see(piece.subarray(missing));
  }

  #begin(source: SourceId): Reading {
    const cutter = new RangeCutter(this.#places.rangesOf(source), (bytes, { offset }) => {
      if (this.#reading?.section?.packet(bytes, offset) === false) {
        this.#context.statement.leaveOut('packets', 'The capture ends within them.', 1);
      }
    });
    return { source, section: null, cutter, head: new Uint8Array(CLASSIC_HEADER), at: 0 };
  }

  /** A message in one packet has that packet's time. The first one tells the zone of a capture that names none. */
  #know({ source, offset }: Place, time: EpochMs | null): void {
    if (time === null || this.#captures.get(source) !== 'netmon') return;
    const known = this.#known.get(source);
    if (known === undefined || offset < known.offset) this.#known.set(source, { offset, time });
  }

  #sectionOf(source: SourceId, head: Uint8Array): SectionWriter {
    const put = (bytes: Uint8Array): void => this.#put(bytes);
    switch (this.#captures.get(source)) {
      case 'pcap':
        return new ClassicSection(head, this.#isClassic, put);
      case 'netmon':
        return new NetmonSection(this.#known.get(source) ?? null, put);
      default:
        return new PcapngSection(put);
    }
  }

  #put(bytes: Uint8Array): void {
    this.#file.write(bytes);
    this.#written += bytes.length;
  }
}
