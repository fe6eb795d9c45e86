/** French: why something was not done. */
import type { Texts } from '../catalogue.ts';
import type { reasons as english } from '../en/reasons.ts';

export const reasons: Texts<typeof english> = {
  'reason.locked': 'L’archive est verrouillée : un réviseur doit d’abord la déverrouiller avec sa phrase secrète.',
  'reason.archive-newer': 'L’archive est au format {format} ; cette version de Fedlens lit jusqu’au format {known}.',
  'reason.thread-not-started': 'Un processus de travail n’a pas pu démarrer.',
  'reason.thread-unreadable': 'Un processus de travail a envoyé ce qui ne peut pas être lu.',
  'reason.import-runs': 'Une importation est en cours : annulez-la d’abord.',
  'reason.archive-changing': 'L’archive est en cours de modification : réessayez quand ce sera terminé.',
  'reason.archive-changed': 'L’archive a été modifiée entre-temps : réessayez.',
  'reason.plan-changed': 'Ce qui serait purgé a changé : regardez de nouveau le plan.',
  'reason.sessions-held': {
    one: '{n} session est conservée : levez d’abord la conservation légale.',
    other: '{n} sessions sont conservées : levez d’abord la conservation légale.',
  },
  'reason.file-sessions-held': {
    one: '{n} de ses sessions est conservée : levez d’abord la conservation légale.',
    other: '{n} de ses sessions sont conservées : levez d’abord la conservation légale.',
  },
  'reason.file-sessions-reviewed': {
    one: '{n} de ses sessions a été examinée : ce dont un réviseur a décidé reste.',
    other: '{n} de ses sessions ont été examinées : ce dont un réviseur a décidé reste.',
  },
  'reason.import-not-undoable': 'Il n’y a pas d’importation {job} qui puisse être annulée.',
  'reason.hold-not-releasable': 'Il n’y a pas de conservation légale {hold} qui puisse être levée.',
  'reason.purge-damaged': 'Rien n’a été purgé, car l’archive est endommagée : {damage}',
  'reason.storage-full':
    'L’espace du navigateur est plein : {used} sur {allowed} sont utilisés. Ce qui a été enregistré reste ; il faut plus de place pour ce qui devait l’être maintenant.',
  'reason.storage-full-missing':
    'L’espace du navigateur est plein : {used} sur {allowed} sont utilisés. Ce qui a été enregistré reste ; il manque environ {missing} pour le reste.',
  'reason.storage-short':
    'L’espace du navigateur est plein : il n’enregistre pas plus que les {used} utilisés, bien qu’il ait promis {allowed}. Ce qui a été enregistré reste ; il faut plus de place pour ce qui devait l’être maintenant.',
  'reason.storage-short-missing':
    'L’espace du navigateur est plein : il n’enregistre pas plus que les {used} utilisés, bien qu’il ait promis {allowed}. Ce qui a été enregistré reste ; il manque environ {missing} pour le reste.',
  'reason.reviewers-have-passphrases':
    'Les réviseurs de cette archive ont des phrases secrètes : déverrouillez-la sous votre nom.',
  'reason.reviewer-exists': 'Il y a déjà un réviseur.',
  'reason.reviewer-unknown': 'Il n’y a pas de réviseur « {name} » qui puisse agir.',
  'reason.reviewer-name-taken': 'Il y a déjà un réviseur « {name} ».',
  'reason.reviewer-name-missing': 'Il faut un nom au réviseur.',
  'reason.reviewer-last-of-encrypted':
    'Sans réviseur, personne ne pourrait lire ce qui est chiffré : supprimez d’abord le chiffrement.',
  'reason.passphrase-wrong': 'La phrase secrète n’est pas la bonne.',
  'reason.passphrase-short':
    'Une phrase secrète doit compter au moins {least} caractères : quelques mots que vous seul réuniriez.',
  'reason.encryption-without-reviewer': 'Sans réviseur, il n’y a pas de clé pour chiffrer.',
  'reason.block-unreadable':
    'Ce qui est chiffré sous {key} dans « {table} » a été modifié ou vient d’ailleurs : la clé de l’archive ne l’ouvre pas.',
  'reason.restore-broken-off':
    'Une restauration a été interrompue : choisissez de nouveau la même sauvegarde, ou annulez-la.',
  'reason.backup-none': 'Ce n’est pas une sauvegarde de Fedlens.',
  'reason.backup-encrypted-none': 'Ce n’est pas une sauvegarde chiffrée de Fedlens.',
  'reason.backup-none-or-cut': 'Ce n’est pas une sauvegarde, ou elle est tronquée.',
  'reason.backup-format': 'La sauvegarde est au format {format} ; cette version de Fedlens restaure le format {known}.',
  'reason.backup-behind-end': 'Quelque chose suit la fin de la sauvegarde.',
  'reason.backup-cut': 'La sauvegarde est tronquée : sa fin manque.',
  'reason.backup-digest': 'La sauvegarde a été modifiée : son empreinte ne correspond pas.',
  'reason.backup-line': 'La sauvegarde est tronquée ou endommagée : une de ses lignes n’est pas un objet JSON.',
  'reason.backup-passphrase-needed': 'La sauvegarde est chiffrée : il faut sa phrase secrète.',
  'reason.backup-passphrase-wrong':
    'La phrase secrète n’est pas celle avec laquelle la sauvegarde a été écrite, ou son début a été modifié.',
  'reason.backup-part': 'La sauvegarde a été modifiée ou tronquée : une de ses parties ne s’ouvre pas.',
  'reason.backup-length': 'La sauvegarde a été modifiée : une longueur n’y est pas valable.',
  'reason.backup-encrypted-cut': 'La sauvegarde chiffrée est tronquée.',
  'reason.backup-unverified':
    'Le contenu de la sauvegarde ne passe pas la vérification et n’est pas mêlé à ce qui est ici : {fault}',
  'reason.kept-review':
    'Ici elle était « {here} », dans la sauvegarde « {there} » : les étapes des deux se suivent dans l’ordre du temps, et elle est « {now} ».',
  'reason.kept-hold-active': 'La conservation légale « {name} » reste active, comme ici.',
  'reason.kept-hold-released': 'La conservation légale « {name} » reste levée, comme ici.',
  'reason.kept-word-lists':
    '« {name} » a été modifiée ici et dans la sauvegarde : les versions de la sauvegarde forment une liste à part à côté de la nôtre.',
  'reason.kept-settings': 'Les réglages de cette archive restent ; la sauvegarde en a d’autres.',
  'reason.kept-format': 'Le format « {format} » de cette archive reste ; la sauvegarde en a un autre de ce nom.',
  'reason.kept-view': 'La vue « {name} » de cette archive reste ; la sauvegarde en a une autre de ce nom.',
  'reason.kept-basis':
    'L’organisation, le catalogue et les règles de cette archive restent en vigueur, et les sessions sont jugées d’après eux ; les versions de la sauvegarde figurent dans son registre, qui est conservé.',
  'reason.words-near': 'Ligne {line} : « {entry} » demande une expression, NEAR/ avec un nombre, et une expression.',
  'reason.words-far': 'Ligne {line} : NEAR/{within} va trop loin : {most} mots au plus.',
  'reason.words-quote': 'Ligne {line} : il manque un guillemet à « {entry} ».',
  'reason.words-none': 'Ligne {line} : « {entry} » ne contient pas de mot.',
  'reason.words-star': 'Ligne {line} : « {entry} » : l’astérisque suit le début d’un mot.',
  'reason.words-empty': 'La liste n’a pas d’entrée.',
  'reason.clock-correction': 'Une correction est un nombre entier de millisecondes, de dix ans au plus.',
  'reason.pic-usl-end-unknown':
    'Le catalogue n’indique pas de dernier jour pour un fournisseur qui demande la licence de messagerie publique (PIC USL).',
  'reason.file-too-large': '{name} dépasse {most}.',
  'reason.basis-unsound': 'On ne peut pas juger sur cette base : {faults}',
  'reason.preview-gone': 'Il n’y a pas d’aperçu à interroger.',
};
