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

  'unfinished.encryption': 'Chiffrement',
  'unfinished.encryption.how': 'Une partie est chiffrée, l’autre non. Poursuivez-le sous Réviseurs.',
  'job-kind.encryption': 'Chiffrement',
  'record.action.encryption': 'Chiffrement au repos modifié',

  'encryption.title': 'Chiffrement au repos',
  'encryption.off': 'Non chiffrée : qui lit les fichiers de ce navigateur peut lire ce qui a été dit.',
  'encryption.on':
    'Les textes et les preuves sont chiffrés (AES-256-GCM) sous une clé que seules les phrases secrètes des réviseurs ouvrent (Argon2id).',
  'encryption.half.encrypting':
    'Le chiffrement a été interrompu : une partie est chiffrée, l’autre non. Les nouvelles sessions le sont.',
  'encryption.half.decrypting':
    'Le retrait du chiffrement a été interrompu : une partie est encore chiffrée. Les nouvelles sessions ne le sont pas.',
  'encryption.needs-reviewer':
    'Inscrivez d’abord un réviseur : la clé de l’archive n’est conservée que sous des phrases secrètes.',
  'encryption.hidden':
    'Chiffrés : les transcriptions avec chaque message et ses en-têtes, le texte de la recherche, les motifs du jugement, et les octets des fichiers source.',
  'encryption.readable':
    'Lisibles sans phrase secrète : les colonnes de la liste (qui avec qui, quand, fournisseur, nombres, signalements) et les clés de jonction comme les Call-ID, les noms et décomptes des fichiers lus, les notes et noms des réviseurs, les gels et leurs recherches, les listes de mots, l’organisation, le registre et le journal avec leurs empreintes.',
  'encryption.before':
    'Le navigateur peut garder quelque temps dans ses fichiers des copies effacées de ce qui était stocké avant. Pour être sûr que rien n’a jamais été écrit en clair, chiffrez une archive avant d’y lire quoi que ce soit.',
  'encryption.do': 'Chiffrer',
  'encryption.undo': 'Retirer le chiffrement',
  'encryption.go-on': 'Poursuivre',
  'encryption.running': 'Chiffrement : {done} sur {total}',
  'encryption.running.off': 'Retrait du chiffrement : {done} sur {total}',
  'encryption.failed': 'Cela n’a pas été fait : {why}',
  'encryption.cancelled': 'Annulé à mi-chemin. On peut poursuivre.',
  'encryption.sure.title': 'Chiffrer les textes et les preuves ?',
  'encryption.sure':
    'Si tous les réviseurs oublient leur phrase secrète, plus personne ne pourra lire ce qui est archivé, et rien ne peut y remédier. Gardez une sauvegarde sous une phrase secrète à elle.',
  'encryption.sure.one':
    'Il n’y a qu’un réviseur : mieux vaut en ajouter d’abord un second. Si la phrase secrète est oubliée, plus personne ne pourra lire ce qui est archivé, et rien ne peut y remédier.',
  'encryption.sure.off.title': 'Retirer le chiffrement ?',
  'encryption.sure.off': 'Qui lit les fichiers de ce navigateur pourra alors lire ce qui a été dit.',

  'backup.encrypt': 'Chiffrer la sauvegarde avec une phrase secrète à elle',
  'backup.encrypt.about':
    'Sans cette phrase secrète, personne ne peut la restaurer, et rien ne peut la retrouver. Ce n’est pas la phrase secrète d’un réviseur.',
  'backup.plain.warning':
    'Cette archive est chiffrée, une sauvegarde sans phrase secrète ne l’est pas : qui a le fichier peut le lire.',
  'backup.reviewers':
    'Les réviseurs et leurs phrases secrètes restent dans ce navigateur : ils ne font pas partie d’une sauvegarde.',
  'restore.passphrase': 'Phrase secrète de la sauvegarde',
  'restore.passphrase.asked': '« {name} » est chiffrée. Donnez la phrase secrète avec laquelle elle a été écrite.',
  'restore.do': 'La restaurer',
};
