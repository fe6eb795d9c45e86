/**
 * The credit for the public IM licence (PIC USL): agreements that extend past the last day of the service are credited in
 * proportion to the payments that cover the time after it [seed pic-support]. By days, both ends counted, as the page names no
 * other measure.
 */
import type { CreditLine, IsoDate, Licence, Organisation, PicUslCredit } from '../model.ts';
import { decimalOf, decimalText, fractionText, minorPlaces, partOf, sumOf, type Decimal } from './decimal.ts';

const DAY_MS = 86_400_000;
const PERCENT_PLACES = 4;

/** What the catalogue says of the licence. */
export interface PicUslFacts {
  /** Last good day of the service that it is for. */
  lastDay: IsoDate;
  source: string;
  /** From this day on it is not sold; null = it is. */
  saleEnd: IsoDate | null;
}

export function picUslCredit(organisation: Organisation, { lastDay, source, saleEnd }: PicUslFacts): PicUslCredit {
  const told = organisation.licences ?? [];
  const own = told.flatMap((licence, index) => (licence.sku === 'pic-usl' ? { licence, index } : []));
  const extending = own.filter(({ licence: { to } }) => to === null || to > lastDay);
  const lines = extending.map(({ licence, index }) => lineOf(licence, index, lastDay, saleEnd)).sort(byAgreement);
  return {
    lastDay,
    source,
    lines,
    totals: totalsOf(lines),
    others: own.length - extending.length,
    told: organisation.licences !== null,
  };
}

function lineOf(licence: Licence, index: number, lastDay: IsoDate, saleEnd: IsoDate | null): CreditLine {
  const { agreement, users, purchased, from, to, payment } = licence;
  const notValid = saleEnd !== null && purchased !== null && purchased >= saleEnd;
  const working: string[] = [];
  const line: CreditLine = {
    licence: index,
    agreement,
    users: users === 'all' ? 'all' : users.length,
    from,
    to,
    days: null,
    daysAfter: null,
    share: null,
    payment,
    credit: null,
    working,
    notValid,
  };
  if (to === null)
    working.push(`The register tells no end of the term that begins on ${from}: it has no share after ${lastDay}.`);
  else takeShare(line, to, lastDay);
  if (notValid) {
    working.push(
      `Bought or renewed on ${purchased ?? ''}: since ${saleEnd ?? ''} it was not sold, so it was not valid.`,
    );
  }
  return line;
}

function takeShare(line: CreditLine, to: IsoDate, lastDay: IsoDate): void {
  const { from, payment, working } = line;
  const firstAfter = from > lastDay ? from : dayAfter(lastDay);
  const days = daysBetween(from, to);
  const after = daysBetween(firstAfter, to);
  const fraction = fractionText(after, days);
  const percent = decimalText(partOf({ units: 100n, places: 0 }, BigInt(after), BigInt(days), PERCENT_PLACES));
  line.days = days;
  line.daysAfter = after;
  line.share = { fraction, percent };
  working.push(
    `Term: ${from} to ${to}, both days included: ${days} days.`,
    `After ${lastDay}: ${firstAfter} to ${to}: ${after} days.`,
    `Share: ${after}/${days}${fraction === `${after}/${days}` ? '' : ` = ${fraction}`}, about ${percent} %.`,
  );
  if (payment === null) {
    working.push('The register tells no payment, so the share has no amount.');
    return;
  }
  const paid = decimalOf(payment.amount);
  const places = Math.max(minorPlaces(payment.currency), 0);
  const credit = decimalText(partOf(paid, BigInt(after), BigInt(days), places));
  line.credit = credit;
  working.push(
    `Credit: ${payment.amount} ${payment.currency} × ${after} / ${days} = ${credit} ${payment.currency}, rounded half up to ` +
      `${places === 0 ? 'whole units' : `${places} places`} of the currency.`,
  );
}

function totalsOf(lines: readonly CreditLine[]): PicUslCredit['totals'] {
  const byCurrency = new Map<string, Decimal[]>();
  for (const { credit, payment } of lines) {
    if (credit === null || payment === null) continue;
    byCurrency.set(payment.currency, [...(byCurrency.get(payment.currency) ?? []), decimalOf(credit)]);
  }
  return [...byCurrency]
    .map(([currency, credits]) => ({ currency, credit: decimalText(sumOf(credits)) }))
    .sort((a, b) => (a.currency < b.currency ? -1 : 1));
}

/** Those without a number last. */
function byAgreement(a: CreditLine, b: CreditLine): number {
  const [x, y] = [a.agreement ?? '\uffff', b.agreement ?? '\uffff'];
  if (x !== y) return x < y ? -1 : 1;
  return a.from < b.from ? -1 : a.from > b.from ? 1 : a.licence - b.licence;
}

/** Both days counted; in UTC, where every day has 24 hours. */
const daysBetween = (from: IsoDate, to: IsoDate): number => (Date.parse(to) - Date.parse(from)) / DAY_MS + 1;

const dayAfter = (day: IsoDate): IsoDate => new Date(Date.parse(day) + DAY_MS).toISOString().slice(0, 10) as IsoDate;

/** Rows for a table of comma-separated values, the header first. Each step of the working stands in the last column. */
export function creditRows({ lines }: PicUslCredit): string[][] {
  const header = ['agreement', 'users', 'from', 'to', 'days', 'days_after', 'share', 'percent'];
  const text = (value: string | number | null): string => (value === null ? '' : String(value));
  return [
    [...header, 'amount', 'currency', 'credit', 'valid', 'working'],
    ...lines.map((line) => [
      text(line.agreement),
      text(line.users === 'all' ? '*' : line.users),
      line.from,
      text(line.to),
      text(line.days),
      text(line.daysAfter),
      text(line.share?.fraction ?? null),
      text(line.share?.percent ?? null),
      text(line.payment?.amount ?? null),
      text(line.payment?.currency ?? null),
      text(line.credit),
      line.notValid ? 'no' : 'yes',
      line.working.join(' '),
    ]),
  ];
}
