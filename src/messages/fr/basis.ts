/** French: changing what sessions are judged by: proposal, preview, judging, versions. */
import type { Texts } from '../catalogue.ts';
import type { basis as english } from '../en/basis.ts';

export const basis: Texts<typeof english> = {
  'basis.part.organisation': 'organisation',
  'basis.part.catalogue': 'catalogue',
  'basis.part.rules': 'règles',
  'basis.pending': 'Proposé, pas encore en vigueur : {parts}',
  'basis.pending.text':
    'Toutes les sessions archivées sont d’abord jugées d’après cette proposition, et rien n’est enregistré tant que vous ne l’appliquez pas.',
  'basis.look': 'Voir ce qui changerait',
  'basis.withdraw': 'Retirer la proposition',
  'basis.previewing': 'Recherche de ce qui changerait…',
  'basis.applying': 'Nouveau jugement…',
  'basis.waiting': 'attend une importation ou un autre jugement',
  'basis.progress': '{judged} sessions sur {total}',
  'basis.progress.label': 'Sessions jugées',
  'basis.would': '{gain}, {lose}.',
  'basis.gain': { one: '{n} session reçoit un signalement', other: '{n} sessions reçoivent un signalement' },
  'basis.lose': { one: '{n} en perd un', other: '{n} en perdent un' },
  'basis.note': 'Motif, pour la liste des versions',
  'basis.note.example': 'p. ex. licences du nouveau contrat',
  'basis.apply': 'Appliquer et juger à nouveau',
  'basis.applied': {
    one: 'La version {version} est en vigueur. Le jugement de {n} session a changé.',
    other: 'La version {version} est en vigueur. Les jugements de {n} sessions ont changé.',
  },
  'basis.undo': 'Annuler',
  'basis.close': 'Fermer',
  'basis.failed': 'Le nouveau jugement a échoué : {why}',
  'basis.unfinished':
    'La version {version} est en vigueur : {judged} sessions sur {total} sont jugées d’après elle, les autres encore d’après une version antérieure.',
  'basis.resume': 'Continuer le jugement',
  'changes.none': {
    one: '{n} session a été examinée, et rien n’y changerait.',
    other: '{n} sessions ont été examinées, et rien n’y changerait.',
  },
  'changes.about':
    'Quelque chose changerait dans {changed} sessions sur {judged}. Les décisions des réviseurs restent telles quelles.',
  'changes.rules': 'Signalements reçus et perdus, par règle',
  'changes.gained': 'Reçus',
  'changes.lost': 'Perdus',
  'changes.which': 'Afficher',
  'changes.all': 'tout ce qui changerait',
  'changes.every-rule': 'toutes les règles',
  'changes.kind.gain': 'celles qui reçoivent un signalement',
  'changes.kind.lose': 'celles qui perdent un signalement',
  'changes.kind.moved': 'celles d’un autre fournisseur',
  'changes.sessions': 'Sessions qui changeraient',
  'versions.title': 'Versions',
  'versions.about':
    'Chaque modification de l’organisation, du catalogue ou des règles est une version, qui est conservée. Chaque verdict indique celle d’après laquelle il a été rendu.',
  'versions.number': 'Version',
  'versions.restores': 'rétablit la version {number}',
  'versions.current': 'en vigueur',
  'versions.restore': 'Rétablir…',
  'versions.none':
    'Rien n’a encore été modifié : les sessions sont jugées d’après le catalogue et les règles intégrés.',
  'versions.failed': 'Les versions n’ont pas pu être lues : {why}',
};
