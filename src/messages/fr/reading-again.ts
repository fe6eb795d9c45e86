/** French: reading a file again, and the wizard that describes a log. */
import type { Texts } from '../catalogue.ts';
import type { readingAgain as english } from '../en/reading-again.ts';

export const readingAgain: Texts<typeof english> = {
  'again.open': 'Relire comme…',
  'again.job': 'Relecture :',
  'again.stale': 'Relu depuis : une ligne plus récente dit ce qui en est archivé.',
  'again.format': 'Format',
  'again.encoding': 'Encodage',
  'again.zone': 'Fuseau horaire de ses horodatages',
  'again.day': 'Dernier jour du journal',
  'again.day.hint': 'Seulement pour les horodatages sans année ou sans date.',
  'again.found': 'reconnu au contenu',
  'again.found.now': 'reconnu au contenu : {found}',
  'again.zone.organisation': 'celui de l’organisation, sinon UTC',
  'again.hint':
    'Ce que ce fichier a donné est retiré de l’archive et lu à nouveau, de même que ce que d’autres fichiers ont en commun avec lui. Rien n’est doublé.',
  'again.read': 'Relire',
  'wizard.open': 'Aucun format ne convient : décrire ce journal',
  'wizard.title': 'Décrire ce journal',
  'wizard.log': 'Le début du journal',
  'wizard.how':
    'Sélectionnez un morceau du journal (au clavier : Maj et les flèches) et dites ce que c’est. Une ligne où tout cela se trouve commence un message.',
  'wizard.marks': 'Ce qu’est le morceau sélectionné',
  'wizard.mark.stamp': 'Un horodatage',
  'wizard.mark.incoming': 'Dit : entrant',
  'wizard.mark.outgoing': 'Dit : sortant',
  'wizard.mark.start': 'Le message commence derrière',
  'wizard.mark.end': 'Le message finit avec',
  'wizard.nothing-marked': 'Sélectionnez d’abord un morceau du journal.',
  'wizard.more': 'Afficher la suite du journal',
  'wizard.name': 'Nom du format',
  'wizard.begins': 'Sa ligne commence par',
  'wizard.stamp': 'Forme de l’horodatage (0 chiffres, A lettres)',
  'wizard.incoming': 'Mots pour entrant, séparés par |',
  'wizard.outgoing': 'Mots pour sortant, séparés par |',
  'wizard.start': 'Commence derrière ; vide : à la ligne suivante',
  'wizard.end': 'Finit avec ; vide : à l’horodatage suivant',
  'wizard.found': {
    one: '{n} message trouvé dans ce qui est affiché',
    other: '{n} messages trouvés dans ce qui est affiché',
  },
  'wizard.stamp-unread':
    'Cet horodatage ne donne pas d’heure ; les messages resteront donc sans heure. Peuvent être lues les dates avec une heure comme 09:00:01, et les secondes depuis 1970.',
  'wizard.no-direction': 'pas de sens',
  'wizard.keep': 'Le garder et lire le fichier',
};
