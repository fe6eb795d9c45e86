/** What may wait in memory while a capture is read. */
import { FRAGMENT_LIMITS, type FragmentLimits } from './fragments.ts';
import { CONNECTION_LIMITS, type ConnectionLimits } from './tcp-connections.ts';

export interface PacketLimits {
  fragments: FragmentLimits;
  connections: ConnectionLimits;
}
export const PACKET_LIMITS: PacketLimits = { fragments: FRAGMENT_LIMITS, connections: CONNECTION_LIMITS };
