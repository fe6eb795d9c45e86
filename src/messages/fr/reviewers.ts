/** French: reviewers with passphrases, and the lock. */
import type { Texts } from '../catalogue.ts';
import type { reviewers as english } from '../en/reviewers.ts';

export const reviewers: Texts<typeof english> = {
  'lock.title': 'Verrouillée',
  'lock.about':
    'Les réviseurs de cette archive ont des phrases secrètes. Déverrouillez-la pour la voir et pour agir : votre nom figure au registre.',
  'lock.about.encrypted':
    'Les textes et les preuves de cette archive sont chiffrés : sans phrase secrète, personne ne peut les lire, avec quelque programme que ce soit.',
  'lock.about.plain':
    'L’archive n’est pas chiffrée : le verrou tient cette page fermée, mais qui lit les fichiers de ce navigateur peut encore la lire.',
  'lock.who': 'Réviseur',
  'lock.passphrase': 'Phrase secrète',
  'lock.unlock': 'Déverrouiller',
  'lock.unlocking': 'Déverrouillage…',
  'lock.now': 'Verrouiller',
  'lock.acting': '{who} agit, ici et au registre',
  'lock.refused-before': {
    one: 'Une phrase secrète fausse a été saisie {n} fois depuis votre dernier déverrouillage de l’archive. Le registre dit quand.',
    other:
      'Une phrase secrète fausse a été saisie {n} fois depuis votre dernier déverrouillage de l’archive. Le registre dit quand.',
  },
  'lock.read': 'J’en ai pris connaissance',

  'reviewers.title': 'Réviseurs',
  'reviewers.none':
    'Personne n’a de phrase secrète : quiconque ouvre cette page peut agir sous n’importe quel nom. Inscrivez un premier réviseur, et personne n’agira ni ne verra cette page sans phrase secrète.',
  'reviewers.about':
    'Chacun a sa propre phrase secrète. Ce qu’il fait figure au registre sous son nom, de même que chaque phrase secrète fausse.',
  'reviewers.forgotten':
    'Personne ne peut récupérer une phrase secrète oubliée : il n’y a ni serveur ni autre entrée. Un second réviseur peut encore entrer ; si les textes sont chiffrés et que tous les réviseurs ont oublié la leur, les textes sont définitivement perdus.',
  'reviewers.one-only':
    'Il n’y a qu’un réviseur. Ajoutez-en un second, pour qu’une phrase secrète oubliée ne mette pas tout le monde dehors.',
  'reviewers.found': 'Inscrire le premier réviseur',
  'reviewers.found.do': 'Inscrire et déverrouiller',
  'reviewers.add': 'Ajouter un réviseur',
  'reviewers.add.do': 'Ajouter le réviseur',
  'reviewers.added': '« {who} » peut agir dès maintenant.',
  'reviewers.name': 'Nom',
  'reviewers.passphrase': 'Phrase secrète',
  'reviewers.passphrase.new': 'Nouvelle phrase secrète',
  'reviewers.passphrase.again': 'La même encore une fois',
  'reviewers.passphrase.own': 'Votre propre phrase secrète',
  'reviewers.passphrase.short': 'Au moins {least} caractères : quelques mots que vous seul réuniriez.',
  'reviewers.passphrase.differs': 'Les deux ne sont pas identiques.',
  'reviewers.passphrase.change': 'Changer votre phrase secrète',
  'reviewers.passphrase.change.do': 'La changer',
  'reviewers.passphrase.changed': 'Votre phrase secrète est changée. L’ancienne n’ouvre plus rien.',
  'reviewers.working': 'Cela prend une seconde : deviner doit être lent.',
  'reviewers.failed': 'Rien n’a été modifié : {why}',
  'reviewers.you': 'vous',
  'reviewers.by': 'ajouté par {who},',
  'reviewers.by-nobody': 'le premier,',
  'reviewers.disabled': 'ne peut plus agir depuis',
  'reviewers.refused': { one: '{n} phrase secrète fausse', other: '{n} phrases secrètes fausses' },
  'reviewers.disable': 'Désactiver',
  'reviewers.disable.one': 'Désactiver {who}',
  'reviewers.disable.title': 'Désactiver {who} ?',
  'reviewers.disable.sure':
    'La phrase secrète de {who} n’ouvrira plus rien. Ce que {who} a fait reste au registre. La clé de l’archive reste la même.',
  'reviewers.disable.last':
    'C’est le dernier réviseur : sans lui, quiconque ouvre cette page peut tout voir et agir sous n’importe quel nom.',
  'reviewers.lock': 'Verrouiller en cas d’inactivité',
  'reviewers.lock.after': 'L’archive se verrouille après',
  'reviewers.lock.minutes': { one: '{n} minute sans mouvement', other: '{n} minutes sans mouvement' },
  'reviewers.lock.never': 'jamais d’elle-même',
  'reviewers.lock.tabs':
    'Tous ses onglets se verrouillent à la fois. Ce qui est en cours d’importation ou d’exportation se poursuit.',
};
