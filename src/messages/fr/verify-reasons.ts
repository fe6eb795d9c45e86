/** French: what does not fit when an archive or a backup is verified. */
import type { Texts } from '../catalogue.ts';
import type { verifyReasons as english } from '../en/verify-reasons.ts';

export const verifyReasons: Texts<typeof english> = {
  'reason.half-restored':
    'Une restauration est marquée comme interrompue : ce qui est là n’est pas une archive tant qu’elle n’est pas terminée ou annulée.',
  'reason.ledger-missing': 'L’écriture {entry} du registre manque : l’écriture {found} est à sa place.',
  'reason.ledger-misplaced': 'L’écriture {found} du registre est là où devrait être l’écriture {entry}.',
  'reason.ledger-unlinked': 'L’écriture {entry} du registre ne suit pas la précédente : son lien en désigne une autre.',
  'reason.ledger-changed': 'L’écriture {entry} du registre a été modifiée : son empreinte ne correspond pas.',
  'reason.ledger-payload-changed':
    'Le contenu de l’écriture {entry} du registre a été modifié : son empreinte ne correspond pas.',
  'reason.ledger-payload-missing': 'Le contenu de l’écriture {entry} du registre manque.',
  'reason.ledger-cut': 'Le registre se termine à l’écriture {end} : sa fin, de l’écriture {from} à {to}, a été coupée.',
  'reason.ledger-other': 'L’écriture {entry} du registre n’est pas celle que dit l’ancre.',
  'reason.ledger-beyond': 'L’écriture {entry} du registre se trouve au-delà de sa fin.',
  'reason.changes-miscounted': 'La dernière modification est la {last}, et {counted} sont comptées.',
  'reason.chain-stray': 'Une écriture du registre d’une autre archive ({hash}) n’appartient à aucun registre restauré.',
  'reason.chain-missing': 'L’écriture {entry} du registre restauré jusqu’à l’écriture {end} manque.',
  'reason.chain-changed': 'L’écriture {entry} du registre restauré jusqu’à l’écriture {end} a été modifiée.',
  'reason.chain-payload-missing':
    'Le contenu de l’écriture {entry} du registre restauré jusqu’à l’écriture {end} manque.',
  'reason.journal-missing': 'La ligne {line} du journal des enregistrements manque.',
  'reason.journal-changed':
    'La ligne {line} du journal des enregistrements a été modifiée : son empreinte ne correspond pas.',
  'reason.journal-other':
    'La ligne {line} du journal des enregistrements n’est pas celle que dit l’écriture {entry} du registre.',
  'reason.journal-short':
    'Le journal des enregistrements se termine à la ligne {end} : l’écriture {entry} du registre connaît la ligne {line}.',
  'reason.journal-loose': 'La ligne {line} du journal des enregistrements ne vient d’aucun travail connu du registre.',
  'reason.journal-beyond': 'La ligne {line} se trouve au-delà de la fin du journal des enregistrements.',
  'reason.journal-cut':
    'Le journal des enregistrements se termine à la ligne {end} : sa fin, jusqu’à la ligne {to}, a été coupée.',
  'reason.journal-end': 'Le journal des enregistrements se termine à la ligne {end}, et non à la ligne {counted}.',
  'reason.pack-number-used':
    'Le prochain paquet serait le {next}, et le journal des enregistrements connaît le paquet {last}.',
  'reason.source-missing': 'La source {source} manque.',
  'reason.source-changed': 'La source {source} ({name}) a été modifiée.',
  'reason.source-stray': 'La source {source} ({name}) n’a pas été importée.',
  'reason.pack-stray': 'Le paquet {pack} n’est pas connu du journal des enregistrements.',
  'reason.pack-gone': 'Le paquet {pack} manque.',
  'reason.pack-missing': {
    one: 'Le paquet {pack} de {n} session manque.',
    other: 'Le paquet {pack} de {n} sessions manque.',
  },
  'reason.pack-head': 'L’en-tête du paquet {pack} a été modifié.',
  'reason.pack-transcripts':
    'Les transcriptions du paquet {pack} ont été modifiées : leur empreinte ne correspond pas.',
  'reason.pack-transcripts-missing': 'Les transcriptions du paquet {pack} manquent.',
  'reason.pack-texts-missing': 'Les textes du paquet {pack} manquent.',
  'reason.pack-judgements': 'Les jugements du paquet {pack} ont été modifiés : leur empreinte ne correspond pas.',
  'reason.pack-judgements-missing': 'Les jugements du paquet {pack} manquent.',
  'reason.slot-missing': 'Une session manque (paquet {pack}, place {slot}).',
  'reason.session-count': 'Le nombre de sessions n’est pas celui que dit le journal des enregistrements.',
  'reason.session-stray': 'La session {session} n’est pas connue du journal des enregistrements.',
  'reason.session-missing': 'La session {session} manque (paquet {pack}, place {slot}).',
  'reason.session-astray': 'La session {session} renvoie à une autre transcription que la sienne.',
  'reason.session-changed':
    'La session {session} a été modifiée : son champ « {field} » n’est pas ce qui a été archivé.',
  'reason.session-line': 'La session {session} a été modifiée : sa ligne n’est pas ce qui a été archivé.',
  'reason.list-missing': 'La session {session} n’est pas dans la liste.',
  'reason.list-differs':
    'La session {session} figure dans la liste avec {field} « {listed} », et est enregistrée avec « {stored} ».',
  'reason.list-count': 'La liste compte {listed} sessions, et {stored} sont enregistrées.',
  'reason.list-order': 'La liste est gardée dans un autre ordre que celui de ses sessions.',
  'reason.list-front': 'La première page de la liste n’est pas celle que disent les sessions.',
  'reason.bytes-missing': 'Les octets de la source {source} à partir de {offset} manquent.',
  'reason.bytes-changed':
    'Les octets de la source {source} à partir de {offset} ont été modifiés : leur empreinte ne correspond pas.',
  'reason.bytes-stray':
    'Les octets de la source {source} à partir de {offset} ne sont pas connus du journal des enregistrements.',
  'reason.exported-missing': 'Le relevé {record} des sessions exportées manque.',
  'reason.exported-changed': 'Le relevé {record} des sessions exportées a été modifié.',
  'reason.exported-untold': 'Le relevé {record} des sessions exportées n’est pas connu du registre.',
  'reason.reviewer-missing': 'Le réviseur « {name} » manque.',
  'reason.reviewer-changed': 'Le réviseur « {name} » a été modifié.',
  'reason.reviewer-untold': 'Le réviseur « {name} » n’est pas connu du registre.',
  'reason.lock-untold': 'Le délai avant verrouillage de l’archive n’est pas celui que dit le registre.',
  'reason.encryption-untold': 'Le chiffrement est « {found} », et le registre dit « {told} ».',
  'reason.acting-untold': 'La personne qui agit est « {found} », et le registre dit « {told} ».',
  'reason.hold-missing': 'La conservation légale {hold} ({name}) manque.',
  'reason.hold-changed': 'La conservation légale {hold} ({name}) a été modifiée.',
  'reason.hold-untold': 'La conservation légale {hold} ({name}) n’est pas connue du registre.',
  'reason.job-missing': 'La tâche {job} manque.',
  'reason.job-changed': 'La tâche {job} a été modifiée : elle n’est pas ce que dit le registre.',
  'reason.job-untold': 'Le registre ne connaît pas la tâche {job} comme terminée.',
  'reason.review-missing': 'L’examen de la session {session} manque.',
  'reason.review-changed': 'L’examen de la session {session} n’est pas celui que dit le registre.',
  'reason.review-untold': 'L’examen de la session {session} n’est pas connu du registre.',
  'reason.basis-missing': 'La version {version} de ce d’après quoi les sessions sont jugées manque.',
  'reason.basis-changed': 'La version {version} de ce d’après quoi les sessions sont jugées a été modifiée.',
  'reason.basis-untold':
    'La version {version} de ce d’après quoi les sessions sont jugées n’est pas connue du registre.',
  'reason.basis-other':
    'La version {version} de ce d’après quoi les sessions sont jugées est en vigueur, et le registre dit {told}.',
  'reason.organisation-untold': 'L’organisation n’est pas celle que dit le registre.',
  'reason.judging-other':
    'Le jugement d’après la version {version} est marqué comme inachevé, et la version {current} est en vigueur.',
  'reason.judging-untold':
    'Il est marqué que les sessions sont jugées d’après la version {version}, et le registre ne le dit pas.',
  'reason.format-missing': 'Le format « {format} » manque.',
  'reason.format-untold': 'Le format « {format} » n’est pas celui que dit le registre.',
  'reason.view-missing': 'La vue « {view} » manque.',
  'reason.view-untold': 'La vue « {view} » n’est pas celle que dit le registre.',
  'reason.word-list-missing': 'La liste de mots {list} manque.',
  'reason.word-list-changed': 'La liste de mots {list} a été modifiée.',
  'reason.word-list-untold': 'La liste de mots {list} n’est pas connue du registre.',
  'reason.settings-review-untold': 'Les réglages de l’examen ne sont pas ceux que dit le registre.',
  'reason.settings-retention-untold': 'Les réglages de la durée de conservation ne sont pas ceux que dit le registre.',
};
