/** French: names and days of the catalogue of providers. */
import type { Texts } from '../catalogue.ts';
import type { providers as english } from '../en/providers.ts';

export const providers: Texts<typeof english> = {
  'provider.msn-or-skype': 'Messenger ou Skype',
  'provider.xmpp': 'Partenaire XMPP',
  'provider.federated': 'Partenaire fédéré',
  'provider.hosted': 'Hébergeur',
  'provider.internal': 'Interne',
  'provider.unknown': 'Inconnu',

  'end.2012-09-01-yahoo': 'La licence de messagerie publique (PIC USL) n’est plus vendue',
  'end.2013-03-15-wlm': 'Messenger a pris fin, sauf en Chine continentale',
  'end.2013-04-01-wlm': 'Les utilisateurs de Messenger passent à Skype à la connexion (avril)',
  'end.2013-05-01-skype': 'Début de la connexion Lync–Skype (mai)',
  'end.2014-06-30-aol': 'Dernier jour de la messagerie publique d’AOL',
  'end.2014-06-30-yahoo': 'Dernier jour de la messagerie publique de Yahoo!',
  'end.2014-10-31-wlm': 'Messenger a pris fin en Chine continentale',
  'end.2014-11-26-skype': 'La vidéo avec Skype',
  'end.2017-06-26-gtalk': 'Dernière fédération XMPP de Google Talk',
  'end.2017-12-15-aol': 'AIM est arrêté',
  'end.2018-07-17-yahoo': 'Yahoo! Messenger est arrêté',
  'end.2022-06-16-gtalk': 'Les clients Google Talk sont coupés',
  'end.2025-05-05-skype': 'Skype grand public est retiré',
};
