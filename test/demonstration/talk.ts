/** Small talks between people who do not exist. `>` is said by Contoso's side, `<` by the other. */
export type Line = readonly [who: '>' | '<', text: string];

const TALKS: readonly string[] = [
  '> Hello, do you have a minute for the delivery note?|< Sure, go ahead.|> Line 14 says 20 boxes, we counted 18.|< I will look it up and call you back.',
  '> Good morning! Is the meeting still at ten?|< Yes, room 2.14.',
  '< Are you there?|> Just back from lunch.|< Can you send me the address of the new office?|> Lindenstraße 8, second floor.',
  '> The samples have arrived, thank you.|< Great. Let me know what you think of the blue one.',
  '< Quick question: which version of the price list is valid?|> The one from Monday.|< Thanks!',
  '> Shall we move our call to Thursday?|< Thursday at three works for me.|> Perfect, I will send an invitation.',
  '> Did you get the drawings?|< Yes, page 3 is missing a measure.|> I will ask our designer.',
  '< Happy birthday, by the way!|> Thank you, there is cake left.',
  '> Is your warehouse open on Friday?|< Until noon.|> Then the driver comes at eleven.',
  '< The train is late, start without me.|> No problem, see you.',
  '> Can you confirm the order number 4471-B?|< Confirmed.',
  '> Who takes care of the trade fair stand this year?|< Same team as last year.|> Good to know.',
  '< I am at the gate, nobody answers.|> Please ring at number 12, I am on my way.',
  '> One more thing: the invoice goes to the Leipzig branch.|< Noted.',
  '< Could we have the contract as a draft before Wednesday?|> You will have it tomorrow.|< Wonderful.',
  '> How was the holiday?|< Rainy, but good.',
  '> We need 40 chairs instead of 35.|< That will be fine, same price each.',
  '< Is there a phone number for the service desk?|> Dial 700 from any extension.',
  '> I forgot: what is the name of the hotel?|< Hotel Seeblick, near the station.|> Booked, thanks.',
  '< The test run was fine, all green.|> Then we ship on Monday.',
];

const FRENCH = '> Bonjour, la réunion est confirmée pour jeudi à 14 h ?|< Oui, c’est noté. À bientôt !';
const CHINESE = '> 您好，样品什么时候发货？|< 星期二发货，大约三天到。|> 好的，谢谢！';

export const talks: readonly (readonly Line[])[] = TALKS.map(linesOf);
export const frenchTalk: readonly Line[] = linesOf(FRENCH);
export const chineseTalk: readonly Line[] = linesOf(CHINESE);

export function linesOf(talk: string): Line[] {
  return talk.split('|').map((line) => [line.startsWith('>') ? '>' : '<', line.slice(2)]);
}
