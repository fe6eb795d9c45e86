/** French: words that stand on every page. */
import type { Texts } from '../catalogue.ts';
import type { everywhere as english } from '../en/everywhere.ts';

export const everywhere: Texts<typeof english> = {
  cancel: 'Annuler',
  delete: 'Supprimer',
  loading: 'Chargement…',
  'loading.sessions': 'Lecture des sessions : {done} sur {total}',
  colon: ' : ',
  'failure.reload':
    'Rechargez la page ; l’archive elle-même est conservée. Si cela se répète, un autre onglet tient peut-être l’archive ouverte.',
  'failure.again': 'Rien n’a été modifié. Réessayez.',
  'party.unknown': 'inconnu',
  'users.all': 'tous les utilisateurs',
  'users.more': { one: 'et {n} autre', other: 'et {n} autres' },
  'users.fewer': 'moins',
  'endpoint.unnamed': 'l’hôte qui a écrit le journal',
  'control.title': 'Un caractère invisible : {name}, {code}',
  'bytes.B': '{n} o',
  'bytes.kB': '{size} ko',
  'bytes.MB': '{size} Mo',
  'bytes.GB': '{size} Go',
  'bytes.TB': '{size} To',
  'span.ms': '{ms} ms',
  'span.s': '{seconds} s',
  'span.min': '{minutes} min {seconds} s',
  'span.h': '{hours} h {minutes} min',
  'span.d': '{days} j {hours} h',
  'bytes.hide': 'Masquer les octets',
  'bytes.flag': 'Afficher les octets qui le prouvent',
  'bytes.provider': 'Afficher les octets qui le disent',
  'bytes.more': {
    one: '{n} autre endroit est indiqué sous Preuves.',
    other: '{n} autres endroits sont indiqués sous Preuves.',
  },
};
