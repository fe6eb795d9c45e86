/** French: the archive as a whole: opening, emptying, the demonstration. */
import type { Texts } from '../catalogue.ts';
import type { archive as english } from '../en/archive.ts';

export const archive: Texts<typeof english> = {
  'archive.failed': 'L’archive n’a pas pu être ouverte : {why}',
  'archive.failed.advice':
    'Vérifiez que ce navigateur peut enregistrer des données pour ce site (les fenêtres privées ne le peuvent souvent pas) et que le disque n’est pas plein, puis rechargez la page.',
  'archive.clear': 'Supprimer tout ce qui est archivé',
  'archive.clear.sure': {
    one: 'Toutes les sessions et les preuves de {n} fichier seront supprimées de ce navigateur. Ce que vous avez indiqué sur l’organisation reste. Cette action est irréversible.',
    other:
      'Toutes les sessions et les preuves de {n} fichiers seront supprimées de ce navigateur. Ce que vous avez indiqué sur l’organisation reste. Cette action est irréversible.',
  },
  'archive.clear.busy': 'une importation est en cours. Annulez-la d’abord ou attendez qu’elle soit terminée.',
  'archive.clear.failed': 'L’archive n’a pas pu être vidée : {why}',
  demonstration: 'Démonstration',
  'demonstration.text': 'Trafic inventé, dans une archive à part. Les fichiers que vous déposez vont dans la vôtre.',
  'demonstration.look': 'Voir une démonstration',
  'demonstration.opening': 'Ouverture de la démonstration…',
  'demonstration.leave': 'Quitter',
  'demonstration.leave.sure':
    'L’organisation de la démonstration a été modifiée sans être enregistrée. En quittant, vous perdez ce texte.',
  'demonstration.delete': 'Supprimer la démonstration',
  'demonstration.delete.sure': 'L’archive de la démonstration sera vidée. Elle peut être rouverte à tout moment.',
  'empty.archive': 'Aucune session pour l’instant',
  'empty.archive.text':
    'Déposez un journal ou une capture n’importe où sur cette page, ou choisissez-en un sur la page Importation.',
  'empty.to-import': 'Importer des fichiers',
};
