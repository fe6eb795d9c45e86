/** Every log format. The first one that knows a file's beginning reads it, so what is exact stands before what takes anything. */
import type { LogFormat } from '../model.ts';
import { netmon } from './netmon.ts';
import { pcap } from './pcap.ts';
import { pcapng } from './pcapng.ts';
import { sipstack } from './sipstack.ts';

export const FORMATS: readonly LogFormat[] = [pcap, pcapng, netmon, sipstack];
