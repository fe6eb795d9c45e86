/** Before every test file: what reads texts of the interface reads the English ones. */
import { speak } from '../src/messages/catalogue.ts';
import { en } from '../src/messages/en.ts';
import { preferredLanguage } from '../src/messages/languages.ts';

speak(preferredLanguage(['en']), en);
