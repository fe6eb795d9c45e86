/** Which certificates that handshakes show may be those of the organisation's Edges. */
import type { Organisation, SeenCertificate } from '../model.ts';

/**
 * Those handed over by the one they stand for, and, where the organisation lists its Edges, under the name of one of them. With
 * no list the trace may still name the Edge.
 */
export function edgeCertificates(
  organisation: Organisation | null,
  seen: readonly SeenCertificate[],
): SeenCertificate[] {
  const edges = organisation?.edges ?? null;
  return seen.filter(
    (certificate) =>
      certificate.position === 0 &&
      !certificate.isAuthority &&
      (edges === null || edges.some(({ fqdn }) => standsFor(certificate, fqdn))),
  );
}

/**
 * Whether the certificate names the host: among its alternative names, with `*` for the first label (RFC 6125 §6.4.3), or as
 * its subject, as Lync's certificates do.
 */
export function standsFor({ subject, names }: SeenCertificate, host: string): boolean {
  const sought = host.toLowerCase();
  return fits(subject.toLowerCase(), sought) || names.some((name) => fits(name, sought));
}

function fits(name: string, host: string): boolean {
  if (name === host) return true;
  const dot = host.indexOf('.');
  return dot > 0 && name.startsWith('*.') && name.slice(1) === host.slice(dot);
}
