/** What the command palette offers, by group, for the words that were typed. */
import { language, t } from '../../messages/catalogue.ts';
import { LANGUAGES } from '../../messages/languages.ts';
import type { SessionRow } from '../../../workers/api.ts';
import { archive } from '../archive.svelte.ts';
import { choice } from '../language.svelte.ts';
import type { IconName } from '../parts/icons.ts';
import { compareProviders } from '../provider-colours.ts';
import { hrefOf } from '../routes.ts';
import { writeQuery } from '../session-query.ts';
import { settings, THEMES } from '../settings.svelte.ts';
import { clockOf, dayOf } from '../zones.ts';
import { PLACES } from './pages.ts';

export interface Command {
  key: string;
  label: string;
  /** Said beside it, in small letters. */
  note?: string;
  icon: IconName;
  /** Where it leads, or what it does. */
  does: { href: string } | { run: () => void };
}
export interface CommandGroup {
  name: 'pages' | 'actions' | 'providers' | 'rules' | 'sessions';
  commands: Command[];
}

/** Of providers and of rules, at most so many at once. */
const MOST = 6;

/**
 * @param found sessions that the archive gave for the same words
 * @param showKeys opens the keyboard map
 */
export function commandsFor(words: string, found: readonly SessionRow[], showKeys: () => void): CommandGroup[] {
  const wanted = words.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  const fits = ({ label, note = '' }: Command): boolean => {
    const text = `${label} ${note}`.toLocaleLowerCase();
    return wanted.every((word) => text.includes(word));
  };
  const groups: CommandGroup[] = [
    { name: 'pages', commands: pages().filter(fits) },
    { name: 'actions', commands: actions(showKeys).filter(fits) },
  ];
  // Without a word there would be too many to read.
  if (wanted.length > 0) {
    groups.push(
      { name: 'providers', commands: providers().filter(fits).slice(0, MOST) },
      { name: 'rules', commands: rules().filter(fits).slice(0, MOST) },
      { name: 'sessions', commands: [searchFor(words.trim()), ...found.map(sessionCommand)] },
    );
  }
  return groups.filter(({ commands }) => commands.length > 0);
}

const pages = (): Command[] =>
  PLACES.map(({ route, icon }) => {
    return { key: route.page, label: t(`page.${route.page}`), icon, does: { href: hrefOf(route) } };
  });

function actions(showKeys: () => void): Command[] {
  const themes = THEMES.filter((theme) => theme !== settings.theme).map((theme): Command => {
    const label = t('palette.theme', { theme: t(`theme.${theme}`) });
    return { key: `theme-${theme}`, label, icon: 'settings', does: { run: () => (settings.theme = theme) } };
  });
  const languages = LANGUAGES.filter(({ tag }) => tag !== language().tag).map(({ tag, name }): Command => {
    const label = t('palette.language', { name });
    return { key: `language-${tag}`, label, icon: 'settings', does: { run: () => void choice.take(tag) } };
  });
  const isOn = settings.shortcuts;
  return [
    { key: 'keys', label: t('keys.title'), icon: 'info', does: { run: showKeys } },
    {
      key: 'shortcuts',
      label: t(isOn ? 'palette.shortcuts.off' : 'palette.shortcuts.on'),
      icon: 'settings',
      does: { run: () => (settings.shortcuts = !isOn) },
    },
    ...themes,
    ...languages,
  ];
}

const providers = (): Command[] =>
  archive.vocabulary.providers
    .toSorted((a, b) => compareProviders(a.id, b.id))
    .map(({ id }) => {
      const href = hrefOf({ page: 'sessions' }, writeQuery({ provider: [id] }));
      return {
        key: `provider-${id}`,
        label: archive.providerName(id),
        note: t('facet.provider'),
        icon: 'filter',
        does: { href },
      };
    });

const rules = (): Command[] =>
  archive.vocabulary.rules.map(({ id, severity }) => {
    const href = hrefOf({ page: 'sessions' }, writeQuery({ rule: [id] }));
    return { key: `rule-${id}`, label: archive.ruleTitle(id), note: id, icon: severity, does: { href } };
  });

function searchFor(words: string): Command {
  const href = hrefOf({ page: 'sessions' }, writeQuery({ q: words }));
  return { key: 'search', label: t('palette.search', { words }), icon: 'search', does: { href } };
}

function sessionCommand(row: SessionRow): Command {
  const zone = archive.timeZone;
  const when = row.start === null ? t('time.none') : `${dayOf(row.start, zone)} ${clockOf(row.start, zone)}`;
  return {
    key: row.id,
    label: `${row.local ?? t('party.unknown')} · ${row.remote ?? t('party.unknown')}`,
    note: `${archive.providerName(row.provider)}, ${when}`,
    icon: 'sessions',
    does: { href: hrefOf({ page: 'session', id: row.id }) },
  };
}
